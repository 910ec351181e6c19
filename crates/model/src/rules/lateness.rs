//! `lateness`: visits that start later than was promised.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, SETTINGS, Stop, Timetable, Tour, hhmm};
use crate::rules::{About, Audit, Cost, JobTerms, LateTerms, PlanSize, Rule, WorstCost};
use crate::units::{Minutes, Money};

/// "Nobody waits longer than we promised, unless it costs too much."
pub struct Lateness;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "lateness",
    sentence: "Nobody waits longer than we promised, unless it costs too much.",
    formula: "sum over visits of jobs with late_after: late_minute x m with m = minutes that it starts after late_after, \
              and once worst_late_minute x the largest m",
    unit: "euros, by visit (the latest one causes what is paid once)",
    name: Some(Locale::name_lateness),
    short_name: Some(Locale::short_lateness),
    attribution: Some(|visit, locale| {
        let promised = visit.instance.jobs[visit.job()].late_after;
        promised.map_or_else(String::new, |after| locale.because_lateness(&hhmm(after), &hhmm(visit.stop().start)))
    }),
    ..About::COST
};

impl Rule for Lateness {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let price = Money::euros(instance.settings.late_minute);
        let late = || timetable.stops().map(|(tour, stop)| (tour, stop, minutes(instance, stop)));
        let each = late().map(|(tour, stop, minutes)| Cost::of_visit(tour, stop, price * i64::from(minutes)));
        let latest = late().reduce(|most, next| if next.2 > most.2 { next } else { most });
        let once = latest.map(|(tour, stop, minutes): (&Tour, &Stop, Minutes)| {
            Cost::of_visit(tour, stop, Money::euros(instance.settings.worst_late_minute) * i64::from(minutes))
        });
        Audit::of_costs(each.chain(once))
    }

    fn lateness(&self, instance: &Instance) -> LateTerms {
        LateTerms {
            minute: Money::euros(instance.settings.late_minute),
            worst_minute: Money::euros(instance.settings.worst_late_minute),
        }
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        if self.lateness(instance) != LateTerms::default() {
            terms.late_after = instance.jobs[job].late_after;
        }
    }

    fn worst(&self, instance: &Instance, size: &PlanSize) -> Vec<WorstCost> {
        let (settings, longest) = (&instance.settings, size.longest_day);
        let visits = size.over_visits(|job| if job.late_after.is_some() { longest } else { 0.0 });
        vec![
            WorstCost::of_setting(SETTINGS.late_minute.name, settings.late_minute, visits),
            WorstCost::of_setting(SETTINGS.worst_late_minute.name, settings.worst_late_minute, visits.min(longest)),
        ]
    }
}

/// Wall-clock minutes by which a visit starts later than was promised.
fn minutes(instance: &Instance, stop: &Stop) -> Minutes {
    instance.jobs[stop.job].late_after.map_or(0, |after| (stop.start - after).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn every_minute_counts_and_the_worst_once_more() {
        let mut sketch = farm();
        sketch.job("gutter", 300);
        sketch.parts.jobs[0].late_after = Some(8 * 60 + 10);
        assert_eq!(cost(&Lateness, &sketch, &[(0, 0, &[0])]), cents(0), "there at 08:10");
        let after = |sketch: &Sketch| cost(&Lateness, sketch, &[(0, 0, &[1, 0])]);
        assert_eq!(after(&sketch), cents(100 * (300 + 60)), "the break counts: the gutter ends at 14:10");
        sketch.parts.settings.worst_late_minute = Decimal::whole(2);
        sketch.parts.jobs[1].late_after = Some(8 * 60);
        assert_eq!(after(&sketch), cents(100 * (360 + 10) + 200 * 360));
    }
}
