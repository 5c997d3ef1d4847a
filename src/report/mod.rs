//! Writes findings, for a person at a terminal or for a program.
//!
//! - [`human`] shows each with the lines it is about, as `rustc` does; [`excerpt`] chooses the lines.
//! - [`json`] writes one object a line.
//! - [`summary`] counts them.
//!
//! What is written is coloured with the styles of [`style`]; whoever owns the stream strips them where
//! no colour is wanted.

mod excerpt;
pub mod human;
pub mod json;
pub mod place;
pub mod style;
pub mod summary;
