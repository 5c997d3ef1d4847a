//! Marks every page: printpdf draws the mark, lopdf grafts it onto the pages.
//!
//! The mark stands in bands of the margins that the layout leaves free, as an artifact of
//! pagination (ISO 32000-1, 14.8.2.2), so that tags, outline and links stay as they are, and
//! status or classification can change without laying out again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, dictionary};
use printpdf::{
    Color, FontId, FontMetrics, Line, LinePoint, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage,
    PdfSaveOptions, Point, Pt, Rgb, TextItem,
};
use rustc_hash::FxHashMap;
use subsetter::GlyphRemapper;
use typst::text::FontInstance;

use super::marking::Marking;
use crate::render::words;

/// Why a PDF cannot be marked.
pub(super) type Error = lopdf::Error;

/// The name of the mark among a page's resources.
const NAME: &str = "OpsdocMark";
/// What is drawn first on each page.
const CONTENT: &[u8] = b"/Artifact <</Type /Pagination>> BDC\nq /OpsdocMark Do Q\nEMC\n";
/// The page and its bands, in points.
const WIDTH: f32 = 595.276;
const HEIGHT: f32 = 841.89;
const MARGIN: f32 = 56.69;
const TOP: f32 = HEIGHT - 28.0;
const BOTTOM: f32 = 22.0;
const SIZE: f32 = 8.5;
/// How many different marks are remembered.
const REMEMBERED: usize = 64;

/// Marks PDFs; remembers what it has drawn, as most documents of a build are marked alike.
pub(super) struct Marker {
    font: Option<FontInstance>,
    drawn: Mutex<FxHashMap<Words, Arc<Document>>>,
}

/// What a mark says: status, classification, source.
type Words = [String; 3];

impl Marker {
    /// Makes a marker that writes with this font.
    pub(super) fn new(font: Option<FontInstance>) -> Self {
        Self { font, drawn: Mutex::default() }
    }

    /// Grafts the mark onto every page.
    pub(super) fn mark(&self, pdf: &[u8], marking: &Marking, language: &str, dated: bool) -> lopdf::Result<Vec<u8>> {
        let drawn = self.drawn(words_of(marking, language));
        graft_all(pdf, &drawn, dated)
    }

    fn drawn(&self, words: Words) -> Arc<Document> {
        if let Some(known) = self.drawn.lock().unwrap_or_else(PoisonError::into_inner).get(&words) {
            return Arc::clone(known);
        }
        let mut page = draw(&words, self.font.as_ref()).to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
        // What does not grow smaller stays as it is.
        page.compress();
        let page = Arc::new(page);
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if drawn.len() == REMEMBERED {
            drawn.clear();
        }
        drawn.insert(words, Arc::clone(&page));
        page
    }
}

fn graft_all(pdf: &[u8], drawn: &Document, dated: bool) -> lopdf::Result<Vec<u8>> {
    let mut document = Document::load_mem(pdf)?;
    let form = import(&mut document, drawn)?;
    let content = document.add_object(Stream::new(dictionary! {}, CONTENT.to_vec()));
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    for page in pages {
        graft(&mut document, page, form, content)?;
    }
    if !dated {
        undate(&mut document);
    }
    let mut bytes = Vec::with_capacity(pdf.len() + 8192);
    document.save_with_options(&mut bytes, options())?;
    Ok(bytes)
}

/// Object streams as typst writes them; the structure tree shrinks well even when little time is spent on it.
fn options() -> SaveOptions {
    SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(3)
        .build()
}

