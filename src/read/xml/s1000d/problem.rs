//! The lints of reading S1000D.

use crate::diagnostic::Lint;
use crate::lint;

/// Every lint of reading S1000D, in the order of the codes.
pub static ALL: &[&Lint] =
    &[&UNKNOWN, &NO_FILE, &NOT_SHOWN, &NAMES_NOTHING, &NO_CODE, &RULE_BROKEN, &RULE_UNREAD, &NO_BREX];

lint! {
    /// ## What it does
    ///
    /// Finds elements in an S1000D module that S1000D issues 4.0 to 6 do not have. Their text is kept where it
    /// stands, under a name made of the element's. Each is reported once in a file.
    ///
    /// ## Why it matters
    ///
    /// The text is on the page, but nobody knows what it was meant to be: a step is a step only as `proceduralStep`.
    /// Modules of issue 3.0 and before have other names for nearly everything.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <step1><para>Remove the wheel.</para></step1>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write the name of the issue that the module follows, or convert the module to issue 4.0 or later.
    pub static UNKNOWN = "X410" "s1000d-unknown-element" Note;
}

lint! {
    /// ## What it does
    ///
    /// Finds a figure, a multimedia object or a symbol whose information control number (ICN) leads to no file: no
    /// entity of that name is declared in the module, and no file in the folder is called so.
    ///
    /// ## Why it matters
    ///
    /// The reader sees the number in place of the picture.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <graphic infoEntityIdent="ICN-S1000DBIKE-AAA-DA00000-0-U8025-00504-A-04-1"/>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Put the file beside the module, called as the number with its extension, or declare the entity in the
    /// module's document type.
    pub static NO_FILE = "X411" "s1000d-icn-without-file" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds a picture in a format that neither browsers nor PDFs show: a computer graphics metafile (CGM), a 3D
    /// model, a video. The page has its number, with a link to the file, which is copied.
    ///
    /// ## Why it matters
    ///
    /// Who works from the page or from paper does not see the figure that the text speaks of.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <!ENTITY ICN-07GB6-BIKECI0001-001-01 SYSTEM "ICN-07GB6-BIKECI0001-001-01.CGM" NDATA cgm>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Keep a copy as SVG, PNG or JPEG of the same name beside it: it is shown then.
    pub static NOT_SHOWN = "X412" "s1000d-picture-not-shown" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds what a module refers to by an identifier and is not there: the applicability of `applicRefId`, the
    /// reason of `reasonForUpdateRefIds`, the warning or caution that a repository of the library should hold.
    ///
    /// ## Why it matters
    ///
    /// A step is shown without the condition that it holds for, or without its warning.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <proceduralStep applicRefId="app-0009">
    /// ```
    ///
    /// No `applic` of the module has this `id`.
    ///
    /// ## How to mend it
    ///
    /// Write the identifier as its definition has it, or add the module that defines it.
    pub static NAMES_NOTHING = "X413" "s1000d-unresolved-identifier" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds a module without a code, or a reference whose code lacks parts that every code has: the model
    /// identification, the system, the information code.
    ///
    /// ## Why it matters
    ///
    /// The code is the identifier: without it nothing can lead to the module.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <dmCode modelIdentCode="BRAKE" systemDiffCode="AAA"/>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write all attributes of `dmCode` or `pmCode`.
    pub static NO_CODE = "X414" "s1000d-incomplete-code" Error;
}

lint! {
    /// ## What it does
    ///
    /// Finds what the business rules exchange (BREX) module that a module names does not allow: an object that must
    /// not be there, one that is missing, a value that is none of those listed.
    ///
    /// ## Why it matters
    ///
    /// The project agreed on these rules, and other tools and partners rely on them.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <objectPath allowedObjectFlag="0">//warning/definitionList</objectPath>
    /// ```
    ///
    /// A warning of the module holds a `definitionList`.
    ///
    /// ## How to mend it
    ///
    /// Write it as the rule says, which the message gives in its own words.
    pub static RULE_BROKEN = "X415" "s1000d-brex-violated" Warning;
}

lint! {
    /// ## What it does
    ///
    /// Finds a rule of a business rules exchange (BREX) module that opsdoc does not check: its path uses what is beyond XPath 1.0, or is no
    /// path; or it allows values by a pattern that cannot be read.
    ///
    /// ## Why it matters
    ///
    /// No module is checked against it, and silence would read as agreement.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <objectPath allowedObjectFlag="0">//para[matches(., 'shall')]</objectPath>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Write the path in XPath 1.0, or check the rule by hand.
    pub static RULE_UNREAD = "X416" "s1000d-brex-rule-unread" Note;
}

lint! {
    /// ## What it does
    ///
    /// Finds a module that names a business rules exchange (BREX) module which is not in the library. The default
    /// rules of S1000D, which the specification itself holds, are not missed.
    ///
    /// ## Why it matters
    ///
    /// The module is not checked against the rules that it says it follows.
    ///
    /// ## Example
    ///
    /// ```xml
    /// <brexDmRef><dmRef><dmRefIdent><dmCode modelIdentCode="BRAKE" … infoCode="022" …/></dmRefIdent></dmRef></brexDmRef>
    /// ```
    ///
    /// ## How to mend it
    ///
    /// Add the BREX module to the folder.
    pub static NO_BREX = "X417" "s1000d-brex-missing" Note;
}
