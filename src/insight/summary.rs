//! The summary of a run, as `summary.json` says it: the one place where figures are rounded.

use serde::Serialize;

use super::{Figures, NamedValues, Savings, gap_percent, score};
use crate::judge::check;
use crate::model::{Bound, Instance, Plan, ShadowPrices, ShiftId};
use crate::rules::subcontract;
use crate::search::Improvements;
use crate::units::Money;

/// Everything that `summary.json` says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The instance's name.
    pub instance: String,
    /// SHA-256 of the instance's files, in hexadecimal.
    pub input_sha256: String,
    /// What the run began with.
    #[serde(flatten)]
    pub run: RunBlock,
    /// The plan.
    pub plan: FiguresBlock,
    /// Today's schedule.
    pub current: Option<FiguresBlock>,
    /// What the plan saves.
    pub savings: Option<SavingsBlock>,
    /// What no plan costs less than.
    pub bound: Option<BoundBlock>,
    /// Shadow prices of visits and crew-days.
    pub prices: Option<PricesBlock>,
    /// How often the search found a better plan, by what found it: annealing, iterated search, each crossover, integer programs.
    pub improvements: Option<NamedValues<u64>>,
    /// The plan's score.
    pub score: Option<f64>,
    /// Today's schedule on the same scale.
    pub current_score: Option<f64>,
    /// The most changes allowed, where that was limited.
    pub max_changes: Option<u32>,
    /// Whether a limit on changes, or what has begun or is frozen, kept the plan from what the bound and the scores refer to.
    #[serde(skip)]
    pub limited: bool,
    /// Whether the week is planned anew after something has happened: nobody counts that up to a year.
    #[serde(skip)]
    pub anew: bool,
    /// How long the horizon is.
    #[serde(skip)]
    pub horizon: Horizon,
}

/// The length of a horizon as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// Some days.
    Days(usize),
    /// Whole weeks, weekends at their end counted or not.
    Weeks(usize),
}

impl Horizon {
    /// That of an instance: a week is seven days, or five or six of one ISO week.
    pub fn of(instance: &Instance) -> Self {
        let (days, weeks) = (instance.dates.len(), instance.weeks.len());
        match days {
            _ if days > 0 && days % 7 == 0 => Self::Weeks(days / 7),
            _ if days + 2 >= 7 * weeks && days < 7 * weeks => Self::Weeks(weeks),
            _ => Self::Days(days),
        }
    }
}

/// How a plan was searched for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RunBlock {
    /// The seed.
    pub seed: u64,
    /// How long it took.
    pub seconds: f64,
    /// How many steps it took.
    pub iterations: u64,
}

/// The figures of one schedule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FiguresBlock {
    /// Kilometres driven.
    pub km: f64,
    /// Hours driven.
    pub travel_hours: f64,
    /// Hours of service.
    pub service_hours: f64,
    /// Hours past the end of shifts.
    pub overtime_hours: f64,
    /// Visits planned.
    pub visits: usize,
    /// Visits asked and not planned.
    pub unassigned: usize,
    /// Visits given to another firm, which are not among the unassigned.
    pub subcontracted: usize,
    /// Visits paid for as changes.
    pub changes: usize,
    /// Violations by code; rules that hold are not named.
    pub violations: NamedValues<usize>,
    /// Euros by component, and `total`.
    pub cost: NamedValues<f64>,
    /// Work and driving as a fraction of the available hours, by crew.
    pub utilisation: NamedValues<f64>,
    /// The seven scores.
    pub scores: ScoresBlock,
}

/// The seven scores by name.
pub type ScoresBlock = NamedValues<f64>;

/// What a plan saves against today's schedule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SavingsBlock {
    /// Kilometres.
    pub km: f64,
    /// The same in percent.
    pub km_percent: f64,
    /// Hours on the road.
    pub hours: f64,
    /// The same in percent.
    pub hours_percent: f64,
    /// Euros a week.
    pub euros_week: f64,
    /// Euros a year.
    pub euros_year: f64,
    /// Visits planned beyond today's.
    pub visits_more: i64,
    /// Hours of service planned beyond today's.
    pub service_hours_more: f64,
    /// How much the score of the preferences rises, as percent of today's.
    pub satisfaction_percent: Option<f64>,
}

/// A proven lower bound.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BoundBlock {
    /// Euros that no plan costs less than.
    pub cost: f64,
    /// Percent that may still be saved.
    pub gap_percent: Option<f64>,
    /// How it was proven.
    pub class: &'static str,
}

