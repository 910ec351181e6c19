//! The price of a move is what the plan costs more: for every operator, applied or not, on random plans.

mod common;

use brigade_generate::Profile;
use brigade_model::judge::{check, check_by};
use brigade_model::model::{Instance, ShiftId};
use brigade_model::rules::RULES;
use brigade_model::rules::max_changes::MaxChanges;
use brigade_model::rules::{Kind, Rule};
use brigade_model::units::Money;
use brigade_solver::eval::{
    CostEvaluator, Move, NeighbourInfo, PenaltyTerm, Position, Proposal, RemovalContext, TravelDelta, VisitId,
    WorkingPlan,
};
use brigade_solver::search::{MoveScan, NeighbourParams, Neighbours, OPERATORS, Solution};
use common::{Rng, Strain, chance, generated, random_plan, tiny};
use rand::RngExt;
use rand::seq::SliceRandom;

/// Instances of every kind: many tiny ones with all features, a few generated weeks.
fn instances() -> Vec<Instance> {
    let mut instances: Vec<_> = (0..500).map(tiny).filter(|instance| !instance.shifts.is_empty()).collect();
    instances.push(generated(5, 24, 1, Profile::Construction));
    instances.push(generated(6, 40, 2, Profile::Service));
    instances.push(generated(15, 98, 1, Profile::Construction));
    instances
}

/// All rules, for every other instance a limit on changes, and for two of five a rule that keeps tallies.
fn limited(limit: &MaxChanges, index: usize) -> Vec<&dyn Rule> {
    let added = (index % 2 == 1).then_some(limit as &dyn Rule);
    let tallied = (index % 5 < 2).then_some(&Strain as &dyn Rule);
    RULES.iter().copied().map(|rule| rule as &dyn Rule).chain(added).chain(tallied).collect()
}

fn has_links(instance: &Instance) -> bool {
    instance.jobs.iter().any(|job| job.with.is_some())
}

fn shift_in(evaluator: &CostEvaluator<'_>, rng: &mut Rng) -> ShiftId {
    ShiftId::new(rng.random_range(0..evaluator.shifts()))
}

fn visit_in(evaluator: &CostEvaluator<'_>, rng: &mut Rng) -> VisitId {
    VisitId::new(rng.random_range(0..evaluator.visits().len() as u32) as usize)
}

/// A random new content for one or two shifts: visits taken over, exchanged, put in another order or left out.
fn random_routes(plan: &WorkingPlan<'_>, rng: &mut Rng) -> (Vec<(ShiftId, Vec<VisitId>)>, Vec<VisitId>) {
    let evaluator = plan.evaluator();
    let mut chosen = vec![shift_in(evaluator, rng)];
    if evaluator.shifts() > 1 && rng.random_bool(0.8) {
        let other = shift_in(evaluator, rng);
        if other != chosen[0] {
            chosen.push(other);
        }
    }
    let mut visits: Vec<VisitId> = chosen.iter().flat_map(|&shift| plan.route(shift).to_vec()).collect();
    let left_out = plan.evaluator().visit_ids().filter(|&visit| !plan.is_planned(visit));
    visits.extend(left_out.filter(|_| rng.random_bool(0.3)).collect::<Vec<_>>());
    let mut routes: Vec<(ShiftId, Vec<VisitId>)> = chosen.into_iter().map(|shift| (shift, Vec::new())).collect();
    let mut dropped = Vec::new();
    for visit in visits {
        let keep = plan.position_of(visit).shift();
        let index = routes.iter().position(|(shift, _)| Some(*shift) == keep).filter(|_| rng.random_bool(0.6));
        match index.or_else(|| rng.random_bool(0.85).then(|| rng.random_range(0..routes.len()))) {
            Some(index) => {
                let at = rng.random_range(0..=routes[index].1.len());
                routes[index].1.insert(at, visit);
            }
            None if plan.is_planned(visit) => dropped.push(visit),
            None => {}
        }
    }
    (routes, dropped)
}

