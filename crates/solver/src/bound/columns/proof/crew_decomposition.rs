//! The per-crew Lagrangian decomposition (Guignard, Kim 1987): rows that concern a single crew stay in the subproblems,
//! all others are relaxed with their multipliers.
//!
//! The subproblem of a crew is its whole week, an integer program over its routes. Unlike the pricing problems of its
//! shifts it covers each visit at most once and keeps weekly limits, so that its optimum is at least the sum of theirs.

use std::collections::BTreeMap;

use super::dual_bound::DualBound;
use super::listing::{points_within, routes_of};
use super::selection::{add_known, add_known_points, mip_limits};
use super::state::ProofState;
use super::termination::is_over;
use crate::bound::columns::master::route_selection::{MipLimits, RouteSelection, Synchronisation};
use crate::bound::columns::master::row_mapping::euros;
use crate::bound::columns::model::duals::{cheapest_service, of_aux, of_row};
use crate::bound::columns::model::row_pool::{AuxId, RowPool};
use crate::bound::columns::pricing::route_prices::RoutePrices;
use brigade_model::model::CrewId;
use brigade_model::units::Money;

/// The owner of a row or an auxiliary variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowOwner {
    /// None yet.
    Nobody,
    /// One crew.
    Crew(CrewId),
    /// Several crews.
    Several,
}

impl RowOwner {
    fn and(self, crew: CrewId) -> Self {
        match self {
            Self::Nobody => Self::Crew(crew),
            Self::Crew(own) if own == crew => self,
            _ => Self::Several,
        }
    }
}

/// All rows, lazy ones included, with their owners: a crew's rows contain only routes and variables of its own.
struct RowOwnership {
    pool: RowPool,
    rows: Vec<RowOwner>,
    aux: Vec<RowOwner>,
}

impl RowOwnership {
    fn new(pool: &RowPool, crew_of: impl Fn(usize) -> CrewId) -> Self {
        let mut pool = pool.clone();
        pool.activate(|_| true);
        let mut rows = vec![RowOwner::Nobody; pool.rows().len()];
        for (subproblem, nodes) in pool.visits().iter().enumerate() {
            let minutes = pool.work_rows()[subproblem].iter().chain(&pool.service_rows()[subproblem]);
            let visits = nodes.iter().flatten().map(|(row, _)| row);
            let unpreceded = pool.unpreceded()[subproblem].iter().map(|(row, _)| row);
            visits.chain(unpreceded).chain(minutes).for_each(|&row| rows[row] = rows[row].and(crew_of(subproblem)));
        }
        let mut variables: Vec<Vec<AuxId>> = vec![Vec::new(); rows.len()];
        for (aux, own) in pool.aux().iter().enumerate() {
            own.terms.iter().for_each(|&(row, _)| variables[row].push(aux));
        }
        let mut aux = vec![RowOwner::Nobody; pool.aux().len()];
        // A row over auxiliary variables alone belongs to the crew that owns these by other rows.
        let (alone, with_visits): (Vec<_>, Vec<_>) = (0..rows.len()).partition(|&row| rows[row] == RowOwner::Nobody);
        for row in with_visits.into_iter().chain(alone) {
            let owners = variables[row].iter().map(|&own| aux[own]);
            rows[row] = owners
                .fold(rows[row], |owner, own| if let RowOwner::Crew(crew) = own { owner.and(crew) } else { owner });
            if let RowOwner::Crew(_) = rows[row] {
                variables[row].iter().for_each(|&own| aux[own] = rows[row]);
            }
        }
        Self { pool, rows, aux }
    }

    /// The subproblem of one crew: its rows and variables, with all other rows relaxed into the costs.
    fn of_crew(&self, owner: RowOwner, duals: &[i64]) -> RowPool {
        self.pool.relaxed(|row| self.rows[row] == owner, |aux| self.aux[aux] == owner, duals)
    }

    /// A crew's term in the Lagrangian bound of some multipliers.
    fn contribution(&self, owner: RowOwner, best: &DualBound, subproblems: &[usize]) -> i128 {
        let (pool, duals) = (&self.pool, &best.duals.rows);
        let rows = pool.rows().iter().zip(duals).zip(&self.rows).filter(|(_, of)| **of == owner);
        let aux = pool.aux().iter().zip(&self.aux).filter(|(_, of)| **of == owner);
        let weeks = pool.weeks().iter().filter(|week| self.rows[week.row] == owner);
        rows.map(|((row, &dual), _)| of_row(row, dual)).sum::<i128>()
            + aux.map(|(aux, _)| of_aux(aux, duals)).sum::<i128>()
            + weeks.map(|week| i128::from(cheapest_service(pool, week, &best.duals).1)).sum::<i128>()
            + subproblems.iter().map(|&subproblem| i128::from(best.least_reduced_costs[subproblem])).sum::<i128>()
    }
}

/// The subproblem of one crew: its week.
struct CrewSubproblem {
    crew: CrewId,
    /// Its pricing problems.
    subproblems: Vec<usize>,
    /// Gain of its optimum over its pricing problems: a lower bound, and an upper bound where one is known;
    /// `Money` units.
    gain: (i64, i64),
}

impl CrewSubproblem {
    /// Whether its gain may still rise by so much.
    fn may_gain(&self, much: i64) -> bool {
        self.gain.1.saturating_sub(self.gain.0) > much
    }
}

/// The decomposition, and what its last run has found.
#[derive(Default)]
pub struct CrewDecomposition {
    /// The crews with a considerable gain, after the first run.
    hard: Option<Vec<CrewId>>,
}

