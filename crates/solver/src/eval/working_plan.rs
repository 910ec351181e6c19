//! A plan while it is being changed.

use super::delta::{Delta, DeltaEvaluator, DeltaScratch};
use super::evaluator::CostEvaluator;
use super::lower_bound::DeltaLowerBounds;
use super::moves::{Evaluations, Move, Proposal, VisitPosition};
use super::neighbour_info::NeighbourInfo;
use super::penalties::{Excess, Penalties};
use super::routes::Routes;
use super::state::PlanState;
use super::totals::Totals;
use super::visit::VisitId;
use brigade_model::model::ShiftId;
use brigade_model::units::{Minutes, Money};

/// Routes for all shifts and the visits left out, with cached totals. It alone changes routes, by [`Self::apply`] and
/// [`Self::set_routes`]; whatever is asked of it in between is answered from the caches.
pub struct WorkingPlan<'a> {
    state: PlanState<'a>,
    scratch: DeltaScratch,
    /// The neighbours looked up last.
    neighbours: Vec<NeighbourInfo>,
    evaluations: Evaluations,
    journal: Journal,
}

/// What a plan was since [`WorkingPlan::begin`].
#[derive(Default)]
struct Journal {
    recording: bool,
    /// Routes as they were, with their stamps.
    routes: Vec<(ShiftId, Vec<VisitId>, u64)>,
    windows: Vec<(VisitId, (Minutes, Minutes))>,
}

impl<'a> WorkingPlan<'a> {
    /// The plan that does nothing.
    pub fn new(evaluator: &'a CostEvaluator<'a>) -> Self {
        Self {
            state: PlanState::new(evaluator),
            scratch: DeltaScratch::default(),
            neighbours: Vec::new(),
            evaluations: Evaluations::default(),
            journal: Journal::default(),
        }
    }

    /// What prices the plan.
    #[inline]
    pub fn evaluator(&self) -> &'a CostEvaluator<'a> {
        self.state.evaluator()
    }

