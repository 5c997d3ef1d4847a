//! Comments: what they say to readers, and what opsdoc wrote into them for what PLUTO has no words for.

use super::Reading;
use crate::model::block::{Admonition, AdmonitionKind, Block, Paragraph};
use crate::model::document::{DocumentKind, Metadata, Status};
use crate::model::inline::{Inline, Text};
use crate::model::procedure::{Procedure, Step};
use crate::notation::pluto::{Kind, Token, inner, said, uncommented};
use crate::text::span::Span;

/// What comments that follow one another say.
pub(super) struct Comment {
    /// The lines, each with its place.
    pub(super) lines: Vec<Text>,
    pub(super) span: Span,
}

impl Comment {
    /// Returns what the comment says after a word and a colon, where it begins with them.
    pub(super) fn after(&self, word: &str) -> Option<Text> {
        let [only] = self.lines.as_slice() else { return None };
        let rest = only.as_str().strip_prefix(word)?.strip_prefix(':')?;
        let lead = only.text.len() - rest.len() + (rest.len() - rest.trim_start().len());
        Some(Text::new(rest.trim(), only.part(lead, only.text.len())))
    }

    /// Tells whether the comment says just this.
    pub(super) fn is(&self, words: &str) -> bool {
        matches!(self.lines.as_slice(), [only] if only.as_str() == words)
    }

    /// Makes a note, a warning or a caution of it.
    pub(super) fn admonition(&self) -> Admonition {
        let kinds = [
            ("DANGER", AdmonitionKind::Danger),
            ("WARNING", AdmonitionKind::Warning),
            ("CAUTION", AdmonitionKind::Caution),
            ("NOTE", AdmonitionKind::Note),
        ];
        let mut lines = self.lines.clone();
        let mut kind = AdmonitionKind::Note;
        if let Some(first) = lines.first_mut() {
            for (word, found) in kinds {
                if let Some(rest) = first.as_str().strip_prefix(word).and_then(|rest| rest.strip_prefix(": ")) {
                    let lead = first.text.len() - rest.len();
                    *first = Text::new(rest, first.part(lead, first.text.len()));
                    kind = found;
                    break;
                }
            }
        }
        let content = joined(lines);
        let span = self.span;
        Admonition { kind, blocks: vec![Block::Paragraph(Paragraph { content, span })], span }
    }
}

/// Returns the pieces of a string between its line endings, which are written as `\n`.
fn pieces(raw: &str) -> Vec<&str> {
    let (mut pieces, mut from, mut at) = (Vec::new(), 0, 0);
    let bytes = raw.as_bytes();
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'\\', Some(b'n')) => {
                pieces.push(&raw[from..at]);
                at += 2;
                from = at;
            }
            (b'\\', _) => at += 2,
            _ => at += 1,
        }
    }
    pieces.push(raw.get(from..).unwrap_or_default());
    pieces
}

/// Makes one line of several.
fn joined(lines: Vec<Text>) -> Vec<Inline> {
    let mut content = Vec::new();
    for (at, line) in lines.into_iter().enumerate() {
        if at > 0 {
            content.push(Inline::SoftBreak);
        }
        content.push(Inline::Text(line));
    }
    content
}

