//! Links the rows of all tables to each other by their ids.

mod crews;
mod cycles;
mod distances;
mod jobs;
mod names;
mod places;
mod preferences;

pub use names::{Catalogue, Names};

use super::issues::Issues;
use super::tables::Tables;
use crate::model::{Crew, CrewId, Job, JobId, Preference, Site, SiteId, SkillId, Tool, ToolId};
use crate::travel::Stated;

/// What the ids of the tables stand for.
pub struct Links<'t> {
    pub crews: Names<'t, CrewId>,
    pub sites: Names<'t, SiteId>,
    pub jobs: Names<'t, JobId>,
    pub skills: Catalogue<SkillId>,
    pub tools: Catalogue<ToolId>,
}

/// The tables as one.
pub struct Linked {
    pub planar: bool,
    pub crews: Vec<Crew>,
    pub sites: Vec<Site>,
    pub jobs: Vec<Job>,
    pub tools: Vec<Tool>,
    pub preferences: Vec<Preference>,
    pub stated: Vec<Stated>,
}

impl<'t> Links<'t> {
    /// The ids of the tables.
    pub fn new(tables: &'t Tables) -> Self {
        let crew_skills = tables.crews.iter().flat_map(|(_, crew)| crew.skills.iter().map(|(name, _)| name));
        let member_skills = tables.members.iter().flat_map(|(_, member)| member.skills.iter().map(|(name, _)| name));
        let needs = tables.jobs.iter().flat_map(|(_, job)| job.skills.iter().map(|(name, ..)| name));
        let pool = tables.tools.iter().filter_map(|(_, tool)| tool.tool.as_ref());
        let owned = tables.crews.iter().flat_map(|(_, crew)| crew.equipment.iter().map(|(name, _)| name));
        let used = tables.jobs.iter().flat_map(|(_, job)| job.tools.iter().map(|(name, _)| name));
        Self {
            crews: Names::new(&tables.crews.file, tables.crews.iter().map(|(_, row)| row.crew.as_ref())),
            sites: Names::new(&tables.sites.file, tables.sites.iter().map(|(_, row)| row.site.as_ref())),
            jobs: Names::new(&tables.jobs.file, tables.jobs.iter().map(|(_, row)| row.job.as_ref())),
            skills: Catalogue::new(crew_skills.chain(member_skills).chain(needs)),
            tools: Catalogue::new(pool.chain(owned).chain(used)),
        }
    }

    /// Links the tables; what cannot be linked is reported, and left out.
    pub fn link(&self, tables: &Tables, issues: &mut Issues) -> Linked {
        let places = places::places(tables, issues);
        Linked {
            planar: places.planar,
            crews: crews::crews(tables, self, &places.crews, issues),
            sites: jobs::sites(tables, self, &places.sites, issues),
            jobs: jobs::jobs(tables, self, issues),
            tools: self.pool(tables),
            preferences: preferences::preferences(tables, self, issues),
            stated: distances::distances(tables, self, issues),
        }
    }

    /// The shared tools by number; none of those that only crews own.
    fn pool(&self, tables: &Tables) -> Vec<Tool> {
        let quantities = tables.tools.iter().map(|(_, tool)| tool.quantity).chain(std::iter::repeat(0));
        self.tools.iter().zip(quantities).map(|(id, quantity)| Tool { id: id.clone(), quantity }).collect()
    }
}
