//! `crew-choice`: which crews a customer wants or doesn't want.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Shift, Timetable};
use crate::rules::{About, Audit, Finding, KeptOut, Remedy, Rule, Violation, VisitCost, VisitRow};

/// "Some jobs are for certain crews only, and some are not for others."
pub struct CrewChoice;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "crew-choice",
    sentence: "Some jobs are for certain crews only, and some are not for others.",
    formula: "visits by a crew that only_crews leaves out or not_crews names",
    unit: "one per visit",
    name: Some(Locale::name_crew_choice),
    remedy: Locale::remedy_crew_choice,
    why: Some(too_few_eligible),
    fault: Some(|instance, job, crew, locale| {
        let refused = instance.jobs[job].not_crews.contains(&crew);
        if refused { locale.is_refused() } else { locale.is_not_named() }
    }),
    enabling: |_, _, crew| Some(Remedy::Admit(crew)),
    ..About::HARD
};

impl Rule for CrewChoice {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let stops = timetable.stops().filter(|(tour, stop)| broken_by(instance, stop.job, tour.crew));
        Audit::of_violations(stops.map(|(tour, stop)| {
            Violation::of_visit(&ABOUT, tour, stop, Finding::NotChosen { job: stop.job, crew: tour.crew })
        }))
    }

    fn bars(&self, instance: &Instance, crew: CrewId, job: JobId, _date: Option<NaiveDate>) -> bool {
        instance.is_not_chosen(crew, job)
    }

    fn visit_cost(&self, instance: &Instance, job: JobId, shift: &Shift) -> VisitCost {
        VisitCost::incompatible_if(broken_by(instance, job, shift.crew))
    }

    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        row.add_by_crew(|crew| VisitCost::incompatible_if(broken_by(instance, job, crew)));
    }
}

/// Whether any visit of the job by the crew breaks the rule.
pub fn broken_by(instance: &Instance, job: JobId, crew: CrewId) -> bool {
    instance.is_not_chosen(crew, job)
}

/// The reason for a job for which too few crews are eligible.
pub(super) fn too_few_eligible(out: &KeptOut<'_>, locale: Locale) -> String {
    match (out.eligible, out.instance.jobs[out.job].crews) {
        (able, needed) if able >= needed as usize => {
            let able = out.instance.crews_by_distance(out.job).into_iter();
            locale.able_but_kept_out(&out.names(able.filter(|&crew| out.instance.may_do(crew, out.job)), locale))
        }
        (0, _) => locale.nobody_may(),
        (1, needed) => locale.one_may(needed),
        (able, needed) => locale.few_may(able, needed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn both_lists_count() {
        let mut sketch = farm();
        sketch.parts.jobs[0].only_crews = vec![CrewId::new(1)];
        assert_eq!(broken(&CrewChoice, &sketch, &[(0, 0, &[0])]), 1);
        assert_eq!(broken(&CrewChoice, &sketch, &[(1, 0, &[0])]), 0);
        sketch.parts.jobs[0].not_crews = vec![CrewId::new(1)];
        assert_eq!(broken(&CrewChoice, &sketch, &[(1, 0, &[0])]), 1);
    }
}
