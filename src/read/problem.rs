//! The lints of reading itself: what is wrong with a source before anything is compared.

use crate::diagnostic::Lint;
use crate::lint;

/// Every lint of reading, in the order of the codes.
pub static ALL: &[&Lint] = &[
    &MALFORMED_XML,
    &NESTING_TOO_DEEP,
    &ENTITY_NOT_EXPANDED,
    &EXTERNAL_ENTITY,
    &UNKNOWN_ELEMENT,
    &UNKNOWN_ATTRIBUTE,
    &MISSING_ATTRIBUTE,
    &MISSING_ELEMENT,
    &INVALID_VALUE,
    &MISPLACED_CONTENT,
    &UNRESOLVED_NAME,
    &BOUNDLESS_DEFINITION,
    &OVERSIZED_VALUE,
];

lint! {
    /// ## What it does
    ///
    /// Finds the place where a file breaks the rules of XML 1.0: a tag that is not closed or closes
    /// something else, an attribute without quotes, a bare `&`, a character that XML forbids.
    ///
    /// ## Why it matters
    ///
    /// No other tool reads such a file, and opsdoc reads it only as far as its structure can be
    /// followed: the steps after the fault would be missing from the page.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <step id="step-1"><title>Heat & wait</title>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write `&amp;` for `&`, `&lt;` for `<`, and close every element: `xmllint --noout FILE` shows
    /// the same place.
    pub static MALFORMED_XML = "X001" "malformed-xml" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds elements that are nested more than 64 deep. Their text is kept in the last element that is
    /// not too deep; their tags are not read.
    ///
    /// ## Why it matters
    ///
    /// Nobody writes steps within steps that deep. Such a file was made by a program that went wrong,
    /// or to do harm.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <em><em><em>… a hundred times …</em></em></em>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Take away the levels that mean nothing.
    pub static NESTING_TOO_DEEP = "X002" "nesting-too-deep" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds a reference to an entity that is declared in the file but is not replaced by its text:
    /// it is too long, refers to too many others, or holds mark-up. The reference stays in the text as
    /// it is written.
    ///
    /// ## Why it matters
    ///
    /// Entities within entities can make a small file enormous, so only 64 KiB of text and 8 levels are
    /// expanded in a file. What is not expanded is not on the page.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <!DOCTYPE procedure [<!ENTITY go '<tc name="TC_GO"/>'>]>
    /// <procedure>… &go; …</procedure>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write the text in place of the reference.
    pub static ENTITY_NOT_EXPANDED = "X003" "entity-not-expanded" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds a document type or an entity that stands in another file or on a network. It is never
    /// loaded.
    ///
    /// ## Why it matters
    ///
    /// A document that fetches others is not the same tomorrow, cannot be built without a network, and
    /// may reveal files of the machine that builds it.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <!DOCTYPE procedure SYSTEM "http://example.org/procedure.dtd">
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Remove the document type; `opsdoc schema procedure` prints the schema of procedures.
    pub static EXTERNAL_ENTITY = "X004" "external-entity" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds an element that the format does not know. Its text is kept where it stands.
    ///
    /// ## Why it matters
    ///
    /// A misspelt `verify` is no check any more: it is shown as words, and nothing compares it with the
    /// mission database.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <verifiy><tm name="AOC_MODE" value="SAFE"/></verifiy>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write the name that the help suggests; `opsdoc schema procedure` lists them all.
    pub static UNKNOWN_ELEMENT = "X005" "unknown-element" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds an attribute that its element does not have.
    ///
    /// ## Why it matters
    ///
    /// What it was meant to say is not said: with `critcal="true"` a step is not critical.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <step id="step-1" critcal="true">
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write the name that the help suggests, or remove the attribute.
    pub static UNKNOWN_ATTRIBUTE = "X006" "unknown-attribute" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds an element without an attribute that it must have.
    ///
    /// ## Why it matters
    ///
    /// A telecommand without a name, or a step without an identifier, cannot be checked or cited. Such
    /// an element is shown as it is written.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <tc><arg name="MODE" value="SAFE"/></tc>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Add the attribute that the message names.
    pub static MISSING_ATTRIBUTE = "X007" "missing-attribute" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds an element without a part that it must have: a procedure or a step without a title, a
    /// procedure without a body, a check without a parameter.
    ///
    /// ## Why it matters
    ///
    /// A reader sees a step of which nobody says what it does.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <step id="step-1"><tc name="TC_AOC_GO_SAFE"/></step>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Add the element that the message names.
    pub static MISSING_ELEMENT = "X008" "missing-element" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds a value that its attribute cannot have: a status that is none of the known ones, a
    /// duration without a unit, a day that no calendar has, a range whose bound is no number.
    ///
    /// ## Why it matters
    ///
    /// `within="30"` leaves open whether seconds or minutes are meant, and no later check can use it.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <verify within="30"><tm name="AOC_MODE" value="SAFE"/></verify>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write one of the values that the help names: `within="30 s"`.
    pub static INVALID_VALUE = "X009" "invalid-value" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds something that the format knows in a place where it cannot stand: text between steps, a
    /// warning after the action that it warns of, a second title.
    ///
    /// ## Why it matters
    ///
    /// It is kept, but it may not be shown where the author put it: safety text, for one, always stands
    /// before the actions of its step.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <step id="step-1">
    ///   <title>Open the valve</title>
    ///   <tc name="TC_PRP_VALVE_OPEN"/>
    ///   <warning>The line is under pressure.</warning>
    /// </step>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Move it to where the help says.
    pub static MISPLACED_CONTENT = "X010" "misplaced-content" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds a name in a mission database that leads to nothing in it: the type of a parameter or an
    /// argument, the base of a telecommand, the argument that a telecommand assigns, a parameter or a
    /// container that a packet, a condition or an alarm names, a member that an aggregate lacks.
    ///
    /// ## Why it matters
    ///
    /// The unit, the range and the labels of such a parameter are not known, so that no procedure can be
    /// checked against them.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <Parameter name="EPS_BAT1_VOLT" parameterTypeRef="Votlage_T"/>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write the name as its declaration has it. A name is looked for in its own SpaceSystem, then in
    /// those around it; a path that begins with `/` is looked for from the root. What stands below a
    /// SpaceSystem `yamcs` is provided by Yamcs itself, and not looked for.
    pub static UNRESOLVED_NAME = "X011" "unresolved-name" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds definitions in a mission database that go on without end, or nearly: an aggregate that holds
    /// itself, a type, a telecommand or a container with more than 64 bases, more than 250,000 alarms or
    /// arguments. They are followed up to there. It is told once for a database.
    ///
    /// ## Why it matters
    ///
    /// A small file can make an enormous database so. No spacecraft has one; the file was made by a
    /// program that went wrong, or to do harm, and what lies beyond the bound is not checked.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <AggregateParameterType name="Pair_T">
    ///   <MemberList><Member name="FIRST" typeRef="Pair_T"/></MemberList>
    /// </AggregateParameterType>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Take out the level that leads back, or those that mean nothing.
    pub static BOUNDLESS_DEFINITION = "X012" "boundless-definition" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds the value of an attribute that is longer than 64 KiB. It is read all the same. It is told
    /// once for a file.
    ///
    /// ## Why it matters
    ///
    /// Nobody writes such a value. A quotation mark that is not closed takes all that follows, up to the
    /// next one, into the value, and what stands there is read as nothing else.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <Parameter name="EPS_BAT1_VOLT parameterTypeRef="Voltage_T"/>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Close the quotation mark, or move a long text into an element.
    pub static OVERSIZED_VALUE = "X013" "oversized-value" Warning;
}
