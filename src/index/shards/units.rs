//! What is known and shown of each unit.

use rustc_hash::FxHashMap;
use tantivy::schema::{Field, Value as _};
use tantivy::{DocAddress, TantivyDocument};

use super::super::open::Index;
use super::super::query::Length;
use super::super::schema::{FRONT, RANK};
use super::bits::Bits;
use super::{LIMIT, Shard, json, repeats};

/// About how many bytes of texts are written in one piece, before what is repeated is written shorter: a searcher
/// writes out the whole of it to show one unit.
const TEXTS: usize = 24 << 10;

/// How many bytes of pieces a script has at most.
const PIECES: usize = LIMIT - (8 << 10);

/// About how many bytes a script of columns has at most.
const COLUMNS: usize = LIMIT - (8 << 10);

/// How many characters of the text of a unit are shown.
const ABSTRACT: usize = 190;

/// The languages whose stems a unit has.
pub(super) const FRENCH: u8 = 1;
pub(super) const ENGLISH: u8 = 2;

/// The units that may be shown, numbered anew.
pub(super) struct Units {
    list: Vec<Unit>,
    /// The new number of each unit of the index.
    pub(super) numbers: Vec<Option<u32>>,
    /// The languages of the stems of each.
    pub(super) tongues: Vec<u8>,
}

struct Unit {
    /// The steps of the lengths of title, text and mnemonics.
    lengths: [u8; 3],
    rank: u8,
    front: bool,
    /// Kinds, missions, phases, environments, status, language.
    facets: [Vec<String>; 6],
    /// The page, its title, issue, status, language, document.
    page: [String; 6],
    anchor: String,
    title: String,
    kind: String,
    text: String,
    parents: Vec<String>,
    name: String,
}

impl Units {
    pub(super) fn read(index: &Index, may_show: &dyn Fn(&str) -> bool) -> tantivy::Result<Self> {
        let (fields, shown) = (&index.fields, &index.fields.shown);
        let mut units = Self { list: Vec::new(), numbers: Vec::new(), tongues: Vec::new() };
        for (segment, reader) in index.searcher.segment_readers().iter().enumerate() {
            let ranks = reader.fast_fields().u64(RANK)?;
            let fronts = reader.fast_fields().bool(FRONT)?;
            let mut lengths = Vec::new();
            for length in Length::ALL {
                lengths.push(reader.get_fieldnorms_reader(length.field(fields))?);
            }
            for at in 0..reader.max_doc() {
                let document: TantivyDocument = index.searcher.doc(DocAddress::new(segment as u32, at))?;
                let all = |field: Field| -> Vec<String> {
                    document.get_all(field).filter_map(|value| value.as_str().map(str::to_owned)).collect()
                };
                let one = |field: Field| {
                    document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
                };
                let page = one(shown.page);
                if !may_show(&page) {
                    units.numbers.push(None);
                    continue;
                }
                units.numbers.push(Some(units.list.len() as u32));
                let language = one(fields.language);
                units.tongues.push(match language.as_str() {
                    "fr" => FRENCH,
                    "en" => ENGLISH,
                    "" => FRENCH | ENGLISH,
                    _ => 0,
                });
                let facets =
                    [fields.kind, fields.mission, fields.phase, fields.environment, fields.status, fields.language];
                let document = one(fields.document);
                units.list.push(Unit {
                    lengths: std::array::from_fn(|field| lengths[field].fieldnorm_id(at)),
                    rank: ranks.first(at).unwrap_or_default() as u8,
                    front: fronts.first(at) == Some(true),
                    facets: facets.map(all),
                    anchor: one(shown.anchor),
                    title: one(shown.title),
                    kind: one(shown.kind),
                    text: beginning(&one(shown.text)),
                    parents: all(shown.parents),
                    name: shortened(&one(shown.identifier), &document),
                    page: [
                        page.strip_prefix("html/").unwrap_or(&page).to_owned(),
                        one(shown.page_title),
                        one(shown.issue),
                        one(fields.status),
                        language,
                        document,
                    ],
                });
            }
        }
        Ok(units)
    }

    pub(super) fn count(&self) -> u32 {
        self.list.len() as u32
    }

    /// Returns the sums of the lengths of titles, texts and mnemonics.
    pub(super) fn lengths(&self) -> [u64; 3] {
        std::array::from_fn(|field| {
            let length =
                |unit: &Unit| u64::from(tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(unit.lengths[field]));
            self.list.iter().map(length).sum()
        })
    }

