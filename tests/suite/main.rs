//! Everything that is tested from outside, in one binary: one link, and all of it in parallel.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a test says what it measured, and what it skipped")]

mod architecture;
mod browser;
mod cases;
mod catalogue;
mod circle;
mod cli;
mod commonmark;
mod conservation;
mod db;
mod devtools;
mod dialect;
mod dita;
mod docs;
mod editor;
mod export;
mod findings;
mod hostile;
mod impact;
mod interchange;
mod living;
mod lookup;
mod lsp;
mod parity;
mod pdf;
mod reading;
mod readonly;
mod rebuild;
mod robust;
mod s1000d;
mod seeded;
mod serve;
mod superseded;
mod support;
mod workspace;
mod xtce;
