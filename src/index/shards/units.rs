//! What is known of each unit.

use rustc_hash::FxHashMap;
use tantivy::TantivyDocument;
use tantivy::schema::{Field, Value as _};

use super::super::open::Index;
use super::super::query::Length;
use super::super::schema::{FRONT, RANK};
use super::bits::Bits;
use super::texts::{self, Texts};
use super::{LIMIT, Shard, json};

/// About how many bytes a script of columns has at most.
const COLUMNS: usize = LIMIT - (8 << 10);

/// The languages whose stems a unit has.
pub(super) const FRENCH: u8 = 1;
pub(super) const ENGLISH: u8 = 2;

/// What units are filtered by: kinds, missions, phases, environments, status, language.
type Facets = [Vec<String>; 6];

/// The units of a segment that may be shown.
#[derive(Default)]
pub struct Part {
    list: Vec<Unit>,
    /// For each unit of the segment, whether it is listed.
    may_show: Vec<bool>,
    tongues: Vec<u8>,
    facets: Vec<Facets>,
    texts: Texts,
}

/// The units that may be shown, numbered anew.
#[derive(Default)]
pub(super) struct Units {
    list: Vec<Unit>,
    facets: Vec<Facets>,
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
    /// Its place among the facets.
    facets: u32,
}

impl Part {
    pub(super) fn read(index: &Index, segment: u32, may_show: &dyn Fn(&str) -> bool) -> tantivy::Result<Self> {
        let (fields, shown) = (&index.fields, &index.fields.shown);
        let reader = index.searcher.segment_reader(segment);
        let ranks = reader.fast_fields().u64(RANK)?;
        let fronts = reader.fast_fields().bool(FRONT)?;
        let mut lengths = Vec::new();
        for length in Length::ALL {
            lengths.push(reader.get_fieldnorms_reader(length.field(fields))?);
        }
        // Each unit once and in order: no more than one block of texts is held.
        let store = reader.get_store_reader(1)?;
        let mut part = Self::default();
        for at in 0..reader.max_doc() {
            let document: TantivyDocument = store.get(at)?;
            let all = |field: Field| -> Vec<String> {
                document.get_all(field).filter_map(|value| value.as_str().map(str::to_owned)).collect()
            };
            let first = |field: Field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
            let page = first(shown.page);
            part.may_show.push(may_show(page));
            if part.may_show.last() != Some(&true) {
                continue;
            }
            part.tongues.push(match first(fields.language) {
                "fr" => FRENCH,
                "en" => ENGLISH,
                "" => FRENCH | ENGLISH,
                _ => 0,
            });
            let facets =
                [fields.kind, fields.mission, fields.phase, fields.environment, fields.status, fields.language];
            let facets = facets.map(all);
            // Most units have those of the unit before them.
            if part.facets.last() != Some(&facets) {
                part.facets.push(facets);
            }
            let name = texts::shortened(first(shown.identifier), first(fields.document));
            let beginning = texts::beginning(first(shown.text));
            let own = [first(shown.anchor), first(shown.title), first(shown.kind), name, &beginning];
            let parents = document.get_all(shown.parents).filter_map(|value| value.as_str());
            let page = [
                page.strip_prefix("html/").unwrap_or(page),
                first(shown.page_title),
                first(shown.issue),
                first(fields.status),
                first(fields.language),
                first(fields.document),
            ];
            part.texts.push(page.map(str::to_owned), own.into_iter().chain(parents));
            part.list.push(Unit {
                lengths: std::array::from_fn(|field| lengths[field].fieldnorm_id(at)),
                rank: ranks.first(at).unwrap_or_default() as u8,
                front: fronts.first(at) == Some(true),
                facets: part.facets.len() as u32 - 1,
            });
        }
        Ok(part)
    }
}

impl Units {
    /// Numbers the units of all segments; returns what is shown of them too.
    pub(super) fn of(parts: Vec<Part>) -> (Self, Texts) {
        let (mut units, mut texts) = (Self::default(), Texts::default());
        for part in parts {
            let mut number = units.list.len() as u32;
            for shown in part.may_show {
                units.numbers.push(shown.then_some(number));
                number += u32::from(shown);
            }
            let facets = units.facets.len() as u32;
            units.list.extend(part.list.into_iter().map(|unit| Unit { facets: facets + unit.facets, ..unit }));
            units.facets.extend(part.facets);
            units.tongues.extend(part.tongues);
            texts.append(part.texts);
        }
        (units, texts)
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

    /// Hands out the scripts of what units are counted and filtered by; returns the first unit of each.
    pub(super) fn columns<E>(&self, put: &mut dyn FnMut(Shard) -> Result<(), E>) -> Result<Vec<u32>, E> {
        let mut starts = Vec::new();
        let mut at = 0;
        while at < self.list.len() {
            starts.push(at as u32);
            let mut known: FxHashMap<&Facets, u32> = FxHashMap::default();
            let (mut sets, mut bits, mut bytes) = (Vec::new(), Bits::default(), 0);
            while let Some(unit) = self.list.get(at).filter(|_| bytes < COLUMNS) {
                unit.lengths.iter().for_each(|length| bits.put(u32::from(*length), 8));
                bits.put(u32::from(unit.rank) << 1 | u32::from(unit.front), 4);
                let (facets, next) = (&self.facets[unit.facets as usize], known.len() as u32);
                let set = *known.entry(facets).or_insert_with(|| {
                    bytes += json(facets).len() + 1;
                    sets.push(facets);
                    next
                });
                bits.gamma(set + 1);
                bytes += 5 + (set + 1).ilog2() as usize / 3;
                at += 1;
            }
            put(Shard::new(&format!("c{}", starts.len() - 1), &(sets, bits.finish())))?;
        }
        Ok(starts)
    }
}
