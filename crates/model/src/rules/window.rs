//! `window`: when a visit may start.

use crate::i18n::Locale;
use crate::model::{CrewId, DAY, Instance, JobId, Stop, Timetable, hhmm};
use crate::rules::{About, Audit, Finding, JobTerms, KeptOut, LoneVisit, Rule, Violation};
use crate::units::Minutes;

/// "Work starts while the site is open, and never in the break."
pub struct Window;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "window",
    sentence: "Work starts while the site is open, and never in the break.",
    formula: "visits that start before open, after close, or at a minute of the break",
    unit: "one per visit",
    name: Some(Locale::name_window),
    remedy: Locale::remedy_window,
    why: Some(why),
    fault: Some(fault),
    ..About::HARD
};

impl Rule for Window {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let broken = |(tour, stop)| Some(Violation::of_visit(&ABOUT, tour, stop, finding(instance, stop)?));
        Audit::of_violations(timetable.stops().filter_map(broken))
    }

    fn alone(&self, _instance: &Instance, visit: &LoneVisit<'_>) -> u32 {
        u32::from(!visit.in_time)
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        terms.open = instance.jobs[job].open;
        terms.close = instance.jobs[job].close;
    }
}

/// Where the window lies, seen from the crew that comes nearest to it.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    let (instance, work) = (out.instance, &out.instance.jobs[out.job]);
    let (open, close) = (work.open.unwrap_or(0), work.close.unwrap_or(DAY));
    if in_break(instance, out.job) {
        return locale.only_in_the_break(&hhmm(open), &hhmm(close));
    }
    let Some(&(crew, date)) = out.places.first() else { return locale.nobody_in_time() };
    let (_, end, overtime) = instance.shift_hours(crew, date);
    match end_of_earliest(instance, out.job, crew) > end + overtime {
        true if open >= end + overtime => locale.opens_after_the_shift(&hhmm(open), &hhmm(end + overtime)),
        true => locale.opens_too_late(&hhmm(open), &hhmm(end + overtime)),
        false => locale.nobody_in_time(),
    }
}

fn fault(instance: &Instance, job: JobId, crew: CrewId, locale: Locale) -> String {
    let (own, work) = (&instance.crews[crew], &instance.jobs[job]);
    match work.close {
        _ if in_break(instance, job) => locale.has_its_break(),
        Some(close) if end_of_earliest(instance, job, crew) <= own.end + own.overtime => {
            locale.cannot_start_by(&hhmm(close))
        }
        _ => locale.ends_at(&hhmm(own.end + own.overtime)),
    }
}

/// Whether every minute of the window is one of the break.
fn in_break(instance: &Instance, job: JobId) -> bool {
    let work = &instance.jobs[job];
    let (first, last) = instance.settings.clock.start_window(work.open.unwrap_or(0), work.close.unwrap_or(DAY));
    first > last
}

/// When a crew is back that starts the job as soon as it opens.
fn end_of_earliest(instance: &Instance, job: JobId, crew: CrewId) -> Minutes {
    let (clock, work) = (&instance.settings.clock, &instance.jobs[job]);
    let done = clock.advance(work.open.unwrap_or(0), work.duration);
    clock.advance(done, instance.travel_of(crew).leg(instance.place(job), instance.crews[crew].base).minutes)
}

/// Where the start of a visit lies that breaks the rule.
fn finding(instance: &Instance, stop: &Stop) -> Option<Finding> {
    let (job, start, work) = (stop.job, stop.start, &instance.jobs[stop.job]);
    if let Some(open) = work.open.filter(|&open| start < open) {
        Some(Finding::BeforeOpen { job, start, open })
    } else if let Some(close) = work.close.filter(|&close| start > close) {
        Some(Finding::AfterClose { job, start, close })
    } else {
        instance.settings.clock.in_break(start).then_some(Finding::InBreak { job, start })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    fn starting(start: i32) -> usize {
        let mut sketch = farm();
        sketch.parts.jobs[0].open = Some(9 * 60);
        sketch.parts.jobs[0].close = Some(14 * 60);
        let mut plan = sketch.plan(&[(0, 0, &[0])]);
        plan.routes[0].visits[0].start = crate::model::Start::At(start);
        let instance = sketch.instance();
        Window.audit(&instance, &Timetable::new(&instance, &plan)).violations.len()
    }

    #[test]
    fn open_close_and_break_count() {
        assert_eq!([539, 540, 720, 779, 780, 840, 841].map(starting), [1, 0, 1, 1, 0, 0, 1]);
    }
}
