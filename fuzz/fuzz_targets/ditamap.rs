#![no_main]

use libfuzzer_sys::fuzz_target;
use opsdoc_fuzz::{TOPIC, survives};

fuzz_target!(|bytes: &[u8]| survives(&[("map.ditamap", bytes), ("topic.dita", TOPIC)]));
