//! What typst sees of the world: fonts, the template, the document, its pictures. No disk, no clock.

use rustc_hash::FxHashMap;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInstance, FontVariant, FontVariations, FontWeight};
use typst::utils::LazyHash;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};
use typst::{Library, LibraryExt, World};
use typst_kit::fonts::FontStore;

use super::boxes;

/// What all documents share.
pub(super) struct Shared {
    library: LazyHash<Library>,
    pub(super) fonts: FontStore,
    template: Source,
    plain: Source,
    input: FileId,
}

impl Shared {
    /// Loads the embedded fonts and parses the templates.
    pub(super) fn new() -> Self {
        let mut fonts = FontStore::new();
        fonts.extend(typst_kit::fonts::embedded());
        let boxes = boxes::fonts(fonts.book());
        fonts.extend(boxes);
        Self {
            library: LazyHash::new(Library::builder().build()),
            fonts,
            template: Source::new(id("/template.typ"), include_str!("template.typ").to_owned()),
            plain: Source::new(id("/plain.typ"), include_str!("plain.typ").to_owned()),
            input: id("/input.json"),
        }
    }

    /// Returns an embedded upright font by its family in lower case and its weight.
    pub(super) fn font(&self, family: &str, weight: u16) -> Option<FontInstance> {
        let variant = FontVariant { weight: FontWeight::from_number(weight), ..FontVariant::default() };
        let font = self.fonts.font(self.fonts.book().select(family, variant)?)?;
        Some(font.instantiate(variant, Abs::pt(10.0), &FontVariations::default()))
    }

    /// Tells whether an embedded font has the character. Boxes with codes do not count.
    pub(super) fn has(&self, character: char) -> bool {
        let book = self.fonts.book();
        (0..)
            .map_while(|index| book.info(index))
            .take_while(|info| info.family != boxes::FAMILY)
            .any(|info| info.coverage.contains(u32::from(character)))
    }
}

/// A picture, which typst can read.
pub(super) struct File {
    /// The name by which the template asks for it.
    pub name: String,
    /// Width and height, in points.
    pub size: (f32, f32),
    bytes: Bytes,
}

impl File {
    /// Keeps a picture, after typst has tried to read it: within a layout, one broken picture
    /// would leave nothing of the document.
    pub(super) fn picture(number: usize, bytes: Vec<u8>) -> Result<Self, String> {
        let bytes = Bytes::new(bytes);
        let (extension, width, height) = match ExchangeFormat::detect(&bytes) {
            Some(format) => {
                let image = RasterImage::plain(bytes.clone(), format).map_err(|error| error.to_string())?;
                let extension = match format {
                    ExchangeFormat::Png => "png",
                    ExchangeFormat::Jpg => "jpg",
                    ExchangeFormat::Gif => "gif",
                    ExchangeFormat::Webp => "webp",
                };
                (extension, image.width() as f32, image.height() as f32)
            }
            None => {
                let image = SvgImage::new(bytes.clone())
                    .map_err(|_| "it is neither SVG nor PNG, JPEG, GIF or WebP".to_owned())?;
                ("svg", image.width() as f32, image.height() as f32)
            }
        };
        // A pixel is 1/96 inch (CSS Values and Units 4, 6.2), a point 1/72.
        Ok(Self { name: format!("/picture-{number}.{extension}"), size: (width * 0.75, height * 0.75), bytes })
    }
}

/// One document's world.
pub(super) struct DocumentWorld<'a> {
    shared: &'a Shared,
    main: &'a Source,
    files: FxHashMap<FileId, Bytes>,
}

impl<'a> DocumentWorld<'a> {
    /// Makes the world in which the template reads this input.
    pub(super) fn new(shared: &'a Shared, input: Vec<u8>, files: &[File]) -> Self {
        let mut known: FxHashMap<FileId, Bytes> =
            files.iter().map(|file| (id(&file.name), file.bytes.clone())).collect();
        known.insert(shared.input, Bytes::new(input));
        Self { shared, main: &shared.template, files: known }
    }

    /// Makes the world in which the plain template reads these lines.
    pub(super) fn plain(shared: &'a Shared, input: Vec<u8>) -> Self {
        Self { main: &shared.plain, ..Self::new(shared, input, &[]) }
    }
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(missing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

/// Returns the id of a file of our own naming.
fn id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("our own file names are valid paths");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
