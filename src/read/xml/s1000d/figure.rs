//! Figures, and the files behind information control numbers (S1000D 4.4).

use ecow::EcoString;

use super::super::flow::Flow;
use super::super::tree::Element;
use super::Reading;
use super::problem::{NO_FILE, NOT_SHOWN};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, Group, GroupKind, Paragraph};
use crate::model::inline::{Destination, Image, Inline, Link, Text};

/// The formats that both browsers and PDFs show.
const SHOWN: &[&str] = &["png", "jpg", "jpeg", "gif", "svg", "webp"];

impl<'t> Reading<'t> {
    /// Reads a figure or a multimedia object: its sheets, then its legend, under its title.
    pub(super) fn figure(&mut self, element: Element<'t>, level: u8) -> Block {
        let mut title = Vec::new();
        let mut blocks = Vec::new();
        for child in element.children().filter(|child| !child.is_blank()) {
            match child {
                super::Child::Element(part) if part.name() == "title" && title.is_empty() => {
                    title = self.inlines(part);
                }
                super::Child::Element(sheet) if matches!(sheet.name(), "graphic" | "multimediaObject") => {
                    self.sheet(sheet, &mut blocks);
                }
                super::Child::Element(part) => {
                    let mut inner = self.block(part, level);
                    blocks.append(&mut inner);
                }
                text => {
                    let mut run = super::block::Run::default();
                    run.add(self, text);
                    run.flush(self, &mut blocks);
                }
            }
        }
        let anchor = element.attribute("id").map(|id| id.text.clone());
        let marks = self.marks(element);
        Block::Group(Box::new(Group { kind: GroupKind::Figure, anchor, title, marks, blocks, span: element.span() }))
    }

    /// Reads a sheet of a figure, with what it says of places in it.
    pub(super) fn sheet(&mut self, sheet: Element<'t>, blocks: &mut Vec<Block>) {
        let mut flow = Flow::new();
        self.anchor(sheet, &mut flow);
        if let Some(picture) = self.picture(sheet) {
            flow.push(picture);
        }
        let content = flow.finish();
        let marks = self.marks(sheet);
        let paragraph = Block::Paragraph(Paragraph { content, span: sheet.span() });
        blocks.push(self.under(marks, paragraph, sheet));
        let spots = self.list_of(sheet.elements().collect());
        blocks.extend(spots);
    }

    /// Returns the picture of an element that names one: the file that the document type gives to the name, else the
    /// file in the folder that is called so. One that nothing shows is a link to its file.
    pub(super) fn picture(&mut self, element: Element<'t>) -> Option<Inline> {
        let ident = element.attribute("infoEntityIdent").or_else(|| element.attribute("infoEntityRefIdent"))?;
        let declared = self.files.get(ident.as_str()).map(|file| EcoString::from(file.system));
        let file = match declared {
            Some(file) if is_shown(&file) => Some(file),
            // One that is shown may stand beside one that is not.
            file => self.shared.picture(ident.as_str(), &self.source.path).or(file),
        };
        let Some(file) = file else {
            let message = format!("no file is known for `{}`", ident.text);
            let finding = Diagnostic::new(&NO_FILE, ident.span, message).label("leads to no file");
            self.diagnostics.push(finding.help("declare it as an entity, or put a file of this name into the folder"));
            return Some(Inline::Code(ident.clone()));
        };
        let destination = match file.contains("://") || file.starts_with("data:") {
            true => Destination::External,
            false => {
                let path = file.strip_prefix("file:").unwrap_or(&file).replace('\\', "/");
                Destination::File { path: path.trim_start_matches("./").into(), anchor: None }
            }
        };
        let span = element.tag();
        if is_shown(&file) {
            let alternative = vec![Inline::Text(ident.clone())];
            let image = Image { destination, written: file, title: EcoString::new(), alternative, span };
            return Some(Inline::Image(Box::new(image)));
        }
        let format = file.rsplit('.').next().unwrap_or_default().to_uppercase();
        let message = format!("`{}` is {format}, which neither pages nor PDFs show", ident.text);
        let finding = Diagnostic::new(&NOT_SHOWN, ident.span, message).label("its number stands for it");
        self.diagnostics.push(finding.help("put a copy as SVG, PNG or JPEG of the same name beside it"));
        let content = vec![Inline::Code(Text::clone(ident))];
        Some(Inline::Link(Box::new(Link { destination, written: file, title: EcoString::new(), content, span })))
    }
}

fn is_shown(file: &str) -> bool {
    let end = file.rsplit('.').next().unwrap_or_default();
    SHOWN.iter().any(|shown| end.eq_ignore_ascii_case(shown))
}
