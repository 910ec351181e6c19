//! Neighbour information: the visits near one as they stand, and the ways to them. All of it is looked up at once, so that
//! one wait for memory does not follow the other.

use super::moves::VisitPosition;
use super::state::PlanState;
use super::travel::TravelDelta;
use super::visit::VisitId;
use brigade_model::model::Leg;

/// A neighbour of a visit.
#[derive(Clone, Copy, Debug)]
pub struct NeighbourInfo {
    /// The neighbour.
    pub visit: VisitId,
    /// Where it stands.
    pub spot: VisitPosition,
    /// Whether the visit may stand in its shift; not where it is left out.
    pub receives: bool,
    /// Whether it may stand in the shift of the visit; not where that is left out.
    pub comes: bool,
    /// What the visit adds on the road in front of it; this and all that follows is nothing where it is left out.
    pub before: TravelDelta,
    /// What the visit adds on the road behind it.
    pub after: TravelDelta,
    /// What the visit adds on the road in its place.
    pub(super) instead: TravelDelta,
    /// The leg from the visit to it.
    pub(super) to: Leg,
}

impl NeighbourInfo {
    /// Looks the neighbours of a visit up.
    pub(super) fn look_up(state: &PlanState<'_>, visit: VisitId, near: &[VisitId], found: &mut Vec<Self>) {
        let (routes, cache, evaluator) = (state.routes(), state.cache(), state.evaluator());
        let legs = evaluator.legs(cache.visit(visit).place);
        let home = routes.position_of(visit).shift().map(|shift| evaluator.costs_in_shift(shift));
        let info = |&neighbour: &VisitId| {
            let spot = routes.position_of(neighbour);
            let mut info = Self {
                visit: neighbour,
                spot,
                receives: spot.shift().is_some_and(|shift| evaluator.allowed(visit, shift)),
                comes: home.is_some_and(|home| home.admits(neighbour)),
                before: TravelDelta::default(),
                after: TravelDelta::default(),
                instead: TravelDelta::default(),
                to: Leg::default(),
            };
            if let Some(shift) = spot.shift() {
                let [into, out, next] = cache.legs_at(shift, spot.position as usize);
                info.before = legs.detour(into.from, into.leg, out.from);
                info.after = legs.detour(out.from, out.leg, next.from);
                info.instead = legs.detour(into.from, into.leg, next.from).minus(out.leg);
                info.to = legs.to(out.from);
            }
            info
        };
        found.clear();
        found.extend(near.iter().map(info));
    }
}
