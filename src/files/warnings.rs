//! Warnings of demands that an instance can't meet.

use rustc_hash::FxHashSet;

use super::columns::JOBS;
use super::issues::Issues;
use super::tables::Tables;
use crate::model::{Instance, JobId, SkillId};

/// Warns of skills and tools that nobody can bring, and of visits that the horizon has no dates for.
pub fn warn(instance: &Instance, tables: &Tables, issues: &mut Issues) {
    let held: FxHashSet<&str> = skills_held(instance);
    let pool = tables.tools.iter().filter_map(|(_, tool)| tool.tool.as_deref());
    let owned = tables.crews.iter().flat_map(|(_, crew)| crew.equipment.iter().map(|(name, _)| name.as_str()));
    let tools: FxHashSet<&str> = pool.chain(owned).collect();
    let rows = &tables.jobs;
    for (index, (row, job)) in JobId::enumerate(rows.iter()) {
        let skills = job.skills.iter().map(|(name, ..)| name).filter(|name| !held.contains(name.as_str()));
        let skills = skills.map(|name| (name, rows.position(row, &JOBS.skills), NO_SKILL));
        let lacking = job.tools.iter().map(|(name, _)| name).filter(|name| !tools.contains(name.as_str()));
        let lacking = lacking.map(|name| (name, rows.position(row, &JOBS.tools), NO_TOOL));
        for (name, position, remedy) in skills.chain(lacking) {
            let near = issues.suggest(name, held.iter().chain(&tools).copied());
            issues.warn(position, name, format!("no crew can bring this: {remedy}{near}"));
        }
        let asked = instance.days_asked(index);
        if asked < job.visits {
            let asked = if asked == 0 { "none is".to_string() } else { format!("only {asked} are") };
            let advice = format!(
                "more than the dates of the horizon that the job allows: {asked} asked for; the rest, and the jobs \
                 that come after this one, wait for later weeks; lengthen the horizon or allow further dates if that is not meant"
            );
            issues.warn(rows.position(row, &JOBS.visits), job.visits, advice);
        }
    }
}

const NO_SKILL: &str = "add the skill to a crew in crews.csv or members.csv, or take it off the job";
const NO_TOOL: &str = "add the tool to tools.csv or to a crew's equipment, or take it off the job";

fn skills_held(instance: &Instance) -> FxHashSet<&str> {
    let held = |skill: &SkillId| instance.crews.iter().any(|crew| crew.level(*skill, None) > 0);
    instance.skill_ids().filter(held).map(|skill| instance.skills[skill].as_str()).collect()
}
