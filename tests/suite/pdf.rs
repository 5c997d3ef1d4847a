//! The PDFs of the sample, opened again: what an archive, a screen reader and a printer ask of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use lopdf::{Dictionary, Document, Object};
use percent_encoding::percent_decode_str;

use super::support;

/// Every PDF of the sample, with its path below the folder of PDFs.
fn pdfs() -> Vec<(String, PathBuf)> {
    let folder = folder();
    let name = |file: &Path| file.strip_prefix(&folder).expect("it stands below").to_string_lossy().replace('\\', "/");
    let found: Vec<_> = support::files_with(&folder, "pdf").into_iter().map(|file| (name(&file), file)).collect();
    assert!(found.len() > 40, "the sample has {} PDFs", found.len());
    found
}

fn folder() -> PathBuf {
    support::sample().join("output/pdf")
}

fn opened() -> Vec<(String, Document)> {
    let open = |(name, file): (String, PathBuf)| {
        let document = Document::load(file).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, document)
    };
    pdfs().into_iter().map(open).collect()
}

#[test]
fn qpdf_finds_nothing() {
    let Some(qpdf) = support::tool("qpdf") else { return };
    for (name, file) in pdfs() {
        let said = Command::new(&qpdf).arg("--check").arg(file).output().expect("qpdf can be run");
        let text = [said.stdout, said.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        assert!(said.status.success() && text.contains("No syntax or stream encoding errors"), "{name}: {text}");
    }
}

#[test]
fn each_is_tagged_and_says_that_it_is_for_archives_and_for_all_readers() {
    for (name, pdf) in opened() {
        let catalog = pdf.catalog().expect("a PDF has a catalog");
        let marks = dictionary(&pdf, catalog.get(b"MarkInfo"));
        assert!(matches!(marks.get(b"Marked"), Ok(Object::Boolean(true))), "{name}: not marked as tagged");
        assert!(dictionary(&pdf, catalog.get(b"StructTreeRoot")).has(b"K"), "{name}: no tags");
        let labels = dictionary(&pdf, catalog.get(b"PageLabels"));
        assert!(labels.has(b"Nums"), "{name}: pages have no labels");
        let language = text(catalog.get(b"Lang").expect("the language is said"));
        assert!(["fr", "en"].contains(&&*language), "{name}: {language}");
        let shows_title = dictionary(&pdf, catalog.get(b"ViewerPreferences"));
        assert!(matches!(shows_title.get(b"DisplayDocTitle"), Ok(Object::Boolean(true))), "{name}");

        let metadata = catalog.get(b"Metadata").and_then(Object::as_reference).expect("there is metadata");
        let stream = pdf.get_object(metadata).and_then(Object::as_stream).expect("metadata is a stream");
        let packet = String::from_utf8(stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()));
        let packet = packet.expect("the metadata is UTF-8");
        for mark in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<dc:title>"] {
            assert!(packet.contains(mark), "{name}: no {mark} in {packet}");
        }
    }
}

#[test]
fn each_has_an_outline_whose_entries_lead_to_its_pages() {
    for (name, pdf) in opened() {
        let outlines = dictionary(&pdf, pdf.catalog().expect("a catalog").get(b"Outlines"));
        let pages: BTreeSet<_> = pdf.get_pages().into_values().collect();
        let mut open: Vec<_> = outlines.get(b"First").and_then(Object::as_reference).into_iter().collect();
        let mut entries = 0;
        while let Some(id) = open.pop() {
            let entry = pdf.get_dictionary(id).expect("an entry is a dictionary");
            let way = destination(&pdf, entry).unwrap_or_else(|| panic!("{name}: an entry leads nowhere"));
            assert!(pages.contains(&way), "{name}: an entry leads to no page");
            open.extend(
                [b"First".as_slice(), b"Next"].iter().filter_map(|key| entry.get(key).ok()?.as_reference().ok()),
            );
            entries += 1;
        }
        assert!(entries > 0, "{name} has no outline");
    }
}

