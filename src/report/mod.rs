//! Writes findings, for a person at a terminal or for a program.
//!
//! - [`human`] shows each with the lines it is about, as `rustc` does; [`excerpt`] chooses the lines.
//! - [`json`] writes one object a line.
//! - [`sarif`], [`junit`] and [`github`] write what code hosts and build servers read, of [`findings`].
//! - [`diff`] shows what mends would change.
//! - [`summary`] counts them.
//!
//! What is written is coloured with the styles of [`style`]; whoever owns the stream strips them where
//! no colour is wanted.

pub mod diff;
mod excerpt;
pub mod findings;
pub mod github;
pub mod human;
pub mod json;
pub mod junit;
pub mod place;
pub mod sarif;
pub mod style;
pub mod summary;
