//! The index of ids over all tables.

use super::names::{Catalogue, Names};
use crate::files::tables::Tables;
use crate::model::{CrewId, JobId, SiteId, SkillId, ToolId};

/// The ids of all tables, resolved to indices.
pub struct Links<'t> {
    pub crews: Names<'t, CrewId>,
    pub sites: Names<'t, SiteId>,
    pub jobs: Names<'t, JobId>,
    pub skills: Catalogue<SkillId>,
    pub tools: Catalogue<ToolId>,
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
}