impl Reading<'_> {
    /// Takes the comments that come next; those of `//` in lines one below the other are one.
    pub(super) fn comments(&mut self) -> Vec<Comment> {
        let mut found: Vec<Comment> = Vec::new();
        let mut last: Option<Token> = None;
        while let Some(token) = self.tokens.get(self.at).copied().filter(|token| token.kind == Kind::Comment) {
            self.kept.insert(self.at);
            self.at += 1;
            let comment = self.comment(token);
            let is_line = |token: Token| self.word(token).starts_with("//");
            match (found.last_mut(), last) {
                (Some(before), Some(last)) if is_line(last) && is_line(token) && token.line == last.line + 1 => {
                    before.lines.extend(comment.lines);
                    before.span = Span { end: comment.span.end, ..before.span };
                }
                _ => found.push(comment),
            }
            last = Some(token);
        }
        found.retain(|comment| !comment.lines.is_empty());
        found
    }

    fn comment(&self, token: Token) -> Comment {
        let written = self.word(token);
        let (from, to) = inner(written);
        let mut lines = Vec::new();
        let mut at = token.start + from;
        let mut following = written[from..to].lines().skip(1).map(str::trim).filter(|line| !line.is_empty());
        let each = following.all(|line| ornament(line) > 0);
        for (number, line) in written[from..to].split_inclusive('\n').enumerate() {
            let bare = line.trim();
            // A star before each line is an ornament, and so is a second one at the start.
            let is_ornament = if number == 0 { line.starts_with('*') } else { each };
            let bare = bare[if is_ornament { ornament(bare) } else { 0 }..].trim_start();
            if !bare.is_empty() {
                let lead = line.trim_end().len() - bare.len();
                lines.push(Text::decoded(uncommented(bare), self.span(at + lead, at + lead + bare.len()), bare));
            }
            at += line.len();
        }
        Comment { lines, span: self.span(token.start, token.end) }
    }

    /// Returns the lines of a string constant.
    pub(super) fn lines_of(&self, token: Token) -> Vec<Inline> {
        let written = self.word(token);
        let (from, to) = inner(written);
        let raw = &written[from..to];
        let mut inlines = Vec::new();
        let mut at = token.start + from;
        for (number, piece) in pieces(raw).into_iter().enumerate() {
            if number > 0 {
                inlines.push(Inline::HardBreak);
                at += 2;
            }
            let content: String = said(piece).split_whitespace().collect::<Vec<_>>().join(" ");
            if !content.is_empty() {
                inlines.push(Inline::Text(Text::decoded(content, self.span(at, at + piece.len()), piece)));
            }
            at += piece.len();
        }
        inlines
    }

    /// Reads what comments before the procedure say of it.
    pub(super) fn header(&mut self, end: usize, procedure: &mut Procedure, metadata: &mut Metadata) {
        self.at = 0;
        while self.at < end {
            for comment in self.comments() {
                let fields: Option<Vec<_>> = comment.lines.iter().map(field).collect();
                match fields {
                    Some(fields) if fields.iter().any(|(name, _)| *name == "id") => {
                        fields.into_iter().for_each(|(name, value)| set(metadata, name, value));
                    }
                    _ => procedure
                        .purpose
                        .push(Block::Paragraph(Paragraph { content: joined(comment.lines), span: comment.span })),
                }
            }
            if self.at < end {
                self.at += 1;
            }
        }
    }

    /// Reads what comments behind the name of a step say of it; returns the others.
    pub(super) fn marks(&mut self, step: &mut Step) -> Vec<Comment> {
        let mut others = Vec::new();
        for comment in self.comments() {
            if let Some(title) = comment.after("title") {
                step.title = if title.text.is_empty() { Vec::new() } else { vec![Inline::Text(title)] };
            } else if let Some(id) = comment.after("id").filter(|id| !id.text.is_empty()) {
                step.id = id;
            } else if let Some(role) = comment.after("role").filter(|role| !role.text.is_empty()) {
                step.role = Some(role);
            } else if let Some(flags) = comment.after("flags") {
                for flag in flags.as_str().split(',').map(str::trim) {
                    step.critical |= flag == "critical";
                    step.hold |= flag == "hold";
                    step.irreversible |= flag == "irreversible";
                }
            } else {
                others.push(comment);
            }
        }
        others
    }
}

/// The fields of metadata that a header can state.
const FIELDS: &[&str] = &[
    "id",
    "title",
    "type",
    "issue",
    "revision",
    "status",
    "date",
    "lang",
    "classification",
    "caveats",
    "criticality",
    "database",
    "missions",
    "satellites",
    "environments",
    "phases",
    "condition",
];

fn field(line: &Text) -> Option<(&'static str, Text)> {
    let (name, value) = line.as_str().split_once(':')?;
    let name = FIELDS.iter().find(|field| **field == name.trim())?;
    let lead = line.text.len() - value.len() + (value.len() - value.trim_start().len());
    Some((name, Text::new(value.trim(), line.part(lead, lead + value.trim().len()))))
}

fn set(metadata: &mut Metadata, name: &'static str, value: Text) {
    const TYPES: [(&str, DocumentKind); 5] = [
        ("FCP", DocumentKind::FlightControl),
        ("CRP", DocumentKind::Contingency),
        ("GCP", DocumentKind::GroundControl),
        ("OBCP", DocumentKind::OnBoard),
        ("scenario", DocumentKind::Scenario),
    ];
    if value.text.is_empty() {
        return;
    }
    let list = || crate::read::pluto::comment::listed(&value);
    let scope = &mut metadata.applicability;
    match name {
        "id" => metadata.id = Some(value),
        "title" => metadata.title = vec![Inline::Text(value)],
        "type" => match TYPES.iter().find(|(word, _)| *word == value.as_str()) {
            Some((_, kind)) => metadata.kind = *kind,
            None => metadata.other.push((Text::new(name, value.span.part(0, 0)), value)),
        },
        "status" => {
            metadata.status = Status::of(value.as_str());
            if metadata.status.is_none() {
                metadata.other.push((Text::new(name, value.span.part(0, 0)), value));
            }
        }
        "issue" => metadata.issue = Some(value),
        "revision" => metadata.revision = Some(value),
        "date" => metadata.date = Some(value),
        "lang" => metadata.language = Some(value),
        "classification" => metadata.classification = Some(value),
        "caveats" => metadata.caveats = Some(value),
        "criticality" => metadata.criticality = Some(value),
        "database" => metadata.database = Some(value),
        "missions" => scope.missions = list(),
        "satellites" => scope.satellites = list(),
        "environments" => scope.environments = list(),
        "phases" => scope.phases = list(),
        _ => scope.condition = Some(value),
    }
}

/// Returns the values of a list with commas between them.
fn listed(value: &Text) -> Vec<Text> {
    let mut from = 0;
    let mut values = Vec::new();
    for piece in value.as_str().split(',') {
        let lead = piece.len() - piece.trim_start().len();
        if !piece.trim().is_empty() {
            values.push(Text::new(piece.trim(), value.part(from + lead, from + lead + piece.trim().len())));
        }
        from += piece.len() + 1;
    }
    values
}

/// Returns how many stars stand before a line, as no part of its first word.
fn ornament(line: &str) -> usize {
    let stars = line.len() - line.trim_start_matches('*').len();
    if line[stars..].starts_with(|c: char| !c.is_whitespace()) { 0 } else { stars }
}