/// Shadow prices: the multipliers of the proof, EUR.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PricesBlock {
    /// Euros that one visit adds to the bound, by job.
    pub visits: NamedValues<f64>,
    /// Euros that the bound falls by with one more day of a crew.
    pub crew_days: Vec<CrewDayPrice>,
}

/// Shadow price of one more day of a crew.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrewDayPrice {
    /// The crew's id.
    pub crew: String,
    /// The date, as 2026-11-23.
    pub date: String,
    /// Euros.
    pub price: f64,
}

impl Summary {
    /// Today's schedule where there is anything in it to compare with.
    pub fn today(&self) -> Option<&FiguresBlock> {
        self.current.as_ref().filter(|current| current.visits > 0)
    }

    /// Euros that the plan pays other firms beyond today's schedule; below 0 what it pays less.
    pub fn given_away_more(&self) -> f64 {
        let paid = |figures: &FiguresBlock| figures.cost.get(subcontract::ABOUT.code).copied().unwrap_or_default();
        paid(&self.plan) - self.today().map_or(0.0, paid)
    }

    /// Whether the plan gives more to other firms than today's schedule: what our crews then drive less is no saving.
    pub fn gives_more_away(&self) -> bool {
        let visits = self.today().map_or(0, |today| today.subcontracted);
        self.plan.subcontracted > visits || self.given_away_more() > 0.0
    }

    /// What is saved in a year, where that can be said: not of a week that costs more, in which less is done or more given
    /// to other firms, that breaks a rule or is planned anew, and of nothing but a week.
    pub fn saved_in_a_year(&self) -> Option<f64> {
        let counts = |savings: &&SavingsBlock| savings.euros_week > -0.5 && savings.service_hours_more >= 0.0;
        self.savings
            .as_ref()
            .filter(counts)
            .filter(|_| self.plan.violations.0.is_empty() && !self.gives_more_away() && !self.anew)
            .filter(|_| self.horizon == Horizon::Weeks(1))
            .map(|savings| savings.euros_year)
    }

    /// The summary of a plan for an instance.
    pub fn new(instance: &Instance, plan: &Plan, bound: Option<Bound>, run: RunBlock) -> Self {
        let figures = |plan: &Plan| Figures::new(instance, &check(instance, plan));
        let (plan, current) = (figures(plan), instance.current.as_ref().map(figures));
        let weeks = instance.settings.weeks_per_year;
        let scored = |schedule: &Figures| Some(rounded(score(schedule, bound?.cost, plan.unassigned_penalties()), 2));
        Self {
            instance: instance.name.clone(),
            input_sha256: instance.origin.sha256.clone(),
            run: RunBlock { seconds: rounded(run.seconds, 3), ..run },
            savings: current.as_ref().map(|current| Savings::new(current, &plan, weeks).into()),
            bound: bound.map(|bound| bound_block(&plan, bound)),
            prices: None,
            improvements: None,
            score: scored(&plan),
            current_score: current.as_ref().and_then(scored),
            max_changes: None,
            limited: false,
            anew: false,
            horizon: Horizon::of(instance),
            plan: (&plan).into(),
            current: current.as_ref().map(Into::into),
        }
    }

    /// The same with how often what found a better plan.
    pub fn searched(self, improvements: &Improvements) -> Self {
        let counts = improvements.iter().map(|(name, &count)| ((*name).to_owned(), count));
        Self { improvements: Some(counts.collect()), ..self }
    }

    /// The same with the shadow prices of a proof.
    pub fn priced(self, instance: &Instance, shadow_prices: Option<&ShadowPrices>) -> Self {
        let crew_day = |&(shift, price): &(ShiftId, Money)| {
            let shift = &instance.shifts[shift];
            CrewDayPrice {
                crew: instance.crews[shift.crew].id.clone(),
                date: shift.date.to_string(),
                price: euros(price),
            }
        };
        let block = |shadow: &ShadowPrices| PricesBlock {
            visits: shadow.visits.iter().map(|&(job, price)| (instance.jobs[job].id.clone(), euros(price))).collect(),
            crew_days: shadow.shifts.iter().map(crew_day).collect(),
        };
        Self { prices: shadow_prices.map(block), ..self }
    }
}

