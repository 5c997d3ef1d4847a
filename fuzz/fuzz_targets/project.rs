#![no_main]

use libfuzzer_sys::fuzz_target;
use opsdoc_fuzz::{PAGE, survives};

fuzz_target!(|bytes: &[u8]| survives(&[
    ("opsdoc.toml", bytes),
    ("page.md", PAGE),
    ("database.csv", b"Name,Unit\nA,V\n")
]));
