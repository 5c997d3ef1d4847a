//! S: step logic.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod goto_missing_step;