fn words_of(marking: &Marking, language: &str) -> Words {
    let status =
        marking.status.map_or(String::new(), |status| words::status(status).in_language(language).to_uppercase());
    let classification = marking.classification.to_uppercase();
    let parts = [classification.as_str(), marking.caveats.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let source = format!("{} {}", words::COMMIT.in_language(language), marking.source(language));
    [status, parts.join(" — "), source]
}

/// Draws the mark as a page of its own.
fn draw(words @ [status, class, source]: &Words, font: Option<&FontInstance>) -> PdfDocument {
    let mut drawing = Drawing::new(font, words);
    let room = WIDTH - 2.0 * MARGIN;
    drawing.text(class, TOP, Place::Middle, room, RED);
    drawing.rule(BOTTOM + 10.5);
    drawing.text(status, BOTTOM, Place::Left, room * 0.27, RED);
    drawing.text(class, BOTTOM, Place::Middle, room * 0.42, RED);
    drawing.text(source, BOTTOM, Place::Right, room * 0.27, GRAY);
    drawing.finish()
}

const RED: [f32; 3] = [0.69, 0.0, 0.0];
const GRAY: [f32; 3] = [0.35, 0.35, 0.35];

#[derive(Clone, Copy)]
enum Place {
    Left,
    Middle,
    Right,
}

/// A page that printpdf draws.
struct Drawing {
    document: PdfDocument,
    face: Option<Face>,
    operations: Vec<Op>,
}

impl Drawing {
    fn new(font: Option<&FontInstance>, texts: &Words) -> Self {
        let mut document = PdfDocument::new("mark");
        let face = font.and_then(|font| Face::of(font, texts));
        if let Some(face) = &face {
            // Not `add_font`, which names the font at random.
            document.resources.fonts.map.insert(FontId(NAME.to_owned()), PdfFont::new(face.parsed.clone()));
        }
        Self { document, face, operations: Vec::new() }
    }

    /// Writes some text, as small as it must be to stay within its room.
    fn text(&mut self, text: &str, y: f32, place: Place, room: f32, [r, g, b]: [f32; 3]) {
        let Some(face) = &self.face else { return };
        let text: String = text.chars().map(|c| face.shown(c)).collect();
        if text.is_empty() {
            return;
        }
        let full = face.width(&text);
        let size = SIZE.min(room / full.max(0.001));
        let width = full * size;
        let x = match place {
            Place::Left => MARGIN,
            Place::Middle => (WIDTH - width) / 2.0,
            Place::Right => WIDTH - MARGIN - width,
        };
        self.operations.extend([
            Op::SetFillColor { col: Color::Rgb(Rgb::new(r, g, b, None)) },
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(FontId(NAME.to_owned())), size: Pt(size) },
            Op::SetTextCursor { pos: Point { x: Pt(x), y: Pt(y) } },
            Op::ShowText { items: vec![TextItem::Text(text)] },
            Op::EndTextSection,
        ]);
    }

    fn rule(&mut self, y: f32) {
        let point = |x: f32| LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier: false };
        self.operations.extend([
            Op::SetOutlineColor { col: Color::Rgb(Rgb::new(0.6, 0.6, 0.6, None)) },
            Op::SetOutlineThickness { pt: Pt(0.4) },
            Op::DrawLine { line: Line { points: vec![point(MARGIN), point(WIDTH - MARGIN)], is_closed: false } },
        ]);
    }

    fn finish(mut self) -> PdfDocument {
        self.document.with_pages(vec![PdfPage::new(Mm(210.0), Mm(297.0), self.operations)]);
        self.document
    }
}

/// The letters that a mark needs, cut out of a font: printpdf would embed the whole of it.
struct Face {
    parsed: ParsedFont,
    /// The advance of each character, in parts of the font size.
    advances: BTreeMap<char, f32>,
}

impl Face {
    fn of(font: &FontInstance, texts: &Words) -> Option<Self> {
        let characters: BTreeSet<char> = texts.iter().flat_map(|text| text.chars()).chain(['?']).collect();
        let face = font.ttf();
        let units = face.units_per_em();
        let mut glyphs = GlyphRemapper::new();
        let mut codes = BTreeMap::new();
        let mut widths = BTreeMap::new();
        let mut advances = BTreeMap::new();
        for character in characters {
            let Some(glyph) = face.glyph_index(character) else { continue };
            let advance = face.glyph_hor_advance(glyph).unwrap_or(units / 2);
            let cut = glyphs.remap(glyph.0);
            codes.insert(u32::from(character), cut);
            widths.insert(cut, advance);
            advances.insert(character, f32::from(advance) / f32::from(units));
        }
        let bytes = subsetter::subset(font.font().data(), font.font().index(), &glyphs).ok()?;
        let metrics = FontMetrics { ascent: face.ascender(), descent: face.descender() };
        // The tag of six letters says that the font is a subset (ISO 32000-1, 9.6.4).
        let name = Some("OPSDOC+LibertinusSerif-Semibold".to_owned());
        Some(Self { parsed: ParsedFont::with_glyph_data(bytes, 0, name, codes, widths, units, metrics), advances })
    }

    /// Returns the character, or what stands for one that the font does not have.
    fn shown(&self, character: char) -> char {
        if self.advances.contains_key(&character) { character } else { '?' }
    }

