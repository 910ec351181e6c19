//! Fits the jobs to a given share of every crew's week, travel included.

use super::Profile;
use super::crews::day_of;
use super::firm::Firm;
use super::random::RandomSource;
use super::sketch::{self, JobSketch};
use brigade_model::model::{Crew, CrewId, Settings};
use brigade_model::units::Minutes;

/// The shortest visit and the longest single one, of each profile.
const SHORTEST: [Minutes; 2] = [45, 30];
const LONGEST: [Minutes; 2] = [240, 210];

/// Adds work or shortens it until each crew's jobs fill `percent` of its week.
pub(super) fn fit(firm: &Firm, sketches: &mut Vec<JobSketch>, percent: Minutes, rng: &mut RandomSource) {
    for crew in CrewId::range(firm.teams.len()) {
        let budget = week(&firm.teams[crew].crew, &firm.settings) * percent / 100;
        if firm.profile == Profile::Construction {
            over_several_days(firm, crew, sketches, budget, rng);
        }
        more_jobs(firm, crew, sketches, budget, rng);
        stretch(firm, crew, sketches, budget);
    }
    sketches.sort_by_key(|sketch| sketch.site);
}

/// Minutes that a crew can work within the horizon.
fn week(crew: &Crew, settings: &Settings) -> Minutes {
    let shifts = (0..settings.days).filter_map(|day| crew.hours(day_of(settings, day), false));
    let minutes = shifts.map(|(start, end)| settings.clock.between(start, end)).sum();
    crew.max_week_minutes.map_or(minutes, |most| most.min(minutes))
}

/// Minutes of one visit with a rough allowance for travel: a long visit is charged the whole round trip.
fn with_travel(firm: &Firm, crew: CrewId, sketch: &JobSketch, minutes: Minutes) -> Minutes {
    let one_way = firm.one_way(crew, sketch.site);
    minutes + if minutes >= 300 { 2 * one_way } else { one_way }
}

/// Minutes of all the crew's jobs.
fn load(firm: &Firm, crew: CrewId, sketches: &[JobSketch]) -> Minutes {
    let own = sketches.iter().filter(|sketch| sketch.main_crew == crew || sketch.partner == Some(crew));
    own.map(|sketch| sketch.visits as Minutes * with_travel(firm, crew, sketch, sketch.minutes)).sum()
}

/// Indices of the crew's jobs without a partner crew.
fn own_jobs(crew: CrewId, sketches: &[JobSketch]) -> Vec<usize> {
    (0..sketches.len()).filter(|&i| sketches[i].main_crew == crew && sketches[i].partner.is_none()).collect()
}

/// Turns some of the crew's jobs into multi-day jobs: about half of its week, more where it has few jobs.
fn over_several_days(firm: &Firm, crew: CrewId, sketches: &mut [JobSketch], budget: Minutes, rng: &mut RandomSource) {
    let mut candidates = own_jobs(crew, sketches);
    rng.shuffle(&mut candidates);
    let single = load(firm, crew, sketches);
    let mut free = (budget * rng.between(38, 66) / 100).clamp(budget - single, (budget - single / 2).max(0));
    for index in candidates {
        let sketch = &mut sketches[index];
        let minutes = if rng.percent(35) { rng.pick(&[210, 240]) } else { 15 * rng.between(20, 26) };
        let minutes = minutes.min(fits_a_day(firm, crew, sketch));
        let day = with_travel(firm, crew, sketch, minutes);
        let visits = rng.draw(&[(40, 2), (32, 3), (17, 4), (11, 5)]).min(free / day);
        if visits >= 2 {
            sketch.visits = visits as u32;
            sketch.minutes = minutes;
            free -= visits * day;
        }
    }
}

/// Minutes of service in a usual shift less the round trip, in quarters of an hour.
fn fits_a_day(firm: &Firm, crew: CrewId, sketch: &JobSketch) -> Minutes {
    let own = &firm.teams[crew].crew;
    let shift = firm.settings.clock.between(own.start, own.end);
    (shift - 2 * firm.one_way(crew, sketch.site)) / 15 * 15
}

/// Adds jobs at the crew's sites, as long as there is time for them: a third more at most.
fn more_jobs(firm: &Firm, crew: CrewId, sketches: &mut Vec<JobSketch>, budget: Minutes, rng: &mut RandomSource) {
    for _ in 0..own_jobs(crew, sketches).len().div_ceil(3) {
        if load(firm, crew, sketches) >= budget {
            return;
        }
        sketches.extend(sketch::extra(firm, crew, rng));
    }
}

/// Makes the crew's single visits longer or shorter, in quarters of an hour, until they fill its budget.
fn stretch(firm: &Firm, crew: CrewId, sketches: &mut [JobSketch], budget: Minutes) {
    let (shortest, longest) = (SHORTEST[firm.profile as usize], LONGEST[firm.profile as usize]);
    let single: Vec<_> = own_jobs(crew, sketches).into_iter().filter(|&i| sketches[i].visits == 1).collect();
    for _ in 0..4 {
        let gap = i64::from(budget - load(firm, crew, sketches));
        let service: i64 = single.iter().map(|&i| i64::from(sketches[i].minutes)).sum();
        for &index in &single {
            let minutes = i64::from(sketches[index].minutes);
            let longer = minutes + gap * minutes / service.max(1);
            sketches[index].minutes = (longer as Minutes).clamp(shortest, longest);
        }
    }
    for index in single {
        sketches[index].minutes = (sketches[index].minutes + 7) / 15 * 15;
    }
}