/// Cost with penalties of a plan with the routes given, priced from nothing; none where it can never stand.
fn recomputed(plan: &WorkingPlan<'_>, routes: &[(ShiftId, Vec<VisitId>)]) -> Option<Money> {
    let evaluator = plan.evaluator();
    let mut contents = plan.routes().contents();
    for (shift, visits) in routes {
        contents[*shift].clone_from(visits);
    }
    let mut fresh = WorkingPlan::new(evaluator);
    for visit in evaluator.visit_ids() {
        fresh.set_window(visit, plan.window(visit));
    }
    let allowed = |(shift, visits): (ShiftId, &Vec<VisitId>)| visits.iter().all(|&v| evaluator.allowed(v, shift));
    let unpinned =
        |visit: VisitId| contents.iter().any(|route| route.contains(&visit)) || !evaluator.visit(visit).pinned;
    let stands = ShiftId::enumerate(&contents).all(allowed)
        && evaluator.visit_ids().all(|visit| unpinned(visit) || !plan.is_planned(visit));
    if !stands {
        return None;
    }
    fresh.set_penalties(plan.penalties().clone());
    fresh.set_routes(ShiftId::enumerate(contents).collect());
    let broken = evaluator.instance().job_ids().any(|job| fresh.totals().is_broken(job));
    (!broken).then(|| fresh.penalised())
}

#[test]
fn a_move_costs_the_difference_of_two_plans() {
    let (mut priced, mut refused) = (0, 0);
    for (index, instance) in instances().iter().enumerate() {
        let limit = MaxChanges(index as u32 % 3);
        let rules = limited(&limit, index);
        let evaluator = CostEvaluator::new(instance, &rules);
        let mut rng = chance(index as u64);
        for _ in 0..4 {
            let mut plan = random_plan(&evaluator, 0.8, &mut rng);
            for _ in 0..30 {
                let (routes, dropped) = random_routes(&plan, &mut rng);
                let proposals: Vec<_> = routes
                    .iter()
                    .map(|(shift, visits)| Proposal::splice(*shift, 0, plan.route(*shift).len(), visits))
                    .collect();
                let change = Move { proposals: &proposals, dropped: &dropped };
                let expected = recomputed(&plan, &routes).map(|next| next - plan.penalised());
                assert_eq!(plan.delta(&change, Money::MAX), expected, "instance {index}: {routes:?}");
                let Some(expected) = expected else {
                    refused += 1;
                    continue;
                };
                priced += 1;
                assert_eq!(plan.delta(&change, expected), None, "never at its own price");
                assert_eq!(plan.delta(&change, expected + Money(1)), Some(expected));
                plan.apply(&change);
                assert_eq!((plan.cost(), *plan.excess()), plan.recomputed());
            }
        }
    }
    println!("{priced} moves priced and carried out, {refused} refused");
    assert!(priced > 2_000 && refused > 200);
}

