//! The lints of DITA: what is wrong with a topic or a map.

use crate::diagnostic::Lint;
use crate::lint;

/// Every lint of DITA, in the order of the codes.
pub static ALL: &[&Lint] = &[
    &UNRESOLVED_CONTENT_REFERENCE,
    &UNKNOWN_DITA_ELEMENT,
    &NOT_PUSHED,
    &NOT_APPLIED,
    &TOO_MUCH_TAKEN_OVER,
    &MISSING_DITA_FILE,
];

lint! {
    /// ## What it does
    ///
    /// Finds a `conref` or `conkeyref` of DITA that leads to nothing: the file is not there, or the topic or the
    /// element is not in it, or the key has no address. A key that no map defines is another finding,
    /// `undefined-key`; texts that take over one another in a circle are `include-cycle`.
    ///
    /// ## Why it matters
    ///
    /// The text that was to be taken over is missing on the page. It may be a warning, or a step. In its place stands
    /// what the element itself says, or else the address as it is written.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <note conref="common.dita#common/battery-waring"/>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Correct the address, `FILE#TOPIC/ELEMENT` or `KEY/ELEMENT`. Where another program makes the file, run it
    /// before opsdoc, into the documentation folder.
    pub static UNRESOLVED_CONTENT_REFERENCE = "X420" "unresolved-content-reference" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds an element in a DITA file that is none of DITA 1.3, and whose attribute `class` names none that it was
    /// made from. Its text is kept where it stands; what the element means is not known. It is said once for each name
    /// in a file.
    ///
    /// ## Why it matters
    ///
    /// A table or a step by a name of one’s own is read as running text.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <telecommand>TC_PING</telecommand>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Correct the name. An element of your own specialisation needs its attribute `class`, as your schema gives it:
    /// `class="+ topic/ph ops-d/telecommand "`.
    pub static UNKNOWN_DITA_ELEMENT = "X421" "unknown-dita-element" Note;
}

lint! {
    /// ## What it does
    ///
    /// Finds an element that is to be pushed into another topic (`conaction`) which is not there. The text stays where
    /// it is written.
    ///
    /// ## Why it matters
    ///
    /// A reader of the other topic misses the text, and finds it in a place that is no page to read.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <step conaction="mark" conref="safe.dita#safe/step-9"/>
    /// <step conaction="pushafter"><cmd>Switch the heater off.</cmd></step>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Correct the address. Where another program makes the file, run it before opsdoc, into the documentation folder.
    pub static NOT_PUSHED = "X422" "not-pushed" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds something in a map that opsdoc does not do: filters for a branch of the map (`ditavalref`), and copies of
    /// a topic under another name (`copy-to`). The map is read as if it were not there.
    ///
    /// ## Why it matters
    ///
    /// A page shows text that another publication of the same map leaves out.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <topicref href="safe.dita"><ditavalref href="novice.ditaval"/></topicref>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Filter the whole documentation, by `filter` under `[dita]` in `opsdoc.toml`, or write two topics.
    pub static NOT_APPLIED = "X423" "not-applied" Note;
}

lint! {
    /// ## What it does
    ///
    /// Finds a document whose content references take over so much that they are followed no further: more than a
    /// hundred thousand elements, or more than 128 within one another.
    ///
    /// ## Why it matters
    ///
    /// References to references can make a small file enormous. What is not followed is not on the page.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <ul id="a"><li conref="#t/b"/><li conref="#t/b"/></ul>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Take over less, and nothing that takes over much itself.
    pub static TOO_MUCH_TAKEN_OVER = "X424" "too-much-taken-over" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds a path under `[dita]` in `opsdoc.toml` that names no map, or no DITAVAL file, of the documentation.
    ///
    /// ## Why it matters
    ///
    /// Keys are not found, or text is shown that was to be left out.
    ///
    /// ## Example
    ///
    /// ```toml
    /// [dita]
    /// map = "handbok.ditamap"
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Correct the path; it begins at the documentation folder.
    pub static MISSING_DITA_FILE = "X425" "missing-dita-file" Error;
}