#[test]
fn links_lead_to_places_that_are_there() {
    let opened: BTreeMap<String, Document> = opened().into_iter().collect();
    let names: BTreeMap<&str, BTreeSet<String>> =
        opened.iter().map(|(name, pdf)| (name.as_str(), destinations(pdf))).collect();
    let (mut within, mut between, mut to_places) = (0, 0, 0);
    for (name, pdf) in &opened {
        for annotation in annotations(pdf) {
            let subtype = annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            assert_eq!(subtype, b"Link", "{name}");
            assert!(
                annotation.has(b"Contents") && annotation.has(b"StructParent"),
                "{name}: a link nobody can hear of"
            );
            let action = dictionary(pdf, annotation.get(b"A"));
            let Ok(address) = action.get(b"URI") else {
                assert!(destination(pdf, annotation).is_some(), "{name}: {annotation:?} leads nowhere");
                within += 1;
                continue;
            };
            let address = text(address);
            if address.contains(':') {
                continue;
            }
            let (path, fragment) = address.split_once('#').unwrap_or((&address, ""));
            let target = joined(name, &percent_decode_str(path).decode_utf8().expect("an address is UTF-8"));
            let Some(known) = names.get(&*target) else {
                assert!(folder().join(&target).is_file(), "{name}: `{address}` leads to no file");
                continue;
            };
            between += 1;
            if let Some(place) = fragment.strip_prefix("nameddest=") {
                let place = percent_decode_str(place).decode_utf8().expect("a name is UTF-8");
                assert!(known.contains(&*place), "{name}: `{address}`, and there are {known:?}");
                to_places += 1;
            }
        }
    }
    assert!(
        within > 20 && between > 100 && to_places > 20,
        "{within} within, {between} between, {to_places} to places"
    );
}

#[test]
fn every_font_is_embedded() {
    for (name, pdf) in opened() {
        for object in pdf.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            let is = |key: &[u8], value: &[u8]| font.get(key).and_then(Object::as_name).is_ok_and(|name| name == value);
            // A font of several bytes leaves its program to its descendant; one that is drawn has none.
            if !is(b"Type", b"Font") || is(b"Subtype", b"Type0") || is(b"Subtype", b"Type3") {
                continue;
            }
            let descriptor = dictionary(&pdf, font.get(b"FontDescriptor"));
            let program = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key));
            assert!(program, "{name}: {font:?} is not embedded");
        }
    }
}

/// Each page bears the mark, and its number among all pages, and every word stands within the page.
#[test]
fn each_page_is_marked_and_numbered_and_nothing_stands_outside() {
    for (name, pdf) in opened() {
        for page in pdf.get_pages().into_values() {
            let resources = dictionary(&pdf, pdf.get_dictionary(page).expect("a page").get(b"Resources"));
            let forms = dictionary(&pdf, resources.get(b"XObject"));
            let marks = forms.iter().filter(|(_, form)| is_form(&pdf, form)).count();
            assert!(marks > 0, "{name}: a page bears no mark");
        }
    }
    let Some(pdftotext) = support::tool("pdftotext") else { return };
    for (name, file) in pdfs() {
        let said = Command::new(&pdftotext).arg("-bbox").arg(file).arg("-").output().expect("pdftotext can be run");
        let text = String::from_utf8(said.stdout).expect("it writes UTF-8");
        let pages: Vec<&str> = text.split("<page ").skip(1).collect();
        for (at, page) in pages.iter().enumerate() {
            let html = scraper::Html::parse_fragment(&format!("<page {page}"));
            let selector = scraper::Selector::parse("word").expect("a selector");
            let number = |element: scraper::ElementRef<'_>, key: &str| -> f32 {
                element.attr(key).and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{name}: no {key}"))
            };
            let mut words = Vec::new();
            for word in html.select(&selector) {
                let [left, top, right, bottom] = ["xmin", "ymin", "xmax", "ymax"].map(|key| number(word, key));
                let said: String = word.text().collect();
                assert!(left >= 0.0 && top >= 0.0 && right <= 595.3 && bottom <= 841.9, "{name}, {}: `{said}`", at + 1);
                words.push(said);
            }
            let numbered = [(at + 1).to_string(), pages.len().to_string()];
            let is_numbered = words.windows(4).any(|w| w[0] == "Page" && w[1] == numbered[0] && w[3] == numbered[1]);
            assert!(is_numbered, "{name}: page {} of {} does not say so", numbered[0], numbered[1]);
            assert!(
                words.iter().any(|word| word == "commit" || word == "Commit"),
                "{name}: page {} has no mark",
                at + 1
            );
        }
    }
}

