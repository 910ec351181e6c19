//! The figures of one schedule.

use super::NamedValues;
use super::scores::{Scores, satisfaction};
use super::utilisation::{minutes, utilisations};
use crate::judge::Verdict;
use crate::model::{Instance, JobId, Timetable};
use crate::rules::{self, changes, unassigned};
use crate::units::Money;

/// What a schedule drives, works, leaves out, breaks and costs; exact but for the shares and scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// Metres driven.
    pub metres: i64,
    /// Minutes driven.
    pub travel: i64,
    /// Minutes of service.
    pub service: i64,
    /// Minutes past the end of shifts.
    pub overtime: i64,
    /// Visits planned.
    pub visits: usize,
    /// Visits asked and not planned.
    pub unassigned: usize,
    /// Visits given to another firm, which are not among the unassigned.
    pub subcontracted: usize,
    /// Visits that are paid for as changes of today's schedule.
    pub changes: usize,
    /// Violations by code, rules that hold left out.
    pub violations: NamedValues<usize>,
    /// Cost by component.
    pub costs: NamedValues<Money>,
    /// The sum of the costs.
    pub total: Money,
    /// Work and driving as a fraction of the available hours, by crew.
    pub utilisation: NamedValues<f64>,
    /// How good the schedule is, seen from seven sides.
    pub scores: Scores,
    /// The score of the preferences; `None` where no visit could have had a crew that likes it more or less.
    pub satisfaction: Option<f64>,
}

impl Figures {
    /// The figures of a judged schedule.
    pub fn new(instance: &Instance, verdict: &Verdict) -> Self {
        let tours = &verdict.timetable.tours;
        Self {
            metres: tours.iter().map(|tour| tour.metres).sum(),
            travel: minutes(tours.iter().map(|tour| tour.travel)),
            service: minutes(tours.iter().map(|tour| tour.service)),
            overtime: minutes(tours.iter().map(|tour| tour.overtime)),
            visits: verdict.timetable.stops().count(),
            unassigned: missing(instance, &verdict.timetable, false),
            subcontracted: missing(instance, &verdict.timetable, true),
            changes: verdict.component(changes::ABOUT.code).map_or(0, |changes| changes.causes.len()),
            violations: violations(verdict),
            costs: verdict.costs().into_iter().map(|(rule, amount)| (rule.code.to_string(), amount)).collect(),
            total: verdict.total,
            utilisation: utilisations(instance, &verdict.timetable),
            scores: Scores::new(instance, &verdict.timetable),
            satisfaction: satisfaction(instance, &verdict.timetable),
        }
    }

    /// What the visits left out cost.
    pub fn unassigned_penalties(&self) -> Money {
        self.cost(unassigned::ABOUT.code)
    }

    /// What the schedule takes out of the till.
    pub fn cash(&self) -> Money {
        let cash = |code: &str| rules::about(code).is_some_and(|rule| rule.cash);
        self.costs.0.iter().filter(|(code, _)| cash(code)).map(|&(_, amount)| amount).sum()
    }

    /// A component's cost; nothing where there is none of that code.
    pub fn cost(&self, code: &str) -> Money {
        self.costs.get(code).copied().unwrap_or_default()
    }

    /// Whether no hard rule is broken.
    pub fn is_legal(&self) -> bool {
        self.violations.0.is_empty()
    }
}

/// Visits asked and not planned: those that other firms do, or those that nobody does.
fn missing(instance: &Instance, timetable: &Timetable, given_away: bool) -> usize {
    let jobs = JobId::enumerate(&timetable.missing);
    let own = jobs.filter(|&(job, _)| instance.jobs[job].subcontract.is_some() == given_away);
    own.map(|(_, &missing)| missing as usize).sum()
}

fn violations(verdict: &Verdict) -> NamedValues<usize> {
    let mut counts: NamedValues<usize> = NamedValues::default();
    for violation in &verdict.violations {
        match counts.0.iter_mut().find(|(code, _)| code == violation.code()) {
            Some((_, count)) => *count += 1,
            None => counts.0.push((violation.code().into(), 1)),
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check;
    use crate::model::Sketch;

    #[test]
    fn a_short_week() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0)).days = [false; 7];
        sketch.site("farm", (30.0, 0.0));
        sketch.job("roof", 60).visits = 3;
        sketch.current(&[(0, 0, &[0])]);
        let instance = sketch.instance();
        let verdict = check(&instance, &sketch.plan(&[(0, 1, &[0]), (0, 5, &[0])]));
        let figures = Figures::new(&instance, &verdict);
        assert_eq!((figures.metres, figures.travel, figures.service, figures.overtime), (120_000, 120, 120, 0));
        assert_eq!((figures.visits, figures.unassigned, figures.changes), (2, 1, 1));
        assert_eq!(figures.violations.0, [("calendar".to_string(), 1)]);
        assert!(!figures.is_legal());
        assert_eq!(figures.utilisation.get("ada"), Some(&0.1), "4 of 40 hours");
        assert_eq!(figures.utilisation.get("bob"), Some(&0.0));
        assert_eq!(figures.total, figures.costs.0.iter().map(|(_, amount)| *amount).sum());
        assert_eq!(figures.unassigned_penalties(), verdict.cost("unassigned"));
    }
}
