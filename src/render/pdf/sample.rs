//! Documents for the tests, made by hand: one with everything that prose can hold, and a procedure
//! with every kind of action.

use ecow::EcoString;

use crate::link::library::{DocumentIndex, Library, Links, Reference, Target};
use crate::link::symbols::Symbol;
use crate::model::block::*;
use crate::model::document::{Document, DocumentKind, Metadata, Status};
use crate::model::expression::*;
use crate::model::inline::*;
use crate::model::procedure::*;
use crate::text::digest::Digest;
use crate::text::source::{Source, Sources};
use crate::text::span::{SourceId, Span};

/// Writes a source as a reader would have read it.
pub(super) struct Writer {
    source: SourceId,
    text: String,
    links: Links,
}

impl Writer {
    pub(super) fn new(source: u32) -> Self {
        Self { source: SourceId(source), text: String::new(), links: Links::default() }
    }

    pub(super) fn t(&mut self, text: &str) -> Text {
        let start = self.text.len();
        self.text.push_str(text);
        self.text.push('\n');
        Text::new(text, Span::new(self.source, start, start + text.len()))
    }

    fn span(&mut self) -> Span {
        let start = self.text.len();
        self.text.push('\n');
        Span::new(self.source, start, start + 1)
    }

    pub(super) fn line(&mut self, text: &str) -> Vec<Inline> {
        vec![Inline::Text(self.t(text))]
    }

    fn code(&mut self, text: &str) -> Inline {
        Inline::Code(self.t(text))
    }

    pub(super) fn paragraph(&mut self, text: &str) -> Block {
        let content = self.line(text);
        self.paragraph_of(content)
    }

    fn paragraph_of(&mut self, content: Vec<Inline>) -> Block {
        Block::Paragraph(Paragraph { content, span: self.span() })
    }

    pub(super) fn heading(&mut self, level: u8, text: &str, anchor: &str) -> Block {
        let content = self.line(text);
        Block::Heading(Heading {
            level,
            content,
            anchor: anchor.into(),
            explicit: None,
            restates: None,
            span: self.span(),
        })
    }

    fn html(&mut self, html: &str) -> Inline {
        Inline::Html(Box::new(self.raw(html, &[])))
    }

    fn raw(&mut self, html: &str, anchors: &[&str]) -> RawHtml {
        let anchors = anchors.iter().map(|anchor| EcoString::from(*anchor)).collect();
        RawHtml { text: self.t(html), references: Vec::new(), anchors, words: Vec::new(), lines: Vec::new() }
    }

    fn link(&mut self, text: &str, written: &str, target: Target) -> Inline {
        let content = self.line(text);
        let span = self.span();
        self.links.references.push(Reference { span, image: false, target, issue: None, respelled: None });
        let destination = Destination::File { path: EcoString::new(), anchor: None };
        Inline::Link(Box::new(Link { destination, written: written.into(), title: EcoString::new(), content, span }))
    }

    fn image(&mut self, alternative: &str, path: &str) -> Inline {
        let alternative = self.line(alternative);
        let span = self.span();
        self.links.references.push(Reference {
            span,
            image: true,
            target: Target::Asset(path.into()),
            issue: None,
            respelled: None,
        });
        let destination = Destination::File { path: path.into(), anchor: None };
        Inline::Image(Box::new(Image { destination, written: path.into(), title: EcoString::new(), alternative, span }))
    }

    fn admonition(&mut self, kind: AdmonitionKind, text: &str) -> Admonition {
        let blocks = vec![self.paragraph(text)];
        Admonition { kind, blocks, span: self.span() }
    }

    fn list(&mut self, start: Option<u64>, items: Vec<(Option<bool>, Vec<Block>)>) -> Block {
        let mut listed = Vec::new();
        for (checked, blocks) in items {
            listed.push(ListItem { checked, blocks, span: self.span() });
        }
        Block::List(List { start, tight: true, items: listed, span: self.span() })
    }

    fn table(&mut self, rows: &[&[&str]]) -> Block {
        let mut cells = Vec::new();
        for row in rows {
            let mut made: Vec<Cell> = Vec::new();
            for cell in *row {
                made.push(match cell.strip_prefix('`') {
                    Some(code) => vec![self.code(code)],
                    None => self.line(cell),
                });
            }
            cells.push(made);
        }
        let head = cells.remove(0);
        Block::Table(Table { alignments: vec![Alignment::Default; head.len()], head, rows: cells, span: self.span() })
    }

