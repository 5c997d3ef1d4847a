//! Pictures: found, read, and tried before they are laid out.

use super::super::lint::UNREADABLE_PICTURE;
use super::super::world::File;
use super::Lowering;
use crate::diagnostic::Diagnostic;
use crate::link::library::Target;
use crate::model::inline::Image;

/// A picture that can be shown: its file for the template, and its size in points.
#[derive(Clone)]
pub(super) struct Drawable {
    pub file: String,
    size: (f32, f32),
}

impl Drawable {
    /// Returns the width at which it is shown: its own, unless it has to be smaller.
    pub(super) fn width(&self, most: f32, highest: f32) -> f32 {
        let (width, height) = self.size;
        let shrink = (most / width.max(1.0)).min(highest / height.max(1.0)).min(1.0);
        (width * shrink).max(1.0)
    }
}

impl Lowering<'_> {
    /// Returns what shows an image; nothing where it cannot be shown.
    pub(super) fn picture(&mut self, image: &Image) -> Option<Drawable> {
        let Some(Target::Asset(path)) = self.job.library.target(self.document, image.span) else { return None };
        if let Some(known) = self.pictures.get(path.as_str()) {
            return known.clone();
        }
        let found = self.job.pictures.picture(path).and_then(|bytes| match File::picture(self.files.len(), bytes) {
            Ok(file) => {
                let drawable = Drawable { file: file.name.clone(), size: file.size };
                self.files.push(file);
                Some(drawable)
            }
            Err(reason) => {
                let message = format!("the picture `{path}` cannot be read: {reason}");
                let found = Diagnostic::new(&UNREADABLE_PICTURE, image.span, message)
                    .label("its alternative text stands for it in the PDF");
                self.diagnostics.push(found);
                None
            }
        });
        self.pictures.insert(path.to_string(), found.clone());
        found
    }
}
