//! Writes a procedure in another format, and says what that format has no place for.
//!
//! - `xml` writes the definition that `procedure.xsd` describes;
//! - `markdown` writes the built-in form of procedures in Markdown;
//! - `stack` writes a command stack of Yamcs;
//! - `pluto` writes the language of ECSS-E-ST-70-32C.
//!
//! No value, operator, unit, tolerance or time is changed on the way. Where a format says the same in another form,
//! where it has no place, and where a control system would do something else, the report says so with the place;
//! what has no place stands in words wherever the format has room for words.

mod condition;
mod decimal;
mod markdown;
mod pluto;
pub mod problem;
mod report;
mod stack;
mod time;
mod words;
mod xml;

use self::report::Report;
use crate::diagnostic::Diagnostic;
use crate::link::library::Library;
use crate::model::block::Block;
use crate::model::database::DataType;
use crate::model::document::{Document, Metadata};
use crate::model::inline::{Kind, Text};
use crate::model::procedure::Procedure;

/// The formats that procedures are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The definition in XML.
    Xml,
    /// The built-in form in Markdown.
    Markdown,
    /// A command stack of Yamcs.
    Stack,
    /// PLUTO.
    Pluto,
}

impl Target {
    /// Returns the format's name, as findings say it.
    pub fn name(self) -> &'static str {
        match self {
            Target::Xml => "the XML definition",
            Target::Markdown => "Markdown",
            Target::Stack => "a stack of Yamcs",
            Target::Pluto => "PLUTO",
        }
    }

    /// Returns how names of files in the format end.
    pub fn extension(self) -> &'static str {
        match self {
            Target::Xml => "xml",
            Target::Markdown => "md",
            Target::Stack => "ycs",
            Target::Pluto => "pluto",
        }
    }
}

/// What is to be converted.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// What is known of the document that defines the procedure.
    pub metadata: &'a Metadata,
    /// The procedure.
    pub procedure: &'a Procedure,
    /// All that the document holds, the procedure too.
    pub body: &'a [Block],
    /// The library that names are looked up in; an empty one where there is none.
    pub library: &'a Library,
    /// Whether it was read from the format that it is written in, so that nothing has to be said otherwise.
    pub same: bool,
}

/// A procedure in its new format.
#[derive(Debug)]
pub struct Converted {
    /// The text of the file.
    pub text: String,
    /// What the format has no place for, in the order of the procedure.
    pub findings: Vec<Diagnostic>,
}

impl<'a> Job<'a> {
    /// Takes a document that defines a procedure.
    pub fn of(document: &'a Document, library: &'a Library, same: bool) -> Option<Self> {
        // A document may have another identifier than the one procedure in it.
        let procedure = document.procedure().or_else(|| document.only_procedure())?;
        Some(Self { metadata: &document.metadata, procedure, body: &document.body, library, same })
    }

    /// Returns the type of a parameter, where the mission database knows it.
    fn parameter(&self, name: &Text) -> Option<&'a DataType> {
        let symbol = self.library.symbols.find(Kind::Parameter, name.as_str())?;
        let item = self.library.symbols.get(symbol).item?;
        Some(&self.library.database.parameters.get(item as usize)?.data_type)
    }

    /// Returns what kind of thing a name names, where exactly one thing bears it.
    fn kind(&self, name: &str) -> Option<Kind> {
        match self.library.symbols.named(name) {
            [only] => Some(self.library.symbols.get(*only).kind),
            _ => None,
        }
    }
}

/// Writes a procedure in a format.
pub fn convert(job: &Job<'_>, target: Target) -> Converted {
    let mut report = Report::new(target);
    report.headings(job.procedure);
    let text = match target {
        Target::Xml => xml::write(job, &mut report),
        Target::Markdown => markdown::write(job, &mut report),
        Target::Stack => stack::write(job, &mut report),
        Target::Pluto => pluto::write(job, &mut report),
    };
    Converted { text, findings: report.findings }
}