impl CrewDecomposition {
    /// Bounds the gains of the crews and raises the bound by their sum. After the first run only the crews with a
    /// considerable gain are solved again.
    pub fn run(&mut self, state: &mut ProofState<'_, '_>) -> Option<()> {
        let (problem, params) = (state.problem(), &state.params().crews);
        let has_identical_shifts = problem.subproblems.iter().any(|subproblem| subproblem.shifts.len() > 1);
        let best = state.latest_best().filter(|_| !has_identical_shifts && state.limits().work.is_none());
        let Some(mut best) = best else { return Some(()) };
        let ownership = RowOwnership::new(state.pool(), |subproblem| problem.subproblems[subproblem].crew);
        best.duals.rows.resize(ownership.pool.rows().len(), 0);
        let mut crews = self.crews(state);
        for (round, (room, share)) in params.rounds.into_iter().enumerate() {
            let gained: i64 = crews.iter().map(|crew| crew.gain.0).sum();
            if round > 0 && (gained as f64) < params.min_gain_of_round * state.above(best.bound) as f64 {
                break;
            }
            let much = (params.min_gain * state.gap() as f64) as i64;
            let promising: Vec<_> = (0..crews.len()).filter(|&crew| crews[crew].may_gain(much)).collect();
            let least = state.limits().stop.remaining()?.mul_f64(1.0 - 2.0 * share);
            for &index in &promising {
                if is_over(state) || state.limits().stop.remaining()? < least {
                    break;
                }
                let others: i64 = crews.iter().map(|crew| crew.gain.0).sum::<i64>() - crews[index].gain.0;
                let known = best.bound + i128::from(others);
                let (gap, share) = (state.above(known), share / promising.len() as f64);
                raise_gain(state, &ownership, &best, &mut crews[index], gap, (room, share))?;
                state.raise_bound(known + i128::from(crews[index].gain.0));
            }
        }
        best.gains = crews.iter().map(|crew| (crew.crew, crew.gain.0)).collect();
        state.record_gains(best);
        let much = (params.min_gain * state.gap_of_duals() as f64) as i64;
        self.hard = Some(crews.into_iter().filter(|crew| crew.gain.0 > much).map(|crew| crew.crew).collect());
        Some(())
    }

    /// The crews to be solved, with their pricing problems.
    fn crews(&self, state: &ProofState<'_, '_>) -> Vec<CrewSubproblem> {
        let mut by_crew: BTreeMap<CrewId, Vec<usize>> = BTreeMap::new();
        for (index, subproblem) in state.problem().subproblems.iter().enumerate() {
            by_crew.entry(subproblem.crew).or_default().push(index);
        }
        let asked = |crew: &CrewId| self.hard.as_ref().is_none_or(|hard| hard.contains(crew));
        let crews = by_crew.into_iter().filter(|(crew, _)| asked(crew));
        crews.map(|(crew, subproblems)| CrewSubproblem { crew, subproblems, gain: (0, i64::MAX) }).collect()
    }
}

/// Raises the gain of a crew by an integer program over all its routes within a part of the gap. The gain counts up to
/// that part, since any other route costs at least as much more.
fn raise_gain(
    state: &mut ProofState<'_, '_>,
    ownership: &RowOwnership,
    best: &DualBound,
    own: &mut CrewSubproblem,
    gap: i64,
    (room, share): (usize, f64),
) -> Option<()> {
    let (problem, params) = (state.problem(), state.params());
    let mut parts = (0..params.crews.max_halvings).map(|times| gap >> times);
    let listed = parts.find_map(|part| Some((part, routes_of(state, &own.subproblems, best, |_| part, room)?)));
    let Some((part, mut columns)) = listed else { return Some(()) };
    let Some(mut points) = points_within(state, &best.duals, part) else { return Some(()) };
    let known = add_known(state, &mut columns, &own.subproblems)?;
    add_known_points(state, &columns, &known, &mut points);
    let owner = RowOwner::Crew(own.crew);
    let pool = ownership.of_crew(owner, &best.duals.rows);
    let others = pool.weeks().iter().zip(&mut points).filter(|(week, _)| week.costs.len() == 1);
    others.for_each(|(_, points)| *points = vec![0]);
    let max_cuts = params.pricing.max_priced_cuts;
    let prices =
        |&index: &usize| (index, RoutePrices::new(problem, state.pool(), state.cuts(), &best.duals, index, max_cuts));
    let prices: BTreeMap<usize, RoutePrices> = own.subproblems.iter().map(prices).collect();
    for column in &mut columns {
        let kept = column.rows(&pool).into_iter().map(|(row, c)| best.duals.rows[row] * c);
        column.cost = prices[&column.subproblem].reduced_cost(problem, column) + kept.sum::<i64>();
    }
    let Some(effort) = mip_limits(state, share, columns.len()) else { return Some(()) };
    let selection = RouteSelection {
        problem,
        pool: &pool,
        cuts: &[],
        columns: &columns,
        points: &points,
        synchronisation: Synchronisation::default(),
    };
    let effort = MipLimits { presolve: false, ..effort };
    let stop = &state.limits().stop;
    let answer = state.with_idle_threads(|| selection.solve(&known, effort, stop, &params.selection));
    let Some(answer) = answer else { return Some(()) };
    let base = euros(ownership.contribution(owner, best, &own.subproblems) as i64);
    let money = |more: f64| (more * Money::PER_EURO as f64).clamp(0.0, part as f64) as i64;
    let (least, most) = (money(answer.bound - base), money(answer.cost - base));
    own.gain = (own.gain.0.max(least), if most < part { most } else { i64::MAX });
    let (name, count) = (&problem.prices.instance.crews[own.crew].id, columns.len());
    let (least, most, part) = (euros(least), euros(most), euros(part));
    state.log(format!("{name}: {count} routes within {part:.2}, {least:.2} to {most:.2} more"));
    Some(())
}
