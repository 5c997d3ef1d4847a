//! `opsdoc schema`: prints a schema.

use std::io::Write;

use super::args::{Schema, SchemaOf};
use super::fault::Fault;
use super::terminal::Terminal;

pub(super) fn run(arguments: &Schema, terminal: &Terminal) -> Result<(), Fault> {
    let schema = match arguments.of {
        SchemaOf::Procedure => include_str!("../read/xml/procedure.xsd"),
    };
    let mut out = terminal.out();
    out.write_all(schema.as_bytes())?;
    Ok(out.flush()?)
}
