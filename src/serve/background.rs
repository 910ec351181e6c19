//! Searches in the background: a proposal beside the week, and a picture of what could be traded for what.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::board::Week;
use crate::insight::{Figures, gap_percent};
use crate::model::{Bound, Instance};
use crate::rules::unassigned;
use crate::solve::{self, Progress, SolveOptions};
use crate::stop::StoppingCriterion;
use crate::units::Decimal;

use super::locked;
use super::state::State;
use super::view::cents;

/// Between two messages of progress.
const QUIET: Duration = Duration::from_millis(250);

/// A search that runs.
pub struct Running {
    /// The scenario that it is for.
    pub scenario: String,
    stop: Arc<AtomicBool>,
}

impl Running {
    /// Ends it with what it has found.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// A plan beside the week.
pub struct Proposal {
    /// What it is, in a word: `optimised`, or the name of a point of the picture.
    pub name: String,
    /// The week with it, as it was when the search began: its jobs, pins and absences may be others by now.
    pub week: Week,
    /// What no plan of that week costs less than.
    pub bound: Option<Bound>,
    /// Points of the picture, where one was asked: the plans with their weeks.
    pub points: Vec<(String, Week)>,
}

impl Proposal {
    /// How much better a plan than that of a week could be at most, in percent; none where jobs, pins or absences are others
    /// than those that the bound is proven for.
    pub fn gap_of(&self, week: &Week) -> Option<f64> {
        let bound = self.bound.as_ref().filter(|_| self.week.shares_instance(week))?;
        gap_percent(week.verdict.total, week.verdict.cost(unassigned::ABOUT.code), bound.cost)
    }
}

/// What a search is asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    /// How long it may take.
    pub time: Duration,
    /// The most visits that may move.
    pub most_changes: Option<u32>,
    /// Whether the picture is wanted.
    pub picture: bool,
}

/// Starts a search for a scenario; `false` where one is running.
pub fn start(state: &Arc<State>, scenario: &str, week: Arc<Week>, asked: Asked) -> bool {
    let stop = StoppingCriterion::new(Instant::now(), Some(asked.time), None);
    let mut running = locked(&state.running);
    if running.is_some() {
        return false;
    }
    *running = Some(Running { scenario: scenario.to_owned(), stop: stop.interrupter() });
    drop(running);
    let (state, scenario) = (Arc::clone(state), scenario.to_owned());
    std::thread::spawn(move || {
        let _free = Free(&state);
        let told = Teller { state: &state, scenario: &scenario, started: Instant::now(), time: asked.time };
        let found = if asked.picture { picture(&week, &stop, &told) } else { optimised(&week, asked, &stop, &told) };
        let mut proposals = locked(&state.proposals);
        proposals.insert(scenario.clone(), Arc::new(found));
    });
    true
}

/// Lets the next search begin whatever becomes of this one.
struct Free<'s>(&'s State);

impl Drop for Free<'_> {
    fn drop(&mut self) {
        let mut running = locked(&self.0.running);
        let scenario = running.take().map(|running| running.scenario);
        self.0.tell(json!({ "kind": "done", "scenario": scenario }));
    }
}

/// Tells browsers how far a search has come.
struct Teller<'s> {
    state: &'s State,
    scenario: &'s str,
    started: Instant,
    time: Duration,
}

impl Teller<'_> {
    fn tell(&self, progress: &Progress) {
        let gap = progress.proven.and_then(|proven| gap_percent(progress.cost, proven.unassigned, proven.bound));
        self.state.tell(json!({
            "kind": "progress",
            "scenario": self.scenario,
            "seconds": self.started.elapsed().as_secs_f64(),
            "of": self.time.as_secs_f64(),
            "cents": cents(progress.cost),
            "legal": progress.feasible,
            "gap": gap,
        }));
    }
}

/// As many threads as leave one core for the planners.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1))
}

fn optimised(week: &Week, asked: Asked, stop: &StoppingCriterion, told: &Teller<'_>) -> Proposal {
    let last = std::sync::Mutex::new(Instant::now());
    let report = |progress: Progress| {
        let mut last = locked(&last);
        if last.elapsed() >= QUIET {
            *last = Instant::now();
            told.tell(&progress);
        }
    };
    let options = SolveOptions { threads: threads(), bound: true, start: Some(&week.plan), ..SolveOptions::default() };
    let outcome = match asked.most_changes {
        // Changes are counted from the week as it is.
        Some(most) => {
            let mut outcome = solve::solve_within(&week.as_current(), &options, most, stop, &report);
            outcome.bound = None;
            outcome
        }
        None => solve::solve(&week.instance, &options, stop, &report),
    };
    let found = week.with_plan(&outcome.plan);
    Proposal { name: "optimised".into(), week: found, bound: outcome.bound, points: Vec::new() }
}

/// Plans under other weights, each of them a real one: what fewer kilometres cost in preferences, changes and balance.
fn picture(week: &Week, stop: &StoppingCriterion, told: &Teller<'_>) -> Proposal {
    const NAMES: [&str; 6] = ["km", "balanced", "as-is", "preferences", "stability", "balance"];
    let mut points: Vec<(String, Week)> = Vec::new();
    for (index, name) in NAMES.into_iter().enumerate() {
        if stop.is_interrupted() {
            break;
        }
        let mut instance = Instance::clone(&week.instance);
        weigh(&mut instance.settings, name);
        let part = stop.part(index as u32, NAMES.len() as u32);
        let options = SolveOptions { threads: threads(), start: Some(&week.plan), ..SolveOptions::default() };
        let outcome = solve::solve(&instance, &options, &part, &|progress| told.tell(&progress));
        points.push((name.to_owned(), week.with_plan(&outcome.plan)));
    }
    points.retain(|(_, point)| point.verdict.violations.len() <= week.verdict.violations.len());
    let best = points.iter().min_by_key(|(_, point)| point.verdict.total);
    let (name, best) = best.cloned().unwrap_or(("as-is".into(), week.clone()));
    Proposal { name, week: best, bound: None, points }
}

/// Changes the weights towards one thing.
fn weigh(settings: &mut crate::model::Settings, towards: &str) {
    let times = |value: &mut Decimal, factor: i64| value.0 = value.0.saturating_mul(factor);
    match towards {
        "km" => {
            for value in [&mut settings.preference, &mut settings.change_crew, &mut settings.change_day] {
                *value = Decimal::ZERO;
            }
            settings.overload = Decimal::ZERO;
            settings.second_crew = Decimal::ZERO;
        }
        "balanced" => times(&mut settings.preference, 2),
        "preferences" => times(&mut settings.preference, 8),
        "stability" => {
            times(&mut settings.change_crew, 8);
            times(&mut settings.change_day, 8);
        }
        "balance" => times(&mut settings.overload, 10),
        _ => {}
    }
}

/// The points of a picture as the page draws them.
pub fn points(proposal: &Proposal) -> Vec<Value> {
    let point = |(name, week): &(String, Week)| {
        let figures = Figures::new(&week.instance, &week.verdict);
        let mut value = super::view::figures(&week.instance, &figures);
        value["name"] = json!(name);
        value
    };
    proposal.points.iter().map(point).collect()
}
