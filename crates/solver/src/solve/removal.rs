//! Which visits to leave out so that a plan breaks as few rules as can be, at least cost: the last step of a search, for what
//! no move makes legal.
//!
//! A breach goes away only where a visit goes that it names, or one that shares its tour, its crew's week or its day. So the
//! sets of visits are tried from cheap to dear, each judged as a whole plan and extended by the visits that its breaches lead
//! to: one breach where nothing forces any to stay, else each. A breach of which no visit may go any more stays, whatever else
//! goes. The search ends where no set left can be better than the best one seen.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::incumbent::PlanRank;
use super::run::RunContext;
use brigade_model::judge::{Verdict, check_by};
use brigade_model::model::{
    Instance, JobId, Pin, Plan, PlannedVisit, Route, SiteId, Start, Timetable, pin_holders, synchronised,
};
use brigade_model::rules::{Violation, unassigned};
use brigade_model::units::{Minutes, Money};

/// A visit of the plan: its route and its position there.
type VisitAt = (usize, usize);

/// Visits, ascending.
type VisitSet = BTreeSet<VisitAt>;

/// The visits of a plan that may be left out.
struct Removal<'r> {
    context: RunContext<'r>,
    /// The plan, every visit as early as can be unless it has begun.
    plan: Plan,
    /// The visits that stay for the pins that they keep.
    pinned: VisitSet,
    /// How good the plan is with the starts that it states.
    stated: PlanRank,
}

/// A plan without some visits.
struct Kept {
    left_out: VisitSet,
    plan: Plan,
    verdict: Verdict,
    rank: PlanRank,
    /// By breach: the visits by which it may go away.
    ways_out: Vec<Vec<VisitSet>>,
}

/// The plan without the visits that it is best to leave out, what is left as early as can be; none where it is better as it is.
pub fn without_breaches(context: RunContext<'_>, plan: &Plan) -> Option<Plan> {
    let removal = Removal::new(context, plan, false);
    let whole = removal.kept(VisitSet::new());
    let nothing = removal.kept(removal.visits().collect());
    // Where pins force breaches, any of those that could go away may be one of them.
    let each = !nothing.verdict.is_legal();
    let already = whole.verdict.cost(unassigned::ABOUT.code);
    let least = |kept: &Kept| kept.least(already + removal.price(&kept.left_out));
    let (mut seen, mut queue) = (BTreeSet::from([VisitSet::new()]), BinaryHeap::new());
    queue.push(Reverse((least(&whole), VisitSet::new())));
    let mut best = if each { removal.breach_by_breach(whole) } else { removal.by_and_by(whole) };
    if nothing.rank < best.rank {
        best = nothing;
    }
    let most = context.options.schedule.repair.removals / (plan.visits().count() + 1);
    for _ in 0..most {
        let next = queue.pop().filter(|Reverse((least, _))| *least < best.rank);
        let Some(Reverse((_, left_out))) = next else { break };
        let kept = removal.kept(left_out);
        let at_least = least(&kept);
        for more in kept.extensions(each).filter(|more| seen.insert(more.clone())).collect::<Vec<_>>() {
            let at_least = at_least.max(kept.least(already + removal.price(&more)));
            queue.push(Reverse((at_least, more)));
        }
        if kept.rank < best.rank {
            best = kept;
        }
    }
    (best.rank < removal.stated).then_some(best.plan)
}

/// The plan without one of the sets of visits by which a breach may go away, for each of the cheapest ones. A visit that keeps
/// a pin may go where another visit of its job may keep it.
pub fn without_one_cause(context: RunContext<'_>, plan: &Plan) -> Vec<Plan> {
    let removal = Removal::new(context, plan, true);
    let mut sets: Vec<_> = removal.kept(VisitSet::new()).extensions(true).collect();
    sets.sort_by_key(|set| removal.price(set));
    sets.dedup();
    sets.truncate(context.options.schedule.repair.causes);
    sets.into_iter().map(|set| removal.kept(set).plan).collect()
}

impl Kept {
    /// The best rank that the plan may have where more visits go and what is left out costs so much.
    fn least(&self, left_out: Money) -> PlanRank {
        let stay = self.ways_out.iter().filter(|ways| ways.is_empty()).count();
        self.rank.with(stay, left_out)
    }

