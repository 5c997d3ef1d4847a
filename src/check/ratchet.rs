//! Tells new findings from those that were there before.
//!
//! A finding was there if one of the same kind, with the same message, in the same file (or in the one that it was
//! renamed from), stood in a line with the same words, or in the same section or step. Each finding of before counts
//! once: a second equal one is new. Where lines stand does not matter.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::subject::Subject;
use crate::diagnostic::Diagnostic;
use crate::link::library::DocumentIndex;
use crate::text::align::line_of;

/// Takes the findings that were there before out of those of now, and returns them. `renamed` has the old path of
/// each file that has another one now.
pub fn split(
    findings: &mut Vec<Diagnostic>,
    now: Subject<'_>,
    before: &[Diagnostic],
    then: Subject<'_>,
    renamed: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let (now, then) = (Faces::new(now), Faces::new(then));
    let mut pool = Pool::new(before, &then);
    let same = |path: String| renamed.get(&path).cloned().unwrap_or(path);
    let faces: Vec<[Face; 2]> = findings.iter().map(|finding| now.of(finding, same)).collect();
    // Equal lines are matched first, so that they are not taken by what merely stands near.
    let mut old = vec![false; faces.len()];
    for way in 0..2 {
        for (face, old) in faces.iter().zip(&mut old) {
            *old = *old || pool.take(way, &face[way]);
        }
    }
    let (known, new): (Vec<_>, Vec<_>) = findings.drain(..).zip(old).partition(|(_, old)| *old);
    findings.extend(new.into_iter().map(|(finding, _)| finding));
    known.into_iter().map(|(finding, _)| finding).collect()
}

/// What a finding is known again by: its code, its path, its message, and where it stands.
type Face = (&'static str, String, String, String);

/// Makes the faces of findings in one state of the library.
struct Faces<'a> {
    subject: Subject<'a>,
    documents: Vec<Option<DocumentIndex>>,
}

impl<'a> Faces<'a> {
    fn new(subject: Subject<'a>) -> Self {
        Self { subject, documents: subject.documents_by_source() }
    }

    /// Returns the two faces of a finding: by the words of its line, and by its section or step.
    fn of(&self, finding: &Diagnostic, path: impl Fn(String) -> String) -> [Face; 2] {
        let place = finding.span();
        let source = self.subject.sources.get(place.source);
        let line = &source.text[line_of(&source.text, place.range())];
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let document = self.documents.get(place.source.index()).copied().flatten();
        let section = document.and_then(|document| self.subject.library.place(document, place.start));
        let anchor = section.map_or(String::new(), |section| section.anchor.to_string());
        let face = |at: String| (finding.lint.code, path(source.path.clone()), finding.message.clone(), at);
        [face(words), face(anchor)]
    }
}

/// The findings of before that are not yet known again.
struct Pool {
    left: Vec<bool>,
    by_face: [FxHashMap<Face, Vec<usize>>; 2],
}

impl Pool {
    fn new(before: &[Diagnostic], then: &Faces<'_>) -> Self {
        let mut by_face = [FxHashMap::default(), FxHashMap::default()];
        for (at, finding) in before.iter().enumerate() {
            for (faces, face) in by_face.iter_mut().zip(then.of(finding, |path| path)) {
                faces.entry(face).or_insert_with(Vec::new).push(at);
            }
        }
        Self { left: vec![true; before.len()], by_face }
    }

    /// Takes a finding with this face, if one is left.
    fn take(&mut self, way: usize, face: &Face) -> bool {
        let Some(faces) = self.by_face[way].get_mut(face) else { return false };
        let left = &mut self.left;
        while let Some(at) = faces.pop() {
            if std::mem::replace(&mut left[at], false) {
                return true;
            }
        }
        false
    }
}
