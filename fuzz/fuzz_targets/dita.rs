#![no_main]

use libfuzzer_sys::fuzz_target;
use opsdoc_fuzz::{MAP, survives};

fuzz_target!(|bytes: &[u8]| survives(&[("topic.dita", bytes), ("map.ditamap", MAP)]));
