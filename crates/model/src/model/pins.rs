//! Matching of pins to visits.

use super::{Instance, Pin, Timetable};

/// A visit of a timetable: index of its route, and position there.
pub type VisitAt = (usize, usize);

/// The visit that keeps each pin of the instance, `None` where no visit is left for it.
///
/// Every pin needs a visit of its own: a maximum bipartite matching by augmenting paths, in the order of the pins, so
/// that earlier pins take precedence.
pub fn pin_holders(instance: &Instance, timetable: &Timetable) -> Vec<Option<VisitAt>> {
    let mut matching = PinMatching { instance, timetable, visit_of: vec![None; instance.pins.len()] };
    for pin in 0..instance.pins.len() {
        matching.augment(pin, &mut Vec::new());
    }
    matching.visit_of
}

/// The word that a file says of each visit's pin: one per visit that keeps a pin. Where a pin of crew and date asks
/// for exactly this visit, that is the word, whichever pin of the job the visit keeps.
pub fn pin_words(instance: &Instance, timetable: &Timetable) -> Vec<(VisitAt, &'static str)> {
    let holders = pin_holders(instance, timetable);
    let kept = instance.pins.iter().zip(holders).filter_map(|(pin, visit)| Some((pin, visit?)));
    kept.map(|(pin, visit)| (visit, word(instance, timetable, pin, visit))).collect()
}

fn word(instance: &Instance, timetable: &Timetable, pin: &Pin, visit: VisitAt) -> &'static str {
    let tour = &timetable.tours[visit.0];
    let exact = |other: &&Pin| {
        other.job == pin.job && other.crew.is_some() && other.date.is_some() && other.holds(tour.crew, tour.date)
    };
    instance.pins.iter().find(exact).unwrap_or(pin).word()
}

/// A growing matching of pins to visits.
struct PinMatching<'a> {
    instance: &'a Instance,
    timetable: &'a Timetable,
    visit_of: Vec<Option<VisitAt>>,
}

impl PinMatching<'_> {
    /// Augments the matching by a pin. Returns whether that was possible.
    fn augment(&mut self, pin: usize, visited: &mut Vec<VisitAt>) -> bool {
        let wanted = self.instance.pins[pin];
        for &visit in &self.timetable.visits_of[wanted.job] {
            let tour = &self.timetable.tours[visit.0];
            if !wanted.holds(tour.crew, tour.date) || visited.contains(&visit) {
                continue;
            }
            visited.push(visit);
            let holder = self.visit_of.iter().position(|&held| held == Some(visit));
            if holder.is_none_or(|holder| self.augment(holder, visited)) {
                self.visit_of[pin] = Some(visit);
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
