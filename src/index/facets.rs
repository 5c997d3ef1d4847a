//! Counts what was found by kind, mission, phase, environment, status and language.

use std::collections::BTreeMap;

use tantivy::Searcher;
use tantivy::columnar::StrColumn;

use super::rank::{ALL, Found};
use super::schema::EVERYWHERE;

/// The values of one property of what was found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Facet {
    /// The property: `kind`, `mission`, `phase`, `environment`, `status`, `language`.
    pub name: &'static str,
    /// The values, the most frequent first, each with how many units a filter by it would leave.
    pub values: Vec<(String, usize)>,
}

/// The properties, in the order of the filters.
pub(super) const NAMES: [&str; 6] = ["kind", "mission", "phase", "environment", "status", "language"];

/// Counts the units that pass all filters but that of the property itself, so that another value can be chosen.
pub(super) fn count(searcher: &Searcher, found: &Found) -> tantivy::Result<Vec<Facet>> {
    let mut facets = Vec::new();
    for (at, name) in NAMES.into_iter().enumerate() {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut first = 0;
        for segment in searcher.segment_readers() {
            let end = first + segment.max_doc();
            if let Some(column) = segment.fast_fields().str(name)? {
                let inside = found.units.iter().filter(|unit| (first..end).contains(*unit));
                let passing = inside.filter(|unit| found.passes[**unit as usize] | (1 << at) == ALL);
                let passing: Vec<u32> = passing.map(|unit| unit - first).collect();
                add(&column, &passing, &mut counts)?;
            }
            first = end;
        }
        // What names no value counts for each.
        let everywhere = counts.remove(EVERYWHERE).unwrap_or_default();
        let mut values: Vec<_> = counts.into_iter().map(|(value, count)| (value, count + everywhere)).collect();
        values.sort_by(|(one, count), (other, counted)| counted.cmp(count).then_with(|| one.cmp(other)));
        facets.push(Facet { name, values });
    }
    Ok(facets)
}

/// Counts the values of units of one segment, which are in order: read all at once, as most questions find most units.
fn add(column: &StrColumn, units: &[u32], counts: &mut BTreeMap<String, usize>) -> tantivy::Result<()> {
    let (mut owners, mut rows) = (Vec::new(), Vec::new());
    column.ords().row_ids_for_docs(units, &mut owners, &mut rows);
    let mut values = vec![0; rows.len()];
    column.ords().values.get_vals(&rows, &mut values);
    let mut by_value = vec![0; column.num_terms()];
    values.into_iter().for_each(|value| by_value[value as usize] += 1);
    for (value, count) in by_value.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        let mut name = String::new();
        column.ord_to_str(value as u64, &mut name)?;
        *counts.entry(name).or_default() += count;
    }
    Ok(())
}
