//! Checks a library: every rule of the [`registry`], each a file under [`rules`].

pub mod conduct;
pub mod flow;
pub mod orders;
pub mod phrases;
pub mod registry;
pub mod rule;
pub mod rules;
pub mod subject;
