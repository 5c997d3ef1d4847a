//! R: what texts of DITA take over from one another, and the keys by which they do.

use super::form::{Change, Form, form, mark};

/// Returns the forms of this group. The sets have few topics that are clean, or none: each form brings its own.
pub(super) fn forms() -> Vec<Form> {
    const CYCLE: &str = "include-cycle";
    const KEY: &str = "undefined-key";
    // A circle is said at each of its members; and a project may require metadata of whatever is added to it.
    const AROUND: &[&str] = &[CYCLE, "metadata-missing"];
    const ADDED: &[&str] = &["metadata-missing"];
    vec![
        form(CYCLE, "two paragraphs that take over one another", |_| {
            let one = topic("one", &mark("<p id=\"x\" conref=\"two.dita#two/y\">x</p>"));
            let two = topic("two", &mark("<p id=\"y\" conref=\"one.dita#one/x\">y</p>"));
            Some(Change::of("seeded/one.dita", one).and("seeded/two.dita", two))
        })
        .may(AROUND),
        form(CYCLE, "a section that takes itself over", |_| {
            let section = "<section id=\"s\"><title>Limits</title><p>Below.</p>{}</section>";
            let section = section.replace("{}", &mark("<note conref=\"#one/s\">Limits.</note>"));
            Some(Change::of("seeded/one.dita", topic("one", &section)))
        })
        .may(AROUND),
        form(CYCLE, "three notes, by keys", |_| {
            let note = |from: &str, to: &str| {
                topic(from, &mark(format!("<note id=\"n\" conkeyref=\"seeded-{to}/n\">Hot.</note>")))
            };
            let keys = ["one", "two", "three"]
                .map(|name| format!("<keydef keys=\"seeded-{name}\" href=\"{name}.dita\"/>\n"))
                .concat();
            let change = Change::of("seeded/keys.ditamap", map("Keys", &keys));
            let change = change.and("seeded/one.dita", note("one", "two")).and("seeded/two.dita", note("two", "three"));
            Some(change.and("seeded/three.dita", note("three", "one")))
        })
        .may(AROUND),
        form(CYCLE, "two maps that include one another", |_| {
            let one = map("Seeded handbook", &mark("<mapref href=\"part.ditamap\"/>"));
            let part = "<topicref href=\"one.dita\"/>\n".to_owned()
                + &mark("<topicref href=\"handbook.ditamap\" format=\"ditamap\"/>");
            let change = Change::of("seeded/handbook.ditamap", one).and("seeded/part.ditamap", map("Part", &part));
            Some(change.and("seeded/one.dita", topic("one", "<p>The line is open.</p>")))
        })
        .may(AROUND),
        form(KEY, "`keyref` of a word", |_| {
            Some(with_map(&format!("<p>The bus is at {}.</p>", mark("<keyword keyref=\"seeded-votlage\"/>"))))
        })
        .may(ADDED),
        form(KEY, "`keyref` of a link that has words", |_| {
            Some(with_map(&format!("<p>It is {}.</p>", mark("<xref keyref=\"seeded-nowhere\">told elsewhere</xref>"))))
        })
        .may(ADDED),
        form(KEY, "`conkeyref` of a warning", |_| {
            Some(with_map(&mark("<note type=\"warning\" conkeyref=\"seeded-common/hot\">Hot.</note>")))
        })
        .may(ADDED),
        form(KEY, "key of another scope", |_| {
            let inner = "<keydef keys=\"seeded-power\"><topicmeta><linktext>12 W</linktext></topicmeta></keydef>";
            let entries = format!(
                "<topicref href=\"one.dita\"/>\n<topichead keyscope=\"heater\" navtitle=\"Heater\">{inner}</topichead>"
            );
            let text = format!("<p>It takes {}.</p>", mark("<ph keyref=\"seeded-power\"/>"));
            Some(
                Change::of("seeded/handbook.ditamap", map("Handbook", &entries))
                    .and("seeded/one.dita", topic("one", &text)),
            )
        })
        .may(ADDED),
        form(KEY, "reference of a map", |_| {
            let entries = mark(
                "<topicref keyref=\"seeded-nowhere\"><topicmeta><navtitle>Elsewhere</navtitle></topicmeta></topicref>",
            );
            Some(Change::of("seeded/handbook.ditamap", map("Handbook", &entries)))
        })
        .may(ADDED),
    ]
}

fn topic(id: &str, body: &str) -> String {
    format!("<topic id=\"{id}\"><title>A text of its own: {id}</title><prolog/><body>\n{body}\n</body></topic>\n")
}

fn map(title: &str, entries: &str) -> String {
    format!("<map><title>{title}</title><topicmeta/>\n{entries}\n</map>\n")
}

/// Returns a topic, and a map that it belongs to.
fn with_map(body: &str) -> Change {
    let keys =
        "<keydef keys=\"seeded-voltage\"><topicmeta><keywords><keyword>28 V</keyword></keywords></topicmeta></keydef>";
    let entries = format!("{keys}\n<topicref href=\"one.dita\"/>");
    Change::of("seeded/handbook.ditamap", map("Handbook", &entries)).and("seeded/one.dita", topic("one", body))
}
