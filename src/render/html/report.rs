//! The page on what the check found, and on what of the mission database procedures use.
//!
//! It has no clock: its day is that of the commit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::circle::highest_marking;
use super::coverage::{self, Coverage};
use super::escape;
use super::page::Shell;
use super::site::Site;
use crate::diagnostic::{Diagnostic, Severity, Waived};
use crate::link::REPORT;
use crate::link::library::DocumentIndex;
use crate::render::artifact::Artifact;
use crate::render::words::{self, Word};
use crate::text::align::line_of;
use crate::text::span::{SourceId, Span};

/// What is reported.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// The findings, sorted.
    pub findings: &'a [Diagnostic],
    /// Those that someone answers for, sorted.
    pub waived: &'a [Waived],
    /// What else there is to know of the run.
    pub notes: &'a [String],
    /// The day of the check.
    pub today: Option<&'a str>,
    /// Whether PDFs were made.
    pub printed: bool,
}

/// How many characters of a line are shown on each side of a finding.
const REACH: usize = 90;

/// How many lines of a finding are shown.
const MOST_LINES: usize = 3;

const SEVERITIES: [(Severity, Word); 3] =
    [(Severity::Error, words::ERRORS), (Severity::Warning, words::WARNINGS), (Severity::Note, words::NOTES)];

/// Makes the page.
pub(super) fn page(site: &Site<'_>, report: &Report<'_>) -> Artifact {
    let language = site.project.default_language();
    let mut documents = vec![None; site.sources.as_slice().len()];
    for (index, document) in site.library.iter() {
        documents[document.source.index()] = Some(index);
    }
    let mut page = Page { site, report, language, root: Site::root(REPORT), documents, out: String::new() };
    page.head();
    page.coverage();
    page.by_severity();
    page.by_rule();
    page.by_document();
    page.waived();
    let title = page.word(words::CHECK_REPORT);
    let shell = Shell {
        site,
        document: None,
        root: page.root.clone(),
        language,
        title,
        classification: highest_marking(site.library, site.project),
        pdf: None,
        here: Vec::new(),
    };
    let html = shell.around(&format!("<div class=\"report\" data-gen>{}</div>\n", page.out), "", "");
    Artifact { path: format!("html/{REPORT}.html"), bytes: html.into_bytes() }
}

struct Page<'a> {
    site: &'a Site<'a>,
    report: &'a Report<'a>,
    language: &'a str,
    root: String,
    /// The document of each source.
    documents: Vec<Option<DocumentIndex>>,
    out: String,
}