/// Moves made of pieces of present routes, as operators make them: ends exchanged at any two places, and stretches of a route
/// in another order, with visits taken in from those left out.
#[test]
fn pieces_of_routes_are_priced_as_whole_routes() {
    let (mut tails, mut stretches, mut below) = (0, 0, 0);
    for (index, instance) in instances().iter().enumerate() {
        let limit = MaxChanges(index as u32 % 3);
        let rules = limited(&limit, index);
        let evaluator = CostEvaluator::new(instance, &rules);
        let mut rng = chance(6_000 + index as u64);
        let mut plan = random_plan(&evaluator, 0.8, &mut rng);
        for _ in 0..30 {
            let (a, b) = (shift_in(&evaluator, &mut rng), shift_in(&evaluator, &mut rng));
            let (row_a, row_b) = (plan.route(a).to_vec(), plan.route(b).to_vec());
            let (i, j) = (rng.random_range(0..=row_a.len()), rng.random_range(0..=row_b.len()));
            let left_out = evaluator.visit_ids().find(|&visit| !plan.is_planned(visit));
            let (from, to) = (i, rng.random_range(i..=row_a.len()));
            let mut middle = row_a[from..to].to_vec();
            middle.extend(left_out.filter(|_| rng.random_bool(0.5)));
            middle.shuffle(&mut rng);
            let (proposals, routes) = if a == b {
                let route = [&row_a[..from], &middle, &row_a[to..]].concat();
                (vec![Proposal::splice(a, from, to, &middle)], vec![(a, route)])
            } else {
                let proposal = |shift, prefix, suffix| Proposal { shift, prefix, middle: &[], suffix };
                let routes = vec![(a, [&row_a[..i], &row_b[j..]].concat()), (b, [&row_b[..j], &row_a[i..]].concat())];
                (vec![proposal(a, i, (b, j)), proposal(b, j, (a, i))], routes)
            };
            let change = Move { proposals: &proposals, dropped: &[] };
            let expected = recomputed(&plan, &routes).map(|next| next - plan.penalised());
            assert_eq!(plan.delta(&change, Money::MAX), expected, "instance {index}: {routes:?}");
            if let Some(expected) = expected {
                let bound = expected + Money(rng.random_range(-1_000_000_000_000..=1_000_000_000_000));
                assert_eq!(plan.delta(&change, bound), Some(expected).filter(|&delta| delta < bound));
                below += usize::from(expected < bound);
                *if a == b { &mut stretches } else { &mut tails } += 1;
                plan.apply(&change);
            }
        }
    }
    println!("{tails} exchanges of ends, {stretches} stretches priced, {below} below a bound");
    assert!(tails > 1_000 && stretches > 1_000 && below > 500);
}

/// What a move costs at least is never more than what it costs, and says so closely enough to be of use.
#[test]
fn lower_bounds_are_below_deltas() {
    let (mut close, mut all) = (0, 0);
    for (index, instance) in instances().iter().enumerate() {
        let limit = MaxChanges(index as u32 % 3);
        let rules = limited(&limit, index);
        let evaluator = CostEvaluator::new(instance, &rules);
        let mut rng = chance(7_000 + index as u64);
        for _ in 0..3 {
            let mut plan = random_plan(&evaluator, 0.8, &mut rng);
            for _ in 0..60 {
                let visit = visit_in(&evaluator, &mut rng);
                let other = visit_in(&evaluator, &mut rng);
                for (bound, delta) in [
                    relocation(&mut plan, visit, other),
                    pair_relocation(&mut plan, visit, other),
                    exchange(&mut plan, visit, other),
                    tails(&mut plan, visit, other),
                ]
                .into_iter()
                .flatten()
                {
                    assert!(bound <= delta, "instance {index}: {visit:?} and {other:?}: {bound} is above {delta}");
                    close += usize::from(bound + Money(Money::PER_EURO) >= delta);
                    all += 1;
                }
            }
        }
    }
    println!("{close} of {all} lower bounds within a euro");
    assert!(all > 10_000 && 10 * close > all);
}

/// Lower bound and delta of a visit's going in front of another.
fn relocation(plan: &mut WorkingPlan<'_>, visit: VisitId, other: VisitId) -> Option<(Money, Money)> {
    let (spot, place) = (plan.position_of(visit), plan.position_of(other));
    let shift = place.shift().filter(|&shift| plan.evaluator().allowed(visit, shift))?;
    let (now, position) = (spot.position as usize, place.position as usize);
    if spot.shift() == Some(shift) && (now..=now + 1).contains(&position) {
        return None;
    }
    let removal = plan.lower_bounds().removal(visit);
    let row = plan.route(shift).to_vec();
    let mut there: Vec<_> = row[..position].iter().filter(|&&v| v != visit).copied().collect();
    there.push(visit);
    there.extend(row[position..].iter().filter(|&&v| v != visit));
    let mut routes = vec![(shift, there)];
    if let Some(from) = spot.shift().filter(|&from| from != shift) {
        routes.push((from, plan.route(from).iter().filter(|&&v| v != visit).copied().collect()));
    }
    let detour = detour_there(plan, &removal, shift, position);
    with_bound(plan, &routes, |plan, bound| plan.lower_bounds().relocation(&removal, shift, position, detour, bound))
}

