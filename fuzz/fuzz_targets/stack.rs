#![no_main]

use libfuzzer_sys::fuzz_target;
use opsdoc_fuzz::survives;

fuzz_target!(|bytes: &[u8]| survives(&[("stack.ycs", bytes)]));
