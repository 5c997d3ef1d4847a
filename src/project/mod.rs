//! What a project says of itself: the file `opsdoc.toml` in its documentation folder.

pub mod config;
mod policy;
pub mod problem;
pub mod reader;
