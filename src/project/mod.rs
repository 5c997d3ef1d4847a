//! What a project says of itself: the file `opsdoc.toml` in its documentation folder.

pub mod catalogue;
pub mod config;
mod database;
pub mod dialect;
pub mod language;
mod policy;
pub mod problem;
pub mod reader;
pub mod requirement;
