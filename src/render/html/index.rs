//! The pages that list what there is, with where each is used.

use rustc_hash::FxHashMap;

use super::circle::{Circle, highest_marking};
use super::page::{Shell, citation_list};
use super::site::{INDEXES, Site};
use super::{data_type, escape};
use crate::link::library::{Citation, DocumentIndex, Manner};
use crate::link::symbols::{Symbol, SymbolIndex};
use crate::model::database::{Alarm, AlarmLevel, Alias, Container, DataType, Database, EntryKind, Telecommand};
use crate::model::inline::Kind;
use crate::render::artifact::Artifact;
use crate::render::words::{self, Word};

/// Makes the five indexes, and the first page where no document is it.
pub(super) fn pages(site: &Site<'_>) -> Vec<Artifact> {
    let language = site.project.default_language();
    let index = Index { site, root: "../", language, marking: highest_marking(site.library, site.project) };
    let mut pages = vec![index.page("documents", words::DOCUMENTS, &index.documents(|_| true))];
    let procedures = index.documents(|document| site.library.document(document).metadata.kind.is_procedure());
    pages.push(index.page("procedures", words::PROCEDURES, &procedures));
    pages.push(index.page("telecommands", words::TELECOMMANDS, &index.telecommands()));
    pages.push(index.page("parameters", words::PARAMETERS, &index.parameters()));
    pages.push(index.page("alarms", words::ALARMS, &index.alarms()));
    if !site.library.stems.iter().any(|stem| stem == "index") {
        let first = Index { root: "", ..index };
        let title = site.project.title.in_language(first.language);
        let title = if title.is_empty() { words::DOCUMENTS.in_language(first.language) } else { title };
        pages.push(first.shell("index", title, &first.documents(|_| true)));
    }
    pages
}

#[derive(Clone, Copy)]
struct Index<'a> {
    site: &'a Site<'a>,
    root: &'a str,
    language: &'a str,
    marking: Option<&'a str>,
}

