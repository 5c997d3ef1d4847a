#![no_main]

use libfuzzer_sys::fuzz_target;
use opsdoc_fuzz::{catalogue, survives};

fuzz_target!(|bytes: &[u8]| survives(&[
    ("opsdoc.toml", catalogue("database.yaml").as_bytes()),
    ("database.yaml", bytes)
]));
