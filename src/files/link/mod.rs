//! Links the rows of all tables to each other by their ids.

mod crews;
mod cycles;
mod distances;
mod jobs;
mod links;
mod names;
mod partners;
mod places;
mod preferences;

pub use links::Links;

use super::issues::Issues;
use super::tables::Tables;
use crate::model::{Crew, Job, Preference, Site, Tool};
use crate::travel::StatedLeg;

/// The tables as one.
pub struct Linked {
    pub planar: bool,
    pub crews: Vec<Crew>,
    pub sites: Vec<Site>,
    pub jobs: Vec<Job>,
    pub tools: Vec<Tool>,
    pub preferences: Vec<Preference>,
    pub stated: Vec<StatedLeg>,
}

/// Links the tables; what cannot be linked is reported, and left out.
pub fn link(tables: &Tables, links: &Links, issues: &mut Issues) -> Linked {
    let places = places::places(tables, issues);
    Linked {
        planar: places.planar,
        crews: crews::crews(tables, links, &places.crews, issues),
        sites: jobs::sites(tables, links, &places.sites, issues),
        jobs: jobs::jobs(tables, links, issues),
        tools: pool(tables, links),
        preferences: preferences::preferences(tables, links, issues),
        stated: distances::distances(tables, links, issues),
    }
}

/// The shared tools by number; none of those that only crews own.
fn pool(tables: &Tables, links: &Links) -> Vec<Tool> {
    let quantities = tables.tools.iter().map(|(_, tool)| tool.quantity.unwrap_or_default()).chain(std::iter::repeat(0));
    links.tools.iter().zip(quantities).map(|(id, quantity)| Tool { id: id.clone(), quantity }).collect()
}
