//! Cuts topics and maps of DITA into what a reader must find of them, by rules of the test's own: the tree of [`xml`],
//! and a resolver that looks up `conref`, `conkeyref` and `keyref` among the files of the set.
//!
//! What is taken over is expected where it is taken over, in the words of the place that it is written in; a key
//! without words of its own, and a link, by the title of what it leads to. Nothing is left out of the comparison but what
//! no page shows: entries of the index (`indexterm`), `titlealts`, `data` and `keywords`, which only search finds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::markdown::Source;
use super::text::{Item, Output, Script};
use super::xml::{Element, Node, tree};

const TOPICS: &[&str] = &["topic", "concept", "task", "reference", "glossentry", "glossgroup", "troubleshooting"];
const MAPS: &[&str] = &["map", "bookmap", "subjectScheme"];
const REFERENCES: &[&str] = &[
    "topicref",
    "keydef",
    "mapref",
    "topichead",
    "topicgroup",
    "topicset",
    "glossref",
    "chapter",
    "part",
    "appendix",
    "frontmatter",
    "backmatter",
    "booklists",
    "toc",
    "indexlist",
    "preface",
    "notices",
    "subjectdef",
    "subjectHead",
    "schemeref",
    "topicsetref",
    "anchorref",
    "hasInstance",
    "hasKind",
    "hasNarrower",
    "hasPart",
    "hasRelated",
    "enumerationdef",
    "attributedef",
    "elementdef",
    "defaultSubject",
    "relatedSubjects",
];
const HIDDEN: &[&str] =
    &["indexterm", "data", "titlealts", "index-see", "index-see-also", "keywords", "glossPartOfSpeech", "glossStatus"];
/// The elements that stand within a line, so that what is on both sides of their tags is one word.
const WITHIN: &[&str] = &[
    "apiname",
    "b",
    "cite",
    "cmdname",
    "codeph",
    "delim",
    "filepath",
    "i",
    "keyword",
    "kwd",
    "line-through",
    "msgnum",
    "msgph",
    "oper",
    "option",
    "overline",
    "parmname",
    "ph",
    "q",
    "sep",
    "sub",
    "sup",
    "systemoutput",
    "term",
    "text",
    "tm",
    "tt",
    "u",
    "uicontrol",
    "userinput",
    "var",
    "varname",
    "wintitle",
    "xmlatt",
    "xmlelement",
    "xmlnsname",
    "xmlpi",
    "xref",
    "image",
    "fn",
    "draft-comment",
    "synph",
    "boolean",
    "state",
    "alt",
    "linktext",
];

/// A link without words: what stands there is made of where it leads.
const BARE: &str = "~bare";

/// The files of a set.
pub(super) struct Guide {
    folder: PathBuf,
    files: BTreeMap<String, Element>,
    /// What the documents of other formats are called, by their paths; nothing where they have no title.
    others: BTreeMap<String, Vec<Item>>,
    /// The first definition of each key.
    keys: BTreeMap<String, Element>,
    /// The maps that no other includes, each with all that it reaches.
    roots: Vec<(String, BTreeSet<String>)>,
}

/// Tells whether a file is one of DITA.
pub(super) fn is_dita(path: &str, text: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or_default();
    let root = || tree(text).elements().next().map(|root| root.name.clone()).unwrap_or_default();
    matches!(end, "dita" | "ditamap" | "ditaval" | "bookmap")
        || (end == "xml" && [TOPICS, MAPS].iter().any(|names| names.contains(&root().as_str())))
}

