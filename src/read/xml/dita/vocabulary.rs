//! The elements of DITA 1.3, by what they are.

/// The topics (DITA 1.3, 3.2.1, and the types made from it).
pub(super) const TOPICS: &[&str] =
    &["topic", "concept", "task", "reference", "glossentry", "glossgroup", "troubleshooting"];

/// The maps.
pub(super) const MAPS: &[&str] = &["map", "bookmap", "subjectScheme", "classifyMap"];

/// What refers to a topic or a map, or stands among those that do.
pub(super) const REFERENCES: &[&str] = &[
    "topicref",
    "keydef",
    "mapref",
    "topichead",
    "topicgroup",
    "topicset",
    "topicsetref",
    "glossref",
    "anchorref",
    "chapter",
    "part",
    "appendix",
    "appendices",
    "preface",
    "notices",
    "dedication",
    "colophon",
    "bookabstract",
    "draftintro",
    "abbrevlist",
    "bibliolist",
    "glossarylist",
    "indexlist",
    "figurelist",
    "tablelist",
    "trademarklist",
    "toc",
    "booklist",
    "booklists",
    "frontmatter",
    "backmatter",
    "amendments",
    "subjectdef",
    "subjectHead",
    "schemeref",
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
    "topicapply",
    "topicsubject",
    "subjectref",
    "topicCell",
];

/// The bodies of topics.
pub(super) const BODIES: &[&str] = &["body", "conbody", "taskbody", "refbody", "glossBody", "troublebody"];

/// What holds blocks and says nothing itself.
pub(super) const HOLDERS: &[&str] = &[
    "div",
    "bodydiv",
    "conbodydiv",
    "refbodydiv",
    "sectiondiv",
    "figgroup",
    "abstract",
    "imagemap",
    "area",
    "required-cleanup",
];

/// Parts of a body that may have a title.
pub(super) const SECTIONS: &[&str] = &[
    "section",
    "example",
    "refsyn",
    "prereq",
    "context",
    "result",
    "postreq",
    "tasktroubleshooting",
    "steps-informal",
    "condition",
    "cause",
    "remedy",
    "troubleSolution",
    "responsibleParty",
    "glossdef",
    "glossUsage",
    "glossScopeNote",
];

/// What stands by itself between paragraphs.
pub(super) const BLOCKS: &[&str] = &[
    "p",
    "ul",
    "ol",
    "sl",
    "dl",
    "parml",
    "note",
    "hazardstatement",
    "pre",
    "codeblock",
    "msgblock",
    "screen",
    "lines",
    "lq",
    "fig",
    "table",
    "simpletable",
    "properties",
    "choicetable",
    "syntaxdiagram",
    "synblk",
    "object",
    "steps",
    "steps-unordered",
    "substeps",
    "choices",
    "svg-container",
    "mathml",
    "equation-block",
    "equation-figure",
    "linklist",
    "related-links",
];

/// What is literal: commands, names, values, what a screen shows.
pub(super) const CODE: &[&str] = &[
    "codeph",
    "cmdname",
    "varname",
    "filepath",
    "parmname",
    "option",
    "apiname",
    "msgnum",
    "msgph",
    "systemoutput",
    "userinput",
    "tt",
    "xmlelement",
    "xmlatt",
    "xmlnsname",
    "xmlpi",
    "textentity",
    "parameterentity",
    "numcharref",
    "markupname",
    "synph",
    "kwd",
    "var",
    "oper",
    "delim",
    "sep",
    "repsep",
];

/// What is set apart from the words around it.
pub(super) const EMPHASIS: &[&str] = &["i", "em", "cite", "u", "overline"];

/// What is set apart more strongly.
pub(super) const STRONG: &[&str] = &["b", "strong", "uicontrol", "wintitle"];

/// What stands in a line and is shown as the words that it is.
pub(super) const WORDS: &[&str] = &[
    "ph",
    "keyword",
    "term",
    "text",
    "shortcut",
    "equation-inline",
    "equation-number",
    "glossterm",
    "glossAcronym",
    "glossAbbreviation",
    "glossShortForm",
    "glossSynonym",
    "glossSurfaceForm",
    "title",
    "desc",
    "navtitle",
    "linktext",
    "searchtitle",
    "cmd",
    "dt",
    "pt",
    "shortdesc",
    "groupseq",
    "groupchoice",
    "groupcomp",
    "fragment",
    "fragref",
    "synnote",
    "synnoteref",
    "longdescref",
    "longquoteref",
    "alt",
    "sort-as",
    "chhead",
    "change-summary",
];

