//! What a rule is: one constraint or one cost component, stated once for the search, the checker and the reader.

use chrono::NaiveDate;

use super::about::{About, Kind};
use super::alone::LoneVisit;
use super::audit::Audit;
use super::terms::{JobTerms, LateTerms, RouteTerms, SiteTerms, TallyTerms, VisitCost, VisitRow, WeekTerms};
use super::worst::{PlanSize, WorstCost};
use crate::model::{CrewId, Instance, JobId, Pin, Shift, ShiftId, SiteId, Timetable};
use crate::units::{Minutes, Money};

/// One constraint or one cost component.
///
/// Besides what it is and its plain `audit`, a rule states its cost for the search on the cheapest *rung* that can
/// express it: per visit, per route, per total of a crew, site or day, or per link between visits. Every rung
/// defaults to nothing. The evaluator compiles the rungs into tables before the search begins.
pub trait Rule: Sync {
    /// What the rule says of itself.
    fn about(&self) -> &'static About;

    /// The name in files, tables and JSON.
    fn code(&self) -> &'static str {
        self.about().code
    }

    /// Whether the rule forbids or costs.
    fn kind(&self) -> Kind {
        self.about().kind
    }

    /// Judges a plan from scratch: from the instance and the plan alone, never by the evaluator.
    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit;

    /// Rung *visit*: what one visit of a job costs in a shift, or that it can never stand there.
    fn visit_cost(&self, _instance: &Instance, _job: JobId, _shift: &Shift) -> VisitCost {
        VisitCost::Cost(Money::ZERO)
    }

    /// Rung *visit*: adds what one visit of a job costs in every shift, as `visit_cost` says it. A rule that looks at less
    /// than the whole shift may say the same in fewer steps.
    fn add_visit_costs(&self, instance: &Instance, job: JobId, row: &mut VisitRow<'_>) {
        for (index, shift) in ShiftId::enumerate(&instance.shifts) {
            let cost = self.visit_cost(instance, job, shift);
            // A rule without such costs is done with here.
            if !cost.is_nothing() {
                row.add(index, cost);
            }
        }
    }

    /// Rung *visit*: how many violations a visit makes that is all its crew does, beside those that `visit_cost` states.
    /// Other visits can only add to them. Of shifts of a crew that differ in their date only it is asked once.
    fn alone(&self, _instance: &Instance, _visit: &LoneVisit<'_>) -> u32 {
        0
    }

    /// Rung *visit*: adds what `alone` says of each of some visits to its violations.
    fn add_alone(&self, instance: &Instance, visits: &[LoneVisit<'_>], violations: &mut [u32]) {
        for (violations, visit) in violations.iter_mut().zip(visits) {
            *violations += self.alone(instance, visit);
        }
    }

    /// Rung *visit*: whether the rule bars a crew from a job whatever the hour, with the people of a date or with
    /// everybody present. `visit_cost` says the same shift by shift.
    fn bars(&self, _instance: &Instance, _crew: CrewId, _job: JobId, _date: Option<NaiveDate>) -> bool {
        false
    }

    /// Rung *visit*: what each visit asked and left out costs.
    fn unassigned_penalty(&self, _instance: &Instance, _job: JobId) -> Money {
        Money::ZERO
    }

    /// Rung *visit*: visits that are in every plan.
    fn pins<'a>(&self, _instance: &'a Instance) -> &'a [Pin] {
        &[]
    }

    /// Rung *visit*: when the visit of a pin starts, working clock; none = as it comes.
    fn held(&self, _instance: &Instance, _pin: &Pin) -> Option<Minutes> {
        None
    }

    /// Rung *visit*: up to when a crew's shift on a date is settled, wall clock, so that nothing new starts before; a moment
    /// after the day where nothing may be added at all.
    fn settled_until(&self, _crew: CrewId, _date: NaiveDate) -> Minutes {
        0
    }

    /// Rung *route*: prices and limits of a shift's route.
    fn route(&self, _instance: &Instance, _shift: &Shift, _terms: &mut RouteTerms) {}

    /// Rung *tally*: prices and limits of what a crew does in the week with this index.
    fn week(&self, _instance: &Instance, _crew: CrewId, _week: usize, _terms: &mut WeekTerms) {}

    /// Rung *tally*: prices of the crews seen on a site.
    fn site(&self, _instance: &Instance, _site: SiteId, _terms: &mut SiteTerms) {}

    /// Rung *tally*: limits on what visits add up to in buckets of shifts, where none of the totals below is meant. "At most
    /// two visits of heavy jobs by crew and week" is a bucket for each crew and week, 1 for each visit of a heavy job, and
    /// the limit 2. Where one visit alone may be too much, `alone` says so too.
    fn tallies(&self, _instance: &Instance) -> Vec<TallyTerms> {
        Vec::new()
    }

    /// Rung *tally*: whether the tools taken from the pool are counted.
    fn counts_tools(&self) -> bool {
        false
    }

    /// Rung *tally*: how many visits may count as changes, over all jobs.
    fn most_changes(&self) -> Option<u32> {
        None
    }

    /// Rung *route*: prices of visits that start later than their jobs' `late_after`.
    fn lateness(&self, _instance: &Instance) -> LateTerms {
        LateTerms::default()
    }

    /// Rung *link*: what holds among the visits of a job and towards other jobs.
    fn job(&self, _instance: &Instance, _job: JobId, _terms: &mut JobTerms) {}

    /// The most that each price of the rule adds to the cost of a plan, whatever the plan.
    fn worst(&self, _instance: &Instance, _size: &PlanSize) -> Vec<WorstCost> {
        Vec::new()
    }
}