impl Guide {
    /// Reads the files of a set; `called` says what a document of another format is called.
    pub(super) fn read<'t>(
        folder: &Path,
        texts: impl Iterator<Item = (&'t str, &'t str)>,
        called: impl Fn(&str, &str) -> Vec<Item>,
    ) -> Self {
        let (files, others, keys) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut guide = Self { folder: folder.to_path_buf(), files, others, keys, roots: Vec::new() };
        for (path, text) in texts {
            if !is_dita(path, text) {
                guide.others.insert(path.to_owned(), called(path, text));
                continue;
            }
            let Some(mut root) = tree(text).elements().next().cloned() else { continue };
            place(&mut root, path, "");
            guide.files.insert(path.to_owned(), root);
        }
        for root in guide.files.values() {
            root.each(&mut |element| {
                for key in element.get("keys").split_whitespace() {
                    guide.keys.entry(key.to_owned()).or_insert_with(|| element.clone());
                }
            });
        }
        let maps: Vec<&String> = guide.files.iter().filter(|(_, root)| is_map(root)).map(|(path, _)| path).collect();
        let mut included = BTreeSet::new();
        for path in &maps {
            guide.files[*path].each(&mut |element| {
                let to = guide.href(element);
                included
                    .extend(to.filter(|(to, _)| to != *path && guide.files.get(to).is_some_and(is_map)).map(|to| to.0));
            });
        }
        let roots: Vec<String> = maps.into_iter().filter(|path| !included.contains(*path)).cloned().collect();
        for root in roots {
            let mut reached = BTreeSet::new();
            guide.reach(&root, &mut reached);
            guide.roots.push((root, reached));
        }
        guide
    }

    fn reach(&self, map: &str, reached: &mut BTreeSet<String>) {
        if !reached.insert(map.to_owned()) {
            return;
        }
        let Some(root) = self.files.get(map) else { return };
        let mut found = Vec::new();
        root.each(&mut |element| {
            if REFERENCES.contains(&element.name.as_str()) && !element.is_within("reltable") {
                found.extend(self.leads(element).map(|(path, _)| path));
            }
        });
        for path in found {
            match self.files.get(&path) {
                Some(root) if is_map(root) => self.reach(&path, reached),
                _ => _ = reached.insert(path),
            }
        }
    }

    /// Returns what an attribute `href` leads to below the folder: a path and a fragment.
    fn href(&self, element: &Element) -> Option<(String, String)> {
        let href = element.get("href");
        let outside = matches!(element.get("scope"), "external" | "peer") || has_scheme(href);
        (!href.is_empty() && !outside).then(|| address(element, href))
    }

    /// Returns what a reference leads to, by its key or by itself.
    fn leads(&self, element: &Element) -> Option<(String, String)> {
        match element.get("keyref").split('/').next().filter(|key| !key.is_empty()) {
            Some(key) => self.keys.get(key).and_then(|definition| self.leads(definition)),
            None => self.href(element),
        }
    }

    fn find(&self, (path, fragment): &(String, String)) -> Option<Element> {
        let root = self.files.get(path)?;
        let (mut first, mut found) = (None, None);
        root.each(&mut |element| {
            let name = match (is_topic(element), element.get("id")) {
                (true, id) => id.to_owned(),
                (false, id) if element.get("~topic").is_empty() => id.to_owned(),
                (false, id) => format!("{}/{id}", element.get("~topic")),
            };
            if first.is_none() && (is_topic(element) || is_map(element)) {
                first = Some(element.clone());
            }
            if found.is_none() && !element.get("id").is_empty() && name == *fragment {
                found = Some(element.clone());
            }
        });
        if fragment.is_empty() { first } else { found }
    }

    /// Returns what stands in place of an element.
    fn put(&self, element: &Element, around: &mut Vec<String>) -> Vec<Element> {
        let written = [element.get("conref"), element.get("conkeyref")].into_iter().find(|it| !it.is_empty());
        let Some(written) = written.filter(|_| element.get("conaction").is_empty()) else {
            return vec![self.own(element, around)];
        };
        let mark = format!("{written} of {}", element.get("~path"));
        let target = if element.get("conref").is_empty() {
            let (key, inner) = written.split_once('/').unwrap_or((written, ""));
            let to = self.keys.get(key).and_then(|definition| self.leads(definition));
            to.map(|to| if inner.is_empty() { to } else { self.within(to, inner) })
        } else {
            Some(address(element, written))
        };
        let Some(found) = target.and_then(|to| self.find(&to)).filter(|_| !around.contains(&mark)) else {
            let mut own = self.own(element, around);
            if !own.has_words() {
                own.children.push(Node::Text(written.to_owned()));
            }
            return vec![own];
        };
        around.push(mark);
        let mut all = vec![found.without_ids()];
        let last = element.get("conrefend").rsplit(['/', '#']).next().unwrap_or_default();
        if !last.is_empty() {
            all = self.range(&found, last).iter().map(Element::without_ids).collect();
        }
        let put = all.iter().flat_map(|one| self.put(one, around)).collect();
        around.pop();
        let mut put: Vec<Element> = put;
        if let Some(first) = put.first_mut() {
            for (name, value) in &element.attributes {
                if !name.starts_with("con") && !name.starts_with('~') {
                    first.attributes.insert(name.clone(), value.clone());
                }
            }
        }
        put
    }

    /// Returns the elements from one to the one of an id behind it.
    fn range(&self, first: &Element, last: &str) -> Vec<Element> {
        let mut found = vec![first.clone()];
        self.files[first.get("~path")].each(&mut |holder| {
            let inner: Vec<&Element> = holder.elements().collect();
            let at = inner.iter().position(|it| it.get("id") == first.get("id") && it.name == first.name);
            let end = inner.iter().position(|it| it.get("id") == last);
            if let (Some(at), Some(end)) = (at, end)
                && at < end
            {
                found = inner[at..=end].iter().map(|it| (*it).clone()).collect();
            }
        });
        found
    }

    fn within(&self, (path, fragment): (String, String), inner: &str) -> (String, String) {
        let topic = match fragment.split('/').next().filter(|topic| !topic.is_empty()) {
            Some(topic) => topic.to_owned(),
            None => {
                self.find(&(path.clone(), String::new())).map(|first| first.get("id").to_owned()).unwrap_or_default()
            }
        };
        (path, format!("{topic}/{inner}"))
    }

    fn own(&self, element: &Element, around: &mut Vec<String>) -> Element {
        let mut own =
            Element { name: element.name.clone(), attributes: element.attributes.clone(), ..Element::default() };
        for child in &element.children {
            match child {
                Node::Text(text) => own.children.push(Node::Text(text.clone())),
                Node::Element(inner) => own.children.extend(self.put(inner, around).into_iter().map(Node::Element)),
            }
        }
        if !REFERENCES.contains(&own.name.as_str()) && !is_map(&own) && !own.says() && own.name != "image" {
            if !own.get("keyref").is_empty() {
                own.children.extend(self.of_key(&own, around));
            } else if matches!(own.name.as_str(), "xref" | "link") {
                own.children.extend(self.title_of(self.href(&own), around));
            }
        }
        own
    }

    /// Returns the words that a key stands for.
    fn of_key(&self, own: &Element, around: &mut Vec<String>) -> Vec<Node> {
        let written = own.get("keyref");
        let (key, inner) = written.split_once('/').unwrap_or((written, ""));
        let Some(definition) = self.keys.get(key) else { return vec![Node::Text(written.to_owned())] };
        let meta = definition.meta();
        let keyword = meta
            .and_then(|meta| meta.named("keywords").next())
            .and_then(|keywords| keywords.elements().find(|word| word.name != "indexterm"));
        let named = |name: &str| meta.and_then(|meta| meta.elements().find(|inner| inner.name == name));
        let words = [keyword, named("linktext"), named("navtitle")];
        if let Some(words) = words.into_iter().flatten().find(|words| words.says()) {
            return self.own(words, around).children;
        }
        let to = self.leads(definition).map(|to| if inner.is_empty() { to } else { self.within(to, inner) });
        let title = self.title_of(to.clone(), around);
        let holder = self.holder(definition);
        match (title.is_empty(), holder.get("href")) {
            (false, _) => title,
            (true, href) if !href.is_empty() => {
                let is_link = matches!(own.name.as_str(), "xref" | "link") || REFERENCES.contains(&own.name.as_str());
                let place = if inner.is_empty() { None } else { to };
                vec![if is_link { bare(holder, place) } else { Node::Text(href.to_owned()) }]
            }
            _ => vec![Node::Text(written.to_owned())],
        }
    }

    /// Returns the identifier that a file says that it has: that of its prolog, else the id of its root where that
    /// looks like a name and no other root has it.
    fn identifier(&self, root: &Element) -> String {
        let holders = root.elements().filter(|part| matches!(part.name.as_str(), "prolog" | "topicmeta" | "bookmeta"));
        let resource = holders.flat_map(|holder| holder.named("resourceid")).next();
        if let Some(named) = resource.map(named).filter(|named| !named.is_empty()) {
            return named.to_owned();
        }
        let id = root.get("id");
        let count = |wanted: fn(char) -> bool| id.chars().filter(|c| wanted(*c)).count();
        let looks = count(|c| c.is_ascii_digit() || c == '_') > 0 || count(|c| c.is_ascii_uppercase()) > 1;
        let same = self.files.values().filter(|root| root.get("id") == id).count();
        if looks && same == 1 { id.to_owned() } else { String::new() }
    }

    /// Returns what a PDF calls a document that a link without words leads to; nothing where there is no such document,
    /// and no words where it has no name.
    fn called(&self, path: &str) -> Option<Vec<Item>> {
        if let Some(other) = self.others.get(path) {
            return Some(other.clone());
        }
        let root = self.files.get(path)?;
        let mut words = Script::default();
        let id = self.identifier(root);
        let is_procedure = root.name == "task" && root.named("taskbody").any(|body| body.elements().any(is_steps));
        match id.is_empty() {
            false => words.text(&id),
            // A procedure always has a name, if only that of its file.
            true if is_procedure => words.text(path.rsplit_once('.').map_or(path, |(stem, _)| stem)),
            true => {
                self.title_of(Some((path.to_owned(), String::new())), &mut Vec::new()).iter().for_each(
                    |word| match word {
                        Node::Text(text) => words.text(text),
                        Node::Element(inner) => words.text(&inner.text()),
                    },
                )
            }
        }
        Some(words.items)
    }

    /// Tells whether a map is there for its resources alone, by itself or as its root includes it.
    fn is_resource_map(&self, path: &str) -> bool {
        let root = self.roots.iter().find(|(_, reached)| reached.contains(path));
        let found = root.and_then(|(root, _)| self.role_in(root, false, path, &mut Vec::new()));
        found.unwrap_or_else(|| self.files.get(path).is_some_and(|map| is_resource(map, false)))
    }

    fn role_in(&self, map: &str, around: bool, wanted: &str, within: &mut Vec<String>) -> Option<bool> {
        let root = self.files.get(map).filter(|_| !within.iter().any(|held| held == map))?;
        let resource = is_resource(root, around);
        if map == wanted {
            return Some(resource);
        }
        within.push(map.to_owned());
        let found = self.role_below(root, resource, wanted, within);
        within.pop();
        found
    }

    fn role_below(&self, holder: &Element, around: bool, wanted: &str, within: &mut Vec<String>) -> Option<bool> {
        holder.elements().filter(|inner| inner.name != "reltable").find_map(|inner| {
            let resource = is_resource(inner, around);
            let map = self.href(inner).map(|to| to.0).filter(|to| self.files.get(to).is_some_and(is_map));
            let found = map.and_then(|map| self.role_in(&map, resource, wanted, within));
            found.or_else(|| self.role_below(inner, resource, wanted, within))
        })
    }

    fn holder<'e>(&'e self, definition: &'e Element) -> &'e Element {
        match self.keys.get(definition.get("keyref")) {
            Some(other) if !definition.get("keyref").is_empty() => self.holder(other),
            _ => definition,
        }
    }

    fn title_of(&self, to: Option<(String, String)>, around: &mut Vec<String>) -> Vec<Node> {
        let Some(found) = to.and_then(|to| self.find(&to)) else { return Vec::new() };
        // A title may bear the name that it is led to by.
        let own = Some(&found).filter(|found| found.name == "title");
        let title = found.elements().find(|inner| matches!(inner.name.as_str(), "title" | "glossterm"));
        let title = own.or(title).cloned();
        let title = title.or_else(|| found.named("booktitle").next()?.named("mainbooktitle").next().cloned());
        let is_bare = is_map(&found) && found.get("title").is_empty();
        let title = title.or_else(|| found.meta().filter(|_| is_bare)?.named("navtitle").next().cloned());
        let mark = format!("title of {} {}", found.get("~path"), found.get("id"));
        let Some(title) = title.filter(|title| title.gets_words() && !around.contains(&mark)) else {
            return Vec::new();
        };
        around.push(mark);
        let words = self.own(&title, around).children;
        around.pop();
        words
    }

    /// Cuts a file.
    pub(super) fn source(&self, path: &str) -> Source {
        let root = &self.files[path];
        let mut cut = Cut {
            guide: self,
            title: Vec::new(),
            facts: Vec::new(),
            out: Script::default(),
            notes: Vec::new(),
            head: Vec::new(),
            searched: Vec::new(),
            last: Vec::new(),
            is_dated: false,
            is_named: false,
        };
        if is_map(root) {
            cut.fact(&self.identifier(root));
            cut.map(path, root);
        } else if let Some(root) = self.put(root, &mut Vec::new()).first() {
            cut.fact(&self.identifier(&self.files[path]));
            cut.fact(root.get("xml:lang"));
            cut.topic(root, true);
            cut.related(path);
            let last = std::mem::take(&mut cut.last);
            cut.out.item(Item::Only(Output::Pdf, last));
        }
        let language = root.get("xml:lang").to_owned();
        let Cut { title, facts, out, searched, .. } = cut;
        Source { title, facts, body: out.items, language, searched }
    }
}

