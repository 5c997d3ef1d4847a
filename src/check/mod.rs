//! Checks a library: every rule of the [`registry`], each a file under [`rules`].

pub mod prose;
pub mod registry;
pub mod rule;
pub mod rules;
pub mod subject;
