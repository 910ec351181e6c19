//! Where a command takes its instance and its plans from.

use std::path::{Path, PathBuf};

use clap::Args;

use brigade::error::Issue;
use brigade::files;
use brigade::i18n::Locale;
use brigade::model::{Instance, Plan};
use brigade::report::Told;
use brigade::report::messages::{ExplainMessages, TerminalMessages};
use brigade::rules::frozen::Frozen;
use brigade::rules::{RULES, Rule};
use brigade::solve::resumed;

use super::events::Events;
use super::terminal::shown;
use super::{Failure, note};

/// The instance of a command.
#[derive(Args)]
pub struct InstanceArgs {
    /// Folder with the CSV files, or a workbook (.xlsx, .xls, .ods)
    pub instance: PathBuf,

    /// ISO week to plan, such as 2026-W48; overrides horizon.start in settings.toml
    #[arg(long, value_name = "WEEK")]
    pub week: Option<String>,
}

impl InstanceArgs {
    /// Reads the instance; warnings go to standard error, unless `quiet`.
    pub fn read(&self, locale: Locale, quiet: bool) -> Result<Instance, Failure> {
        self.read_with(locale, &files::ReadOptions::default(), quiet)
    }

    /// The same with further options.
    pub fn read_with(&self, locale: Locale, options: &files::ReadOptions, quiet: bool) -> Result<Instance, Failure> {
        let options = files::ReadOptions { week: self.week.as_deref(), ..*options };
        let loaded = files::read_instance(&self.instance, &options)?;
        if !quiet {
            tell_issues(locale, &loaded.warnings);
        }
        Ok(loaded.instance)
    }

    /// What a plan is a plan of: the instance and what was said that it carries, which it says; else the instance itself.
    pub fn read_for(&self, locale: Locale, plan: &Path) -> Result<PlannedInstance, Failure> {
        let Some(carried) = files::read_carried(plan)? else {
            let instance = self.read(locale, false)?;
            let (events, told) = Default::default();
            return Ok(PlannedInstance { instance, events, told, frozen: None, is_carried: false });
        };
        self.tell_carried(locale, plan, &carried);
        let options = files::ReadOptions { week: self.week.as_deref(), ..files::ReadOptions::default() };
        let mut instance = files::read_instance(&carried.instance, &options)?.instance;
        instance.name = files::name(&self.instance);
        let events = Events::told(&instance, &carried.events);
        let told = files::told(&instance, &carried.events, locale);
        if !events.holds() {
            return Ok(PlannedInstance { instance, events, told, frozen: None, is_carried: true });
        }
        let (instance, frozen) = resumed(instance, &events.disruption(events.now.unwrap_or_default()));
        Ok(PlannedInstance { instance, events, told, frozen: Some(frozen), is_carried: true })
    }

    /// Says that a plan's own instance counts, where another is named.
    pub fn tell_carried(&self, locale: Locale, plan: &Path, carried: &files::Carried) {
        if self.instance.canonicalize().ok() != carried.instance.canonicalize().ok() {
            let [plan, own, named] = [plan, &carried.instance, &self.instance].map(shown);
            note(locale.own_instance(&plan, &own, &named));
        }
    }
}

/// An instance with what was said of it when a plan of it was made.
pub struct PlannedInstance {
    /// The instance, with what has begun or is frozen held.
    pub instance: Instance,
    /// What was said.
    pub events: Events,
    /// The same in words.
    pub told: Told,
    /// The rule that holds what has begun or is frozen.
    frozen: Option<Frozen>,
    /// Whether the plan carries it.
    pub is_carried: bool,
}

impl PlannedInstance {
    /// All rules that count.
    pub fn rules(&self) -> Vec<&dyn Rule> {
        RULES.iter().copied().chain(self.frozen.iter().map(|rule| rule as &dyn Rule)).collect()
    }
}

/// The plan in a folder or file, or today's schedule for the word `current`.
pub fn read_plan(locale: Locale, instance: &Instance, path: &Path) -> Result<Plan, Failure> {
    if is_current(path) {
        let current = instance.current.as_ref();
        return current.cloned().ok_or_else(|| Failure::Usage(locale.no_current()));
    }
    let (plan, warnings) = files::read_plan(path, instance)?;
    tell_issues(locale, &warnings);
    Ok(plan)
}

/// Whether an argument means today's schedule, in the words of any language.
pub fn is_current(path: &Path) -> bool {
    Locale::ALL.iter().any(|locale| path == Path::new(&locale.current()))
}

/// Says warnings, a line each.
pub fn tell_issues(locale: Locale, issues: &[Issue]) {
    issues.iter().for_each(|issue| note(issue.text(locale)));
}

/// Refuses a plan of which nothing is in the instance.
pub fn ensure_of_instance(locale: Locale, plan: &Plan, path: &Path) -> Result<(), Failure> {
    if plan.unknown.is_empty() || plan.visits().next().is_some() {
        return Ok(());
    }
    Err(Failure::Usage(locale.other_instance_plan(&shown(path))))
}