    fn comparison(&mut self, name: &str, operator: Operator, values: &[&str], unit: Option<&str>) -> Comparison {
        let parameter = self.t(name);
        let values = values.iter().map(|value| self.t(value)).collect();
        let unit = unit.map(|unit| self.t(unit));
        Comparison { parameter, operator, values, tolerance: None, unit, span: self.span() }
    }

    fn condition(&mut self, text: &str) -> Condition {
        Condition { text: self.t(text), comparisons: Vec::new() }
    }

    pub(super) fn step(&mut self, id: &str, number: &str, title: &str) -> Step {
        Step {
            id: self.t(id),
            number: number.into(),
            title: self.line(title),
            safety: Vec::new(),
            actions: Vec::new(),
            expected: Vec::new(),
            continuation: Vec::new(),
            steps: Vec::new(),
            critical: false,
            hold: false,
            irreversible: false,
            role: None,
            marks: Vec::new(),
            anchors: Vec::new(),
            span: self.span(),
        }
    }

    fn manual(&mut self, text: &str) -> Action {
        let line = self.line(text);
        Action::Manual(line, self.span())
    }

    fn telecommand(&mut self, name: &str, arguments: &[(&str, &str, &str)]) -> Action {
        let name = self.t(name);
        let mut given = Vec::new();
        for (argument, value, unit) in arguments {
            let unit = (!unit.is_empty()).then(|| self.t(unit));
            given.push(ArgumentValue { name: self.t(argument), value: self.t(value), unit });
        }
        Action::Telecommand(TelecommandCall { name, arguments: given, directives: Vec::new(), span: self.span() })
    }

    fn outcome(&mut self, outcome: &str, action: &str, goto: Option<&str>) -> Outcome {
        Outcome {
            outcome: self.t(outcome),
            action: self.t(action),
            goto: goto.map(|goto| self.t(goto)),
            event: None,
            max: Some(self.t("2")),
            timeout: Some(self.t("30 s")),
            content: Vec::new(),
            span: self.span(),
        }
    }
}

/// A library: a manual (0), a procedure (1), a short document (2).
pub(super) fn library() -> (Library, Sources) {
    let mut library = Library::default();
    let mut sources = Vec::new();
    for (at, make) in [manual as fn(&mut Writer) -> Document, procedure, short].into_iter().enumerate() {
        let mut writer = Writer::new(at as u32);
        let document = make(&mut writer);
        library.documents.push(document);
        library.links.push(writer.links);
        sources.push(Source::new(format!("source-{at}.md"), writer.text, Digest::of(b"")));
    }
    library.stems = vec!["manual/guide".into(), "procedures/FCP-AOCS-012".into(), "short".into()];
    let at = Span::at_start(SourceId(1));
    library.symbols.add(Symbol {
        kind: Kind::Procedure,
        id: "FCP-AOCS-012".into(),
        title: "Désaturer les roues à réaction".into(),
        document: Some(DocumentIndex(1)),
        anchor: EcoString::new(),
        item: None,
        parent: None,
        span: at,
    });
    (library, Sources::new(sources))
}

fn metadata(w: &mut Writer, id: &str, title: &str, language: &str) -> Metadata {
    Metadata {
        id: Some(w.t(id)),
        title: w.line(title),
        issue: Some(w.t("3")),
        revision: Some(w.t("B")),
        status: Some(Status::InReview),
        date: Some(w.t("2026-03-14")),
        language: Some(w.t(language)),
        classification: Some(w.t("diffusion restreinte")),
        caveats: Some(w.t("Spécial France")),
        authors: vec![w.t("A. Martin"), w.t("B. Dupont")],
        other: vec![(w.t("project-phase"), w.t("E1 — in-flight acceptance"))],
        ..Metadata::default()
    }
}

