//! opsdoc compiles operational documents and procedures into cross-linked HTML and PDF, checks them
//! against the mission database, and indexes them for offline search.
//!
//! ```text
//! Project ─gather→ Sources ─read→ Documents ─link→ Library ─┬─check──→ Diagnostics ─report→ terminal, JSON
//!                                                           ├─render─→ Artifacts ─write→ output/
//!                                                           └─index──→ index/ ──query→ `search`
//! ```
//!
//! Each verb is a module and turns one noun into the next; a noun never changes once made.
//! `ARCHITECTURE.md` draws the layers, and a test holds them.

pub mod catalogue;
pub mod check;
pub mod cli;
pub mod compare;
pub mod convert;
pub mod diagnostic;
pub mod gather;
pub mod impact;
pub mod index;
pub mod link;
pub mod lsp;
pub mod model;
pub mod notation;
pub mod pipeline;
pub mod project;
pub mod propose;
pub mod read;
pub mod render;
pub mod report;
pub mod serve;
pub mod settings;
pub mod text;
pub mod write;
