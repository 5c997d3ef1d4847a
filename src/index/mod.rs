//! Indexes a library for search, and answers queries.
//!
//! Making an index, from nouns to files:
//!
//! 1. [`entry`] cuts a document into units of search: a section or a step each, with [`text`] as its words.
//! 2. [`analysis`] cuts text into terms, in the fields of [`schema`].
//! 3. [`build`] divides the library into parts, makes a segment of each and writes the folder, listed in a
//!    [`manifest`].
//! 4. [`shards`] writes what is in it as scripts, for pages that are opened from a folder.
//!
//! Asking it:
//!
//! 1. [`open`] opens a folder and writes nothing, so that an index may lie on a read-only medium.
//! 2. [`query`] turns what was typed into clauses, once [`correct`] has looked at the words that nothing holds.
//! 3. [`rank`] scores the units by BM25, the fields of a word by the greatest of their scores (disjunction max).
//! 4. [`answer`] puts them in order, [`facets`] counts them, and [`snippet`] shows where they speak of it.
//! 5. [`lookup`] says all that is known of one name, from what [`uses`] and [`card`] keep of the structure.

pub mod analysis;
pub mod answer;
pub mod build;
pub mod card;
mod correct;
mod database;
pub mod entry;
pub mod error;
pub mod export;
pub mod facets;
pub mod lookup;
pub mod manifest;
pub mod open;
mod procedure;
mod prose;
pub mod query;
mod rank;
pub mod schema;
pub mod shards;
pub mod snippet;
pub mod synonyms;
pub mod text;
pub mod unit;
pub mod uses;
mod words;

#[cfg(test)]
mod tests;
