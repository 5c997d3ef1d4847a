//! Indexes a library for search, and answers queries.
//!
//! Making an index, from nouns to files:
//!
//! 1. [`entry`] cuts a document into units of search: a section or a step each, with [`text`] as its words.
//! 2. [`analysis`] cuts text into terms, in the fields of [`schema`].
//! 3. [`build`] divides the library into parts, makes a segment of each and writes the folder, listed in a
//!    [`manifest`].
//!
//! Asking it:
//!
//! 1. [`open`] opens a folder and writes nothing, so that an index may lie on a read-only medium.
//! 2. [`query`] turns what was typed into clauses, once [`correct`] has looked at the words that nothing holds.
//! 3. [`answer`] ranks the units, and [`snippet`] shows where they speak of it.
//!
//! Terms are ranked by BM25 (Robertson & Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*,
//! 2009), the fields of a word by the greatest of their scores (disjunction max).

pub mod analysis;
pub mod answer;
pub mod build;
mod correct;
mod database;
pub mod entry;
pub mod error;
pub mod manifest;
pub mod open;
mod procedure;
mod prose;
pub mod query;
pub mod schema;
pub mod snippet;
pub mod text;
mod words;

#[cfg(test)]
mod tests;