/// A file that is being cut.
struct Cut<'g> {
    guide: &'g Guide,
    title: Vec<Item>,
    facts: Vec<Vec<Item>>,
    out: Script,
    notes: Vec<Element>,
    /// The head of the table that is being cut.
    head: Vec<Item>,
    searched: Vec<String>,
    /// What stands at the end of a PDF.
    last: Vec<Item>,
    /// Whether a date was found: the last one is that of the text as it stands.
    is_dated: bool,
    /// Whether an identifier was found.
    is_named: bool,
}

impl Cut<'_> {
    fn fact(&mut self, text: &str) {
        if !text.trim().is_empty() {
            let mut words = Script::default();
            words.words(text);
            self.facts.push(words.items);
        }
    }

    /// What no page shows is found by search.
    fn unshown(&mut self, element: &Element) {
        element.each(&mut |inner| {
            self.searched.extend(["name", "value", "content"].map(|name| inner.get(name).to_owned()));
        });
        self.searched.push(element.spaced());
    }

    fn topic(&mut self, topic: &Element, whole: bool) {
        let title = topic.elements().find(|inner| matches!(inner.name.as_str(), "title" | "glossterm"));
        if let Some(title) = title {
            let mut words = Script::default();
            std::mem::swap(&mut words, &mut self.out);
            self.line(title);
            std::mem::swap(&mut words, &mut self.out);
            match whole {
                true => self.title = words.items,
                false => {
                    self.out.space();
                    self.out.append(words);
                    self.out.space();
                }
            }
        }
        let task = topic.named("taskbody").next().filter(|body| body.elements().any(is_steps));
        if let (Some(body), "task") = (task, topic.name.as_str()) {
            self.procedure(topic, body);
        }
        for part in topic.elements() {
            match part.name.as_str() {
                "title" | "glossterm" => {}
                "prolog" => self.prolog(part),
                "shortdesc" | "abstract" | "taskbody" if task.is_some() && topic.name == "task" => {}
                name if TOPICS.contains(&name) => self.topic(part, false),
                "glossBody" => self.glossary(topic, part),
                _ => self.blocks(part),
            }
        }
        // The notes of a topic follow it; in a PDF, all follow what the document says.
        let outer = std::mem::take(&mut self.out);
        for note in std::mem::take(&mut self.notes) {
            self.out.space();
            self.out.slot(1);
            self.blocks(&note);
        }
        let notes = std::mem::replace(&mut self.out, outer).items;
        self.last.extend(notes.iter().cloned());
        self.out.items.extend([Item::Only(Output::Html, notes.clone()), Item::Only(Output::Index, notes)]);
    }

    fn glossary(&mut self, topic: &Element, part: &Element) {
        for form in part.named("glossAlt").flat_map(Element::elements) {
            self.blocks(form);
            if matches!(form.name.as_str(), "glossAcronym" | "glossAbbreviation" | "glossShortForm") {
                self.out.slot(0);
                topic.named("glossterm").for_each(|term| self.line(term));
                self.out.slot(0);
            }
        }
        for inner in part.elements().filter(|inner| inner.name != "glossAlt") {
            self.blocks(inner);
        }
    }

    fn prolog(&mut self, prolog: &Element) {
        for part in prolog.elements() {
            match part.name.as_str() {
                "metadata" | "critdates" | "prodinfo" | "vrmlist" => self.prolog(part),
                name if HIDDEN.contains(&name) => self.unshown(part),
                name => {
                    for (attribute, value) in part.attributes.iter().filter(|(name, _)| !name.starts_with('~')) {
                        self.known(part, attribute, value);
                    }
                    let text = part.text();
                    if name == "author" {
                        self.fact(&text);
                        self.fact(if part.get("type") == "contributor" { "contributor" } else { "" });
                    } else if !text.trim().is_empty() {
                        self.fact(name);
                        self.fact(&text);
                    }
                }
            }
        }
    }

    /// What an attribute of a prolog says, behind its name.
    fn known(&mut self, part: &Element, attribute: &str, value: &str) {
        let name = match (part.name.as_str(), attribute) {
            // The first one says the identifier of the document.
            ("resourceid", "id" | "appid") if std::ptr::eq(named(part), value) && !self.is_named => {
                self.is_named = true;
                return;
            }
            ("created" | "revised", "date" | "modified") => {
                if std::mem::replace(&mut self.is_dated, true) {
                    "created"
                } else {
                    ""
                }
            }
            ("created" | "revised", _) => attribute,
            ("othermeta", "name" | "content") => "",
            ("author", _) => return,
            (name, _) => name,
        };
        if !value.trim().is_empty() && (attribute != "id" || part.name == "resourceid") {
            self.fact(name);
            self.fact(value);
        }
    }

    fn procedure(&mut self, topic: &Element, body: &Element) {
        let first = body.elements().position(is_steps).unwrap_or(0);
        let parts: Vec<&Element> = body.elements().collect();
        self.out.slot(1);
        for part in topic.elements().filter(|part| matches!(part.name.as_str(), "shortdesc" | "abstract")) {
            self.blocks(part);
        }
        parts[..first].iter().filter(|part| part.name != "prereq").for_each(|part| self.blocks(part));
        for part in parts.iter().filter(|part| part.name == "prereq") {
            self.out.slot(1);
            self.blocks(part);
        }
        for list in parts.iter().filter(|part| is_steps(part)) {
            self.out.space();
            self.out.slot(1);
            list.elements().for_each(|inner| self.step(inner));
        }
        let after = parts[first..].iter().filter(|part| part.name != "prereq" && !is_steps(part));
        for (at, part) in after.enumerate() {
            self.out.slot(usize::from(at == 0));
            self.blocks(part);
        }
    }

    fn step(&mut self, step: &Element) {
        self.out.space();
        self.out.slot(1);
        self.out.space();
        if step.name == "stepsection" {
            return self.blocks(step);
        }
        let mut said = false;
        for part in step.elements() {
            match part.name.as_str() {
                "cmd" => {
                    self.out.words(step.get("importance"));
                    self.blocks(part);
                    self.id(step);
                    said = true;
                }
                "stepresult" => {
                    // What is more than lines is no expectation.
                    let is_lines =
                        part.elements().all(|inner| inner.name == "p" || WITHIN.contains(&inner.name.as_str()));
                    self.out.slot(usize::from(is_lines));
                    self.blocks(part);
                }
                "substeps" => part.elements().for_each(|inner| self.step(inner)),
                _ => self.blocks(part),
            }
        }
        if !said {
            self.id(step);
        }
    }

    /// The name of a step stands at its head.
    fn id(&mut self, step: &Element) {
        self.out.words(step.get("id"));
        self.out.slot(0);
    }

    /// Adds what an element holds: what stands in a line as words, all else on lines of its own.
    fn blocks(&mut self, element: &Element) {
        match element.name.as_str() {
            name if HIDDEN.contains(&name) => return self.unshown(element),
            "link" => return self.link(element),
            "row" | "strow" | "chrow" | "property" => return self.row(element),
            "sthead" | "chhead" | "prophead" | "thead" => return self.head(element),
            "note" | "hazardstatement" | "li" | "sli" | "choice" | "dlentry" | "plentry" | "related-links" => {
                self.out.space();
                self.out.slot(1);
            }
            "condition" | "cause" | "remedy" => {
                self.out.space();
                self.out.slot(usize::from(element.named("title").next().is_none()));
            }
            "table" | "simpletable" | "choicetable" | "properties" => return self.table(element),
            _ => {}
        }
        let within = WITHIN.contains(&element.name.as_str());
        if !within {
            self.out.space();
        }
        self.line(element);
        if !within {
            self.out.space();
        }
        if element.name == "fig" {
            self.out.slot(0);
        }
    }

    /// The title of a table stands above it, behind a number in a PDF.
    fn table(&mut self, table: &Element) {
        self.out.space();
        self.out.slot(0);
        let mut head = Vec::new();
        table.each(&mut |inner| match inner.name.as_str() {
            "thead" => inner.named("row").for_each(|row| head.extend(self.cells(row).concat())),
            "sthead" | "chhead" | "prophead" => head.extend(self.cells(inner).concat()),
            _ => {}
        });
        let outer = std::mem::replace(&mut self.head, head);
        self.line(table);
        self.head = outer;
        self.out.space();
    }

    fn cells(&mut self, row: &Element) -> Vec<Vec<Item>> {
        let mut cells = Vec::new();
        for cell in row.elements().filter(|cell| !HIDDEN.contains(&cell.name.as_str())) {
            let outer = std::mem::take(&mut self.out);
            self.blocks(cell);
            cells.push(std::mem::replace(&mut self.out, outer).items);
        }
        cells
    }

    /// The head stands above the rows, and again on each page; not above itself.
    fn head(&mut self, head: &Element) {
        let own = std::mem::take(&mut self.head);
        match head.name.as_str() {
            "thead" => head.named("row").for_each(|row| self.row(row)),
            _ => self.row(head),
        }
        self.head = own;
    }

    fn row(&mut self, row: &Element) {
        let cells = self.cells(row);
        self.out.space();
        self.out.item(Item::Row { head: self.head.clone(), cells });
        self.out.space();
    }

    fn link(&mut self, link: &Element) {
        self.out.space();
        self.out.slot(1);
        let linktext = link.named("linktext").next();
        match linktext {
            Some(text) => self.line(text),
            None => link.children.iter().filter(|child| !child.is("desc")).for_each(|child| self.child(child)),
        }
        if !link.says() && linktext.is_none() {
            self.bare(link);
        }
        self.out.space();
        self.out.slot(0);
        link.named("desc").for_each(|desc| self.blocks(desc));
    }

    fn line(&mut self, element: &Element) {
        match element.name.as_str() {
            "fig" => {
                // The title of a figure stands below it.
                let (titles, rest): (Vec<_>, Vec<_>) = element.children.iter().partition(|child| child.is("title"));
                rest.into_iter().for_each(|child| self.child(child));
                self.out.slot(0);
                titles.into_iter().for_each(|child| self.child(child));
            }
            "codeblock" | "pre" | "screen" | "msgblock" => {
                let mut files = Vec::new();
                element.each(&mut |inner| {
                    if inner.name == "coderef" {
                        files.push(inner.clone());
                    }
                });
                // A file that is to stand there is named by a link without words.
                for file in files {
                    self.out.space();
                    self.out.slot(0);
                    self.bare(&file);
                    self.out.space();
                }
                element.children.iter().for_each(|child| self.child(child));
            }
            "q" => {
                self.out.text("“");
                element.children.iter().for_each(|child| self.child(child));
                self.out.text("”");
            }
            "tm" => {
                element.children.iter().for_each(|child| self.child(child));
                self.out.text(match element.get("tmtype") {
                    "reg" => "®",
                    "service" => "℠",
                    _ => "™",
                });
            }
            "menucascade" => {
                for (at, inner) in element.elements().enumerate() {
                    if at > 0 {
                        self.out.words("→");
                    }
                    self.line(inner);
                }
            }
            "groupseq" | "groupcomp" | "fragment" => {
                let optional = element.get("importance") == "optional";
                self.out.space();
                self.out.text(if optional { "[" } else { "" });
                element.children.iter().for_each(|child| self.child(child));
                self.out.text(if optional { "]" } else { "" });
                self.out.space();
            }
            "groupchoice" => {
                for (at, inner) in element.elements().filter(|inner| inner.name != "title").enumerate() {
                    if at > 0 {
                        self.out.words("|");
                    }
                    self.blocks(inner);
                }
            }
            _ => element.children.iter().for_each(|child| self.child(child)),
        }
    }

    /// Who says a remark stands before it on a page, and behind its first paragraph in a PDF.
    fn remark(&mut self, remark: &Element) {
        self.out.slot(1);
        let is_line = |child: &Node| match child {
            Node::Text(_) => true,
            Node::Element(inner) => WITHIN.contains(&inner.name.as_str()),
        };
        let said = remark.children.iter().filter(|child| !matches!(child, Node::Text(text) if text.trim().is_empty()));
        let said: Vec<&Node> = said.collect();
        let first = match said.first() {
            Some(child) if child.is("p") => 1,
            _ => said.iter().take_while(|child| is_line(child)).count(),
        };
        let (first, rest) = match said.iter().all(|child| is_line(child)) {
            true => (remark.children.iter().collect(), Vec::new()),
            false => (said[..first].to_vec(), said[first..].to_vec()),
        };
        let [first, rest] = [first, rest].map(|children| {
            let outer = std::mem::take(&mut self.out);
            for child in children {
                self.child(child);
                self.out.slot(0);
            }
            std::mem::replace(&mut self.out, outer).items
        });
        let mut owner = Script::default();
        owner.words(remark.get("author"));
        let gap = vec![Item::Space, Item::Slot(0), Item::Space];
        let html = [&gap[..], &owner.items, &first, &gap, &rest].concat();
        let pdf = [&gap[..], &first, &gap, &owner.items, &gap, &rest].concat();
        self.out.items.extend([
            Item::Only(Output::Html, html.clone()),
            Item::Only(Output::Index, html),
            Item::Only(Output::Pdf, pdf),
        ]);
    }

    /// A link without words shows where it leads: a document by what it is called, which is the tool's to say on a
    /// page; all else by the address as it is written.
    fn bare(&mut self, link: &Element) {
        let to = match link.get("~to") {
            "" => self.guide.href(link),
            path => Some((path.to_owned(), link.get("~place").to_owned())),
        };
        let written = link.get("href");
        let place = to.as_ref().filter(|to| !to.1.is_empty()).and_then(|to| self.guide.find(to));
        if place.is_some_and(|place| !is_topic(&place) && !is_map(&place)) {
            // A place within a document is called by what it is: `Step 1`.
            return self.out.slot(1);
        }
        let Some(mut called) = to.and_then(|(path, _)| self.guide.called(&path)) else {
            return self.out.text(written);
        };
        let is_word = |item: &Item| *item != Item::Space;
        let end = called.iter().rposition(is_word).map_or(0, |last| last + 1);
        called = called[called.iter().position(is_word).unwrap_or(end)..end].to_vec();
        if called.is_empty() {
            let mut words = Script::default();
            words.text(written);
            called = words.items;
        }
        self.out.item(Item::Only(Output::Pdf, called));
    }

    fn child(&mut self, child: &Node) {
        let element = match child {
            Node::Text(text) => return self.out.text(text),
            Node::Element(element) => element,
        };
        match element.name.as_str() {
            "image" => {
                let alternative = element.named("alt").next().map(Element::text);
                let alternative = alternative.unwrap_or_else(|| element.get("alt").to_owned());
                let mut words = Script::default();
                if !alternative.trim().is_empty() {
                    words.words(&alternative);
                }
                for output in [Output::Html, Output::Index] {
                    self.out.item(Item::Only(output, words.items.clone()));
                }
                let file = self.guide.href(element).map(|(path, _)| self.guide.folder.join(path));
                let drawn = file.and_then(|file| super::drawn(&file)).unwrap_or_default();
                let shown = match drawn.is_empty() {
                    true => Item::Maybe(words.items),
                    false => Item::Picture(drawn, vec![words.items]),
                };
                self.out.item(Item::Only(Output::Pdf, vec![Item::Slot(0), shown, Item::Slot(0)]));
            }
            "fn" => {
                self.notes.push(element.clone());
                self.out.item(Item::Note(String::new()));
            }
            "draft-comment" => self.remark(element),
            "coderef" => {}
            BARE => self.bare(element),
            "xref" => {
                let rest = element.children.iter().filter(|child| !child.is("desc"));
                rest.for_each(|child| self.child(child));
                if !element.says() {
                    self.bare(element);
                }
                for desc in element.named("desc") {
                    self.out.space();
                    self.out.slot(0);
                    self.out.words(&desc.text());
                    self.out.slot(0);
                }
                self.out.slot(0);
            }
            _ => self.blocks(element),
        }
    }

    /// The links that relationship tables give a topic.
    fn related(&mut self, path: &str) {
        let guide = self.guide;
        let Some((root, _)) = guide.roots.iter().find(|(_, reached)| reached.contains(path)) else { return };
        let mut tables = Vec::new();
        self.tables(root, &mut Vec::new(), &mut tables);
        let mut seen = Vec::new();
        for table in tables {
            let heads: Vec<String> = table
                .named("relheader")
                .flat_map(Element::elements)
                .map(|column| column.get("linking").to_owned())
                .collect();
            for row in table.named("relrow") {
                let cells: Vec<Vec<(Element, String)>> = row
                    .named("relcell")
                    .enumerate()
                    .map(|(at, cell)| {
                        let mut found = Vec::new();
                        let own = cell.get("linking").to_owned();
                        let linking = if own.is_empty() { heads.get(at).cloned().unwrap_or_default() } else { own };
                        gather(cell, &linking, &mut found);
                        found
                    })
                    .collect();
                for (at, cell) in cells.iter().enumerate() {
                    let sources =
                        cell.iter().filter(|(_, linking)| matches!(linking.as_str(), "" | "normal" | "sourceonly"));
                    for _ in sources.filter(|(from, _)| guide.leads(from).is_some_and(|(to, _)| to == path)) {
                        for (to, _) in cells
                            .iter()
                            .enumerate()
                            .filter(|(other, _)| *other != at)
                            .flat_map(|(_, cell)| cell)
                            .filter(|(_, linking)| matches!(linking.as_str(), "" | "normal" | "targetonly"))
                        {
                            let leads =
                                guide.leads(to).map_or_else(|| to.get("href").to_owned(), |(a, b)| format!("{a}#{b}"));
                            if !seen.contains(&leads) || leads.is_empty() {
                                seen.push(leads);
                                self.out.space();
                                self.out.slot(1);
                                self.reference(to, &["linktext", "navtitle"]);
                            }
                        }
                    }
                }
            }
        }
    }

    fn tables(&self, map: &str, around: &mut Vec<String>, found: &mut Vec<Element>) {
        let Some(root) = self.guide.files.get(map) else { return };
        if around.iter().any(|held| held == map) {
            return;
        }
        around.push(map.to_owned());
        self.tables_in(root, around, found);
        around.pop();
    }

    fn tables_in(&self, element: &Element, around: &mut Vec<String>, found: &mut Vec<Element>) {
        for inner in element.elements() {
            if inner.name == "reltable" {
                found.push(inner.clone());
            } else {
                let to = self.guide.href(inner).filter(|(to, _)| self.guide.files.get(to).is_some_and(is_map));
                if let Some((to, _)) = to {
                    self.tables(&to, around, found);
                }
                self.tables_in(inner, around, found);
            }
        }
    }

    /// Adds a reference of a map: its own words, or the title of what it leads to. Tells whether it has any.
    fn reference(&mut self, element: &Element, called: &[&str]) -> bool {
        let guide = self.guide;
        let meta = element.meta();
        let named = called.iter().filter_map(|name| meta?.elements().find(|inner| inner.name == **name));
        let words = named.filter(|words| words.says()).map(|words| guide.own(words, &mut Vec::new())).next();
        let navtitle = element.get("navtitle");
        self.out.space();
        let mut said = true;
        if let Some(words) = words {
            self.line(&words);
        } else if called.contains(&"navtitle") && !navtitle.is_empty() {
            self.out.text(navtitle);
        } else {
            let title = guide.title_of(guide.leads(element), &mut Vec::new());
            if !element.get("keyref").is_empty() {
                guide.of_key(element, &mut Vec::new()).iter().for_each(|word| self.child(word));
            } else if !title.is_empty() {
                title.iter().for_each(|child| self.child(child));
            } else if !element.get("href").is_empty() {
                self.bare(element);
            } else {
                said = false;
            }
        }
        self.out.space();
        self.out.slot(0);
        said
    }

    fn map(&mut self, path: &str, map: &Element) {
        let guide = self.guide;
        self.fact(map.get("xml:lang"));
        let title = guide.title_of(Some((path.to_owned(), String::new())), &mut Vec::new());
        let mut words = std::mem::take(&mut self.out);
        title.iter().for_each(|child| self.child(child));
        std::mem::swap(&mut words, &mut self.out);
        self.title = words.items;
        if self.title.is_empty() && !map.get("title").is_empty() {
            let mut words = Script::default();
            words.words(map.get("title"));
            self.title = words.items;
        }
        for part in map.elements().filter(|part| matches!(part.name.as_str(), "topicmeta" | "bookmeta")) {
            let part = guide.own(part, &mut Vec::new());
            let is_named = map.named("title").next().is_some() || !map.get("title").is_empty();
            part.named("navtitle").filter(|_| is_named).for_each(|name| self.unshown(name));
            part.named("linktext").for_each(|name| self.unshown(name));
            let other = |child: &&Node| !["shortdesc", "navtitle", "linktext"].iter().any(|name| child.is(name));
            self.prolog(&Element {
                children: part.children.iter().filter(other).cloned().collect(),
                ..Element::default()
            });
            part.named("shortdesc").for_each(|short| self.blocks(short));
        }
        let resource = guide.is_resource_map(path);
        self.entries(map, resource, &mut vec![path.to_owned()]);
        self.out.space();
        self.out.slot(0);
        self.resources(map, resource);
        for table in map.elements().filter(|inner| inner.name == "reltable") {
            self.out.space();
            self.out.slot(1);
            table.named("title").for_each(|title| self.blocks(&guide.own(title, &mut Vec::new())));
            for row in table.named("relrow") {
                let mut cells = Vec::new();
                for cell in row.named("relcell") {
                    let outer = std::mem::take(&mut self.out);
                    let mut found = Vec::new();
                    every(cell, &mut found);
                    let mut items = Vec::new();
                    for inner in found {
                        if self.reference(&inner, &["linktext", "navtitle"]) {
                            items.push(std::mem::take(&mut self.out));
                        }
                        self.out = Script::default();
                    }
                    // One alone is no list.
                    let mark = usize::from(items.len() > 1);
                    for item in items {
                        self.out.space();
                        self.out.slot(mark);
                        self.out.append(item);
                    }
                    cells.push(std::mem::replace(&mut self.out, outer).items);
                }
                self.out.space();
                self.out.item(Item::Row { head: Vec::new(), cells });
                self.out.space();
            }
        }
    }

    fn entries(&mut self, holder: &Element, resource: bool, around: &mut Vec<String>) {
        let guide = self.guide;
        for inner in holder
            .elements()
            .filter(|inner| !matches!(inner.name.as_str(), "reltable" | "topicmeta" | "subjectHeadMeta"))
        {
            if !REFERENCES.contains(&inner.name.as_str()) {
                self.entries(inner, resource, around);
                continue;
            }
            let resource = is_resource(inner, resource);
            let map = guide.href(inner).map(|to| to.0).filter(|to| guide.files.get(to).is_some_and(is_map));
            if !resource {
                let outer = std::mem::take(&mut self.out);
                let bare = map.is_some() && inner.get("keyref").is_empty() && !inner.has_navtitle();
                let said = !bare && self.reference(inner, &["navtitle"]);
                if !said {
                    self.names(inner);
                }
                self.described(inner, &["navtitle"], false);
                self.entry(outer);
            }
            match map {
                Some(map) if !around.contains(&map) => {
                    around.push(map.clone());
                    let root = &guide.files[&map];
                    self.entries(root, is_resource(root, resource), around);
                    around.pop();
                }
                _ => {}
            }
            self.entries(inner, resource, around);
        }
    }

    /// Adds what a reference says, behind a mark where it says anything.
    fn entry(&mut self, outer: Script) {
        let own = std::mem::replace(&mut self.out, outer);
        let says = |item: &Item| !matches!(item, Item::Space | Item::Slot(_) | Item::Only(Output::Index, _));
        self.out.space();
        self.out.slot(usize::from(own.items.iter().any(says)));
        self.out.append(own);
    }

    /// The keys that a reference defines, or what values are defined for.
    fn names(&mut self, element: &Element) {
        let is_named = matches!(element.name.as_str(), "attributedef" | "elementdef");
        element.get(if is_named { "name" } else { "keys" }).split_whitespace().for_each(|name| self.out.words(name));
    }

    /// The short description of a reference; what else is known of what it leads to is found by search.
    fn described(&mut self, element: &Element, called: &[&str], with_keywords: bool) {
        let guide = self.guide;
        let meta = || element.meta().into_iter().flat_map(Element::elements);
        meta()
            .filter(|part| part.name == "shortdesc")
            .for_each(|short| self.blocks(&guide.own(short, &mut Vec::new())));
        let mut shown = called.iter().filter_map(|name| meta().find(|part| part.name == **name && part.says()));
        let shown = shown.next();
        for part in meta().filter(|part| part.name != "shortdesc" && !(with_keywords && part.name == "keywords")) {
            if shown.is_none_or(|shown| !std::ptr::eq(shown, part)) {
                self.unshown(&guide.own(part, &mut Vec::new()));
            }
        }
    }

    fn resources(&mut self, holder: &Element, resource: bool) {
        let guide = self.guide;
        for inner in holder
            .elements()
            .filter(|inner| !matches!(inner.name.as_str(), "reltable" | "topicmeta" | "subjectHeadMeta"))
        {
            let resource =
                if REFERENCES.contains(&inner.name.as_str()) { is_resource(inner, resource) } else { resource };
            let is_map = guide.href(inner).is_some_and(|(to, _)| guide.files.get(&to).is_some_and(is_map));
            if resource && REFERENCES.contains(&inner.name.as_str()) {
                let outer = std::mem::take(&mut self.out);
                self.names(inner);
                for word in inner.meta().into_iter().flat_map(|meta| meta.named("keywords")).flat_map(Element::elements)
                {
                    let word = guide.own(word, &mut Vec::new());
                    if word.name != "indexterm" {
                        self.blocks(&word);
                        self.out.space();
                    }
                }
                if !(is_map && inner.get("keys").is_empty()) {
                    self.reference(inner, &["navtitle", "linktext"]);
                }
                self.described(inner, &["navtitle", "linktext"], true);
                self.entry(outer);
            }
            if !is_map {
                self.resources(inner, resource);
            }
        }
    }
}

