//! What can be wrong in a procedure in PLUTO.

use crate::diagnostic::Lint;
use crate::lint;

/// Every kind of finding of this reader.
pub static ALL: &[&Lint] = &[&MALFORMED_PLUTO, &OUTSIDE_PLUTO_SUBSET, &SECTION_OF_STEP, &TIME_WITHOUT_UNIT];

lint! {
    /// ## What it does
    /// Finds a file that is no procedure in PLUTO (ECSS-E-ST-70-32C): one without `procedure`, a section that never
    /// ends, a string without its end.
    ///
    /// ## Why it matters
    /// What follows may belong to something else than its author meant.
    ///
    /// ## Example
    /// ```text
    /// procedure
    ///   main
    ///     log "started";
    /// end procedure
    /// ```
    ///
    /// ## How to mend it
    /// Add what the message says is missing: here `end main`.
    pub static MALFORMED_PLUTO = "X450" "malformed-pluto" Error;
}

lint! {
    /// ## What it does
    /// Says that a statement of PLUTO is outside the part of the language that opsdoc reads, so that it is kept as it
    /// is written.
    ///
    /// ## Why it matters
    /// It is shown and found by search, but not checked, and not converted.
    ///
    /// ## Example
    /// ```text
    /// initiate and confirm Deploy with value set Nominal end with;
    /// ```
    ///
    /// ## How to mend it
    /// Nothing, if it is meant so; the manual's page on interchange lists what is read.
    pub static OUTSIDE_PLUTO_SUBSET = "X451" "outside-pluto-subset" Warning;
}

lint! {
    /// ## What it does
    /// Says that a section of a step (its declarations, preconditions, watchdog or confirmation) is read as a part of
    /// what holds it: a step of opsdoc has no sections.
    ///
    /// ## Why it matters
    /// What a step waits for before its main body is its first action; what confirms it is its last one; its
    /// declarations and its watchdog hold for the whole procedure.
    ///
    /// ## Example
    /// ```text
    /// initiate and confirm step HEATING
    ///   preconditions
    ///     wait until TEMP < 20
    ///   end preconditions
    ///   main
    ///     initiate and confirm HEATER_ON;
    ///   end main
    /// end step;
    /// ```
    ///
    /// ## How to mend it
    /// Nothing has to be done, unless the section must hold for its step alone.
    pub static SECTION_OF_STEP = "X452" "section-of-step" Note;
}

lint! {
    /// ## What it does
    /// Finds a time in PLUTO that has no unit.
    ///
    /// ## Why it matters
    /// Nobody can tell whether seconds or minutes are meant.
    ///
    /// ## Example
    /// ```text
    /// wait for event ready timeout 2;
    /// ```
    ///
    /// ## How to mend it
    /// Write the unit: `timeout 2 s`.
    pub static TIME_WITHOUT_UNIT = "X453" "time-without-unit" Warning;
}
