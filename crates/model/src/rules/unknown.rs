//! `unknown`: visits of a file that name a crew or a job nobody knows.

use crate::i18n::Locale;
use crate::model::{Instance, Timetable};
use crate::rules::{About, Audit, Finding, Rule, Violation};

/// "A plan may only name our own crews and jobs."
pub struct Unknown;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "unknown",
    sentence: "A plan may only name our own crews and jobs.",
    formula: "visits whose crew or job is not in the instance",
    unit: "one per visit",
    name: Some(Locale::name_unknown),
    ..About::HARD
};

impl Rule for Unknown {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, _instance: &Instance, timetable: &Timetable) -> Audit {
        let unknown = timetable.unknown.iter();
        Audit::of_violations(unknown.map(|text| Violation::new(&ABOUT, Finding::Text(text.clone()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn a_stranger_counts_once_per_visit() {
        let sketch = farm();
        let (instance, mut plan) = (sketch.instance(), sketch.plan(&[(0, 0, &[0])]));
        assert_eq!(Unknown.audit(&instance, &Timetable::new(&instance, &plan)).violations.len(), 0);
        plan.unknown = vec!["crew zoe is not in the instance".into(), "job moat is not in the instance".into()];
        assert_eq!(Unknown.audit(&instance, &Timetable::new(&instance, &plan)).violations.len(), 2);
    }
}
