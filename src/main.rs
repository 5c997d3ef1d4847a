//! The `opsdoc` command.

fn main() {}
