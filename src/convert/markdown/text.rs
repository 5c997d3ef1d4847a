//! Running text and blocks.

use super::Writer;
use crate::convert::words;
use crate::convert::xml::place_of_line;
use crate::model::block::{AdmonitionKind, Alignment, Block, List, Table};
use crate::model::inline::{Destination, Inline, Kind, Link, plain};

impl Writer<'_, '_> {
    /// Returns running text in one line.
    pub(super) fn line(&mut self, content: &[Inline]) -> String {
        in_one_line(&self.inlines(content))
    }

    /// Returns running text.
    pub(super) fn inlines(&mut self, content: &[Inline]) -> String {
        let mut out = String::new();
        for inline in content {
            let text = self.inline(inline);
            out.push_str(&text);
        }
        out
    }

    fn inline(&mut self, inline: &Inline) -> String {
        let place = place_of_line(std::slice::from_ref(inline), self.job.procedure.id.span);
        match inline {
            Inline::Text(text) => escaped(text.as_str()),
            Inline::Code(text) => code(text.as_str()),
            Inline::Emphasis(inner) => self.marked("*", inner),
            Inline::Strong(inner) => self.marked("**", inner),
            Inline::Strikethrough(inner) => self.marked("~~", inner),
            Inline::Raised(inner) => format!("<sup>{}</sup>", self.inlines(inner)),
            Inline::Lowered(inner) => format!("<sub>{}</sub>", self.inlines(inner)),
            Inline::Link(link) => self.link(link),
            Inline::Image(image) => {
                let words = self.inlines(&image.alternative);
                format!("![{words}]({}{})", destination(&image.written), title(&image.title))
            }
            Inline::FootnoteReference(label) => format!("[^{}]", label.text),
            Inline::Abbreviation(abbreviation) => {
                let (short, long) = (&abbreviation.short.text, &abbreviation.expansion.text);
                self.report.otherwise(place, format!("what `{short}` stands for follows it in brackets"));
                format!("{} ({})", escaped(short), escaped(long))
            }
            Inline::Tbd(_) => {
                self.report.kept(place, "the marks of an open point");
                escaped(&words::line(std::slice::from_ref(inline)))
            }
            Inline::Html(html) => html.text.text.to_string(),
            Inline::SoftBreak => "\n".to_owned(),
            Inline::HardBreak => "\\\n".to_owned(),
            other => escaped(&plain(std::slice::from_ref(other))),
        }
    }

    fn marked(&mut self, mark: &str, inner: &[Inline]) -> String {
        let text = self.inlines(inner);
        // A mark beside a space marks nothing (CommonMark 0.31, 6.2).
        let bare = text.trim();
        if bare.is_empty() {
            return text;
        }
        let lead = &text[..text.len() - text.trim_start().len()];
        let tail = &text[text.trim_end().len()..];
        format!("{lead}{mark}{bare}{mark}{tail}")
    }

    fn link(&mut self, link: &Link) -> String {
        let Destination::Id { kind, id, fragment, issue } = &link.destination else {
            let words = self.inlines(&link.content);
            return format!("[{words}]({}{})", destination(&link.written), title(&link.title));
        };
        let step = fragment.as_ref().map_or(String::new(), |step| format!("#{step}"));
        // What the notation has no signs for stands behind, in words.
        let is_written = |issue: &str| issue.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'));
        let (issue, behind) = match issue.as_deref().filter(|issue| !issue.is_empty()) {
            Some(issue) if is_written(issue) => (format!("@{issue}"), String::new()),
            Some(issue) => (String::new(), format!(" issue {}", escaped(issue))),
            None => Default::default(),
        };
        let database = matches!(kind, Some(Kind::Telecommand | Kind::Parameter | Kind::Alarm));
        if link.words().is_empty() {
            return match database {
                true => code(id),
                false => format!("[[{id}{issue}{step}]]{behind}"),
            };
        }
        let words = self.inlines(link.words());
        format!("[{words}](id:{}{issue}{step}){behind}", destination(id))
    }

