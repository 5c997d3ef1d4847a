//! Text, and places in it.

pub mod align;
pub mod date;
pub mod digest;
pub mod encoding;
pub mod entities;
pub mod glob;
pub mod path;
pub mod source;
pub mod span;
