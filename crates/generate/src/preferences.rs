//! What crews like and dislike, and what the planner has promised.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::firm::Firm;
use super::random::RandomSource;
use brigade_model::model::{CrewId, Job, JobId, Pin, Plan, Preference, Target};
use brigade_model::units::Decimal;

/// Preferences: none to three a crew, about places that it knows.
pub(super) fn preferences(firm: &Firm, jobs: &[Job], rng: &mut RandomSource) -> Vec<Preference> {
    let mut scores = BTreeMap::new();
    for crew in CrewId::range(firm.teams.len()) {
        for _ in 0..rng.draw(&[(3, 0), (4, 1), (3, 2), (1, 3)]) {
            if let Some(target) = target(firm, jobs, crew, rng) {
                let score = rng.pick(&[-6, -4, -2, 2, 3, 4, 6, 8]);
                scores.entry((crew, target)).or_insert(Decimal::whole(score));
            }
        }
    }
    scores.into_iter().map(|((crew, target), score)| Preference { crew, target, score }).collect()
}

fn target(firm: &Firm, jobs: &[Job], crew: CrewId, rng: &mut RandomSource) -> Option<Target> {
    let near: Vec<_> = JobId::range(jobs.len()).filter(|&job| firm.one_way(crew, jobs[job].site) <= 60).collect();
    let job = rng.pick_any(&near)?;
    let site = jobs[job].site;
    Some(match rng.draw(&[(3, 0), (4, 1), (2, 2)]) {
        0 => Target::Job(job),
        1 => Target::Site(site),
        _ => Target::Region(firm.sites[site].region.clone()),
    })
}

/// Pins on one visit in forty of the schedule, numbered by the lines of its file.
pub(super) fn pins(plan: &Plan, rng: &mut RandomSource) -> Vec<Pin> {
    let visits: Vec<_> = plan.visits().collect();
    let mut rows: Vec<_> = (0..visits.len()).collect();
    rng.shuffle(&mut rows);
    rows.truncate((visits.len() + 20) / 40);
    rows.sort_unstable();
    rows.into_iter().map(|row| pin(visits[row], row, rng)).collect()
}

/// A pin on crew and date, on the crew alone, or on the date alone.
fn pin((job, crew, date): (JobId, CrewId, NaiveDate), row: usize, rng: &mut RandomSource) -> Pin {
    let (crew, date) = rng.draw(&[(3, (Some(crew), Some(date))), (2, (Some(crew), None)), (2, (None, Some(date)))]);
    Pin { job, crew, date, start: None, line: row as u64 + 2, dropped: false }
}
