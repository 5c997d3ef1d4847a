//! Reads XML: procedure definitions and mission databases.
//!
//! 1. `cursor` turns text into a tree of elements, each thing with its place; it knows no format.
//! 2. [`procedure`] reads such a tree as a procedure definition.
//! 3. [`xtce`] reads it as a mission database.
//! 4. [`s1000d`] reads it as a module of S1000D; `cals` reads the tables that formats share.

mod cals;
mod cursor;
pub mod dita;
mod entity;
mod flow;
pub mod procedure;
pub mod s1000d;
mod tree;
pub mod xtce;

pub use cursor::root_name;

/// The schema of procedure definitions, an XML Schema 1.0 document.
pub const PROCEDURE_XSD: &str = include_str!("procedure.xsd");