    /// Returns the scripts of what units are counted and filtered by, with the first unit of each.
    pub(super) fn columns(&self) -> (Vec<Shard>, Vec<u32>) {
        let (mut shards, mut starts) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < self.list.len() {
            starts.push(at as u32);
            let mut known: FxHashMap<&[Vec<String>; 6], u32> = FxHashMap::default();
            let (mut sets, mut bits, mut bytes) = (Vec::new(), Bits::default(), 0);
            while let Some(unit) = self.list.get(at).filter(|_| bytes < COLUMNS) {
                unit.lengths.iter().for_each(|length| bits.put(u32::from(*length), 8));
                bits.put(u32::from(unit.rank) << 1 | u32::from(unit.front), 4);
                let next = known.len() as u32;
                let set = *known.entry(&unit.facets).or_insert_with(|| {
                    bytes += json(&unit.facets).len() + 1;
                    sets.push(&unit.facets);
                    next
                });
                bits.gamma(set + 1);
                bytes += 5 + (set + 1).ilog2() as usize / 3;
                at += 1;
            }
            shards.push(Shard::new(&format!("c{}", shards.len()), &(sets, bits.finish())));
        }
        (shards, starts)
    }

    /// Returns the scripts of what is shown of units, with the first unit of each: pieces, each with how many units
    /// it has.
    pub(super) fn texts(&self) -> (Vec<Shard>, Vec<u32>) {
        let (mut shards, mut starts) = (Vec::new(), Vec::new());
        let (mut pieces, mut bytes, mut at) = (Vec::new(), 0, 0);
        let end = |pieces: &mut Vec<(String, usize)>, shards: &mut Vec<Shard>| {
            shards.push(Shard::new(&format!("d{}", shards.len()), &std::mem::take(pieces)));
        };
        while at < self.list.len() {
            let count = self.fitting(at);
            let piece = (shown(&self.list[at..at + count]), count);
            let size = json(&piece).len() + 1;
            if bytes + size > PIECES && !pieces.is_empty() {
                end(&mut pieces, &mut shards);
                bytes = 0;
            }
            if pieces.is_empty() {
                starts.push(at as u32);
            }
            pieces.push(piece);
            bytes += size;
            at += count;
        }
        if !pieces.is_empty() {
            end(&mut pieces, &mut shards);
        }
        (shards, starts)
    }

    /// Returns how many units from one on have texts of about [`TEXTS`] bytes, one at least.
    fn fitting(&self, from: usize) -> usize {
        let mut bytes = 0;
        let more = self.list[from..].iter().take_while(|unit| {
            bytes += unit.line(0).len();
            bytes <= TEXTS
        });
        more.count().max(1)
    }
}

/// Writes what is shown of units: their pages, a line each, an empty line, then the units; what is repeated is
/// written shorter.
fn shown(units: &[Unit]) -> String {
    let mut pages: Vec<&[String; 6]> = Vec::new();
    let mut lines = Vec::with_capacity(units.len());
    for unit in units {
        if pages.last() != Some(&&unit.page) {
            pages.push(&unit.page);
        }
        lines.push(unit.line(pages.len() - 1));
    }
    let pages: Vec<String> = pages.iter().map(|page| fields(page.iter())).collect();
    repeats::shorten(&format!("{}\n\n{}", pages.join("\n"), lines.join("\n")))
}

impl Unit {
    /// Returns what is shown, on a line.
    fn line(&self, page: usize) -> String {
        let page = page.to_string();
        let own = [&page, &self.anchor, &self.title, &self.kind, &self.name, &self.text];
        fields(own.into_iter().chain(&self.parents))
    }
}

/// Returns texts on one line, with tabs between them. No text has a line ending or a tab that means something.
fn fields<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    texts.map(|text| text.replace(['\t', '\n', '\r'], " ")).collect::<Vec<_>>().join("\t")
}

/// Returns the beginning of a text, on one line.
fn beginning(text: &str) -> String {
    let mut out = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if count + length > ABSTRACT {
            // Scripts without spaces are cut where the width ends.
            let rest = ABSTRACT.saturating_sub(count);
            if length > 40 && rest > 0 {
                out.push_str(if out.is_empty() { "" } else { " " });
                out.extend(word.chars().take(rest));
            }
            out.push('…');
            break;
        }
        out.push_str(if out.is_empty() { "" } else { " " });
        out.push_str(word);
        count += length + 1;
    }
    out
}

/// Returns a name without the identifier of its document.
fn shortened(name: &str, document: &str) -> String {
    match name.strip_prefix(document) {
        Some("") if !document.is_empty() => "=".into(),
        Some(rest) if rest.starts_with('#') && !document.is_empty() => rest.into(),
        _ => name.into(),
    }
}