    /// Returns blocks with an empty line between.
    pub(super) fn blocks(&mut self, blocks: &[Block]) -> String {
        let texts: Vec<String> = blocks.iter().map(|block| self.block(block)).collect();
        texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    /// Returns a block.
    pub(super) fn block(&mut self, block: &Block) -> String {
        match block {
            Block::Heading(heading) => {
                // Headings are the parts of a procedure; what stands in a part has none.
                self.report.otherwise(heading.span, "the heading is a paragraph");
                format!("**{}**", self.line(&heading.content))
            }
            Block::Paragraph(paragraph) => at_start(&self.inlines(&paragraph.content)),
            Block::List(list) => self.list(list),
            Block::Table(table) => self.rows(table),
            Block::Code(code) => {
                let info = code.info.as_deref().unwrap_or_default();
                let fence = "`".repeat(longest_run(code.text.as_str(), '`').max(2) + 1);
                format!("{fence}{info}\n{}\n{fence}", code.text.text.trim_end_matches('\n'))
            }
            Block::Quote(inner) => quoted(&self.blocks(inner)),
            Block::Admonition(admonition) => {
                let word = match admonition.kind {
                    AdmonitionKind::Danger => {
                        self.report.otherwise(admonition.span, "the danger is a warning in Markdown");
                        "WARNING"
                    }
                    AdmonitionKind::Warning => "WARNING",
                    AdmonitionKind::Caution => "CAUTION",
                    AdmonitionKind::Note => "NOTE",
                    AdmonitionKind::Tip => "TIP",
                    AdmonitionKind::Important => "IMPORTANT",
                };
                quoted(&format!("[!{word}]\n{}", self.blocks(&admonition.blocks)))
            }
            Block::Footnote(footnote) => {
                let text = self.blocks(&footnote.blocks);
                format!("[^{}]: {}", footnote.label.text, text.replace('\n', "\n    "))
            }
            Block::ThematicBreak(_) => "---".to_owned(),
            Block::Html(html) => html.text.text.to_string(),
            Block::Procedure(_) => String::new(),
            Block::Presentation(presentation) => {
                let steps: Vec<&str> = presentation.steps.iter().map(|step| step.as_str()).collect();
                let steps = if steps.is_empty() { String::new() } else { format!(" {}", steps.join(" ")) };
                format!("::: procedure {}{steps}\n:::", presentation.procedure.text)
            }
            other => at_start(&escaped(&words::blocks(std::slice::from_ref(other)))),
        }
    }

    fn list(&mut self, list: &List) -> String {
        let mut items = Vec::new();
        for (at, item) in list.items.iter().enumerate() {
            let mark = list.start.map_or("-".to_owned(), |start| format!("{}.", start + at as u64));
            let indent = " ".repeat(mark.len() + 1);
            let checked = match item.checked {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            let text = self.blocks(&item.blocks);
            items.push(format!("{mark} {checked}{}", text.replace('\n', &format!("\n{indent}"))));
        }
        items.join(if list.tight { "\n" } else { "\n\n" })
    }

    fn rows(&mut self, table: &Table) -> String {
        let mut cells = |row: &[Vec<Inline>]| {
            let cells: Vec<String> = row.iter().map(|cell| in_cell(&self.line(cell))).collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut lines = vec![cells(&table.head)];
        let rules = table.alignments.iter().map(|alignment| match alignment {
            Alignment::Default => "---",
            Alignment::Left => ":--",
            Alignment::Center => ":-:",
            Alignment::Right => "--:",
        });
        lines.push(format!("|{}|", rules.collect::<Vec<_>>().join("|")));
        lines.extend(table.rows.iter().map(|row| cells(row)));
        lines.join("\n")
    }
}

/// Returns text with what would be mark-up written so that it is shown.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().collect();
    for (at, c) in characters.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| characters[at]);
        let after = characters.get(at + 1).copied();
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_mark = match c {
            '\\' => after.is_none_or(|after| after.is_ascii_punctuation()),
            '*' | '`' | '[' | ']' | '<' => true,
            // Within a word it marks nothing: names of telecommands stay readable.
            '_' => !(in_word(before) && in_word(after)),
            '~' => after == Some('~') || before == Some('~'),
            '&' => after.is_some_and(|after| after.is_ascii_alphanumeric() || after == '#'),
            '!' => after == Some('['),
            '{' => after == Some('#'),
            ':' => before == Some(':') || after == Some(':'),
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

/// Returns a paragraph whose first characters begin no heading, list or quotation.
pub(super) fn at_start(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let bare = line.trim_start();
        let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = &bare[digits..];
        if digits > 0 && (after.starts_with(". ") || after.starts_with(") ") || matches!(after, "." | ")")) {
            return format!("{}\\{after}", &bare[..digits]);
        }
        let begins = bare.starts_with(['#', '>', '=', '|'])
            || ["- ", "+ "].iter().any(|mark| bare.starts_with(mark))
            || matches!(bare, "-" | "+")
            || bare.starts_with("---")
            || bare.starts_with("~~~");
        if begins { format!("\\{bare}") } else { bare.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns text without its line endings.
pub(super) fn in_one_line(text: &str) -> String {
    text.replace("\\\n", " ").replace('\n', " ")
}

/// Returns text that may stand in a cell of a table.
pub(super) fn in_cell(text: &str) -> String {
    in_one_line(text).replace('|', "\\|")
}

/// Returns a code span.
pub(super) fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let pad = text.starts_with('`')
        || text.ends_with('`')
        || (text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty());
    let pad = if pad { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn quoted(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect::<Vec<_>>()
        .join("\n")
}

fn destination(written: &str) -> String {
    match written.contains([' ', '(', ')', '<', '>']) {
        true => format!("<{}>", written.replace('<', "%3C").replace('>', "%3E")),
        false => written.to_owned(),
    }
}

fn title(title: &str) -> String {
    match title.is_empty() {
        true => String::new(),
        false => format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}