fn is_steps(element: &Element) -> bool {
    matches!(element.name.as_str(), "steps" | "steps-unordered")
}

/// Returns the identifier that a `resourceid` gives.
fn named(resource: &Element) -> &str {
    if resource.get("appid").is_empty() { resource.get("id") } else { resource.get("appid") }
}

/// Returns a link without words to where an element leads, or to a place there.
fn bare(element: &Element, place: Option<(String, String)>) -> Node {
    let mut attributes = element.attributes.clone();
    if let Some((path, fragment)) = place {
        attributes.extend([("~to".to_owned(), path), ("~place".to_owned(), fragment)]);
    }
    Node::Element(Element { name: BARE.to_owned(), attributes, ..Element::default() })
}

fn is_resource(element: &Element, around: bool) -> bool {
    match element.get("processing-role") {
        "resource-only" => true,
        "" => around || element.name == "keydef",
        _ => false,
    }
}

fn gather(cell: &Element, linking: &str, found: &mut Vec<(Element, String)>) {
    for inner in cell.elements().filter(|inner| REFERENCES.contains(&inner.name.as_str())) {
        let own = inner.get("linking");
        let linking = if own.is_empty() { linking } else { own };
        if !inner.get("href").is_empty() || !inner.get("keyref").is_empty() {
            found.push((inner.clone(), linking.to_owned()));
        }
        gather(inner, linking, found);
    }
}

