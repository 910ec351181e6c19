//! `lag`: jobs that start some time after others, on the same day.

use crate::i18n::Locale;
use crate::model::{Instance, JobId, Lag, Shift, Timetable};
use crate::rules::{About, Audit, Finding, JobTerms, KeptOut, Rule, Violation, VisitCost, VisitRow};

/// "Linked jobs go together: on the same day, by different crews, one so long after the other."
pub struct LagRule;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "lag",
    sentence: "Linked jobs go together: on the same day, by different crews, one so long after the other.",
    formula: "jobs planned without the job of their with, or it without them, or not on one date by two crews, \
             or not MIN..MAX minutes apart; in today's schedule minutes count only where both rows state a \
             start",
    unit: "one per job that has with",
    name: Some(Locale::name_lag),
    joint: true,
    remedy: Locale::remedy_lag,
    why: Some(why),
    ..About::HARD
};

impl Rule for LagRule {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let mut jobs: Vec<_> = timetable.planned.iter().flat_map(|&job| instance.linked(job)).copied().collect();
        jobs.sort_unstable();
        jobs.dedup();
        let pairs = jobs.into_iter().filter_map(|job| Some((job, instance.jobs[job].with?)));
        Audit::of_violations(pairs.filter_map(|(job, lag)| {
            let finding = finding(timetable, job, lag)?;
            let first = timetable.stops_of(job).chain(timetable.stops_of(lag.job)).map(|(tour, _)| tour.date).min()?;
            Some(Violation::new(&ABOUT, finding).by_job(job).on(first))
        }))
    }

    /// A job that goes with one of which nothing is asked is never planned.
    fn visit_cost(&self, instance: &Instance, job: JobId, _shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(missing_partner(instance, job).is_some())
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_everywhere(VisitCost::incompatible_if(missing_partner(instance, job).is_some()));
    }

    fn job(&self, instance: &Instance, job: JobId, terms: &mut JobTerms) {
        terms.with = instance.jobs[job].with;
    }
}

fn finding(timetable: &Timetable, job: JobId, lag: Lag) -> Option<Finding> {
    let other = lag.job;
    let planned = |job: JobId| !timetable.visits_of[job].is_empty();
    match (planned(job), planned(other)) {
        (false, false) => return None,
        (true, false) => return Some(Finding::WithoutPartner { job, other }),
        (false, true) => return Some(Finding::WithoutPartner { job: other, other: job }),
        (true, true) => {}
    }
    let partners = || timetable.stops_of(other);
    let pairs: Vec<_> = timetable.stops_of(job).flat_map(|own| partners().map(move |partner| (own, partner))).collect();
    if pairs.iter().any(|(own, partner)| own.0.date != partner.0.date || own.0.crew == partner.0.crew) {
        return Some(Finding::NotBeside { job, other });
    }
    pairs.into_iter().find_map(|((_, own), (_, partner))| {
        let (minutes, tested) = (own.start - partner.start, own.stated && partner.stated);
        (tested && !(lag.least..=lag.most).contains(&minutes)).then_some(Finding::OutOfStep { job, other, minutes })
    })
}

/// A job that a job is linked with and of which the horizon asks nothing.
fn missing_partner(instance: &Instance, job: JobId) -> Option<JobId> {
    instance.linked(job).iter().copied().find(|&other| instance.visits_asked(other) == 0)
}

/// Which jobs it would have to go with.
fn why(out: &KeptOut<'_>, locale: Locale) -> String {
    let name = |job: JobId| out.instance.jobs[job].id.clone();
    if let Some(other) = missing_partner(out.instance, out.job) {
        return locale.linked_with_the_impossible(&name(other));
    }
    let others = out.instance.linked(out.job).iter().filter(|&&other| other != out.job);
    locale.never_in_step(&others.map(|&other| name(other)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Sketch, Start};
    use crate::rules::testing::*;

    /// The pump starts 30 to 60 minutes after the roof.
    fn linked() -> Sketch {
        let mut sketch = farm();
        sketch.job("pump", 30).with = Some(Lag { job: JobId::new(0), least: 30, most: 60 });
        sketch.job("door", 40);
        sketch
    }

    #[test]
    fn both_or_neither_on_one_day_by_two_crews() {
        let mut sketch = linked();
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[2])]), 0, "neither");
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[0])]), 1);
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[1])]), 1);
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[0, 1])]), 1, "one crew");
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[0]), (1, 1, &[2, 1])]), 1, "another date");
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[0]), (1, 0, &[2, 1])]), 0);
        sketch.job("hatch", 20).with = Some(Lag { job: JobId::new(1), least: 0, most: 0 });
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[0]), (1, 0, &[2, 1])]), 1, "a third one");
    }

    #[test]
    fn so_long_after_the_other() {
        let sketch = linked();
        let instance = sketch.instance();
        let broken = |start: Start| {
            let mut plan = sketch.plan(&[(0, 0, &[0]), (1, 0, &[1])]);
            plan.routes[1].visits[0].start = start;
            LagRule.audit(&instance, &Timetable::new(&instance, &plan)).violations.len()
        };
        // the roof starts at 08:10
        let starts = [(Start::Earliest, 1), (Start::At(519), 1), (Start::At(520), 0), (Start::At(550), 0)];
        for (start, count) in starts.into_iter().chain([(Start::At(551), 1), (Start::Unstated, 0)]) {
            assert_eq!(broken(start), count, "{start:?}");
        }
    }

    #[test]
    fn what_is_cancelled_links_nothing() {
        let mut sketch = linked();
        sketch.parts.jobs[0].visits = 0;
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[1])]), 0);
        sketch.parts.jobs[0].visits = 1;
        sketch.parts.jobs[0].days = Some([false; 7]);
        assert_eq!(broken(&LagRule, &sketch, &[(0, 0, &[1])]), 1, "asked for later");
    }
}
