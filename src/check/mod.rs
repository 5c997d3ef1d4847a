//! Checks a library: every rule of the [`registry`], each a file under [`rules`]. What several rules ask stands in
//! [`subject`]; what a document retells of a procedure is compared in [`restatement`].

pub mod conduct;
pub mod flow;
pub mod orders;
pub mod phrases;
pub mod registry;
pub mod restatement;
pub mod rule;
pub mod rules;
pub mod subject;
