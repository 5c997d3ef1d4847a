//! What a format has no place for.

use crate::diagnostic::Lint;
use crate::lint;

/// Every kind of finding of conversion.
pub static ALL: &[&Lint] =
    &[&KEPT_AS_TEXT, &SAID_OTHERWISE, &NOT_CARRIED, &NOT_SENT, &NO_PROCEDURE, &FILLED_IN, &NO_PATH];

lint! {
    /// ## What it does
    /// Says that the format that a procedure is converted to has no place for a part of it, so that the part stands
    /// there in words: as a text, a comment, or a remark.
    ///
    /// ## Why it matters
    /// People can read it, programs cannot: a decision that stands in a comment is not taken by the control system.
    ///
    /// ## Example
    /// A stack of Yamcs has no decisions. One becomes a step of the type `text`.
    ///
    /// ## How to mend it
    /// Read the place in what was written, and say it in the means of the format where it has some.
    pub static KEPT_AS_TEXT = "X460" "kept-as-text" Warning;
}

lint! {
    /// ## What it does
    /// Says that something has another form in the format that a procedure is converted to, and the same meaning.
    ///
    /// ## Why it matters
    /// Who compares the two by eye should know: `28 ± 0.5` is `gte 27.5` and `lte 28.5` in a stack of Yamcs.
    ///
    /// ## Example
    /// A value between two others becomes two comparisons, with both bounds included.
    ///
    /// ## How to mend it
    /// Nothing has to be done.
    pub static SAID_OTHERWISE = "X461" "said-otherwise" Note;
}

lint! {
    /// ## What it does
    /// Says that the format that a procedure is converted to has no place for a part of it, not even in words.
    ///
    /// ## Why it matters
    /// It is not in what was written. Nothing is left out without such a finding.
    ///
    /// ## Example
    /// Markdown says nothing of whether a value was a number or a string of digits.
    ///
    /// ## How to mend it
    /// Decide whether it matters; if so, add it where the format allows.
    pub static NOT_CARRIED = "X462" "not-carried" Warning;
}

lint! {
    /// ## What it does
    /// Finds something that a control system would do wrongly if it were written in the means of the format: a
    /// telecommand with a variable in a stack of Yamcs, which knows none; a comparison that it would weaken. It
    /// stands in words instead.
    ///
    /// ## Why it matters
    /// The procedure as it was written is not executable without it. Written as it is, it would send or accept
    /// another value.
    ///
    /// ## Example
    /// An argument with the value `$ANGLE` would be sent by a stack as these six characters.
    ///
    /// ## How to mend it
    /// Write the step by hand, with the value that is meant.
    pub static NOT_SENT = "X463" "not-sent" Error;
}

lint! {
    /// ## What it does
    /// Finds a file that defines no procedure, where one is to be converted.
    ///
    /// ## Why it matters
    /// Nothing is written.
    ///
    /// ## Example
    /// A page of prose in Markdown, or a mission database.
    ///
    /// ## How to mend it
    /// Name a file that defines a procedure; `--docs` gives its project, where a dialect says how procedures are
    /// written in it.
    pub static NO_PROCEDURE = "X464" "no-procedure" Error;
}

lint! {
    /// ## What it does
    /// Says that the format that a procedure is converted to demands something that the source does not say, and what
    /// stands for it now.
    ///
    /// ## Why it matters
    /// Only people know what is true: the day of the issue, the type of the procedure, the type of a variable.
    ///
    /// ## Example
    /// A stack of Yamcs has no status; the definition in XML gets `draft`.
    ///
    /// ## How to mend it
    /// Write what is true in its place.
    pub static FILLED_IN = "X465" "filled-in" Warning;
}

lint! {
    /// ## What it does
    /// Finds a telecommand or a parameter whose path in the mission database is not known, where the format that a
    /// procedure is converted to names it by its path.
    ///
    /// ## Why it matters
    /// Yamcs refuses a stack as a whole where it does not find one of the names.
    ///
    /// ## Example
    /// `AOC_MODE` is found as `/SAT/AOC/AOC_MODE` alone.
    ///
    /// ## How to mend it
    /// Name the folder whose project names the mission database: `--docs docs-source`.
    pub static NO_PATH = "X466" "no-path" Warning;
}