fn every(cell: &Element, found: &mut Vec<Element>) {
    for inner in cell.elements().filter(|inner| REFERENCES.contains(&inner.name.as_str())) {
        found.push(inner.clone());
        every(inner, found);
    }
}

/// Notes on each element the file and the topic that it is written in.
fn place(element: &mut Element, path: &str, topic: &str) {
    let topic = if is_topic(element) { element.get("id").to_owned() } else { topic.to_owned() };
    let name = element.name.clone();
    element.attributes.insert("~path".into(), path.to_owned());
    element.attributes.insert("~topic".into(), topic.clone());
    for child in &mut element.children {
        if let Node::Element(inner) = child {
            if name == "reltable" || element.attributes.contains_key("~reltable") {
                inner.attributes.insert("~reltable".into(), "yes".into());
            }
            place(inner, path, &topic);
        }
    }
}

fn address(element: &Element, written: &str) -> (String, String) {
    let (to, fragment) = written.split_once('#').unwrap_or((written, ""));
    let own = element.get("~path");
    let path = if to.is_empty() {
        own.to_owned()
    } else {
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in to.split('/') {
            match part {
                "." | "" => {}
                // What stands outside of the folder is none of the set.
                ".." if parts.last().is_none_or(|last| *last == "..") => parts.push(".."),
                ".." => _ = parts.pop(),
                part => parts.push(part),
            }
        }
        parts.join("/")
    };
    let fragment = match fragment.strip_prefix("./") {
        Some(inner) => format!("{}/{inner}", element.get("~topic")),
        None => fragment.to_owned(),
    };
    (path, fragment)
}