    /// The sets with more visits, by which a breach may go away: the one with the fewest ways out, or each.
    fn extensions(&self, each: bool) -> impl Iterator<Item = VisitSet> + '_ {
        let open = || self.ways_out.iter().filter(|ways| !ways.is_empty());
        let fewest = open().min_by_key(|ways| ways.len()).filter(|_| !each);
        let ways = open().filter(move |_| each).chain(fewest).flatten();
        ways.map(|way| self.left_out.union(way).copied().collect())
    }
}

impl<'r> Removal<'r> {
    /// Where `pins_move`, a visit does not stay for a pin that another visit, which keeps none, may keep.
    fn new(context: RunContext<'r>, plan: &Plan, pins_move: bool) -> Self {
        let instance = context.evaluator.instance();
        let judged = check_by(instance, plan, context.options.rules);
        let holders = pin_holders(instance, &judged.timetable);
        let held: VisitSet = holders.iter().copied().flatten().collect();
        let may_hold = |pin: &Pin, visit: &VisitAt| {
            let tour = &judged.timetable.tours[visit.0];
            !held.contains(visit) && pin.holds(tour.crew, tour.date)
        };
        let has_another =
            |pin: &Pin| pins_move && judged.timetable.visits_of[pin.job].iter().any(|visit| may_hold(pin, visit));
        let alone = instance.pins.iter().zip(holders).filter(|(pin, _)| !has_another(pin));
        let pinned: VisitSet = alone.filter_map(|(_, holder)| holder).collect();
        let route = |(index, route): (usize, &Route)| {
            let visit = |(position, visit): (usize, &PlannedVisit)| {
                let start = judged.timetable.tours[index].stops[position].start;
                let own = |pin: &&Pin| pin.job == visit.job && pin.holds(route.crew, route.date);
                let begun = instance.pins.iter().filter(own).filter_map(|pin| pin.start);
                let begun = begun.filter(|_| held.contains(&(index, position)));
                let nearest = begun.min_by_key(|begun| begun.abs_diff(start));
                PlannedVisit { start: nearest.map_or(Start::Earliest, Start::At), ..*visit }
            };
            Route { leave: None, visits: route.visits.iter().enumerate().map(visit).collect(), ..*route }
        };
        let routes = plan.routes.iter().enumerate().map(route).collect();
        let stated = PlanRank::of(instance, &judged);
        Self { context, plan: Plan { routes, unknown: plan.unknown.clone() }, pinned, stated }
    }

