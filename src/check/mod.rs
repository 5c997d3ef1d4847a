//! Checks a library.
//!
//! 1. Every rule of the [`registry`], each a file under [`rules`], finds what it finds.
//! 2. [`policy`] says how grave each finding is in this project; `waiver` says which of them someone answers for, and
//!    `unread` which may only follow from a source that could not be read.
//! 3. [`ratchet`] tells which of them were there before.
//!
//! What several rules ask stands in [`subject`]; what a document retells of a procedure is compared in [`restatement`].

pub mod cited;
pub mod conduct;
pub mod difference;
pub mod flow;
pub mod orders;
pub mod phrases;
pub mod policy;
pub mod problem;
pub mod prose;
pub mod ratchet;
pub mod registry;
pub mod restatement;
pub mod rule;
pub mod rules;
pub mod subject;
mod unread;
mod waiver;
