//! The one model that every reader makes and every renderer takes.
//!
//! It names no format. What Markdown, XML or a mission database said becomes a [`document::Document`] or a
//! [`database::Database`]; once made, it does not change.

pub mod block;
pub mod database;
pub mod document;
pub mod expression;
pub mod inline;
pub mod procedure;
pub mod walk;
