//! `unknown`: visits of a file that name a crew or a job nobody knows.

use crate::model::{Instance, Timetable};
use crate::rules::{Audit, Kind, Rule, Violation};

/// "A plan may only name our own crews and jobs."
pub struct Unknown;

impl Rule for Unknown {
    fn code(&self) -> &'static str {
        "unknown"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "A plan may only name our own crews and jobs."
    }

    fn formula(&self) -> &'static str {
        "visits whose crew or job is not in the instance"
    }

    fn unit(&self) -> &'static str {
        "one per visit"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let _ = instance;
        Audit::of_violations(timetable.unknown.iter().map(|text| Violation::new(self.code(), text.clone())))
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
