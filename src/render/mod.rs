//! Renders a library: pages, and PDFs. Pure: bytes come back, nothing is written.

pub mod artifact;
pub mod html;
pub mod pdf;
pub mod words;
