//! `tour-duration`: how long a crew is away from its base.

use crate::i18n::Locale;
use crate::model::{Instance, Shift, Timetable, Tour};
use crate::rules::{About, Audit, Finding, LoneVisit, RouteTerms, Rule, Violation};
use crate::units::Minutes;

/// "A crew is away from its base only so long."
pub struct RouteDuration;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "tour-duration",
    sentence: "A crew is away from its base only so long.",
    formula: "routes that take longer than max_tour_minutes, waiting included, left as late as keeps the return",
    unit: "one per crew and day",
    name: Some(Locale::name_tour_duration),
    remedy: Locale::remedy_tour_duration,
    why: Some(|_, locale| locale.away_too_long()),
    fault: Some(|instance, _, crew, locale| locale.is_away_at_most(instance.crews[crew].max_tour_minutes.unwrap_or(0))),
    ..About::HARD
};

impl Rule for RouteDuration {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let limit = |tour: &Tour| instance.crews[tour.crew].max_tour_minutes;
        let tours = timetable.tours.iter().filter_map(|tour| Some((tour, shortest(instance, tour), limit(tour)?)));
        Audit::of_violations(tours.filter(|(_, minutes, most)| minutes > most).map(|(tour, minutes, most)| {
            Violation::of_tour(&ABOUT, tour, Finding::AwayTooLong { crew: tour.crew, minutes, most })
        }))
    }

    fn alone(&self, instance: &Instance, visit: &LoneVisit<'_>) -> u32 {
        let away = visit.travel + visit.service;
        u32::from(instance.crews[visit.shift.crew].max_tour_minutes.is_some_and(|most| away > most))
    }

    fn route(&self, instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.duration = instance.crews[shift.crew].max_tour_minutes;
    }
}

/// Minutes from the latest departure that keeps the return to the return, the break not counted. A later return
/// never makes a tour shorter.
fn shortest(instance: &Instance, tour: &Tour) -> Minutes {
    let clock = &instance.settings.clock;
    let Some(last) = tour.stops.last() else { return 0 };
    let mut latest = clock.working(last.start);
    for (stop, next) in tour.stops.iter().zip(&tour.stops[1..]).rev() {
        let job = &instance.jobs[stop.job];
        let in_time = latest - next.travel - job.duration;
        let close = job.close.map_or(in_time, |close| clock.start_window(0, close).1);
        latest = in_time.min(close).max(clock.working(stop.start));
    }
    let leave = (latest - tour.stops[0].travel).max(clock.working(tour.start));
    clock.working(tour.back) - leave
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn waiting_counts_unless_leaving_later_avoids_it() {
        let mut sketch = farm();
        sketch.parts.jobs[0].open = Some(600);
        sketch.job("gutter", 30).open = Some(680);
        sketch.parts.crews[0].max_tour_minutes = Some(80);
        assert_eq!(broken(&RouteDuration, &sketch, &[(0, 0, &[0])]), 0, "the crew leaves at 9:50");
        let both: &RouteList = &[(0, 0, &[0, 1])];
        sketch.parts.crews[0].max_tour_minutes = Some(110);
        assert_eq!(broken(&RouteDuration, &sketch, both), 0, "it leaves at 10:10 and does not wait");
        sketch.parts.crews[0].max_tour_minutes = Some(109);
        assert_eq!(broken(&RouteDuration, &sketch, both), 1);
        sketch.parts.jobs[0].close = Some(600);
        sketch.parts.crews[0].max_tour_minutes = Some(129);
        assert_eq!(broken(&RouteDuration, &sketch, both), 1, "it has to begin at 10:00 and waits");
        sketch.parts.crews[0].max_tour_minutes = Some(130);
        assert_eq!(broken(&RouteDuration, &sketch, both), 0);
    }
}