impl Page<'_> {
    fn word(&self, word: Word) -> &'static str {
        word.in_language(self.language)
    }

    fn text(&mut self, text: &str) {
        escape::text(&mut self.out, text);
    }

    fn put(&mut self, html: impl AsRef<str>) {
        self.out.push_str(html.as_ref());
    }

    /// Writes the title, the day, how many findings there are, and what else there is to know.
    fn head(&mut self) {
        self.put(format!("<h1>{}</h1>\n<p class=\"day\">", self.word(words::CHECK_REPORT)));
        match self.report.today {
            Some(today) => {
                let of_commit = match self.site.provenance.commit {
                    Some(_) => format!(", {}", self.word(words::DAY_OF_COMMIT)),
                    None => String::new(),
                };
                let as_of = self.word(words::AS_OF);
                self.put(format!("{as_of} <time datetime=\"{today}\">{today}</time>{of_commit}."));
            }
            None => self.put(self.word(words::NO_DAY)),
        }
        if !self.report.printed {
            self.put(format!(" {}", self.word(words::NOT_PRINTED)));
        }
        self.put("</p>\n<ul class=\"tiles\">\n");
        for (severity, word) in SEVERITIES {
            let count = self.report.findings.iter().filter(|finding| finding.severity == severity).count();
            self.tile(&severity.to_string(), if count == 0 { "none" } else { "some" }, count, word);
        }
        self.tile("waived", "none", self.report.waived.len(), words::WAIVED);
        self.put("</ul>\n");
        for note in self.report.notes {
            self.put("<p class=\"run\" lang=\"en\">");
            self.names(note);
            self.put("</p>\n");
        }
    }

    /// Writes a number that leads to what it counts.
    fn tile(&mut self, id: &str, class: &str, count: usize, word: Word) {
        let shown = format!("<b>{count}</b> {}", self.word(word));
        match count {
            0 => self.put(format!("<li class=\"{id} {class}\"><span>{shown}</span></li>\n")),
            _ => self.put(format!("<li class=\"{id} {class}\"><a href=\"#{id}\">{shown}</a></li>\n")),
        }
    }

    /// Writes which share of the mission database procedures use, and what none does.
    fn coverage(&mut self) {
        let all = coverage::all(self.site);
        if all.is_empty() {
            return;
        }
        self.heading("coverage", words::COVERAGE);
        self.put("<table class=\"coverage\"><tbody>\n");
        for coverage in &all {
            let Coverage { total, covered, .. } = coverage;
            let (word, percent) = (self.word(coverage.word), coverage.percent());
            self.put(format!(
                "<tr><th scope=\"row\">{word}</th><td>{covered} / {total}</td><td>{percent} %</td>\
                 <td><span class=\"bar\"><span style=\"width:{percent}%\"></span></span></td></tr>\n"
            ));
        }
        self.put("</tbody></table>\n");
        for coverage in all.iter().filter(|coverage| coverage.covered < coverage.total) {
            let (rest, count) = (self.word(coverage.rest), coverage.total - coverage.covered);
            self.put(format!("<details><summary>{rest} ({count})</summary>\n<dl class=\"others\">\n"));
            for (system, symbols) in &coverage.others {
                self.put("<div><dt>");
                self.text(if system.is_empty() { "/" } else { system });
                self.put(format!(" <small>{}</small></dt><dd>", symbols.len()));
                for symbol in symbols {
                    let (root, address) = (&self.root, self.site.symbol_address(*symbol));
                    let link = format!("<a href=\"{root}{address}\"><code>");
                    self.put(link);
                    self.text(&self.site.library.symbols.get(*symbol).id.clone());
                    self.put("</code></a> ");
                }
                self.put("</dd></div>\n");
            }
            self.put("</dl></details>\n");
        }
    }

    /// Lists the findings of each severity in a line each.
    fn by_severity(&mut self) {
        self.heading("severities", words::BY_SEVERITY);
        if self.report.findings.is_empty() {
            self.put(format!("<p>{}</p>\n", self.word(words::NO_FINDINGS)));
        }
        for (severity, word) in SEVERITIES {
            let found: Vec<(usize, &Diagnostic)> =
                self.report.findings.iter().enumerate().filter(|(_, finding)| finding.severity == severity).collect();
            if found.is_empty() {
                continue;
            }
            let open = if severity == Severity::Error { " open" } else { "" };
            let (word, count) = (self.word(word), found.len());
            self.put(format!("<details id=\"{severity}\"{open}><summary>{word} ({count})</summary>\n<ul>\n"));
            for (at, finding) in found {
                self.put(format!("<li><a href=\"#f{at}\"><code>{}</code> ", finding.lint.code));
                let (path, line) = self.place(finding.span());
                self.text(&format!("{path}:{line}"));
                self.put("</a> <span lang=\"en\">");
                self.names(&finding.message);
                self.put("</span></li>\n");
            }
            self.put("</ul></details>\n");
        }
    }

    fn by_rule(&mut self) {
        let mut rules: BTreeMap<&str, (&str, [usize; 4])> = BTreeMap::new();
        let column = |severity| SEVERITIES.iter().position(|(of, _)| *of == severity).unwrap_or(0);
        for finding in self.report.findings {
            let row = rules.entry(finding.lint.code).or_insert((finding.lint.name, [0; 4]));
            row.1[column(finding.severity)] += 1;
        }
        for waived in self.report.waived {
            rules.entry(waived.finding.lint.code).or_insert((waived.finding.lint.name, [0; 4])).1[3] += 1;
        }
        if rules.is_empty() {
            return;
        }
        self.heading("rules", words::BY_RULE);
        self.put(format!("<div class=\"table\"><table><thead><tr><th>{}</th><th></th>", self.word(words::RULE)));
        for word in [words::ERRORS, words::WARNINGS, words::NOTES, words::WAIVED] {
            self.put(format!("<th>{}</th>", self.word(word)));
        }
        self.put("</tr></thead><tbody>\n");
        for (code, (name, counts)) in rules {
            self.put(format!("<tr><td><code>{code}</code></td><td lang=\"en\">{name}</td>"));
            for count in counts {
                let shown = if count == 0 { String::new() } else { count.to_string() };
                self.put(format!("<td class=\"count\">{shown}</td>"));
            }
            self.put("</tr>\n");
        }
        self.put("</tbody></table></div>\n");
    }

    /// Writes every finding, with its lines, under its document.
    fn by_document(&mut self) {
        if self.report.findings.is_empty() {
            return;
        }
        self.heading("documents", words::BY_DOCUMENT);
        let mut last: Option<SourceId> = None;
        let report = self.report;
        for (at, finding) in report.findings.iter().enumerate() {
            let source = finding.span().source;
            if last != Some(source) {
                last = Some(source);
                self.document(source);
            }
            self.put(format!("<div class=\"finding {}\" id=\"f{at}\">", finding.severity));
            self.finding(finding);
            self.put("</div>\n");
        }
    }

    /// Writes the findings that someone answers for, with the reason.
    fn waived(&mut self) {
        self.heading("waived", words::WAIVED);
        if self.report.waived.is_empty() {
            self.put(format!("<p>{}</p>\n", self.word(words::NO_FINDINGS)));
        }
        let report = self.report;
        for waived in report.waived {
            self.put("<div class=\"finding accepted\">");
            self.put(format!("<p class=\"reason\"><b>{}</b> ", self.word(words::ACCEPTED_BY)));
            self.text(&waived.author);
            if let Some(until) = &waived.until {
                self.put(format!(" {} ", self.word(words::ACCEPTED_UNTIL)));
                self.text(until);
            }
            self.put(" — ");
            self.text(&waived.reason);
            self.put("</p>\n");
            self.finding(&waived.finding);
            self.put("</div>\n");
        }
    }

    fn heading(&mut self, id: &str, word: Word) {
        self.put(format!("<h2 id=\"{id}\">{}</h2>\n", self.word(word)));
    }

    /// Heads the findings of a source.
    fn document(&mut self, source: SourceId) {
        let path = &self.site.sources.get(source).path;
        self.put("<h3>");
        match self.documents[source.index()] {
            Some(index) => {
                let link = format!("<a href=\"{}{}\">", self.root, self.site.page_address(index));
                self.put(link);
                self.text(&self.site.name(index));
                self.put("</a> <small>");
                self.text(path);
                self.put("</small>");
            }
            None => self.text(path),
        }
        self.put("</h3>\n");
    }

    fn finding(&mut self, finding: &Diagnostic) {
        let word = words::severity(finding.severity).in_language(self.language);
        self.put(format!(
            "<p class=\"what\"><b>{word}</b> <code>{}</code> <span lang=\"en\">{}</span> ",
            finding.lint.code, finding.lint.name
        ));
        self.way(finding.span());
        self.put("</p>\n<p class=\"message\" lang=\"en\">");
        self.names(&finding.message);
        self.put("</p>\n");
        self.excerpt(finding.span());
        for label in finding.labels.iter().skip(1) {
            let (path, line) = self.place(label.span);
            let written = format!("{path}:{line}");
            self.put("<p class=\"also\"><span lang=\"en\">");
            self.names(&label.text);
            self.put("</span> <small>");
            self.text(&written);
            self.put("</small></p>\n");
        }
        for note in &finding.notes {
            self.put("<p class=\"also\" lang=\"en\">");
            self.names(note);
            self.put("</p>\n");
        }
        if let Some(help) = &finding.help {
            self.put(format!("<p class=\"help\"><b>{}</b> <span lang=\"en\">", self.word(words::HELP)));
            self.names(help);
            self.put("</span></p>\n");
        }
    }

    /// Writes where a finding is, as a link to its place in the page where it has one.
    fn way(&mut self, span: Span) {
        let (path, line) = self.place(span);
        let written = format!("{path}, {} {line}", self.word(words::LINE));
        let Some(index) = self.documents[span.source.index()] else {
            self.put("<span class=\"place\">");
            self.text(&written);
            return self.put("</span>");
        };
        let library = self.site.library;
        let place = library.place(index, span.start).filter(|place| !place.anchor.is_empty());
        let anchor = place.map_or(String::new(), |place| format!("#{}", escape::path(&place.anchor)));
        let link = format!("<a class=\"place\" href=\"{}{}{anchor}\">", self.root, self.site.page_address(index));
        self.put(link);
        self.text(&written);
        self.put("</a>");
    }

    fn place(&self, span: Span) -> (&str, usize) {
        let source = self.site.sources.get(span.source);
        (&source.path, source.position(span.start).0)
    }

    /// Writes the lines of a finding, the place marked, cut to what can be read at a glance.
    fn excerpt(&mut self, span: Span) {
        let source = self.site.sources.get(span.source);
        let text = source.text.as_str();
        let (start, end) = (text.floor_char_boundary(span.range().start), text.floor_char_boundary(span.range().end));
        if start == end {
            return;
        }
        let (first, _) = source.position(span.start);
        let all = line_of(text, start..end);
        let mut at = all.start;
        self.put("<pre><code>");
        for (count, line) in text[all.clone()].split_inclusive('\n').enumerate() {
            let range = at..at + line.trim_end_matches(['\n', '\r']).len();
            at += line.len();
            if count == MOST_LINES {
                self.put("     …\n");
                break;
            }
            let (from, to) = (start.clamp(range.start, range.end), end.clamp(range.start, range.end));
            let begin = text.floor_char_boundary(range.start.max(from.saturating_sub(REACH)));
            let stop = text.ceil_char_boundary(range.end.min(to.min(from + 2 * REACH) + REACH));
            let to = to.min(stop);
            // Writing to a string cannot fail.
            let _ = write!(self.out, "<span class=\"n\">{:>4}</span> ", first + count);
            self.put(if begin > range.start { "…" } else { "" });
            self.text(&text[begin..from]);
            self.put("<mark>");
            self.text(&text[from..to]);
            self.put("</mark>");
            self.text(&text[to..stop]);
            self.put(if stop < range.end { "…\n" } else { "\n" });
        }
        self.put("</code></pre>\n");
    }

    /// Writes a message, what stands in it between backticks as code.
    fn names(&mut self, text: &str) {
        for (at, piece) in text.split('`').enumerate() {
            self.put(match (at, at % 2) {
                (0, _) => "",
                (_, 1) => "<code>",
                _ => "</code>",
            });
            self.text(piece);
        }
        if text.matches('`').count() % 2 == 1 {
            self.put("</code>");
        }
    }
}
