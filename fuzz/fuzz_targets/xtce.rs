#![no_main]

use libfuzzer_sys::fuzz_target;
use opsdoc_fuzz::{PAGE, survives};

fuzz_target!(|bytes: &[u8]| survives(&[("database.xml", bytes), ("page.md", PAGE)]));
