//! Shows what mends would change, as `diff -u` does.

use similar::TextDiff;

/// Returns the differences of a text before and after, with three lines around each.
pub fn unified(path: &str, before: &str, after: &str) -> String {
    let difference = TextDiff::from_lines(before, after);
    difference.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
