//! Matching of pins to visits.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{CrewId, Instance, JobId, Pin, Timetable};

/// A visit of a timetable: index of its route, and position there.
pub type VisitAt = (usize, usize);

/// The visit that keeps each pin of the instance, `None` where no visit is left for it.
///
/// Every pin needs a visit of its own: a maximum bipartite matching by augmenting paths, in the order of the pins, so
/// that earlier pins take precedence.
pub fn pin_holders(instance: &Instance, timetable: &Timetable) -> Vec<Option<VisitAt>> {
    let mut by_job: BTreeMap<JobId, Vec<usize>> = BTreeMap::new();
    instance.pins.iter().enumerate().for_each(|(index, pin)| by_job.entry(pin.job).or_default().push(index));
    let mut visit_of = vec![None; instance.pins.len()];
    for (job, pins) in by_job {
        let visits = &timetable.visits_of[job];
        let tours = visits.iter().map(|&(tour, _)| &timetable.tours[tour]);
        let mut matching = PinMatching {
            pins: pins.iter().map(|&pin| &instance.pins[pin]).collect(),
            visits: tours.map(|tour| (tour.crew, tour.date)).collect(),
            holders: vec![None; visits.len()],
            visited: vec![false; visits.len()],
        };
        for pin in 0..pins.len() {
            // The visits of a search that fails stay: none gets anywhere by them.
            if matching.augment(pin) {
                matching.visited.fill(false);
            }
        }
        for (&visit, holder) in visits.iter().zip(matching.holders) {
            holder.into_iter().for_each(|pin| visit_of[pins[pin]] = Some(visit));
        }
    }
    visit_of
}

/// The word that a file says of each visit's pin: one per visit that keeps a pin. Where a pin of crew and date asks
/// for exactly this visit, that is the word, whichever pin of the job the visit keeps.
pub fn pin_words(instance: &Instance, timetable: &Timetable) -> Vec<(VisitAt, &'static str)> {
    let holders = pin_holders(instance, timetable);
    let kept = instance.pins.iter().zip(holders).filter_map(|(pin, visit)| Some((pin, visit?)));
    let exact = instance.pins.iter().filter_map(|pin| Some((pin.job, pin.crew?, pin.date?)));
    let exact: BTreeSet<_> = exact.collect();
    let word = |(pin, visit): (&Pin, VisitAt)| {
        let tour = &timetable.tours[visit.0];
        let asked = exact.contains(&(pin.job, tour.crew, tour.date));
        (visit, if asked { Pin { crew: Some(tour.crew), date: Some(tour.date), ..*pin }.word() } else { pin.word() })
    };
    kept.map(word).collect()
}

/// A growing matching of the pins of a job to its visits.
struct PinMatching<'a> {
    pins: Vec<&'a Pin>,
    /// Crew and date of each visit.
    visits: Vec<(CrewId, NaiveDate)>,
    /// The pin that each visit keeps.
    holders: Vec<Option<usize>>,
    /// Visits that need not be tried again.
    visited: Vec<bool>,
}

impl PinMatching<'_> {
    /// Augments the matching by a pin. Returns whether that was possible.
    fn augment(&mut self, pin: usize) -> bool {
        for visit in 0..self.visits.len() {
            let (crew, date) = self.visits[visit];
            if self.visited[visit] || !self.pins[pin].holds(crew, date) {
                continue;
            }
            self.visited[visit] = true;
            if self.holders[visit].is_none_or(|holder| self.augment(holder)) {
                self.holders[visit] = Some(pin);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sketch;

    fn week() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm", (3.0, 4.0));
        sketch.job("roof", 60).visits = 2;
        sketch
    }

    #[test]
    fn a_vague_pin_makes_room_for_an_exact_one() {
        let mut sketch = week();
        sketch.pin(0, Some(0), None);
        sketch.pin(0, Some(0), Some(0));
        let (instance, plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[0]), (0, 1, &[0])]));
        let timetable = Timetable::new(&instance, &plan);
        assert_eq!(pin_holders(&instance, &timetable), [Some((1, 0)), Some((0, 0))]);
        assert_eq!(pin_words(&instance, &timetable), [((1, 0), "crew"), ((0, 0), "yes")]);
    }

    #[test]
    fn every_pin_needs_a_visit_of_its_own() {
        let mut sketch = week();
        sketch.pin(0, None, Some(0));
        sketch.pin(0, Some(1), Some(0));
        let (instance, plan) = (sketch.instance(), sketch.plan(&[(1, 0, &[0]), (0, 1, &[0])]));
        let timetable = Timetable::new(&instance, &plan);
        assert_eq!(pin_holders(&instance, &timetable), [Some((0, 0)), None], "the pin further up keeps its visit");
        assert_eq!(pin_words(&instance, &timetable), [((0, 0), "yes")]);
    }
}
