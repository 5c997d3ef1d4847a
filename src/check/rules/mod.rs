//! The rules, by the groups of the catalogue: each a file, each with its explanation.

pub mod applicability;
pub mod baselines;
pub mod classification;
pub mod database;
pub mod language;
pub mod project;
pub mod references;
pub mod safety;
pub mod steps;
