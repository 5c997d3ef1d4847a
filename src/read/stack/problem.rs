//! What can be wrong in a command stack.

use crate::diagnostic::Lint;
use crate::lint;

/// Every kind of finding of this reader.
pub static ALL: &[&Lint] = &[
    &MALFORMED_STACK,
    &UNKNOWN_STACK_CONTENT,
    &UNKNOWN_STACK_OPERATOR,
    &INVALID_STACK_VALUE,
    &UNKNOWN_STACK_KEY,
    &SKIPPED_IN_BACKGROUND,
    &REPEATED_STACK_KEY,
];

lint! {
    /// ## What it does
    /// Finds a command stack of Yamcs that is no JSON (RFC 8259).
    ///
    /// ## Why it matters
    /// Yamcs refuses the stack. Nothing of it can be checked; its text is shown as it is written.
    ///
    /// ## Example
    /// ```json
    /// { "steps": [ { "type": "command", "name": "/SAT/TC_ON" }, ] }
    /// ```
    ///
    /// ## How to mend it
    /// Mend the place that the message points at. JSON has no comments, and no comma after the last value.
    pub static MALFORMED_STACK = "X440" "malformed-stack" Error;
}

lint! {
    /// ## What it does
    /// Finds something in a command stack that is no stack and no step: a file without `steps`, a step whose `type`
    /// is none of `command`, `verify`, `check` and `text`.
    ///
    /// ## Why it matters
    /// Yamcs passes over a step whose type it does not know, and says nothing. What the step should do is not done.
    ///
    /// ## Example
    /// ```json
    /// { "type": "comand", "name": "/SAT/TC_ON" }
    /// ```
    ///
    /// ## How to mend it
    /// Write one of the four types. Until then the step is shown as it is written.
    pub static UNKNOWN_STACK_CONTENT = "X441" "unknown-stack-content" Error;
}

lint! {
    /// ## What it does
    /// Finds a comparison of a `verify` step whose operator Yamcs does not know. It knows `eq`, `neq`, `lt`, `lte`,
    /// `gt` and `gte`.
    ///
    /// ## Why it matters
    /// Yamcs passes over the comparison as if it held. The stack goes on whatever the parameter is.
    ///
    /// ## Example
    /// ```json
    /// { "parameter": "/SAT/EPS/VOLT", "operator": "ge", "value": 24 }
    /// ```
    ///
    /// ## How to mend it
    /// Write the operator that is meant: `gte` for ≥. Until then the comparison is shown as it is written, and no
    /// other is taken for it.
    pub static UNKNOWN_STACK_OPERATOR = "X442" "unknown-stack-operator" Error;
}

lint! {
    /// ## What it does
    /// Finds a value of a command stack that Yamcs cannot take, or takes otherwise than it reads: a command without a
    /// name, a wait that is no whole number of milliseconds, a timeout of 0, which is no limit at all.
    ///
    /// ## Why it matters
    /// Yamcs refuses the stack as a whole, cuts the number, or waits for ever.
    ///
    /// ## Example
    /// ```json
    /// { "type": "verify", "condition": [], "timeout": "soon" }
    /// ```
    ///
    /// ## How to mend it
    /// Write what the help says. Until then the value is shown as it is written.
    pub static INVALID_STACK_VALUE = "X443" "invalid-stack-value" Error;
}

lint! {
    /// ## What it does
    /// Finds a key of a command stack that the format does not have.
    ///
    /// ## Why it matters
    /// Yamcs passes over it. A misspelt `timeout` is no timeout.
    ///
    /// ## Example
    /// ```json
    /// { "type": "verify", "condition": [], "timout": 5000 }
    /// ```
    ///
    /// ## How to mend it
    /// Write the key that is meant, or take it away. Until then it is shown as it is written.
    pub static UNKNOWN_STACK_KEY = "X444" "unknown-stack-key" Warning;
}

lint! {
    /// ## What it does
    /// Says that a command stack has steps that Yamcs passes over when it runs the stack in the background: those of
    /// the types `text` and `check`. It is said once a stack.
    ///
    /// ## Why it matters
    /// Who runs the stack as an activity, or from the timeline, sees neither the texts nor the values. A text that
    /// asks for a decision is then not read by anybody.
    ///
    /// ## Example
    /// ```json
    /// { "type": "text", "text": "Wait for GO of the flight director." }
    /// ```
    ///
    /// ## How to mend it
    /// Nothing, where the stack is only run by hand. Otherwise make a `verify` step of what has to hold.
    pub static SKIPPED_IN_BACKGROUND = "X445" "skipped-in-background" Note;
}

lint! {
    /// ## What it does
    /// Finds a key that stands twice in one object of a command stack.
    ///
    /// ## Why it matters
    /// One of the two values counts, and which depends on the program that reads it.
    ///
    /// ## Example
    /// ```json
    /// { "name": "voltage_num", "value": 1, "value": 2 }
    /// ```
    ///
    /// ## How to mend it
    /// Take one of them away. Until then the last one counts, and the other is shown as it is written.
    pub static REPEATED_STACK_KEY = "X446" "repeated-stack-key" Error;
}
