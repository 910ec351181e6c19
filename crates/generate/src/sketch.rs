//! Jobs in outline: where, for which crew, for how long.

use super::firm::Firm;
use super::random::RandomSource;
use super::{Profile, trades};
use brigade_model::model::{CrewId, Level, SiteId, SkillId};
use brigade_model::units::Minutes;

/// A job before its particulars are known.
#[derive(Clone, Debug)]
pub(super) struct JobSketch {
    pub(super) site: SiteId,
    /// A crew that can do it: what the job asks for is derived from what this crew has.
    pub(super) main_crew: CrewId,
    /// A second crew for a job that takes two.
    pub(super) partner: Option<CrewId>,
    /// The skill it asks for.
    pub(super) skill: SkillId,
    /// The level of that skill that it asks for.
    pub(super) level: Level,
    /// Minutes of one visit.
    pub(super) minutes: Minutes,
    pub(super) visits: u32,
}

/// Jobs for every site, by site, each with the duration that such jobs have by nature.
pub(super) fn draw(firm: &Firm, rng: &mut RandomSource) -> Vec<JobSketch> {
    let mut sketches = Vec::new();
    for site in SiteId::range(firm.sites.len()) {
        let near = firm.nearest(site);
        for _ in 0..jobs_at_a_site(firm.profile, rng) {
            let mut sketch = sketch(firm, site, &near, rng);
            sketch.partner = partner(firm, &sketch, &near, rng);
            sketches.push(sketch);
        }
    }
    sketches
}

/// One more job for a crew, at a site that it leads; none where it leads no site.
pub(super) fn extra(firm: &Firm, crew: CrewId, rng: &mut RandomSource) -> Option<JobSketch> {
    let led: Vec<_> = SiteId::range(firm.sites.len()).filter(|&site| firm.lead[site] == crew).collect();
    let site = rng.pick_any(&led)?;
    Some(JobSketch { main_crew: crew, ..sketch(firm, site, &[], rng) })
}

/// A job of the trade of the site's leading crew, or of another crew nearby. Its main crew is the leading one if that
/// has the skill, else the nearest that has.
fn sketch(firm: &Firm, site: SiteId, near: &[CrewId], rng: &mut RandomSource) -> JobSketch {
    let lead = firm.lead[site];
    let foreign = if rng.percent(22) { rng.pick_any(&near[..near.len().min(6)]) } else { None };
    let asker = foreign.unwrap_or(lead);
    let skill = skill_of(firm, asker, rng);
    let held = |crew: CrewId| firm.teams[crew].crew.level(skill, None);
    let level = rng.draw(&[(60, 1), (31, 2), (9, 3)]).min(held(asker));
    let main_crew =
        std::iter::once(lead).chain(near.iter().copied()).find(|&crew| held(crew) >= level).unwrap_or(asker);
    JobSketch { site, main_crew, partner: None, skill, level, minutes: natural_minutes(firm.profile, rng), visits: 1 }
}

fn jobs_at_a_site(profile: Profile, rng: &mut RandomSource) -> u32 {
    match profile {
        Profile::Construction => rng.draw(&[(72, 1), (21, 2), (6, 3), (1, 4)]),
        Profile::Service => rng.draw(&[(94, 1), (6, 2)]),
    }
}

fn natural_minutes(profile: Profile, rng: &mut RandomSource) -> Minutes {
    let (low, high) = match profile {
        Profile::Construction => rng.draw(&[(70, (3, 8)), (30, (12, 16))]),
        Profile::Service => (2, 12),
    };
    15 * rng.between(low, high)
}

/// A crew nearby for a job of two crews.
fn partner(firm: &Firm, sketch: &JobSketch, near: &[CrewId], rng: &mut RandomSource) -> Option<CrewId> {
    if firm.profile == Profile::Service || !rng.percent(5) {
        return None;
    }
    let others: Vec<_> = near.iter().copied().filter(|&crew| crew != sketch.main_crew).take(4).collect();
    rng.pick_any(&others)
}

/// The crew's own trade, or something that it also does.
fn skill_of(firm: &Firm, crew: CrewId, rng: &mut RandomSource) -> SkillId {
    let team = &firm.teams[crew];
    let secondary: Vec<_> = trades::trades(firm.profile)[team.trade]
        .secondary
        .iter()
        .copied()
        .map(SkillId::new)
        .filter(|&skill| team.crew.levels[skill] > 0)
        .collect();
    let own = SkillId::new(team.trade);
    if rng.percent(82) { own } else { rng.pick_any(&secondary).unwrap_or(own) }
}