impl Index<'_> {
    fn word(&self, word: Word) -> &'static str {
        word.in_language(self.language)
    }

    /// Returns the readers of the indexes, which bear the highest marking and no caveat.
    fn circle(&self) -> Circle<'_> {
        Circle::marked(self.marking)
    }

    fn page(&self, name: &str, word: Word, body: &str) -> Artifact {
        self.shell(&format!("{INDEXES}/{name}"), self.word(word), body)
    }

    fn shell(&self, stem: &str, title: &str, body: &str) -> Artifact {
        let mut whole = String::from("<div class=\"index\"><h1 data-gen>");
        escape::text(&mut whole, title);
        whole.push_str("</h1>\n<label class=\"filter\" hidden data-gen>");
        whole.push_str(self.word(words::FIND));
        whole.push_str(" <input type=\"search\"></label>\n");
        whole.push_str(body);
        whole.push_str("</div>\n");
        let shell = Shell {
            site: self.site,
            document: None,
            root: self.root.to_owned(),
            language: self.language,
            title,
            classification: self.marking,
            pdf: None,
            here: Vec::new(),
        };
        Artifact { path: format!("html/{stem}.html"), bytes: shell.around(&whole, "", "").into_bytes() }
    }

    /// Lists documents by folder.
    fn documents(&self, wanted: impl Fn(DocumentIndex) -> bool) -> String {
        let library = self.site.library;
        let mut listed: Vec<DocumentIndex> = library.iter().map(|(index, _)| index).filter(|i| wanted(*i)).collect();
        let folder = |index: DocumentIndex| library.stem(index).rsplit_once('/').map_or("", |(folder, _)| folder);
        listed.sort_by_key(|index| folder(*index));
        let mut out = String::new();
        let mut last: Option<&str> = None;
        for index in listed {
            if last != Some(folder(index)) {
                out.push_str(if last.is_some() { "</tbody></table></div>\n" } else { "" });
                last = Some(folder(index));
                out.push_str("<h2>");
                escape::text(&mut out, if folder(index).is_empty() { "/" } else { folder(index) });
                out.push_str("</h2>\n<div class=\"table\"><table class=\"documents\"><thead><tr>");
                for head in [words::IDENTIFIER, words::TITLE, words::ISSUE, words::STATUS, words::MISSIONS] {
                    out.push_str(&format!("<th>{}</th>", self.word(head)));
                }
                out.push_str("</tr></thead><tbody>\n");
            }
            self.document_row(&mut out, index);
        }
        out.push_str(if last.is_some() { "</tbody></table></div>\n" } else { "<p>—</p>\n" });
        out
    }

    fn document_row(&self, out: &mut String, index: DocumentIndex) {
        let document = self.site.library.document(index);
        let metadata = &document.metadata;
        let id = document.id();
        let id = id.map_or("", |id| id.as_str());
        out.push_str("<tr><td><code>");
        escape::text(out, id);
        out.push_str(&format!("</code></td><td><a href=\"{}{}\"", self.root, self.site.page_address(index)));
        if let Some(language) = &metadata.language {
            out.push_str(" lang=\"");
            escape::text(out, &language.text);
            out.push('"');
        }
        out.push('>');
        // A row without an identifier that may be shown still leads to its page.
        let name = self.site.name_for(&self.circle(), index);
        escape::text(out, name.as_deref().unwrap_or("…"));
        out.push_str("</a></td><td>");
        escape::text(out, metadata.issue.as_ref().map_or("", |issue| issue.as_str()));
        out.push_str("</td><td>");
        if let Some(status) = metadata.status {
            let word = words::status(status).in_language(self.language);
            out.push_str(&format!("<span class=\"status {}\">{word}</span>", status.word()));
        }
        out.push_str("</td><td>");
        let missions: Vec<&str> = metadata.applicability.missions.iter().map(|mission| mission.as_str()).collect();
        escape::text(out, &missions.join(", "));
        out.push_str("</td></tr>\n");
    }

    fn telecommands(&self) -> String {
        let mut out = String::new();
        for (index, symbol) in self.site.library.symbols.of_kind(Kind::Telecommand) {
            let Some(item) = symbol.item.and_then(|at| self.site.library.database.telecommands.get(at as usize)) else {
                continue;
            };
            let mut flags = String::new();
            if item.is_abstract {
                flags.push_str(&format!(" <b class=\"flag\">{}</b>", self.word(words::ABSTRACT)));
            }
            if let Some(significance) = &item.significance {
                // What is normal needs no flag that draws the eye.
                let class = if matches!(&*significance.level, "normal" | "none") { "normal" } else { "flag" };
                flags.push_str(&format!(" <b class=\"{class}\" title=\""));
                escape::text(&mut flags, &significance.reason);
                flags.push_str("\">");
                escape::text(&mut flags, &significance.level);
                flags.push_str("</b>");
            }
            self.open(&mut out, symbol, &item.system, &flags, &item.description, &item.long_description);
            self.aliases(&mut out, &item.aliases);
            self.conditions(&mut out, item);
            let given: Vec<_> = item.arguments.iter().filter(|argument| !argument.fixed).collect();
            if !given.is_empty() {
                let described = given.iter().any(|argument| !argument.description.is_empty());
                out.push_str("<table class=\"arguments\">");
                for argument in given {
                    out.push_str("<tr><th><code>");
                    escape::text(&mut out, &argument.name.text);
                    out.push_str("</code></th><td>");
                    self.data_type(&mut out, &argument.data_type);
                    if let Some(default) = &argument.default {
                        out.push_str(" = <code>");
                        escape::text(&mut out, &default.text);
                        out.push_str("</code>");
                    }
                    if described {
                        out.push_str("</td><td>");
                        escape::text(&mut out, &argument.description);
                    }
                    out.push_str("</td></tr>");
                }
                out.push_str("</table>");
            }
            self.used_in(&mut out, index);
        }
        out
    }

    fn parameters(&self) -> String {
        let mut out = String::new();
        let carriers = carriers(&self.site.library.database);
        for (index, symbol) in self.site.library.symbols.of_kind(Kind::Parameter) {
            let Some(item) = symbol.item.and_then(|at| self.site.library.database.parameter(at as usize)) else {
                continue;
            };
            self.open(&mut out, symbol, &item.system, "", &item.description, &item.long_description);
            self.aliases(&mut out, &item.aliases);
            out.push_str("<p class=\"type\">");
            self.data_type(&mut out, &item.data_type);
            out.push_str("</p>");
            if let Some(initial) = &item.initial {
                out.push_str(&format!("<p>{} <code>", self.word(words::INITIALLY)));
                escape::text(&mut out, &initial.text);
                out.push_str("</code></p>");
            }
            self.carriers(&mut out, carriers.get(item.name.as_str()).map_or(&[], Vec::as_slice));
            for alarm in &item.alarms {
                out.push_str(&format!("<p>{} ", self.word(words::ALARM)));
                self.alarm(&mut out, alarm, &item.data_type.unit);
                out.push_str("</p>");
            }
            self.used_in(&mut out, index);
        }
        out
    }

    fn alarms(&self) -> String {
        let mut out = String::new();
        let library = self.site.library;
        for (index, symbol) in library.symbols.of_kind(Kind::Alarm) {
            let Some(parameter) = symbol.item.and_then(|at| library.database.parameters.get(at as usize)) else {
                continue;
            };
            self.open(&mut out, symbol, &parameter.system, "", &parameter.description, "");
            let Some(alarm) = parameter.alarms.iter().find(|alarm| alarm.name.span == symbol.span) else { continue };
            out.push_str("<p class=\"type\">");
            self.alarm(&mut out, alarm, &parameter.data_type.unit);
            if let Some(known) = library.symbols.find(Kind::Parameter, &parameter.name.text) {
                out.push_str(&format!(" <a href=\"{}{}\"><code>", self.root, self.site.symbol_address(known)));
                escape::text(&mut out, &parameter.name.text);
                out.push_str("</code></a>");
            }
            out.push_str("</p>");
            let citations = &library.symbol_citations[index.0 as usize];
            let handled: Vec<&Citation> =
                citations.iter().filter(|citation| citation.manner == Manner::Trigger).collect();
            out.push_str(&format!("<p class=\"handled\">{} ", self.word(words::HANDLED_BY)));
            if handled.is_empty() {
                out.push_str(&format!("<b class=\"flag\">{}</b>", self.word(words::NO_PROCEDURE)));
            }
            out.push_str("</p>");
            if !handled.is_empty() {
                out.push_str(&citation_list(self.site, &self.circle(), self.root, handled.into_iter(), usize::MAX));
            }
            self.used_in(&mut out, index);
        }
        out
    }

    /// Opens the entry of a database item.
    fn open(&self, out: &mut String, symbol: &Symbol, system: &str, flags: &str, description: &str, long: &str) {
        out.push_str("<section class=\"item\" id=\"");
        escape::text(out, &symbol.anchor);
        out.push_str("\"><h2><a href=\"#");
        out.push_str(&escape::path(&symbol.anchor));
        out.push_str("\"><code>");
        escape::text(out, &symbol.id);
        out.push_str(&format!("</code></a>{flags} <small>"));
        escape::text(out, system);
        out.push_str("</small></h2>\n");
        let long = if long == description { "" } else { long };
        for text in [description, long] {
            if !text.is_empty() {
                out.push_str("<p>");
                escape::text(out, text);
                out.push_str("</p>\n");
            }
        }
    }

    /// Lists the other names of an item, each after its name space.
    fn aliases(&self, out: &mut String, aliases: &[Alias]) {
        if aliases.is_empty() {
            return;
        }
        out.push_str("<p class=\"aliases\">");
        for (at, alias) in aliases.iter().enumerate() {
            out.push_str(if at == 0 { "<small>" } else { ", <small>" });
            escape::text(out, &alias.namespace);
            out.push_str("</small> <code>");
            escape::text(out, &alias.name.text);
            out.push_str("</code>");
        }
        out.push_str("</p>\n");
    }

    fn data_type(&self, out: &mut String, data_type: &DataType) {
        data_type::write(out, data_type, self.language);
    }

    /// Says what must hold, or be seen, for a telecommand to be sent and to have come through.
    fn conditions(&self, out: &mut String, item: &Telecommand) {
        for constraint in &item.constraints {
            out.push_str(&format!("<p class=\"constraint\">{} <code>", self.word(words::SENT_ONLY_WHERE)));
            escape::text(out, &constraint.text);
            out.push_str("</code></p>\n");
        }
        for (context, significance) in &item.in_context {
            out.push_str("<p class=\"constraint\"><b class=\"flag\">");
            escape::text(out, &significance.level);
            out.push_str(&format!("</b> {} <code>", self.word(words::WHERE)));
            escape::text(out, context);
            out.push_str("</code> ");
            escape::text(out, &significance.reason);
            out.push_str("</p>\n");
        }
        for verifier in &item.verifiers {
            out.push_str(&format!("<p class=\"verifier\">{} <b>", self.word(words::VERIFIED_BY)));
            escape::text(out, &verifier.stage);
            out.push_str("</b> <code>");
            escape::text(out, &verifier.text);
            out.push_str("</code> <small>");
            escape::text(out, &verifier.window);
            out.push_str("</small></p>\n");
        }
    }

    /// Lists the packets that carry a parameter, each with what tells it from others.
    fn carriers(&self, out: &mut String, carriers: &[&Container]) {
        if carriers.is_empty() {
            return;
        }
        out.push_str(&format!("<p class=\"carriers\">{} ", self.word(words::CARRIED_BY)));
        for (at, container) in carriers.iter().enumerate() {
            out.push_str(if at == 0 { "<code>" } else { ", <code>" });
            escape::text(out, &container.name.text);
            out.push_str("</code>");
            if !container.criteria.is_empty() {
                out.push_str(" <small>");
                escape::text(out, &container.criteria.join(" and "));
                out.push_str("</small>");
            }
        }
        out.push_str("</p>\n");
    }

    fn alarm(&self, out: &mut String, alarm: &Alarm, unit: &str) {
        out.push_str("<code>");
        escape::text(out, &alarm.name.text);
        out.push_str("</code>");
        if let Some(context) = &alarm.context {
            out.push_str(" <small>");
            escape::text(out, context);
            out.push_str("</small>");
        }
        for level in &alarm.levels {
            out.push_str(" <span class=\"level\">");
            escape::text(out, &level.level);
            if !level.normal.is_empty() {
                out.push(' ');
                out.push_str(&raised(level));
                if !unit.is_empty() {
                    out.push(' ');
                    escape::text(out, unit);
                }
            }
            if !level.labels.is_empty() {
                let labels: Vec<&str> = level.labels.iter().map(|label| label.as_str()).collect();
                out.push_str(" = ");
                escape::text(out, &labels.join(", "));
            }
            out.push_str("</span>");
        }
    }

    /// Closes an entry with where the item is used.
    fn used_in(&self, out: &mut String, index: SymbolIndex) {
        let citations = &self.site.library.symbol_citations[index.0 as usize];
        let rest: Vec<&Citation> = citations.iter().filter(|citation| citation.manner != Manner::Trigger).collect();
        if citations.is_empty() {
            out.push_str(&format!("<p class=\"unused\">{}</p>", self.word(words::NOT_USED)));
        } else if !rest.is_empty() {
            out.push_str(&format!("<p class=\"used\">{}</p>", self.word(words::USED_IN)));
            out.push_str(&citation_list(self.site, &self.circle(), self.root, rest.into_iter(), usize::MAX));
        }
        out.push_str("</section>\n");
    }
}

/// Returns the containers that carry each parameter, by the last name of the path that they name it by.
fn carriers(database: &Database) -> FxHashMap<&str, Vec<&Container>> {
    let mut carriers: FxHashMap<&str, Vec<&Container>> = FxHashMap::default();
    for container in &database.containers {
        for entry in container.entries.iter().filter(|entry| entry.kind == EntryKind::Parameter) {
            let name = entry.name.as_str().trim().rsplit('/').next().unwrap_or_default();
            let known = carriers.entry(name).or_default();
            if !known.last().is_some_and(|last| std::ptr::eq(*last, container)) {
                known.push(container);
            }
        }
    }
    carriers
}

/// Writes for which values a level is reached: outside of a range, or inside of one.
fn raised(level: &AlarmLevel) -> String {
    match level.inside() {
        Some(inside) => format!("∈ {inside}"),
        None => {
            let normal: Vec<String> = level.normal.iter().map(ToString::to_string).collect();
            format!("∉ {}", normal.join(" ∪ "))
        }
    }
}