impl From<&Figures> for FiguresBlock {
    fn from(figures: &Figures) -> Self {
        let total = ("total".to_string(), figures.total);
        let costs = figures.costs.0.iter().cloned().chain([total]);
        let utilisation = figures.utilisation.0.iter();
        Self {
            km: km(figures.metres),
            travel_hours: hours(figures.travel),
            service_hours: hours(figures.service),
            overtime_hours: hours(figures.overtime),
            visits: figures.visits,
            unassigned: figures.unassigned,
            subcontracted: figures.subcontracted,
            changes: figures.changes,
            violations: figures.violations.clone(),
            cost: costs.map(|(code, amount)| (code, euros(amount))).collect(),
            utilisation: utilisation.map(|(crew, share)| (crew.clone(), rounded(*share, 4))).collect(),
            scores: figures.scores.entries().into_iter().map(|(name, s)| (name.to_string(), rounded(s, 2))).collect(),
        }
    }
}

impl From<Savings> for SavingsBlock {
    fn from(savings: Savings) -> Self {
        Self {
            km: km(savings.metres),
            km_percent: rounded(savings.km_percent, 3),
            hours: hours(savings.travel),
            hours_percent: rounded(savings.hours_percent, 3),
            euros_week: euros(savings.week),
            euros_year: rounded(savings.year, 2),
            visits_more: savings.visits_more,
            service_hours_more: hours(savings.service_more),
            satisfaction_percent: savings.satisfaction_percent.map(|percent| rounded(percent, 3)),
        }
    }
}

fn bound_block(plan: &Figures, bound: Bound) -> BoundBlock {
    let gap = gap_percent(plan.total, plan.unassigned_penalties(), bound.cost).map(|gap| rounded(gap, 3));
    BoundBlock { cost: euros_down(bound.cost), gap_percent: gap, class: bound.class.word() }
}

fn km(metres: i64) -> f64 {
    metres as f64 / 1_000.0
}

fn hours(minutes: i64) -> f64 {
    rounded(minutes as f64 / 60.0, 4)
}

/// Euros to the nearest micro-euro.
fn euros(amount: Money) -> f64 {
    rounded(amount.to_f64(), 6)
}

/// Euros down to the micro-euro.
fn euros_down(amount: Money) -> f64 {
    amount.0.div_euclid(Money::PER_MICRO) as f64 / 1e6
}

/// A number to so many decimal places; never minus zero.
fn rounded(value: f64, places: i32) -> f64 {
    let scale = 10_f64.powi(places);
    (value * scale).round() / scale + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BoundClass;
    use crate::model::Sketch;

    const RUN: RunBlock = RunBlock { seed: 7, seconds: 1.234_56, iterations: 100 };

    fn sketch() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        sketch.job("roof", 60);
        sketch
    }

    #[test]
    fn what_is_unknown_is_null() {
        let sketch = sketch();
        let summary = Summary::new(&sketch.instance(), &sketch.plan(&[(0, 0, &[0])]), None, RUN);
        let json = serde_json::to_value(&summary).expect("plain data");
        for key in ["current", "savings", "bound", "score", "current_score"] {
            assert!(json[key].is_null(), "{key}");
        }
        assert_eq!(json["seconds"], 1.235);
        assert_eq!(json["plan"]["cost"]["km"], 12.0);
        assert_eq!(json["plan"]["subcontracted"], 0);
    }

    #[test]
    fn keys_come_in_the_order_of_the_format() {
        let sketch = sketch();
        let summary = Summary::new(&sketch.instance(), &sketch.plan(&[]), None, RUN);
        let text = serde_json::to_string(&summary).expect("plain data");
        let places: Vec<_> = ["instance", "seed", "seconds", "iterations", "plan", "km", "travel_hours", "scores"]
            .iter()
            .chain(&["current", "savings", "bound", "score", "current_score"])
            .map(|key| text.find(&format!("\"{key}\":")))
            .collect();
        assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?}");
    }

    #[test]
    fn both_schedules_are_scored_on_one_scale() {
        let mut sketch = sketch();
        sketch.job("gutter", 30);
        sketch.current(&[(0, 0, &[0]), (0, 1, &[1])]);
        let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[0, 1])]));
        let cost = check(&instance, &plan).total;
        let summary = Summary::new(&instance, &plan, Some(Bound { cost, class: BoundClass::Optimal }), RUN);
        assert_eq!((summary.score, summary.bound.and_then(|bound| bound.gap_percent)), (Some(100.0), Some(0.0)));
        // 30.33 for the plan with its 10.00 for a change against 40.67 for today's schedule
        assert_eq!(summary.current_score, Some(74.59));
        assert_eq!(summary.savings.map(|savings| savings.euros_week), Some(20.333_333));
    }

    #[test]
    fn rounding_is_to_the_nearest_and_never_minus_zero() {
        assert_eq!(rounded(1.005_1, 2), 1.01);
        assert!(rounded(-0.000_1, 2).is_sign_positive());
        assert_eq!(euros_down(Money(2_999)), 0.0);
    }
}
