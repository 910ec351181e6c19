//! Which visit keeps which pin.

use super::{Instance, Pin, Timetable};

/// A visit of a timetable: the index of its tour, and its position there.
pub type VisitAt = (usize, usize);

/// The visit that keeps each pin of the instance, `None` where no visit is left for it.
///
/// Every pin needs a visit of its own. As many pins as possible get one, pins further up before later ones: an
/// augmenting path moves the holders of a visit around but never leaves one of them without.
pub fn pin_holders(instance: &Instance, timetable: &Timetable) -> Vec<Option<VisitAt>> {
    let mut holders = Holders { instance, timetable, visit_of: vec![None; instance.pins.len()] };
    for pin in 0..instance.pins.len() {
        holders.give(pin, &mut Vec::new());
    }
    holders.visit_of
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

/// A matching of pins to visits that grows.
struct Holders<'a> {
    instance: &'a Instance,
    timetable: &'a Timetable,
    visit_of: Vec<Option<VisitAt>>,
}

impl Holders<'_> {
    /// Finds a visit for a pin, moving other pins to further visits of theirs where that helps.
    fn give(&mut self, pin: usize, tried: &mut Vec<VisitAt>) -> bool {
        let wanted = self.instance.pins[pin];
        for &visit in &self.timetable.visits_of[wanted.job] {
            let tour = &self.timetable.tours[visit.0];
            if !wanted.holds(tour.crew, tour.date) || tried.contains(&visit) {
                continue;
            }
            tried.push(visit);
            let holder = self.visit_of.iter().position(|&held| held == Some(visit));
            if holder.is_none_or(|holder| self.give(holder, tried)) {
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
