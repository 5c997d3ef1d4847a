//! Character references of HTML and XML: the commonest of them.

use std::borrow::Cow;

/// Returns a text with its character references resolved, as far as they are among the commonest.
pub fn resolved(text: &str) -> Cow<'_, str> {
    const NAMED: [(&str, &str); 7] = [
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(NAMED.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character)))
}