/// A document of prose with everything in it.
fn manual(w: &mut Writer) -> Document {
    let mut metadata = metadata(w, "OPS-MAN-0042", "Operating the attitude control", "en");
    metadata.applicability.satellites = vec![w.t("PHR1A"), w.t("PHR1B")];
    let mut body = vec![w.heading(1, "Operating the attitude control", "operating")];
    body.push(w.paragraph(
        "The efficient flight controller finds first offices; ligatures such as ffi and fl must come out as letters.",
    ));
    body.push(w.heading(3, "A skipped level", "skipped"));
    let to_step = Target::Document { document: DocumentIndex(1), anchor: Some("step-desat".into()) };
    let to_heading = Target::Document { document: DocumentIndex(0), anchor: Some("tables".into()) };
    let mut content = w.line("See ");
    content.push(w.link("step desat of the procedure", "x", to_step));
    content.extend(w.line(", the "));
    content.push(w.link("tables below", "#tables", to_heading));
    content.extend(w.line(" and "));
    content.push(w.link("the ECSS site", "https://ecss.nl/standards", Target::External));
    content.extend(w.line(". In code: "));
    content.push(w.code("AOC_WHL_MOMENTUM_X"));
    content.extend(w.line(", "));
    content.push(w.code("/opt/mission/very/long/path/to/some/directory/with-a-hyphen/and_underscores/file.name.conf"));
    content.push(Inline::Strong(w.line("strong")));
    content.push(Inline::Emphasis(w.line(" emphasis")));
    content.push(Inline::Strikethrough(w.line(" struck")));
    content.push(Inline::FootnoteReference(w.t("one")));
    content.push(Inline::HardBreak);
    content.push(Inline::Abbreviation(Box::new(Abbreviation {
        short: w.t("AOCS"),
        expansion: w.t("attitude and orbit control system"),
    })));
    content.extend(w.line(" and "));
    let open = w.line("limit to be confirmed");
    content.push(Inline::Tbd(Box::new(Tbd {
        id: Some(w.t("TBD-7")),
        owner: Some(w.t("AOCS")),
        due: Some(w.t("2026-09-01")),
        content: open,
        span: w.span(),
    })));
    content.push(w.html("<kbd>"));
    content.extend(w.line(" Ctrl"));
    content.push(w.html("</kbd>"));
    body.push(w.paragraph_of(content));
    let footnote = vec![w.paragraph("The text of the footnote, of flight-control interest.")];
    body.push(Block::Footnote(Footnote { label: w.t("one"), blocks: footnote }));
    for kind in [
        AdmonitionKind::Warning,
        AdmonitionKind::Caution,
        AdmonitionKind::Note,
        AdmonitionKind::Tip,
        AdmonitionKind::Important,
    ] {
        let admonition = w.admonition(kind, "Say it before it is done, in-flight or on the bench.");
        body.push(Block::Admonition(admonition));
    }
    body.push(w.heading(2, "Lists", "lists"));
    let inner = vec![w.paragraph("inner one")];
    let inner = w.list(None, vec![(None, inner)]);
    let first = vec![w.paragraph("first"), inner];
    let second = vec![w.paragraph("second")];
    body.push(w.list(Some(4), vec![(None, first), (None, second)]));
    let done = vec![w.paragraph("done")];
    let open = vec![w.paragraph("still to do, and long enough to see where the second line of a task begins when the text of the task wraps at the margin")];
    body.push(w.list(None, vec![(Some(true), done), (Some(false), open)]));
    body.push(w.heading(2, "Tables", "tables"));
    let rows: Vec<Vec<String>> = (1..45)
        .map(|n| {
            vec![
                n.to_string(),
                format!("`AOC_VERY_LONG_MNEMONIC_{n:03}_STATUS"),
                "Check that the wheel speed is nominal and that the momentum decreases".to_owned(),
                format!("{n}.5 N·m·s"),
                "ok/not-ok".to_owned(),
            ]
        })
        .collect();
    let mut all: Vec<Vec<&str>> = vec![vec!["N", "Parameter", "What to do", "Value", "P/F"]];
    all.extend(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
    let all: Vec<&[&str]> = all.iter().map(Vec::as_slice).collect();
    body.push(w.table(&all));
    body.push(w.table(&[&["a", "b"], &["one", "two"]]));
    let long = "`THIS_IS_A_MNEMONIC_OF_A_LENGTH_THAT_NO_COLUMN_CAN_EVER_HOLD_IN_FULL";
    body.push(w.table(&[&["A", "B", "C", "D"], &[long, long, long, long]]));
    body.push(w.heading(2, "Code", "code"));
    let code = "fn main() {\n    println!(\"indented, ffi fl → ok\");\n\n    // a line without end: ".to_owned()
        + &"word ".repeat(30)
        + "\n\t"
        + &"x_".repeat(90)
        + "\n}\n";
    body.push(Block::Code(CodeBlock { info: Some("rust".into()), text: w.t(&code) }));
    let quoted = vec![
        w.paragraph("A quotation of some length, which says what others have said before, in words of their own."),
    ];
    body.push(Block::Quote(quoted));
    body.push(Block::ThematicBreak(w.span()));
    let html = w.raw("<table id=\"raw\"><tr><td>cell one</td><td>cell &amp; two</td></tr></table><script>alert(1)</script><!-- no -->", &["raw"]);
    body.push(Block::Html(Box::new(html)));
    let picture = w.image("A square", "good.svg");
    body.push(w.paragraph_of(vec![picture]));
    let broken = w.image("A broken picture", "broken.png");
    body.push(w.paragraph_of(vec![broken]));
    let mut inline = w.line("A picture ");
    inline.push(w.image("small", "good.svg"));
    inline.extend(w.line(" in a line."));
    body.push(w.paragraph_of(inline));
    body.push(w.heading(2, "The procedure, shown", "shown"));
    let steps = vec![w.t("step-desat")];
    body.push(Block::Presentation(Presentation { procedure: w.t("FCP-AOCS-012"), steps, span: w.span() }));
    Document { source: w.source, metadata, body }
}

/// A procedure with every kind of action.
fn procedure(w: &mut Writer) -> Document {
    let mut metadata = metadata(w, "FCP-AOCS-012", "Désaturer les roues à réaction", "fr");
    metadata.kind = DocumentKind::FlightControl;
    metadata.criticality = Some(w.t("élevée"));
    metadata.applicability.missions = vec![w.t("PHR")];
    metadata.applicability.phases = vec![w.t("routine"), w.t("leop")];

    let mut one = w.step("step-check", "1", "Vérifier l’état initial");
    let mut check = Check {
        verify: false,
        comparisons: vec![
            w.comparison("AOC_MODE", Operator::Equal, &["NOMINAL"], None),
            w.comparison("AOC_WHL_MOMENTUM_X", Operator::Between, &["-12.5", "12.5"], Some("N·m·s")),
        ],
        within: Some(w.t("5 s")),
        delay: None,
        span: w.span(),
    };
    check.comparisons[1].tolerance = Some(w.t("0.1"));
    one.actions.push(Action::Check(check));
    one.actions.push(Action::Record(Record {
        name: w.t("AOC_WHL_SPEED_1"),
        content: w.line("avant la manœuvre"),
        span: w.span(),
    }));
    one.expected = w.line("Le mode est nominal et le moment reste dans ses limites.");

    let mut two = w.step("step-desat", "2", "Désaturer");
    two.critical = true;
    two.hold = true;
    two.irreversible = true;
    two.role = Some(w.t("SPACON"));
    two.safety = vec![
        w.admonition(AdmonitionKind::Warning, "Ne jamais commander les tuyères pendant une prise de vue."),
        w.admonition(AdmonitionKind::Caution, "Surveiller la température du réservoir."),
    ];
    two.actions.push(w.telecommand(
        "AOC_DESAT_START",
        &[
            ("axis", "X", ""),
            ("torque", "0.05", "N·m"),
            ("very_long_argument_name_of_it", "SOME_ENUMERATION_LABEL", ""),
        ],
    ));
    two.actions.push(w.telecommand("AOC_PING", &[]));
    let wait = Wait {
        duration: Some(w.t("10 s")),
        until: Some(w.condition("AOC_DESAT = DONE")),
        timeout: Some(w.t("120 s")),
        content: w.line("sans rien toucher"),
        span: w.span(),
    };
    two.actions.push(Action::Wait(wait));
    let verify = Check {
        verify: true,
        comparisons: vec![w.comparison("AOC_DESAT", Operator::In, &["DONE", "IDLE"], None)],
        within: None,
        delay: Some(w.t("2 s")),
        span: w.span(),
    };
    two.actions.push(Action::Check(verify));
    let decide = Decide {
        branches: vec![Branch {
            test: Some(w.condition("AOC_DESAT = FAILED")),
            goto: Some(w.t("step-abort")),
            content: w.line("après avis du responsable"),
            steps: Vec::new(),
        }],
        otherwise: Some(Branch { test: None, goto: Some(w.t("step-close")), content: Vec::new(), steps: Vec::new() }),
        span: w.span(),
    };
    two.actions.push(Action::Decide(decide));
    let call = Call {
        procedure: w.t("FCP-AOCS-012"),
        issue: Some(w.t("2")),
        arguments: vec![(w.t("axis"), w.t("Y"))],
        span: w.span(),
    };
    two.actions.push(Action::Call(call));
    two.actions.push(w.manual("Basculer l’antenne à la main."));
    let voice =
        Voice {
            to: Some(w.t("responsable d’opérations")), content: w.line("désaturation terminée"), span: w.span()
        };
    two.actions.push(Action::Voice(voice));
    let script = Script {
        reference: w.t("scripts/desat.sh"),
        sha256: Some(w.t("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")),
        content: w.line("puis lire la sortie"),
        span: w.span(),
    };
    two.actions.push(Action::Script(script));
    let log = w.line("désaturation faite");
    two.actions.push(Action::Log(log, w.span()));
    two.continuation =
        vec![w.outcome("confirmed", "continue", None), w.outcome("not-confirmed", "goto", Some("step-abort"))];

    let mut three = w.step("step-both", "3", "Deux actions de front");
    let mut left = w.step("left", "3.1", "À gauche");
    left.actions.push(w.manual("Regarder à gauche."));
    let mut right = w.step("right", "3.2", "À droite");
    right.actions.push(w.manual("Regarder à droite."));
    three.actions.push(Action::Parallel(Parallel { until_one: false, steps: vec![left, right], span: w.span() }));
    let again = vec![w.telecommand("AOC_STEP", &[("n", "1", "")]), w.manual("Compter.")];
    three.actions.push(Action::Repeat(Repeat {
        turns: None,
        until: Some(w.condition("AOC_COUNT >= 3")),
        max: Some(w.t("5")),
        actions: again,
        span: w.span(),
    }));
    three.actions.push(Action::Goto(w.t("step-check")));
    let mut sub = w.step("sub", "3.3", "Une sous-étape");
    sub.actions.push(w.manual("La faire."));
    three.steps = vec![sub];

    let abort = w.step("step-abort", "4", "Abandonner");
    let mut close = w.step("step-close", "5", "Terminer");
    close.actions.push(w.manual("Rendre la main."));
    let on_event = w.step("w1", "W1", "Couper");
    let precheck = Check {
        verify: false,
        comparisons: vec![w.comparison("TTC_LOCK", Operator::Equal, &["ON"], None)],
        within: None,
        delay: None,
        span: w.span(),
    };
    let confirm = Check {
        verify: true,
        comparisons: vec![w.comparison("AOC_MODE", Operator::NotEqual, &["SAFE"], None)],
        within: None,
        delay: None,
        span: w.span(),
    };
    let procedure = Procedure {
        id: w.t("FCP-AOCS-012"),
        purpose: vec![w.paragraph("Ramener le moment cinétique des roues à zéro avant qu’elles ne saturent.")],
        triggers: vec![
            Trigger::Alarm(w.t("AOC_WHL_HIGH")),
            Trigger::Event(w.t("EVT_12")),
            Trigger::Symptom(w.line("les roues tournent vite")),
        ],
        references: w.line("Manuel SCAO"),
        history: vec![Change {
            issue: Some(w.t("3")),
            date: Some(w.t("2026-03-14")),
            author: Some(w.t("A. Martin")),
            reason: w.line("Limites revues après l’essai."),
        }],
        approvals: vec![Approval {
            role: Some(w.t("Responsable de vol")),
            name: Some(w.t("C. Durand")),
            date: Some(w.t("2026-03-20")),
        }],
        validation: vec![Run {
            means: Some(w.t("simulator")),
            config: Some(w.t("SDGC PHR 4.2")),
            issue: Some(w.t("3")),
            date: Some(w.t("2026-03-16")),
            result: Some(w.t("passed")),
            content: Vec::new(),
        }],
        requirements: vec![
            Requirement { kind: RequirementKind::Role, name: Some(w.t("SPACON")), content: w.line("à son poste") },
            Requirement { kind: RequirementKind::Duration, name: Some(w.t("12 min")), content: Vec::new() },
        ],
        variables: vec![Variable {
            name: w.t("momentum"),
            data_type: Some(w.t("float")),
            unit: Some(w.t("N·m·s")),
            content: w.line("à relever"),
        }],
        events: vec![EventDeclaration { name: w.t("wheel-stuck"), content: w.line("une roue ne tourne plus") }],
        preconditions: vec![
            Precondition::Check(precheck),
            Precondition::Text(w.line("La visibilité dure encore dix minutes.")),
        ],
        phases: vec![
            Phase { title: w.line("Préparation"), steps: vec![one], ..Phase::default() },
            Phase { title: w.line("Exécution"), steps: vec![two, three, abort, close], ..Phase::default() },
        ],
        watchdogs: vec![Watchdog {
            event: w.t("wheel-stuck"),
            steps: vec![on_event],
            call: Some(Call { procedure: w.t("CRP-AOCS-001"), issue: None, arguments: Vec::new(), span: w.span() }),
            span: w.span(),
        }],
        confirmation: vec![confirm],
        closeout: Closeout { text: vec![w.paragraph("Remplir le journal.")], steps: Vec::new() },
        headings: Vec::new(),
        span: w.span(),
    };
    Document { source: w.source, metadata, body: vec![Block::Procedure(Box::new(procedure))] }
}

/// A page of no great matter, with a character that no font has.
fn short(w: &mut Writer) -> Document {
    let body = vec![w.heading(1, "A short page", "a-short-page"), w.paragraph("To the moon 🚀 and 漢字 back.")];
    Document { source: w.source, metadata: Metadata::default(), body }
}
