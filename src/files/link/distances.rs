//! Stated legs.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::links::Links;
use crate::error::Message;
use crate::files::columns::{DISTANCES, SITES};
use crate::files::issues::{InputPosition, Issues, shortened};
use crate::files::table::TableRows;
use crate::files::tables::Tables;
use crate::model::PlaceId;
use crate::travel::StatedLeg;

/// The stated legs of an instance; warnings count the ids that mean no place, and the pairs without a leg.
pub fn distances(tables: &Tables, links: &Links, issues: &mut Issues) -> Vec<StatedLeg> {
    let Some(rows) = &tables.distances else { return Vec::new() };
    refuse_shared_ids(tables, &rows.file, links, issues);
    let mut seen = FxHashSet::default();
    let mut stated = Vec::new();
    let mut unknown = BTreeSet::new();
    for (row, values) in rows.iter() {
        let [from, to] = [&values.from, &values.to].map(|id| {
            let id = id.as_deref()?;
            place(id, links).or_else(|| {
                unknown.insert(id);
                None
            })
        });
        if !seen.insert((&values.from, &values.to)) {
            let name = values.to.as_deref().unwrap_or_default();
            issues.error(rows.position(row, &DISTANCES.to), name, Message::SamePair);
        }
        if let (Some(from), Some(to), Some(km), Some(minutes)) = (from, to, values.km, values.minutes)
            && from != to
        {
            stated.push((from, to, (km.times(1_000).round() as i32, minutes.units(24))));
        }
    }
    warn_unknown(&rows.file, &unknown, issues);
    warn_missing(rows, links, &stated, issues);
    stated
}

fn refuse_shared_ids(tables: &Tables, file: &str, links: &Links, issues: &mut Issues) {
    for (row, site) in tables.sites.iter() {
        if let Some(id) = site.site.as_ref().filter(|id| links.crews.get(id).is_some()) {
            let advice = Message::SharedId { file: file.to_owned() };
            issues.error(tables.sites.position(row, &SITES.site), id, advice);
        }
    }
}

fn place(id: &str, links: &Links) -> Option<PlaceId> {
    let base = || links.crews.get(id).map(|crew| PlaceId::new(links.sites.len() + crew.index()));
    links.sites.get(id).map(|site| PlaceId::new(site.index())).or_else(base)
}

fn warn_unknown(file: &str, unknown: &BTreeSet<&str>, issues: &mut Issues) {
    if !unknown.is_empty() {
        let ids = shortened(&unknown.iter().copied().collect::<Vec<_>>().join(" "));
        issues.warn(InputPosition::file(file), "", Message::UnknownPlaces { ids });
    }
}

fn warn_missing<T>(rows: &TableRows<T>, links: &Links, stated: &[StatedLeg], issues: &mut Issues) {
    let (sites, crews) = (links.sites.len(), links.crews.len());
    let pairs = sites * sites.saturating_sub(1) / 2 + sites * crews;
    let useful = |&(from, to, _): &StatedLeg| (from.min(to).index() < sites).then(|| (from.min(to), from.max(to)));
    let known: FxHashSet<_> = stated.iter().filter_map(useful).collect();
    let missing = pairs - known.len();
    if missing > 0 {
        issues.warn(InputPosition::file(&rows.file), "", Message::MissingPairs { missing });
    }
}