/// Lower bound and delta of a visit's going in front of another with the one behind it.
fn pair_relocation(plan: &mut WorkingPlan<'_>, visit: VisitId, other: VisitId) -> Option<(Money, Money)> {
    let (shift, to) = (plan.position_of(visit).shift()?, plan.position_of(other).shift()?);
    let (now, position) = (plan.position_of(visit).position as usize, plan.position_of(other).position as usize);
    let pair = plan.route(shift).get(now..now + 2)?.to_vec();
    let fits = pair.iter().all(|&v| plan.evaluator().allowed(v, to));
    if !fits || (shift == to && (now..=now + 2).contains(&position)) {
        return None;
    }
    let removal = plan.lower_bounds().removal_of(&pair);
    let row = plan.route(to).to_vec();
    let others = |row: &[VisitId]| row.iter().copied().filter(|v| !pair.contains(v)).collect::<Vec<_>>();
    let mut routes = vec![(to, [others(&row[..position]), pair.clone(), others(&row[position..])].concat())];
    if shift != to {
        routes.push((shift, others(plan.route(shift))));
    }
    let detour = detour_there(plan, &removal, to, position);
    with_bound(plan, &routes, |plan, bound| plan.lower_bounds().relocation(&removal, to, position, detour, bound))
}

/// What visits add on the road at a position; its lower bound is no lower than that of the shift by the least of this and of
/// its front.
fn detour_there(plan: &WorkingPlan<'_>, removal: &RemovalContext<'_>, shift: ShiftId, position: usize) -> TravelDelta {
    let bounds = plan.lower_bounds();
    let (detour, front) = (bounds.detour(removal, shift, position), bounds.detour(removal, shift, 0));
    let least = bounds.relocation_to_shift(removal, shift, detour.least(front), Money::MAX);
    assert!(least <= bounds.relocation(removal, shift, position, detour, Money::MAX));
    detour
}

/// A planned visit as another one sees it, whose ways to both sides are those looked up one by one.
fn seen(plan: &mut WorkingPlan<'_>, visit: VisitId, other: VisitId) -> NeighbourInfo {
    plan.look_up_neighbours(visit, &[other]);
    let (info, bounds) = (plan.neighbour(0), plan.lower_bounds());
    let removal = bounds.removal(visit);
    let (shift, position) = (info.spot.shift().expect("it is planned"), info.spot.position as usize);
    let detours = [position, position + 1].map(|at| bounds.detour(&removal, shift, at));
    assert_eq!([info.before, info.after], detours);
    info
}

/// Lower bound and delta of two visits' exchanging their places.
fn exchange(plan: &mut WorkingPlan<'_>, a: VisitId, b: VisitId) -> Option<(Money, Money)> {
    let (shift, there) = (plan.position_of(a).shift()?, plan.position_of(b).shift()?);
    let (i, j) = (plan.position_of(a).position as usize, plan.position_of(b).position as usize);
    let fits = plan.evaluator().allowed(a, there) && plan.evaluator().allowed(b, shift);
    if !fits || (shift == there && i.abs_diff(j) < 2) {
        return None;
    }
    let context = plan.lower_bounds().exchange_context(a)?;
    let info = seen(plan, a, b);
    let mut routes = vec![(shift, plan.route(shift).to_vec())];
    routes[0].1[i] = b;
    if shift == there {
        routes[0].1[j] = a;
    } else {
        let mut row = plan.route(there).to_vec();
        row[j] = a;
        routes.push((there, row));
    }
    with_bound(plan, &routes, |plan, bound| match shift == there {
        true => plan.lower_bounds().exchange_within_route(&context, &info),
        false => plan.lower_bounds().exchange(&context, &info, there, bound),
    })
}

