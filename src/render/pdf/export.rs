//! Lays out and exports: as an archive wants it, else as it goes.
//!
//! A document may be refused the marks of an archive. So there are three tries, each with less: PDF/A-2a
//! and PDF/UA-1; tagged, without the marks; the bare text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use comemo::Track;
use time::OffsetDateTime;
use typst::diag::{SourceDiagnostic, SourceResult, Warned};
use typst::ecow::EcoString;
use typst::foundations::{Datetime, Label, Smart};
use typst::introspection::{Introspector, Location};
use typst::layout::{Frame, FrameItem};
use typst::model::LateLinkResolver;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::boxes;
use super::world::DocumentWorld;

/// A PDF before it is marked.
pub(super) struct Exported {
    pub bytes: Vec<u8>,
    pub pages: usize,
    /// Why it bears no marks of an archive, if it does not.
    pub refused: Vec<String>,
}

/// What the PDF says of itself.
pub(super) struct Properties {
    /// What tells it from every other PDF and is the same in every build.
    pub identity: String,
    pub tool: String,
    /// When it was made, in seconds since 1970; an archival PDF has to have some date, see [`mark`](super::mark).
    pub timestamp: i64,
}

/// Lays out and exports; tells why where it cannot. The places get names that other PDFs can lead
/// to, as labelled headings have them anyway.
pub(super) fn export(
    world: &DocumentWorld,
    properties: &Properties,
    places: &[String],
) -> Result<Exported, Vec<String>> {
    let laid_out = guarded(|| {
        let Warned { output, .. } = typst::compile::<PagedDocument>(world);
        output
    });
    let document = laid_out?;
    let pages = document.pages().len();
    let introspector: &dyn Introspector = document.introspector().as_ref();
    let anchors: Vec<(Location, EcoString)> = places.iter().filter_map(|name| place(introspector, name)).collect();
    let resolver = LateLinkResolver::new(None, introspector);
    let write = |archival, tagged| {
        let options = options(properties, archival, tagged);
        guarded(|| typst_pdf::pdf_in_bundle(&document, &options, &anchors, resolver.track()))
    };
    // A box with a code is no glyph to be read in thirty years.
    let boxed = document.pages().iter().any(|page| has_boxes(&page.frame));
    let refused = match if boxed { Err(vec!["a character has no glyph".to_owned()]) } else { write(true, true) } {
        Ok(bytes) => return Ok(Exported { bytes, pages, refused: Vec::new() }),
        Err(reasons) => reasons,
    };
    // Without tags there is nothing left in the export that has been seen to fail.
    let bytes = write(false, true).or_else(|_| write(false, false))?;
    Ok(Exported { bytes, pages, refused })
}

fn has_boxes(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_boxes(&group.frame),
        FrameItem::Text(text) => text.font.info().family == boxes::FAMILY,
        _ => false,
    })
}

/// Returns where a label has come to stand.
fn place(introspector: &dyn Introspector, name: &str) -> Option<(Location, EcoString)> {
    let label = Label::new(PicoStr::intern(name))?;
    let element = introspector.query_label(label).ok()?;
    Some((element.location()?, name.into()))
}

/// Runs typst, and turns what it complains of, and even a panic, into words.
fn guarded<T>(run: impl FnOnce() -> SourceResult<T>) -> Result<T, Vec<String>> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(errors)) => Err(reasons(&errors)),
        Err(_) => Err(vec!["the layout engine gave up".to_owned()]),
    }
}

fn reasons(errors: &[SourceDiagnostic]) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for error in errors {
        let message = error.message.split_once(" error: ").map_or(&*error.message, |(_, message)| message);
        if !reasons.iter().any(|known| known == message) {
            reasons.push(message.to_owned());
        }
    }
    reasons
}

fn options(properties: &Properties, archival: bool, tagged: bool) -> PdfOptions {
    let standards: &[PdfStandard] = if archival { &[PdfStandard::A_2a, PdfStandard::Ua_1] } else { &[] };
    PdfOptions {
        ident: Smart::Custom(properties.identity.clone()),
        creator: Smart::Custom(Some(properties.tool.clone())),
        timestamp: datetime(properties.timestamp).map(Timestamp::new_utc),
        page_ranges: None,
        standards: PdfStandards::new(standards).expect("PDF/A-2a and PDF/UA-1 go together"),
        tagged,
        pretty: false,
    }
}

fn datetime(timestamp: i64) -> Option<Datetime> {
    let at = OffsetDateTime::from_unix_timestamp(timestamp).ok()?;
    Datetime::from_ymd_hms(at.year(), at.month().into(), at.day(), at.hour(), at.minute(), at.second())
}
