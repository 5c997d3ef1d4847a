#![no_main]

use libfuzzer_sys::fuzz_target;
use opsdoc_fuzz::{DIALECT, survives};

fuzz_target!(|bytes: &[u8]| survives(&[("opsdoc.toml", DIALECT), ("operations/page.md", bytes)]));
