//! R: references between documents, and identifiers.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod broken_anchor;
pub mod broken_file_link;
pub mod cites_older_issue;
pub mod duplicate_identifier;
pub mod missing_image;
pub mod unknown_document;
pub mod unknown_procedure;
