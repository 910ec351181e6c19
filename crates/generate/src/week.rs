//! One week of the firm: jobs, tools, preferences, and the planner's schedule.

use super::firm::Firm;
use super::random::{RandomSource, Stream};
use super::{details, planner, preferences, sketch, trades, workload};
use brigade_model::model::{Instance, Job, Origin, Parts, Preference, Timetable, Tool, ToolId};

/// Shares of the crews' hours that work and driving may take, in percent, in the order in which they are tried.
const SHARES: [i32; 9] = [94, 92, 90, 88, 86, 84, 82, 80, 78];
/// Most percent of the crews' hours that the schedule of a good week takes.
const FULLEST: i64 = 92;
/// Most visits of a hundred that it leaves out.
const MOST_LEFT_OUT: i64 = 3;

pub(super) struct WorkWeek {
    pub(super) instance: Instance,
    pub(super) preferences: Vec<Preference>,
}

impl WorkWeek {
    /// The first good week, or the one with the least work where none is good.
    pub(super) fn of(firm: &Firm, seed: u64) -> Self {
        let (last, fuller) = SHARES.split_last().expect("there are shares");
        let good = fuller.iter().map(|&percent| Self::with_work(firm, seed, percent)).find(Self::is_good);
        good.unwrap_or_else(|| Self::with_work(firm, seed, *last))
    }

    fn with_work(firm: &Firm, seed: u64, percent: i32) -> Self {
        let mut rng = RandomSource::new(seed, Stream::Jobs);
        let mut sketches = sketch::draw(firm, &mut rng);
        workload::fit(firm, &mut sketches, percent, &mut rng);
        let jobs = details::jobs(firm, &sketches, &mut RandomSource::new(seed, Stream::Details));
        let preferences = preferences::preferences(firm, &jobs, &mut RandomSource::new(seed, Stream::Preferences));
        let instance = Instance::new(parts(firm, jobs, preferences.clone()));
        let schedule = planner::schedule(&instance);
        Self { instance: instance.with_current(Some(schedule), Vec::new()), preferences }
    }

    fn is_good(&self) -> bool {
        let Some(plan) = &self.instance.current else { return false };
        let timetable = Timetable::new(&self.instance, plan);
        let worked: i64 = timetable.tours.iter().map(|tour| i64::from(tour.service + tour.travel)).sum();
        let crews = self.instance.crew_ids();
        let available: i64 = crews.map(|crew| i64::from(self.instance.available_minutes(crew, None))).sum();
        let missing: i64 = timetable.missing.iter().map(|&missing| i64::from(missing)).sum();
        let asked = missing + timetable.stops().count() as i64;
        worked * 100 <= FULLEST * available && missing * 100 <= MOST_LEFT_OUT * asked
    }

    /// The week with some visits of its schedule pinned.
    pub(super) fn with_pins(self, seed: u64) -> Self {
        let Self { instance, preferences } = self;
        let pins =
            instance.current.as_ref().map(|plan| preferences::pins(plan, &mut RandomSource::new(seed, Stream::Pins)));
        let current = instance.current.clone();
        Self { instance: instance.with_current(current, pins.unwrap_or_default()), preferences }
    }
}

fn parts(firm: &Firm, jobs: Vec<Job>, preferences: Vec<Preference>) -> Parts {
    Parts {
        name: "generated".to_owned(),
        settings: firm.settings.clone(),
        crews: firm.teams.iter().map(|team| team.crew.clone()).collect(),
        sites: firm.sites.clone(),
        tools: pool(firm, &jobs),
        jobs,
        skills: trades::trades(firm.profile).iter().map(|trade| trade.skill.to_owned()).collect(),
        travel: firm.travel.clone(),
        other_travel: Vec::new(),
        preferences,
        current: None,
        pins: Vec::new(),
        origin: Origin::default(),
    }
}

/// A pool that holds two days' average need of each tool, and what any one job needs at least.
fn pool(firm: &Firm, jobs: &[Job]) -> Vec<Tool> {
    let need = |tool: ToolId| {
        jobs.iter()
            .flat_map(move |job| job.tools.iter().map(move |need| (job, need)))
            .filter(move |(_, need)| need.0 == tool)
    };
    let names = ToolId::enumerate(trades::tools(firm.profile));
    names
        .map(|(tool, name)| {
            let week: u32 = need(tool).map(|(job, need)| need.1 * job.visits * job.crews).sum();
            let least = need(tool).map(|(job, need)| need.1 * job.crews).max().unwrap_or(1);
            Tool { id: name.to_owned(), quantity: (2 * week).div_ceil(firm.settings.days as u32).max(least) }
        })
        .collect()
}
