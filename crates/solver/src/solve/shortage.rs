//! The single limit that a what-if plan exceeds.

use crate::eval::{Excess, PENALTY_TERMS, PenaltyTerm, VisitId, WorkingPlan};
use brigade_model::explain::Shortage;
use brigade_model::model::{DayId, JobId, Plan, PlannedVisit, Route, ShiftId, Start, Timetable, ToolId};
use brigade_model::units::{Decimal, Minutes, Money};

const CLASS: [PenaltyTerm; PENALTY_TERMS] = [
    PenaltyTerm::Time,
    PenaltyTerm::Load,
    PenaltyTerm::Sites,
    PenaltyTerm::Tools,
    PenaltyTerm::WeekHours,
    PenaltyTerm::Tally,
    PenaltyTerm::Gap,
    PenaltyTerm::SameCrew,
    PenaltyTerm::OneCrew,
    PenaltyTerm::Precedence,
    PenaltyTerm::Together,
    PenaltyTerm::Changes,
    PenaltyTerm::Pinned,
];

/// What a what-if plan violates.
#[derive(Clone, Copy, Default)]
pub struct ExceededLimit {
    /// The limit that is too tight; none where the plan breaks no more than before.
    pub shortage: Option<Shortage>,
    /// What the minutes that the working plan took out of its tours cost as overtime.
    pub cost: Money,
}

/// By how much more than `before` a plan breaks rules; `None` where that is not the matter of a single limit that can
/// be named.
pub fn beyond(plan: &WorkingPlan<'_>, before: &Excess) -> Option<ExceededLimit> {
    let mut broken = CLASS.iter().filter(|&&class| plan.excess()[class as usize] > before[class as usize]);
    let Some(&class) = broken.next() else { return Some(ExceededLimit::default()) };
    if broken.next().is_some() || before[class as usize] > 0 {
        return None;
    }
    let amount = plan.excess()[class as usize];
    let named = match class {
        PenaltyTerm::Time => return time(plan),
        PenaltyTerm::Load => load(plan),
        PenaltyTerm::Sites => Some(Shortage::Sites(amount)),
        PenaltyTerm::Changes => Some(Shortage::Changes(amount)),
        PenaltyTerm::Tools => tool(plan).map(|tool| Shortage::Tool(tool, amount)),
        PenaltyTerm::WeekHours => Some(Shortage::Week(amount as Minutes)),
        PenaltyTerm::Tally
        | PenaltyTerm::Gap
        | PenaltyTerm::SameCrew
        | PenaltyTerm::OneCrew
        | PenaltyTerm::Precedence
        | PenaltyTerm::Together
        | PenaltyTerm::Pinned => None,
    };
    named.map(|shortage| ExceededLimit { shortage: Some(shortage), cost: Money::ZERO })
}

/// Minutes after the end of a single shift, or after a single visit's closing time: as the crew would drive it, late
/// visits delaying those behind them.
fn time(plan: &WorkingPlan<'_>) -> Option<ExceededLimit> {
    let (mut found, mut cost) = (Vec::new(), Money::ZERO);
    for shift in plan.changed_shifts().filter(|&shift| !plan.route(shift).is_empty()) {
        let instance = plan.evaluator().instance();
        let timetable = Timetable::new(instance, &Plan::new(vec![as_driven(plan, shift)]));
        let tour = &timetable.tours[0];
        let over = tour.overtime - tour.overtime_limit;
        cost += plan.evaluator().overtime_price(shift) * i64::from(tour.overtime - plan.routes().overtime(shift));
        found.extend((over > 0).then_some(Shortage::Overtime(over)));
        for (stop, &visit) in tour.stops.iter().zip(plan.route(shift)) {
            if instance.settings.clock.working(stop.start) > plan.window(visit).1 {
                found.push(late(plan, visit, stop.job, stop.start)?);
            }
        }
    }
    (found.len() == 1).then(|| ExceededLimit { shortage: found.pop(), cost })
}

/// A late visit; `None` where it is late for the other crews of its day.
fn late(plan: &WorkingPlan<'_>, visit: VisitId, job: JobId, start: Minutes) -> Option<Shortage> {
    let evaluator = plan.evaluator();
    let close = evaluator.instance().jobs[job].close?;
    (plan.window(visit) == evaluator.visit(visit).window).then_some(Shortage::Late(job, start - close))
}

fn as_driven(plan: &WorkingPlan<'_>, shift: ShiftId) -> Route {
    let evaluator = plan.evaluator();
    let instance = evaluator.instance();
    let visits = plan.route(shift).iter().map(|&visit| PlannedVisit {
        job: evaluator.visit(visit).job,
        start: Start::NotBefore(instance.settings.clock.wall_start(plan.window(visit).0)),
    });
    let (date, crew) = (instance.shifts[shift].date, instance.shifts[shift].crew);
    Route { date, crew, leave: None, visits: visits.collect() }
}

/// What a single vehicle carries beyond its capacity.
fn load(plan: &WorkingPlan<'_>) -> Option<Shortage> {
    let evaluator = plan.evaluator();
    let mut over = plan.changed_shifts().filter_map(|shift| {
        let load: i64 = plan.route(shift).iter().map(|&visit| evaluator.visit(visit).load).sum();
        let capacity = evaluator.instance().crews[evaluator.crew(shift)].capacity?;
        (load > capacity.0).then_some(Decimal(load - capacity.0))
    });
    let first = over.next()?;
    over.next().is_none().then_some(Shortage::Load(first))
}

/// The only tool of which a day of a changed tour has too few.
fn tool(plan: &WorkingPlan<'_>) -> Option<ToolId> {
    let (evaluator, tools) = (plan.evaluator(), &plan.evaluator().instance().tools);
    let mut days: Vec<DayId> = plan.changed_shifts().map(|shift| evaluator.day(shift)).collect();
    days.sort_unstable();
    days.dedup();
    let pairs = days.iter().flat_map(|&day| ToolId::range(tools.len()).map(move |tool| (day, tool)));
    let mut short = pairs.filter(|&(day, tool)| taken(plan, day, tool) > tools[tool].quantity);
    let (_, first) = short.next()?;
    short.next().is_none().then_some(first)
}

/// How many of a tool all crews together take from the pool on a day.
fn taken(plan: &WorkingPlan<'_>, day: DayId, tool: ToolId) -> u32 {
    let evaluator = plan.evaluator();
    let instance = evaluator.instance();
    let asked = |&visit: &VisitId| {
        let tools = &instance.jobs[evaluator.visit(visit).job].tools;
        tools.iter().filter(|(other, _)| *other == tool).map(|&(_, quantity)| quantity).max()
    };
    let borrowing = instance.crew_ids().filter(|&crew| !instance.crews[crew].owns(tool));
    let shifts = borrowing.filter_map(|crew| instance.shift(crew, day));
    shifts.filter_map(|shift| plan.route(shift).iter().filter_map(asked).max()).sum()
}
