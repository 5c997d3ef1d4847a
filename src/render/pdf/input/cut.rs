//! Cuts what is too much for one paragraph.
//!
//! For each letter of a paragraph typst looks through the pieces that the paragraph is made of, so one of a hundred
//! thousand pieces, as a dump within a code span makes, would take minutes.

use super::super::page::Inline;

/// How many pieces a paragraph has, at the most. No page has so many.
const MOST: usize = 1_000;

/// Cuts a line into paragraphs, if it has to be.
pub(super) fn paragraphs(line: Vec<Inline>) -> Vec<Inline> {
    let mut chunks = chunks(line).into_iter();
    let mut cut = chunks.next().unwrap_or_default();
    for chunk in chunks {
        cut.push(Inline::Cut);
        cut.extend(chunk);
    }
    cut
}

/// Cuts a line into some that have few enough pieces.
pub(super) fn chunks(line: Vec<Inline>) -> Vec<Vec<Inline>> {
    if pieces(&line) <= MOST {
        return vec![line];
    }
    let mut chunks = vec![Vec::new()];
    let mut room = MOST;
    for mut inline in line {
        let size = inline.children_mut().map_or(1, |children| pieces(children));
        if size > room && room < MOST {
            chunks.push(Vec::new());
            room = MOST;
        }
        let parts = match inline.children_mut().filter(|_| size > MOST) {
            Some(children) => self::chunks(std::mem::take(children)),
            None => Vec::new(),
        };
        let Some(last) = chunks.last_mut() else { continue };
        if parts.is_empty() {
            last.push(inline);
            room -= size.min(room);
            continue;
        }
        // What is around all of it is around each part.
        let around = parts.into_iter().map(|part| {
            let mut around = inline.clone();
            if let Some(children) = around.children_mut() {
                *children = part;
            }
            vec![around]
        });
        chunks.extend(around);
        chunks.push(Vec::new());
        room = MOST;
    }
    chunks.retain(|chunk| !chunk.is_empty());
    chunks
}

/// Returns how many pieces some inlines are made of.
pub(super) fn pieces(line: &[Inline]) -> usize {
    line.iter().map(|inline| inline.children().map_or(1, pieces)).sum()
}

#[cfg(test)]
mod tests {
    use super::{MOST, chunks, pieces};
    use crate::render::pdf::page::Inline;

    #[test]
    fn all_pieces_are_kept_in_few_enough_a_paragraph() {
        let words = |count| (0..count).map(|at| Inline::text(format!("{at}"))).collect::<Vec<_>>();
        let code = Inline::Strong { c: vec![Inline::Code { c: words(5 * MOST) }] };
        let line = vec![Inline::text("before"), code, Inline::text("after")];
        let before = pieces(&line);
        let cut = chunks(line);
        assert_eq!(cut.iter().map(|chunk| pieces(chunk)).sum::<usize>(), before);
        assert!(cut.len() > 5 && cut.iter().all(|chunk| pieces(chunk) <= MOST && !chunk.is_empty()));
        assert_eq!(chunks(words(3)).len(), 1);
    }
}
