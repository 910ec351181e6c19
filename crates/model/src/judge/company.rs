//! Whether linked jobs can be done in step, by the rules' audits.

use chrono::NaiveDate;

use super::trials::{Placing, RuleSet, Trials};
use crate::model::{CrewId, Instance, JobId};
use crate::units::Minutes;

/// Sets of places that are judged; what takes more is taken for possible.
const MOST_SETS: usize = 20_000;
/// Any start.
const ANY: (Minutes, Minutes) = (0, Minutes::MAX);

/// Jobs that are linked, each with its tentative visits in a plan that holds only what comes before them.
pub(super) struct Company<'c, 't> {
    instance: &'c Instance,
    members: Vec<(JobId, Trials<'t>)>,
    /// The rules that a visit by itself says nothing of.
    joint: RuleSet,
    judged: usize,
}

impl<'c, 't> Company<'c, 't> {
    /// The jobs with their trials.
    pub fn new(instance: &'c Instance, members: Vec<(JobId, Trials<'t>)>, joint: RuleSet) -> Self {
        Self { instance, members, joint, judged: 0 }
    }

    /// Whether there are places on one date for a visit of each that break no rule.
    pub fn finds_legal_places(mut self) -> bool {
        self.instance.dates.iter().any(|&date| {
            let places: Vec<_> = (0..self.members.len()).map(|member| self.places(member, date)).collect();
            self.extend(&places, &mut Vec::new())
        })
    }

    /// The places of one job on a date that break no rule by themselves.
    fn places(&mut self, member: usize, date: NaiveDate) -> Vec<Placing> {
        let (_, trials) = &mut self.members[member];
        let crews: Vec<CrewId> = trials.open_crews(date).collect();
        let mut places = Vec::new();
        for crew in crews {
            let options = trials.options(crew, date, ANY).into_iter();
            let legal = options.filter(|(_, broken)| broken.without(self.joint).is_empty());
            places.extend(legal.map(|(placing, _)| placing));
        }
        places
    }

    /// Whether a place for each further job completes the chosen ones to places that break no rule.
    fn extend(&mut self, places: &[Vec<Placing>], chosen: &mut Vec<(JobId, Placing)>) -> bool {
        let Some(own) = places.get(chosen.len()) else { return self.is_legal_set(chosen) };
        let job = self.members[chosen.len()].0;
        own.iter().any(|&placing| {
            let meets = |&(other, beside): &(JobId, Placing)| beside.crew == placing.crew && self.are_pair(job, other);
            if chosen.iter().any(meets) {
                return false;
            }
            chosen.push((job, placing));
            let found = self.extend(places, chosen);
            chosen.pop();
            found
        })
    }

    fn are_pair(&self, one: JobId, other: JobId) -> bool {
        let names = |one: JobId, other: JobId| self.instance.jobs[one].with.is_some_and(|lag| lag.job == other);
        names(one, other) || names(other, one)
    }

    /// Whether the places break no rule, in one of the orders in which crews that have several may do them.
    fn is_legal_set(&mut self, chosen: &[(JobId, Placing)]) -> bool {
        self.judged += 1;
        if self.judged > MOST_SETS {
            return true;
        }
        let mut order = chosen.to_vec();
        if self.members[0].1.broken_in_step(&order).is_empty() {
            return true;
        }
        let shared = chosen.iter().any(|one| chosen.iter().filter(|other| other.1.crew == one.1.crew).count() > 1);
        order.reverse();
        shared && self.members[0].1.broken_in_step(&order).is_empty()
    }
}
