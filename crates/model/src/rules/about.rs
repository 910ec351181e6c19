//! The metadata of a rule, independent of instance and run.

use std::fmt;

use super::kept_out::KeptOut;
use super::messages::Finding;
use super::placed::PlacedVisit;
use super::remedy::Remedy;
use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId};

/// Whether a rule forbids or costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plan that breaks it is not legal.
    Hard,
    /// It adds to the cost of a plan.
    Cost,
}

/// A message that needs no figures.
type PlainMessage = fn(Locale) -> String;
/// A message about a job that is kept out.
type ReasonMessage = fn(&KeptOut<'_>, Locale) -> String;
/// A message about a job and a crew.
type CrewMessage = fn(&Instance, JobId, CrewId, Locale) -> String;
/// A message about what is wrong for a crew; none where the rule has no more to say than that it is broken.
type ShortfallMessage = fn(&Finding, Locale) -> Option<String>;
/// A message about a planned visit.
type AttributionMessage = fn(&PlacedVisit<'_>, Locale) -> String;

/// The metadata of a rule: one static per rule, in the file of the rule.
///
/// Whoever names a rule names its `ABOUT`; two are equal where their codes are.
pub struct About {
    /// The name in files, tables and JSON.
    pub code: &'static str,
    /// Whether the rule forbids or costs.
    pub kind: Kind,
    /// The rule as a planner would say it.
    pub sentence: &'static str,
    /// What is counted or summed, in the words of the format.
    pub formula: &'static str,
    /// What one violation is, or the unit of the cost.
    pub unit: &'static str,
    /// The name for people; none = the code.
    pub name: Option<PlainMessage>,
    /// The name in one word, for lists of several; none = the code.
    pub short_name: Option<PlainMessage>,
    /// Whether the cost is money out of the till, so that less of it is saved.
    pub cash: bool,
    /// Whether it looks at all visits of a job's day at once, so that one of them by itself says nothing.
    pub joint: bool,
    /// Whether it is broken only by what is not planned, so that a further visit never breaks it.
    pub lack: bool,
    /// Whether only runs that ask for it have the rule: it is no code of the contract and no reason.
    pub of_run: bool,
    /// Why a job is left out that the rule keeps out, as one sentence; none = the rule, by its code.
    pub why: Option<ReasonMessage>,
    /// What keeps a crew from a job, as the rest of a sentence about the crew; none = the rule, by its code.
    pub fault: Option<CrewMessage>,
    /// By how much what a crew can do falls short of a job, in place of `fault`.
    pub shortfall: Option<ShortfallMessage>,
    /// What helps in general where the rule keeps a job out.
    pub remedy: PlainMessage,
    /// The small change of the data that would enable a crew that the rule alone bars from a job; `None` where that
    /// takes more than one.
    pub enabling: fn(&Instance, JobId, CrewId) -> Option<Remedy>,
    /// What makes a planned visit cost something; none where there is nothing to add to the name.
    pub attribution: Option<AttributionMessage>,
}

impl About {
    /// A hard rule that says no more than it has to; each rule fills in its own.
    pub const HARD: Self = Self {
        code: "",
        kind: Kind::Hard,
        sentence: "",
        formula: "",
        unit: "",
        name: None,
        short_name: None,
        cash: false,
        joint: false,
        lack: false,
        of_run: false,
        why: None,
        fault: None,
        shortfall: None,
        remedy: Locale::remedy_room,
        enabling: |_, _, _| None,
        attribution: None,
    };

    /// A cost component that says no more than it has to; each rule fills in its own.
    pub const COST: Self = Self { kind: Kind::Cost, ..Self::HARD };

    /// The name for people.
    pub fn name(&self, locale: Locale) -> String {
        self.name.map_or_else(|| self.code.to_string(), |name| name(locale))
    }

    /// The name in one word, for lists of several.
    pub fn short_name(&self, locale: Locale) -> String {
        self.short_name.map_or_else(|| self.code.to_string(), |name| name(locale))
    }

    /// Why a job is left out that the rule keeps out, as one sentence.
    pub fn why(&self, job: &KeptOut<'_>, locale: Locale) -> String {
        self.why.map_or_else(|| locale.a_rule(self.code), |why| why(job, locale))
    }

    /// What keeps a crew from a job, as the rest of a sentence about the crew.
    pub fn fault(&self, instance: &Instance, job: JobId, crew: CrewId, locale: Locale) -> String {
        self.fault.map_or_else(|| locale.breaks(self.code), |fault| fault(instance, job, crew, locale))
    }

    /// What makes a planned visit cost something; empty where there is nothing to add to the name.
    pub fn attribution(&self, visit: &PlacedVisit<'_>, locale: Locale) -> String {
        self.attribution.map_or_else(String::new, |message| message(visit, locale))
    }
}

impl PartialEq for About {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for About {}

impl fmt::Debug for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}