fn has_scheme(href: &str) -> bool {
    href.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
    })
}

fn is_topic(element: &Element) -> bool {
    TOPICS.contains(&element.name.as_str())
}

fn is_map(element: &Element) -> bool {
    MAPS.contains(&element.name.as_str())
}

impl Element {
    fn meta(&self) -> Option<&Element> {
        self.elements().find(|inner| matches!(inner.name.as_str(), "topicmeta" | "subjectHeadMeta"))
    }

    fn is_within(&self, name: &str) -> bool {
        name == "reltable" && self.attributes.contains_key("~reltable")
    }

    pub(super) fn has_words(&self) -> bool {
        self.children.iter().any(|child| match child {
            Node::Text(text) => !text.trim().is_empty(),
            Node::Element(inner) => inner.has_words(),
        })
    }

    /// Tells whether a link or a key has words of its own, or will have them by a key.
    fn says(&self) -> bool {
        self.children.iter().any(|child| !child.is("desc") && child.says())
    }

    fn has_navtitle(&self) -> bool {
        !self.get("navtitle").is_empty()
            || self.meta().is_some_and(|meta| meta.named("navtitle").any(Element::has_words))
    }

    /// Returns its text, with a space where an element begins or ends.
    fn spaced(&self) -> String {
        let parts = self.children.iter().map(|child| match child {
            Node::Text(text) => text.clone(),
            Node::Element(inner) => format!(" {} ", inner.spaced()),
        });
        parts.collect()
    }

