//! The rules, by the groups of the catalogue: each a file, each with its explanation.

pub mod database;
pub mod references;
pub mod steps;