/// What is found by and not shown: entries of an index, data of programs, and what is known about a text.
pub(super) const HIDDEN: &[&str] = &[
    "indexterm",
    "index-base",
    "index-see",
    "index-see-also",
    "index-sort-as",
    "data",
    "data-about",
    "prolog",
    "titlealts",
    "sort-as",
    "no-topic-nesting",
    "glossAlt",
    "glossStatus",
    "glossProperty",
    "glossPartOfSpeech",
    "glossAlternateFor",
    "glossSymbol",
];

/// Every other element that is read.
const OTHERS: &[&str] = &[
    "dita",
    "li",
    "sli",
    "itemgroup",
    "dlentry",
    "dlhead",
    "dthd",
    "ddhd",
    "dd",
    "plentry",
    "pd",
    "step",
    "substep",
    "stepsection",
    "info",
    "stepxmp",
    "stepresult",
    "tutorialinfo",
    "steptroubleshooting",
    "choice",
    "chrow",
    "choption",
    "chdesc",
    "choptionhd",
    "chdeschd",
    "sthead",
    "strow",
    "stentry",
    "prophead",
    "property",
    "proptype",
    "propvalue",
    "propdesc",
    "proptypehd",
    "propvaluehd",
    "propdeschd",
    "tgroup",
    "colspec",
    "spanspec",
    "thead",
    "tbody",
    "tfoot",
    "row",
    "entry",
    "image",
    "xref",
    "link",
    "linkpool",
    "linkinfo",
    "fn",
    "q",
    "boolean",
    "state",
    "tm",
    "sub",
    "sup",
    "line-through",
    "menucascade",
    "draft-comment",
    "foreign",
    "unknown",
    "svg",
    "math",
    "messagepanel",
    "typeofhazard",
    "consequence",
    "howtoavoid",
    "hazardsymbol",
    "abbreviated-form",
    "coderef",
    "param",
    "reltable",
    "relrow",
    "relcell",
    "relheader",
    "relcolspec",
    "topicmeta",
    "bookmeta",
    "keywords",
    "metadata",
    "author",
    "val",
    "titlealts",
    "include",
    "fallback",
    "ditavalref",
    "ditavalmeta",
    "navref",
    "anchor",
    "ux-window",
    "booktitle",
    "mainbooktitle",
    "booklibrary",
    "booktitlealt",
    "critdates",
    "created",
    "revised",
    "othermeta",
    "resourceid",
    "prodinfo",
    "prodname",
    "vrmlist",
    "vrm",
    "permissions",
    "audience",
    "category",
    "publisher",
    "copyright",
    "copyryear",
    "copyrholder",
    "source",
    "brand",
    "series",
    "platform",
    "prognum",
    "featnum",
    "component",
    "subjectRel",
    "subjectRelTable",
    "topicsubject",
    "subjectHeadMeta",
];

/// Tells whether DITA has an element of this name.
pub(super) fn is_known(name: &str) -> bool {
    const ALL: &[&[&str]] =
        &[TOPICS, MAPS, REFERENCES, BODIES, HOLDERS, SECTIONS, BLOCKS, CODE, EMPHASIS, STRONG, WORDS, HIDDEN, OTHERS];
    ALL.iter().any(|names| names.contains(&name))
}

/// Returns the name by which an element is read: its own, or that of the nearest of its ancestors in `class` that is
/// known (`- topic/li task/step site/check `).
pub(super) fn role<'n>(name: &'n str, class: Option<&'n str>) -> &'n str {
    if is_known(name) {
        return name;
    }
    let ancestors = class.into_iter().flat_map(str::split_ascii_whitespace);
    let names = ancestors.filter_map(|token| token.split_once('/')).map(|(_, name)| name);
    names.rev().find(|name| is_known(name)).unwrap_or(name)
}

/// Tells whether an element begins a topic.
pub(super) fn is_topic(role: &str) -> bool {
    TOPICS.contains(&role)
}

/// Tells whether an element is a map.
pub(super) fn is_map(role: &str) -> bool {
    MAPS.contains(&role)
}

/// Tells whether an element is a reference of a map.
pub(super) fn is_reference(role: &str) -> bool {
    REFERENCES.contains(&role)
}
