//! Options that keep most of today's schedule: a limit on changes, a frozen start of the week, the change curve.

use std::str::FromStr;

use chrono::{Days, NaiveDate, NaiveTime};
use clap::Args;

use brigade::error::Message;
use brigade::files::{self, CarriedFiles, Event};
use brigade::i18n::Locale;
use brigade::model::Instance;
use brigade::report::messages::TerminalMessages;
use brigade::rules::RULES;
use brigade::rules::Rule;
use brigade::rules::frozen::{Frozen, freeze};
use brigade::rules::max_changes::MaxChanges;
use brigade::solve::{Outcome, Progress, SolveOptions, solve, solve_within};
use brigade::stop::StoppingCriterion;

use super::input::InstanceArgs;
use super::number::whole;
use super::{Failure, note};

/// The largest limit on changes.
pub const MOST_CHANGES: u64 = u32::MAX as u64;

/// How much of today's schedule may change.
#[derive(Args)]
pub struct ChangeLimitArgs {
    /// Most changes of today's schedule: visits that go to another crew or another date
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(0..=MOST_CHANGES))]
    max_changes: Option<u32>,

    /// Keep today's schedule as it is up to and including this date, such as 2026-11-24
    #[arg(long, value_name = "DATE", value_parser = files::date)]
    freeze: Option<NaiveDate>,

    /// Say what each of some limits on changes saves, such as 0,2,5,10,20,all; they share the time, and the plan written is
    /// that of the last
    #[arg(long, value_name = "LIST", value_delimiter = ',', conflicts_with = "max_changes")]
    change_curve: Vec<LimitArg>,
}

/// A number of changes, or all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LimitArg(Option<u32>);

impl FromStr for LimitArg {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Message> {
        match text.trim() {
            "all" | "tous" => Ok(Self(None)),
            number => number.parse().map(|most| Self(Some(most))).map_err(|_| Message::ChangesForm),
        }
    }
}

/// The rules that a run adds to those of every run.
#[derive(Default)]
pub struct AddedRules {
    /// Holds what has begun or is frozen.
    pub frozen: Option<Frozen>,
    /// Limits the changes.
    pub limit: Option<MaxChanges>,
}

impl AddedRules {
    /// All rules of the run.
    pub fn rules(&self) -> Vec<&dyn Rule> {
        let limit = self.limit.iter().map(|rule| rule as &dyn Rule);
        self.without_limit().into_iter().chain(limit).collect()
    }

    fn without_limit(&self) -> Vec<&dyn Rule> {
        RULES.iter().copied().chain(self.frozen.iter().map(|rule| rule as &dyn Rule)).collect()
    }

    /// Searches for the best plan that keeps them.
    pub fn solve(
        &self,
        instance: &Instance,
        options: &SolveOptions<'_>,
        stop: &StoppingCriterion,
        show: &(dyn Fn(Progress) + Sync),
    ) -> Outcome {
        let options = SolveOptions { rules: &self.without_limit(), ..options.clone() };
        match &self.limit {
            Some(MaxChanges(most)) => solve_within(instance, &options, *most, stop, show),
            None => solve(instance, &options, stop, show),
        }
    }
}

/// A week to plan with what of it may not change.
pub struct Prepared {
    /// The instance.
    pub instance: Instance,
    /// The rules for that.
    pub added: AddedRules,
    /// What the plan's folder carries.
    pub carried: Option<CarriedFiles>,
}

impl ChangeLimitArgs {
    /// The instance with what is frozen held, the rules for that, and what the plan's folder carries then.
    pub fn prepare(&self, locale: Locale, source: &InstanceArgs, instance: Instance) -> Result<Prepared, Failure> {
        let asked = [
            (self.max_changes.is_some(), "--max-changes"),
            (self.freeze.is_some(), "--freeze"),
            (!self.change_curve.is_empty(), "--change-curve"),
        ];
        if let Some((_, option)) = asked.iter().find(|(given, _)| *given)
            && instance.current.as_ref().is_none_or(|current| current.routes.is_empty())
        {
            return Err(Failure::Usage(locale.needs_schedule(option)));
        }
        let limit = self.max_changes.map(MaxChanges);
        let Some(date) = self.freeze else {
            return Ok(Prepared { instance, added: AddedRules { frozen: None, limit }, carried: None });
        };
        check_date(locale, &instance, date)?;
        let until = (date + Days::new(1)).and_time(NaiveTime::MIN);
        let options = files::ReadOptions { week: source.week.as_deref(), ..files::ReadOptions::default() };
        let mut tables = files::InstanceTables::read(&source.instance, &options)?;
        tables.amend(&freeze(instance, until, Vec::new()).0);
        let files = tables.files().map_err(|error| Failure::Fault(error.into()))?;
        let amended = files::instance_of(files::name(&source.instance), files.clone())?;
        let (instance, frozen) = freeze(amended.instance, until, Vec::new());
        let carried = CarriedFiles { instance: files, events: vec![Event::Frozen { until: date }] };
        Ok(Prepared { instance, added: AddedRules { frozen: Some(frozen), limit }, carried: Some(carried) })
    }

    /// The last date that stays as it is.
    pub fn frozen_until(&self) -> Option<NaiveDate> {
        self.freeze
    }

    /// Whether the number of changes is limited.
    pub fn limits(&self) -> bool {
        self.max_changes.is_some() || !self.change_curve.is_empty()
    }

    /// Whether a part of the week is frozen.
    pub fn freezes(&self) -> bool {
        self.freeze.is_some()
    }

    /// The points of the change curve, ascending; empty where none is asked.
    pub fn points(&self) -> Vec<Option<u32>> {
        let mut points: Vec<_> = self.change_curve.iter().map(|most| most.0).collect();
        points.sort_by_key(|most| most.map_or(u64::MAX, u64::from));
        points.dedup();
        points
    }
}

fn check_date(locale: Locale, instance: &Instance, date: NaiveDate) -> Result<(), Failure> {
    let (Some(&first), Some(&last)) = (instance.dates.first(), instance.dates.last()) else { return Ok(()) };
    let said = [date, first, last].map(|date| locale.plain_date(date));
    let [date_said, first_said, last_said] = &said;
    if date >= last {
        return Err(Failure::Usage(locale.all_is_frozen(date_said, first_said, last_said)));
    }
    if date < first {
        note(locale.nothing_is_frozen(date_said, first_said, last_said));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_of_a_curve_ascend() {
        let most = |text: &str| text.parse::<LimitArg>().expect(text);
        let change_curve = ["all", "5", " 0", "tous", "5"].map(most).to_vec();
        let limits = ChangeLimitArgs { max_changes: None, freeze: None, change_curve };
        assert_eq!(limits.points(), [Some(0), Some(5), None]);
        assert!("five".parse::<LimitArg>().is_err() && "-1".parse::<LimitArg>().is_err());
    }
}