    /// The routes as they are.
    #[inline]
    pub fn routes(&self) -> &Routes<'a> {
        self.state.routes()
    }

    /// What the plan costs and breaks.
    #[inline]
    pub fn totals(&self) -> &Totals<'a> {
        self.state.totals()
    }

    /// Lower bounds of what moves add.
    #[inline]
    pub fn lower_bounds(&self) -> DeltaLowerBounds<'_, 'a> {
        DeltaLowerBounds::new(&self.state)
    }

    /// Cost without penalties.
    #[inline]
    pub fn cost(&self) -> Money {
        self.totals().cost()
    }

    /// Cost with penalties.
    pub fn penalised(&self) -> Money {
        self.totals().penalised()
    }

    /// By how much hard rules are broken, by penalty term.
    #[inline]
    pub fn excess(&self) -> &Excess {
        self.totals().excess()
    }

    /// Whether no hard rule is broken.
    pub fn is_feasible(&self) -> bool {
        self.totals().is_feasible()
    }

    /// How often hard rules are broken: pinned visits left out, and routes, weeks, days and links at fault.
    pub fn breaches(&self) -> (i64, usize) {
        self.totals().breaches(self.routes())
    }

    /// What breaking hard rules costs.
    pub fn penalties(&self) -> &Penalties {
        self.totals().penalties()
    }

    /// Sets what breaking hard rules costs.
    pub fn set_penalties(&mut self, penalties: Penalties) {
        self.state.set_penalties(penalties);
    }

    /// The visits of a shift in order.
    #[inline]
    pub fn route(&self, shift: ShiftId) -> &[VisitId] {
        self.routes().route(shift)
    }

    /// Where a visit stands.
    #[inline]
    pub fn position_of(&self, visit: VisitId) -> VisitPosition {
        self.routes().position_of(visit)
    }

    /// Whether a visit is planned.
    #[inline]
    pub fn is_planned(&self, visit: VisitId) -> bool {
        self.routes().is_planned(visit)
    }

    /// Starts now allowed to a visit, working clock: narrower than its job's window where crews must meet.
    #[inline]
    pub fn window(&self, visit: VisitId) -> (Minutes, Minutes) {
        self.routes().window(visit)
    }

    /// Whether a planned visit and all after it may stand in a shift.
    #[inline]
    pub fn suffix_fits(&self, visit: VisitId, shift: ShiftId) -> bool {
        self.state.cache().suffix_fits(visit, shift)
    }

    /// Whether all visits of a shift's route may stand in another shift.
    #[inline]
    pub fn route_fits(&self, route: ShiftId, shift: ShiftId) -> bool {
        self.state.cache().route_fits(route, shift)
    }

    /// The shifts in which all visits of a shift's route may stand, one bit each.
    pub fn route_allowed(&self, shift: ShiftId) -> &[u64] {
        self.state.cache().route_allowed(shift)
    }

    /// Moves evaluated so far.
    pub fn evaluations(&self) -> Evaluations {
        self.evaluations
    }

    /// Counts moves that their lower bound ruled out.
    #[inline]
    pub fn count_early(&mut self, moves: u64) {
        self.evaluations.early += moves;
    }

    /// What a move adds to [`Self::penalised`]: exact where it is below `bound`; `None` where it can't be below or the move
    /// can never stand.
    pub fn delta(&mut self, change: &Move<'_>, bound: Money) -> Option<Money> {
        match DeltaEvaluator::new(&self.state).delta(change, bound, &mut self.scratch) {
            Delta::Exact(delta) => {
                self.evaluations.full += 1;
                (delta < bound).then_some(delta)
            }
            Delta::TooHigh => {
                self.evaluations.early += 1;
                None
            }
            Delta::Incompatible => None,
        }
    }

    /// What a proposal adds to the cost of its shift's route alone: travel, overtime, use and penalties.
    pub fn route_delta(&self, proposal: &Proposal<'_>) -> Money {
        DeltaEvaluator::new(&self.state).route_delta(proposal)
    }

    /// Looks the neighbours of a visit up, for [`Self::neighbour`].
    pub fn look_up_neighbours(&mut self, visit: VisitId, near: &[VisitId]) {
        NeighbourInfo::look_up(&self.state, visit, near, &mut self.neighbours);
    }

    /// One of the neighbours that were looked up last, as the plan was then.
    #[inline]
    pub fn neighbour(&self, index: usize) -> NeighbourInfo {
        self.neighbours[index]
    }

    /// Changes the starts allowed to a visit that is left out; the window is not empty.
    pub fn set_window(&mut self, visit: VisitId, window: (Minutes, Minutes)) {
        if self.journal.recording {
            self.journal.windows.push((visit, self.routes().window(visit)));
        }
        self.state.set_window(visit, window);
    }

    /// Gives shifts new routes, whatever they cost; visits of theirs that are in none of them are left out. Each
    /// visit must be allowed where it is put, and in at most one route of the plan, which the caller sees to.
    pub fn set_routes(&mut self, contents: Vec<(ShiftId, Vec<VisitId>)>) {
        let Self { state, journal, .. } = self;
        state.set_routes(contents, |shift, visits, stamp| {
            if journal.recording && !journal.routes.iter().any(|(known, ..)| *known == shift) {
                journal.routes.push((shift, visits, stamp));
            }
        });
    }

    /// Carries out a move.
    pub fn apply(&mut self, change: &Move<'_>) {
        #[cfg(debug_assertions)]
        let exact = self.penalties().is_exact(self.excess());
        #[cfg(debug_assertions)]
        let expected = self.delta(change, Money::MAX).filter(|_| exact).map(|delta| self.penalised() + delta);
        let content = |proposal: &Proposal<'_>| (proposal.shift, self.routes().proposed_visits(proposal).collect());
        let contents = change.proposals.iter().map(content).collect();
        self.set_routes(contents);
        #[cfg(debug_assertions)]
        if let Some(expected) = expected.filter(|_| self.penalties().is_exact(self.excess())) {
            assert_eq!(self.penalised(), expected, "a move costs what its evaluation said");
        }
    }

    /// Remembers the plan as it is; [`Self::rollback`] brings it back, unless [`Self::commit`] comes first.
    pub fn begin(&mut self) {
        self.journal.routes.clear();
        self.journal.windows.clear();
        self.journal.recording = true;
    }

    /// Forgets what [`Self::begin`] remembered.
    pub fn commit(&mut self) {
        self.journal.recording = false;
        self.journal.routes.clear();
        self.journal.windows.clear();
    }

    /// Undoes everything since [`Self::begin`].
    pub fn rollback(&mut self) {
        self.journal.recording = false;
        let routes = std::mem::take(&mut self.journal.routes);
        let windows = std::mem::take(&mut self.journal.windows);
        let stamps: Vec<_> = routes.iter().map(|&(shift, _, stamp)| (shift, stamp)).collect();
        self.set_routes(routes.iter().map(|&(shift, ..)| (shift, Vec::new())).collect());
        for (visit, window) in windows.into_iter().rev() {
            self.state.set_window(visit, window);
        }
        self.set_routes(routes.into_iter().map(|(shift, visits, _)| (shift, visits)).collect());
        for (shift, stamp) in stamps {
            self.state.restore_stamp(shift, stamp);
        }
    }

    /// Shifts whose routes changed since [`Self::begin`].
    pub fn changed_shifts(&self) -> impl Iterator<Item = ShiftId> + '_ {
        self.changed_routes().map(|(shift, _)| shift)
    }

    /// The same, with the routes as they were.
    pub fn changed_routes(&self) -> impl Iterator<Item = (ShiftId, &[VisitId])> {
        self.journal.routes.iter().map(|(shift, visits, _)| (*shift, visits.as_slice()))
    }

    /// The plan's cost and excess from scratch, for tests and assertions.
    pub fn recomputed(&self) -> (Money, Excess) {
        let mut fresh = WorkingPlan::new(self.evaluator());
        for visit in self.evaluator().visit_ids() {
            fresh.set_window(visit, self.routes().window(visit));
        }
        fresh.set_routes(ShiftId::enumerate(self.routes().contents()).collect());
        (fresh.cost(), *fresh.excess())
    }
}
