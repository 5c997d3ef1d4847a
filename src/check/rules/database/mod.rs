//! D: what contradicts the mission database. Without a database these rules are silent.

#![allow(missing_docs, reason = "a rule documents itself: its explanation is its lint")]

pub mod argument_out_of_range;
pub mod unknown_alarm;
pub mod unknown_argument;
pub mod unknown_enumeration_label;
pub mod unknown_parameter;
pub mod unknown_telecommand;
pub mod value_label_contradiction;