    fn instance(&self) -> &'r Instance {
        self.context.evaluator.instance()
    }

    fn job(&self, (route, position): VisitAt) -> JobId {
        self.plan.routes[route].visits[position].job
    }

    fn site(&self, visit: VisitAt) -> SiteId {
        self.instance().jobs[self.job(visit)].site
    }

    /// The visits that may be left out.
    fn visits(&self) -> impl Iterator<Item = VisitAt> + '_ {
        let routes = self.plan.routes.iter().enumerate();
        let all = routes.flat_map(|(route, own)| (0..own.visits.len()).map(move |position| (route, position)));
        all.filter(|visit| !self.pinned.contains(visit))
    }

    /// The plan without some visits, with its starts.
    fn kept(&self, left_out: VisitSet) -> Kept {
        let route = |(index, route): (usize, &Route)| {
            let visits = route.visits.iter().enumerate();
            let kept = visits.filter(|&(position, _)| !left_out.contains(&(index, position))).map(|(_, visit)| *visit);
            self.starting_now(Route { visits: kept.collect(), ..*route })
        };
        let routes = self.plan.routes.iter().enumerate().map(route).collect();
        let plan = Plan { unknown: self.plan.unknown.clone(), ..Plan::new(routes) };
        let plan = synchronised(self.instance(), plan, self.context.options.schedule.repair.waits);
        let verdict = check_by(self.instance(), &plan, self.context.options.rules);
        let plan = verdict.timetable.settled(self.instance());
        let ways_out = verdict.violations.iter().map(|violation| self.ways_out(&left_out, violation)).collect();
        let rank = PlanRank::of(self.instance(), &verdict);
        Kept { left_out, plan, verdict, rank, ways_out }
    }

    /// A route of which nothing that has not begun starts, or is driven to, in the past.
    fn starting_now(&self, route: Route) -> Route {
        let (instance, rules) = (self.instance(), self.context.options.rules);
        let moment = rules.iter().map(|rule| rule.settled_until(route.crew, route.date)).max().unwrap_or(0);
        let begun = route.visits.iter().take_while(|visit| visit.start != Start::Earliest).count();
        if !(1..Minutes::MAX).contains(&moment) || begun == route.visits.len() {
            return route;
        }
        if begun == 0 {
            let shift = instance.shift_hours(route.crew, route.date).0;
            return Route { leave: Some(moment.max(shift)), ..route };
        }
        let timetable = Timetable::new(instance, &Plan::new(vec![route.clone()]));
        let (last, next) = (&timetable.tours[0].stops[begun - 1], &timetable.tours[0].stops[begun]);
        let mut route = route;
        if last.finish < moment {
            let clock = &instance.settings.clock;
            let there = clock.wall_start(clock.working(moment) + next.travel);
            route.visits[begun].start = Start::NotBefore(there.max(next.start));
        }
        route
    }

    /// What it costs to leave visits out.
    fn price(&self, left_out: &VisitSet) -> Money {
        let evaluator = self.context.evaluator;
        let visit = |&visit: &VisitAt| evaluator.visits_of(self.job(visit)).first();
        left_out.iter().filter_map(visit).map(|&visit| evaluator.visit(visit).unassigned_penalty).sum()
    }

    /// Visits that may go because of a breach: each of those that it is about, and all of the job that it names.
    fn ways_out(&self, left_out: &VisitSet, violation: &Violation) -> Vec<VisitSet> {
        let about = |&(route, position): &VisitAt| {
            let own = &self.plan.routes[route];
            let here = violation.crew.is_none_or(|crew| own.crew == crew)
                && violation.date.is_none_or(|date| own.date == date)
                && (violation.crew.is_some() || violation.job.is_none())
                && violation.finding.site().is_none_or(|site| self.site((route, position)) == site);
            here || violation.job == Some(self.job((route, position)))
        };
        let free: Vec<VisitAt> = self.visits().filter(|visit| !left_out.contains(visit) && about(visit)).collect();
        let mut ways: Vec<VisitSet> = free.iter().map(|&visit| self.day_of(visit)).collect();
        let of_job = |visit: &VisitAt| violation.job == Some(self.job(*visit));
        let whole: VisitSet = free.iter().copied().filter(of_job).collect();
        ways.extend((!whole.is_empty()).then_some(whole));
        if violation.finding.site().is_some() {
            let crew = |visit: &VisitAt| self.plan.routes[visit.0].crew;
            let crews: BTreeSet<_> = free.iter().map(crew).collect();
            ways.extend(crews.into_iter().map(|own| free.iter().copied().filter(|visit| crew(visit) == own).collect()));
        }
        ways.sort();
        ways.dedup();
        ways
    }

    /// A visit with those that other crews make of its job, and of linked jobs, on its day, unless they are pinned.
    fn day_of(&self, visit: VisitAt) -> VisitSet {
        let (job, linked) = (self.job(visit), self.instance().linked(self.job(visit)));
        if self.instance().jobs[job].crews == 1 && linked.is_empty() {
            return VisitSet::from([visit]);
        }
        let date = |visit: VisitAt| self.plan.routes[visit.0].date;
        let in_step = |other: JobId| other == job || linked.contains(&other);
        self.visits().filter(|&other| in_step(self.job(other)) && date(other) == date(visit)).collect()
    }

    /// A plan that may not be the best one, found soon: visits go one set after the other, each time the one that leaves the
    /// best plan, until no breach is left of which any may go.
    fn by_and_by(&self, mut kept: Kept) -> Kept {
        while let Some(next) = kept.extensions(false).map(|more| self.kept(more)).min_by_key(|kept| kept.rank) {
            kept = next;
        }
        kept
    }

    /// The same where some breaches are forced: for each breach all visits go by which it may go away, where that makes the
    /// plan better, and what makes it better still comes back, the dearest first.
    fn breach_by_breach(&self, mut kept: Kept) -> Kept {
        let all = |kept: &Kept, ways: &[VisitSet]| ways.iter().chain([&kept.left_out]).flatten().copied().collect();
        loop {
            let open = kept.ways_out.iter().filter(|ways| !ways.is_empty());
            let Some(next) = open.map(|ways| self.kept(all(&kept, ways))).find(|next| next.rank < kept.rank) else {
                return kept;
            };
            let mut gone: Vec<VisitSet> =
                next.left_out.difference(&kept.left_out).map(|&visit| self.day_of(visit)).collect();
            gone.sort_by_key(|day| Reverse(self.price(day)));
            kept = gone.iter().fold(next, |kept, day| {
                let more = self.kept(kept.left_out.difference(day).copied().collect());
                if more.rank < kept.rank { more } else { kept }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::CostEvaluator;
    use crate::search::{Neighbours, SearchParams};
    use crate::solve::SolveOptions;
    use brigade_model::model::Sketch;
    use brigade_model::rules::frozen::freeze;
    use brigade_model::rules::{RULES, Rule};

    /// Ada is 10 minutes from the farm, bob 20; an hour of work on its roof, its gutter and its door.
    fn farm() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (30.0, 0.0));
        sketch.site("farm", (10.0, 0.0));
        for job in ["roof", "gutter", "door"] {
            sketch.job(job, 60);
        }
        sketch
    }

    /// What is left of a plan: how often it breaks each rule, and its visits with their starts.
    fn left(instance: &Instance, rules: &[&dyn Rule], plan: &Plan) -> (Vec<&'static str>, Vec<(usize, Minutes)>) {
        let options = SolveOptions { rules, ..SolveOptions::default() };
        let evaluator = CostEvaluator::new(instance, rules);
        let neighbours = Neighbours::new(&evaluator, &SearchParams::default().neighbours);
        let context = RunContext { evaluator: &evaluator, neighbours: &neighbours, options: &options };
        let verdict = check_by(instance, &without_breaches(context, plan).expect("a better plan"), rules);
        let starts = verdict.timetable.stops().map(|(_, stop)| (stop.job.index(), stop.start)).collect();
        (verdict.violations.iter().map(Violation::code).collect(), starts)
    }

    /// The plan with a visit that starts at a time.
    fn at(mut plan: Plan, route: usize, position: usize, start: Minutes) -> Plan {
        plan.routes[route].visits[position].start = Start::At(start);
        plan
    }

    #[test]
    fn nobody_waits_for_crews_that_do_not_come() {
        let mut sketch = farm();
        (sketch.parts.jobs[0].crews, sketch.parts.jobs[0].start_within) = (2, Some(5));
        sketch.pin(0, Some(0), Some(0));
        let late = at(sketch.plan(&[(0, 0, &[0, 1])]), 0, 0, 960);
        assert_eq!(left(&sketch.instance(), RULES, &late), (vec!["together"], vec![(0, 490), (1, 550)]));
    }

    #[test]
    fn those_who_meet_wait_for_each_other() {
        let mut sketch = farm();
        (sketch.parts.jobs[0].crews, sketch.parts.jobs[0].start_within) = (2, Some(5));
        (sketch.parts.jobs[0].priority, sketch.parts.jobs[2].duration) = (9, 400);
        let plan = sketch.plan(&[(0, 0, &[0, 2, 1]), (1, 0, &[0])]);
        assert_eq!(left(&sketch.instance(), RULES, &plan), (vec![], vec![(0, 495), (1, 555), (0, 500)]));
    }

    #[test]
    fn what_is_pinned_and_has_not_begun_starts_early() {
        let mut sketch = farm();
        sketch.current(&[(0, 0, &[0])]);
        sketch.pin(1, Some(0), Some(1));
        let noon = sketch.date(0).and_hms_opt(12, 0, 0).expect("a time of the day");
        let (instance, frozen) = freeze(sketch.instance(), noon, Vec::new());
        let rules: Vec<&dyn Rule> = RULES.iter().copied().chain([&frozen as &dyn Rule]).collect();
        let late = at(sketch.plan(&[(0, 0, &[0]), (0, 1, &[1])]), 1, 0, 1_000);
        assert_eq!(left(&instance, &rules, &late), (vec![], vec![(0, 490), (1, 490)]));
    }

    /// Ada has begun the roof and drives on at ten, bob leaves at ten; both have too much to do.
    #[test]
    fn what_is_left_on_the_day_of_a_replan_does_not_begin_before_it() {
        let mut sketch = farm();
        sketch.site("barn", (20.0, 0.0));
        for index in 3..5 {
            sketch.job(&format!("wall{index}"), 500);
        }
        sketch.parts.jobs[1].site = brigade_model::model::SiteId::new(1);
        sketch.current(&[(0, 0, &[0])]);
        let ten = sketch.date(0).and_hms_opt(10, 0, 0).expect("a time of the day");
        let (instance, frozen) = freeze(sketch.instance(), ten, Vec::new());
        let rules: Vec<&dyn Rule> = RULES.iter().copied().chain([&frozen as &dyn Rule]).collect();
        let plan = sketch.plan(&[(0, 0, &[0, 3, 1]), (1, 0, &[4, 2])]);
        assert_eq!(left(&instance, &rules, &plan), (vec![], vec![(0, 490), (1, 610), (2, 620)]));
    }
}