    fn width(&self, text: &str) -> f32 {
        text.chars().map(|character| self.advances.get(&character).copied().unwrap_or_default()).sum()
    }
}

/// Moves the drawn page into the document as a form, with no more than what it needs.
fn import(document: &mut Document, drawn: &Document) -> lopdf::Result<ObjectId> {
    let mut drawn = drawn.clone();
    drawn.renumber_objects_with(document.max_id + 1);
    let page = *drawn.get_pages().get(&1).ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let content = drawn.get_page_content(page);
    let mut resources = resolved(&drawn, drawn.get_dictionary(page)?.get(b"Resources")?);
    let empty: Vec<Vec<u8>> = resources
        .iter()
        .filter(|(_, value)| resolved(&drawn, value).is_empty())
        .map(|(name, _)| name.clone())
        .collect();
    for name in empty {
        resources.remove(&name);
    }
    let mut wanted = Vec::new();
    references(&Object::Dictionary(resources.clone()), &mut wanted);
    let mut taken = BTreeSet::new();
    while let Some(id) = wanted.pop() {
        if taken.insert(id) {
            let object = drawn.get_object(id)?.clone();
            references(&object, &mut wanted);
            document.objects.insert(id, object);
        }
    }
    document.max_id = document.max_id.max(drawn.max_id);
    let frame = vec![0.into(), 0.into(), Object::Real(WIDTH), Object::Real(HEIGHT)];
    let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => frame, "Resources" => resources };
    let mut form = Stream::new(form, content);
    let _ = form.compress();
    Ok(document.add_object(form))
}

fn references(object: &Object, out: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => out.push(*id),
        Object::Array(array) => array.iter().for_each(|inner| references(inner, out)),
        Object::Dictionary(dictionary) => dictionary.iter().for_each(|(_, inner)| references(inner, out)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, inner)| references(inner, out)),
        _ => {}
    }
}

/// Returns the dictionary that an object is or refers to.
fn resolved(document: &Document, object: &Object) -> Dictionary {
    match object {
        Object::Reference(id) => document.get_dictionary(*id).cloned().unwrap_or_default(),
        Object::Dictionary(dictionary) => dictionary.clone(),
        _ => Dictionary::new(),
    }
}

/// Lets a page draw the form before its own content.
fn graft(document: &mut Document, page: ObjectId, form: ObjectId, content: ObjectId) -> lopdf::Result<()> {
    let mut dictionary = document.get_dictionary(page)?.clone();
    let mut contents = vec![Object::Reference(content)];
    match dictionary.get(b"Contents") {
        Ok(Object::Array(own)) => contents.extend(own.iter().cloned()),
        Ok(own) => contents.push(own.clone()),
        Err(_) => {}
    }
    dictionary.set("Contents", contents);
    let mut resources = dictionary.get(b"Resources").map_or_else(|_| Dictionary::new(), |own| resolved(document, own));
    let mut forms = resources.get(b"XObject").map_or_else(|_| Dictionary::new(), |own| resolved(document, own));
    forms.set(NAME, Object::Reference(form));
    resources.set("XObject", forms);
    dictionary.set("Resources", resources);
    document.objects.insert(page, Object::Dictionary(dictionary));
    Ok(())
}

/// Takes out the dates that typst has to be given for an archival PDF where nobody knows any.
fn undate(document: &mut Document) {
    if let Ok(Object::Reference(information)) = document.trailer.get(b"Info").cloned()
        && let Ok(Object::Dictionary(information)) = document.get_object_mut(information)
    {
        information.remove(b"CreationDate");
        information.remove(b"ModDate");
    }
    let metadata = document.catalog().and_then(|catalog| catalog.get(b"Metadata")?.as_reference());
    if let Ok(metadata) = metadata
        && let Ok(Object::Stream(stream)) = document.get_object_mut(metadata)
        && stream.dict.get(b"Filter").is_err()
        && let Ok(mut packet) = String::from_utf8(stream.content.clone())
    {
        for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:History"] {
            let (open, close) = (format!("<{name}>"), format!("</{name}>"));
            if let Some(start) = packet.find(&open)
                && let Some(end) = packet.find(&close)
            {
                packet.replace_range(start..end + close.len(), "");
            }
        }
        stream.set_content(packet.into_bytes());
    }
}
