//! Reads sources into documents and databases.
//!
//! Reading never fails: bad text makes a smaller document and a diagnostic. A source is read alone,
//! so that reading can be parallel.

pub mod catalogue;
mod destination;
mod front_matter;
mod language;
pub mod markdown;
mod metadata;
mod misspelt;
mod number;
pub mod pluto;
pub mod problem;
mod slug;
pub mod stack;
pub mod xml;
