//! What lies around a visit: the visits near it as they stand, and the ways to them. All of it is looked up at once, so
//! that one wait for memory does not follow the other.

use super::evaluator::VisitId;
use super::road::Road;
use super::working_plan::{Spot, WorkingPlan};
use brigade_model::model::Leg;

/// A visit near another one, which is called its guest.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// The visit.
    pub visit: VisitId,
    /// Where it stands.
    pub spot: Spot,
    /// Whether the guest may stand in its shift; not where it is left out.
    pub receives: bool,
    /// Whether it may stand in the shift of the guest; not where that is left out.
    pub comes: bool,
    /// What the guest adds on the road in front of it; this and all that follows is nothing where it is left out.
    pub before: Road,
    /// What the guest adds on the road behind it.
    pub after: Road,
    /// What the guest adds on the road in its place.
    pub(super) instead: Road,
    /// The leg from the guest to it.
    pub(super) to: Leg,
}

impl WorkingPlan<'_> {
    /// Looks some visits up that are near another one, `guest`, for [`Self::beside`].
    pub fn look_around(&mut self, guest: VisitId, near: &[VisitId]) {
        let legs = self.legs(self.standing.visits[guest].place);
        let (spots, standing, evaluator) = (&self.spots, &self.standing, self.evaluator);
        let home = spots[guest].shift().map(|shift| evaluator.guests_of(shift));
        let beside = |&visit: &VisitId| {
            let spot = spots[visit];
            let mut beside = Beside {
                visit,
                spot,
                receives: spot.shift().is_some_and(|shift| evaluator.allowed(guest, shift)),
                comes: home.is_some_and(|home| home.admits(visit)),
                before: Road::default(),
                after: Road::default(),
                instead: Road::default(),
                to: Leg::default(),
            };
            if let Some(shift) = spot.shift() {
                let edges = standing.around(shift, spot.position as usize);
                beside.before = legs.detour(&edges[0], &edges[1]);
                beside.after = legs.detour(&edges[1], &edges[2]);
                beside.instead = legs.detour(&edges[0], &edges[2]).minus(edges[1].leg);
                beside.to = legs.out[edges[1].from];
            }
            beside
        };
        self.around.clear();
        self.around.extend(near.iter().map(beside));
    }

    /// One of the visits that were looked up last, as the plan was then.
    #[inline]
    pub fn beside(&self, index: usize) -> Beside {
        self.around[index]
    }
}