#[test]
fn procedures_and_databases_fit_their_schemas() {
    let Some(xmllint) = support::tool("xmllint") else { return };
    let fits = |schema: &Path, files: Vec<PathBuf>| {
        assert!(!files.is_empty());
        let said = Command::new(&xmllint).args(["--nonet", "--noout", "--schema"]).arg(schema).args(files).output();
        let said = said.expect("xmllint can be run");
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    };
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read/xml/procedure.xsd");
    fits(&schema, support::files_with(&support::docs().join("procedures"), "xml"));
    if let Some(schemas) = support::data("xtce-xsd") {
        fits(&schemas.join("SpaceSystemV1.2.xsd"), support::files_with(&support::docs().join("database"), "xml"));
    }
}

/// Returns the dictionary that something is, or that it refers to; an empty one where it is not there.
fn dictionary(pdf: &Document, object: lopdf::Result<&Object>) -> Dictionary {
    match object {
        Ok(Object::Reference(id)) => pdf.get_dictionary(*id).cloned().unwrap_or_default(),
        Ok(Object::Dictionary(dictionary)) => dictionary.clone(),
        _ => Dictionary::new(),
    }
}

fn is_form(pdf: &Document, object: &Object) -> bool {
    let stream = object.as_reference().and_then(|id| pdf.get_object(id)).and_then(Object::as_stream);
    stream.and_then(|stream| stream.dict.get(b"Subtype")?.as_name()).is_ok_and(|name| name == b"Form")
}

/// Returns a string of a PDF, in UTF-16 where it says so.
fn text(object: &Object) -> String {
    let bytes = object.as_str().expect("it is a string");
    match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|unit| unit.expect("it is UTF-16")).collect()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn annotations(pdf: &Document) -> Vec<&Dictionary> {
    let annotations =
        pdf.get_pages().into_values().flat_map(|page| pdf.get_page_annotations(page).expect("they can be read"));
    annotations.collect()
}

/// Returns the page that an entry of the outline, or a link, leads to.
fn destination(pdf: &Document, entry: &Dictionary) -> Option<lopdf::ObjectId> {
    let action = dictionary(pdf, entry.get(b"A"));
    let written = entry.get(b"Dest").or_else(|_| action.get(b"D")).ok()?;
    let found = match written {
        Object::Array(_) => written.clone(),
        Object::Reference(id) => pdf.get_object(*id).ok()?.clone(),
        name => named(pdf).remove(&text(name))?,
    };
    let array = match &found {
        Object::Dictionary(dictionary) => dictionary.get(b"D").ok()?.as_array().ok()?,
        other => other.as_array().ok()?,
    };
    array.first()?.as_reference().ok()
}

fn destinations(pdf: &Document) -> BTreeSet<String> {
    named(pdf).into_keys().collect()
}

/// Returns the places of a PDF that have names.
fn named(pdf: &Document) -> BTreeMap<String, Object> {
    let mut found = BTreeMap::new();
    let names = dictionary(pdf, pdf.catalog().expect("a catalog").get(b"Names"));
    let mut open = vec![dictionary(pdf, names.get(b"Dests"))];
    while let Some(node) = open.pop() {
        if let Ok(Object::Array(kids)) = node.get(b"Kids") {
            open.extend(kids.iter().map(|kid| dictionary(pdf, Ok(kid))));
        }
        if let Ok(Object::Array(pairs)) = node.get(b"Names") {
            for pair in pairs.chunks_exact(2) {
                let target = match &pair[1] {
                    Object::Reference(id) => pdf.get_object(*id).expect("it is there").clone(),
                    other => other.clone(),
                };
                found.insert(text(&pair[0]), target);
            }
        }
    }
    found
}

/// Joins an address to the folder of the file that it stands in.
fn joined(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop().expect("no address leads out of the folder")),
            other => parts.push(other),
        }
    }
    parts.join("/")
}