    fn text(&self) -> String {
        let mut out = String::new();
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(inner) => out.push_str(&inner.text()),
            }
        }
        out
    }

    /// Tells whether it has words, or is given some by a key or by what it takes over.
    fn gets_words(&self) -> bool {
        let gets = |inner: &Element| ["keyref", "conref", "conkeyref"].iter().any(|name| !inner.get(name).is_empty());
        self.has_words() || gets(self) || self.elements().any(gets)
    }

    /// What is taken over does not bring its names along: they name what stands at its own place.
    fn without_ids(&self) -> Element {
        let mut own = self.clone();
        own.attributes.remove("id");
        for child in &mut own.children {
            if let Node::Element(inner) = child
                && !is_topic(inner)
            {
                *inner = inner.without_ids();
            }
        }
        own
    }

    fn each<'e>(&'e self, visit: &mut impl FnMut(&'e Element)) {
        visit(self);
        self.elements().for_each(|inner| inner.each(visit));
    }
}

impl Node {
    fn is(&self, name: &str) -> bool {
        matches!(self, Node::Element(element) if element.name == name)
    }

    fn says(&self) -> bool {
        match self {
            Node::Text(text) => !text.trim().is_empty(),
            Node::Element(inner) => {
                inner.has_words() || matches!(inner.name.as_str(), "image" | BARE) || !inner.get("keyref").is_empty()
            }
        }
    }
}