/// Lower bound and delta of a route's going on, after a visit, with the end of another.
fn tails(plan: &mut WorkingPlan<'_>, visit: VisitId, other: VisitId) -> Option<(Money, Money)> {
    let (shift, there) = (plan.position_of(visit).shift()?, plan.position_of(other).shift()?);
    let (end, begin) = (plan.position_of(visit).position as usize + 1, plan.position_of(other).position as usize);
    let (row_a, row_b) = (plan.route(shift).to_vec(), plan.route(there).to_vec());
    let follows = row_a.get(end).is_none_or(|&next| plan.suffix_fits(next, there));
    let fits = row_a[end..].iter().all(|&v| plan.evaluator().allowed(v, there));
    assert_eq!(follows, fits);
    if shift == there || !fits || !plan.suffix_fits(other, shift) {
        return None;
    }
    let context = plan.lower_bounds().exchange_context(visit)?;
    let info = seen(plan, visit, other);
    let routes =
        [(shift, [&row_a[..end], &row_b[begin..]].concat()), (there, [&row_b[..begin], &row_a[end..]].concat())];
    with_bound(plan, &routes, |plan, bound| plan.lower_bounds().suffix_exchange(&context, &info, there, bound))
}

/// The higher of the lower bounds without a limit and with one just above the delta, and the delta of new routes in place of
/// present ones.
fn with_bound(
    plan: &mut WorkingPlan<'_>,
    routes: &[(ShiftId, Vec<VisitId>)],
    bound: impl Fn(&WorkingPlan<'_>, Money) -> Money,
) -> Option<(Money, Money)> {
    let delta = delta(plan, routes)?;
    Some((bound(plan, Money::MAX).max(bound(plan, delta + Money(1))), delta))
}

/// The delta of new routes in place of present ones.
fn delta(plan: &mut WorkingPlan<'_>, routes: &[(ShiftId, Vec<VisitId>)]) -> Option<Money> {
    let whole = |(shift, visits): &'_ (ShiftId, Vec<VisitId>)| (*shift, plan.route(*shift).len(), visits.clone());
    let pieces: Vec<_> = routes.iter().map(whole).collect();
    let proposals: Vec<_> =
        pieces.iter().map(|(shift, length, visits)| Proposal::splice(*shift, 0, *length, visits)).collect();
    plan.delta(&Move { proposals: &proposals, dropped: &[] }, Money::MAX)
}

/// The best position found with a limit is the one found without, and none where all are above.
#[test]
fn positions_are_found_below_their_limit() {
    for (index, instance) in instances().iter().enumerate() {
        let limit = MaxChanges(index as u32 % 3);
        let rules = limited(&limit, index);
        let evaluator = CostEvaluator::new(instance, &rules);
        let mut rng = chance(8_000 + index as u64);
        let plan = random_plan(&evaluator, 0.6, &mut rng);
        for visit in evaluator.visit_ids().filter(|&visit| !plan.is_planned(visit)) {
            for shift in evaluator.shift_ids().filter(|&shift| evaluator.allowed(visit, shift)) {
                let middle = [visit];
                let delta = |at| plan.route_delta(&Proposal::splice(shift, at, at, &middle));
                let (position, best) =
                    (0..=plan.route(shift).len()).map(|at| (at, delta(at))).min_by_key(|&(_, d)| d).expect("a place");
                let bounds = plan.lower_bounds();
                let context = bounds.insertion_context(visit);
                assert_eq!(bounds.best_position(&context, shift, best + Money(1)), Position::Best(position, best));
                assert!(bounds.insertion(&context, shift) <= best, "instance {index}");
                let Position::AtLeast(least) = bounds.best_position(&context, shift, best) else {
                    panic!("none below")
                };
                assert!(least == best, "instance {index}: {least} for {best}");
            }
        }
    }
}

#[test]
fn every_operator_carries_out_what_it_offers() {
    let mut applied = vec![0; OPERATORS.len()];
    for (index, instance) in instances().iter().enumerate() {
        let limit = MaxChanges(index as u32 % 3);
        let rules = limited(&limit, index);
        let evaluator = CostEvaluator::new(instance, &rules);
        let neighbours = Neighbours::new(&evaluator, &NeighbourParams::nearest(20));
        let mut rng = chance(1_000 + index as u64);
        for _ in 0..6 {
            let mut plan = random_plan(&evaluator, 0.7, &mut rng);
            for visit in evaluator.visit_ids() {
                for (operator, count) in OPERATORS.iter().zip(&mut applied) {
                    let before = plan.penalised();
                    let mut scan = MoveScan::new(&mut plan, &neighbours);
                    operator.offer(&mut scan, visit);
                    if scan.apply().is_some() {
                        *count += 1;
                        assert!(plan.penalised() < before, "{} improves", operator.name());
                        assert_eq!((plan.cost(), *plan.excess()), plan.recomputed(), "{}", operator.name());
                    }
                }
            }
        }
    }
    for (operator, count) in OPERATORS.iter().zip(&applied) {
        println!("{}: {count} moves carried out", operator.name());
        assert!(*count >= 10, "{} is put to the test", operator.name());
    }
}

/// What moving a visit can save among its links is kept up to date: setting the penalties anew changes none of it.
fn assert_savings_are_new(plan: &mut WorkingPlan<'_>) {
    let visits = plan.evaluator().visit_ids();
    let most_saved = |plan: &WorkingPlan<'_>, visit| plan.lower_bounds().most_saved_by_links(visit);
    let kept: Vec<Money> = visits.clone().map(|visit| most_saved(plan, visit)).collect();
    plan.set_penalties(plan.penalties().clone());
    assert_eq!(kept, visits.map(|visit| most_saved(plan, visit)).collect::<Vec<_>>());
}

#[test]
fn undoing_brings_everything_back() {
    for (index, instance) in instances().iter().enumerate() {
        let limit = MaxChanges(index as u32 % 3);
        let rules = limited(&limit, index);
        let evaluator = CostEvaluator::new(instance, &rules);
        let mut rng = chance(2_000 + index as u64);
        let mut plan = random_plan(&evaluator, 0.8, &mut rng);
        let stamps = |plan: &WorkingPlan<'_>| evaluator.shift_ids().map(|s| plan.routes().stamp(s)).collect::<Vec<_>>();
        let before = (Solution::of(&plan), plan.penalised(), stamps(&plan));
        plan.begin();
        for _ in 0..5 {
            let (mut routes, _) = random_routes(&plan, &mut rng);
            for (shift, visits) in &mut routes {
                visits.retain(|&visit| evaluator.allowed(visit, *shift));
            }
            plan.set_routes(routes);
        }
        assert_savings_are_new(&mut plan);
        plan.rollback();
        assert_eq!((Solution::of(&plan), plan.penalised(), stamps(&plan)), before);
        assert_savings_are_new(&mut plan);
        assert_eq!((plan.cost(), *plan.excess()), plan.recomputed());
    }
}

/// The plan as the checker sees it costs what the evaluator says, and breaks no rule where the evaluator sees none broken.
#[test]
fn the_audits_agree_with_the_evaluator() {
    let (mut legal, mut illegal) = (0, 0);
    for (index, instance) in instances().iter().enumerate() {
        let limit = MaxChanges(index as u32 % 3);
        let rules = limited(&limit, index);
        let evaluator = CostEvaluator::new(instance, &rules);
        let mut rng = chance(3_000 + index as u64);
        for _ in 0..6 {
            let share = rng.random_range(0.1..1.0);
            let plan = random_plan(&evaluator, share, &mut rng);
            let verdict = check_by(instance, &Solution::of(&plan).to_plan(&evaluator), &rules);
            let unkept = evaluator.visit_ids().any(|visit| evaluator.visit(visit).pinned && !plan.is_planned(visit));
            if instance.pins.is_empty() && (plan.is_feasible() || !has_links(instance)) {
                assert_eq!(plan.is_feasible(), verdict.is_legal(), "instance {index}: {:?}", verdict.violations);
            } else if verdict.is_legal() && !unkept {
                assert!(plan.is_feasible(), "instance {index}");
            }
            if plan.is_feasible() && !unkept {
                assert_eq!(plan.cost(), verdict.total, "instance {index}: {:?}", verdict.costs());
                legal += 1;
            } else {
                illegal += 1;
            }
        }
    }
    println!("{legal} legal plans of equal cost, {illegal} illegal ones");
    assert!(legal > 100 && illegal > 100);
}

/// What the search calls broken, penalty term by term, the judge calls broken too, by the rules of that term.
#[test]
fn each_term_of_excess_is_what_its_rules_forbid() {
    let terms: [(PenaltyTerm, &[&str]); 9] = [
        (PenaltyTerm::Time, &["window", "shift", "tour-duration", "together", "lag"]),
        (PenaltyTerm::Load, &["load"]),
        (PenaltyTerm::Sites, &["sites-per-day"]),
        (PenaltyTerm::Tools, &["equipment"]),
        (PenaltyTerm::WeekHours, &["week-hours"]),
        (PenaltyTerm::Gap, &["gap"]),
        (PenaltyTerm::SameCrew, &["same-crew"]),
        (PenaltyTerm::OneCrew, &["one-crew"]),
        (PenaltyTerm::Precedence, &["precedence"]),
    ];
    let mut broken = [0; 9];
    for (index, instance) in instances().iter().enumerate().filter(|(_, instance)| instance.pins.is_empty()) {
        let evaluator = CostEvaluator::new(instance, RULES);
        let mut rng = chance(5_000 + index as u64);
        for _ in 0..10 {
            let plan = random_plan(&evaluator, 0.9, &mut rng);
            let verdict = check(instance, &Solution::of(&plan).to_plan(&evaluator));
            for ((term, codes), count) in terms.iter().zip(&mut broken) {
                let seen = plan.excess()[*term as usize];
                let judged: usize = codes.iter().map(|code| verdict.broken(code)).sum();
                // linked visits may start outside their narrow windows and be in step all the same
                let exact = !has_links(instance) || *term != PenaltyTerm::Time || judged > 0;
                assert!(!exact || (seen > 0) == (judged > 0), "instance {index}, {term:?}: {:?}", verdict.violations);
                *count += usize::from(seen > 0);
            }
            assert_eq!(plan.excess()[PenaltyTerm::Precedence as usize], verdict.broken("precedence") as i64);
        }
    }
    println!("plans that break each term: {broken:?}");
    assert!(broken.iter().all(|&count| count >= 10), "{broken:?}");
}

/// Rule by rule: an evaluator that knows one cost component and the hard rules prices what that rule's audit finds.
#[test]
fn each_component_is_priced_as_its_audit_says() {
    let mut positive = std::collections::BTreeMap::new();
    for (index, instance) in instances().iter().enumerate() {
        for rule in RULES.iter().filter(|rule| rule.kind() == Kind::Cost) {
            let hard = RULES.iter().filter(|rule| rule.kind() == Kind::Hard);
            let rules: Vec<&dyn Rule> = hard.copied().chain([*rule]).collect();
            let evaluator = CostEvaluator::new(instance, &rules);
            let mut rng = chance(4_000 + index as u64);
            let plans = (0..6).map(|_| random_plan(&evaluator, rng.random_range(0.2..1.0), &mut rng));
            for plan in plans.filter(WorkingPlan::is_feasible) {
                let audited = check(instance, &Solution::of(&plan).to_plan(&evaluator)).cost(rule.code());
                assert_eq!(plan.cost(), audited, "instance {index}, {}", rule.code());
                *positive.entry(rule.code()).or_insert(0) += i32::from(audited > Money::ZERO);
            }
        }
    }
    println!("plans in which a component costs something: {positive:?}");
    let costs = RULES.iter().filter(|rule| rule.kind() == Kind::Cost).count();
    assert!(positive.len() == costs && positive.values().all(|&count| count > 0), "{positive:?}");
}
