//! `brigade check`: is the input sound, is the plan legal?

use std::path::PathBuf;

use clap::Args;

use brigade::files::visible;
use brigade::i18n::Locale;
use brigade::insight::{Figures, breakdown, capacity};
use brigade::judge::check_by;
use brigade::model::Instance;
use brigade::report::messages::{CountMessages, TerminalMessages};
use brigade::report::{LeftOut, days_off};
use brigade::solve::impossible;

use super::input::{InstanceArgs, read_plan};
use super::terminal::say;
use super::{Code, Failure, tables};

/// Validate an instance, and judge a plan if one is given
///
/// Names every fault of every file at once, with line, column and remedy. With a plan: every broken hard rule and what
/// the plan costs; a plan folder that carries its own instance is judged by that one. Without: how many hours each skill is asked for and there, by day, and the jobs that no plan can
/// hold. Exit code 2 for faults of the input, 3 for a plan that breaks a hard rule.
#[derive(Args)]
pub struct CheckCommand {
    #[command(flatten)]
    source: InstanceArgs,

    /// A plan folder, a plan.csv, or the word `current`
    plan: Option<PathBuf>,
}

impl CheckCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let Some(path) = &self.plan else {
            return report_valid(locale, &self.source.read(locale, false)?);
        };
        let planned = self.source.read_for(locale, path)?;
        let instance = &planned.instance;
        let plan = read_plan(locale, instance, path)?;
        let verdict = check_by(instance, &plan, &planned.rules());
        for violation in &verdict.violations {
            say(tables::violation(locale, instance, violation))?;
        }
        say(tables::figures(locale, instance, &Figures::new(instance, &verdict)))?;
        say(tables::breakdown(locale, &breakdown(instance, &verdict, 3)))?;
        let legal = verdict.is_legal();
        say(if legal { locale.keeps_all() } else { locale.breaks_some() })?;
        Ok(if legal { Code::Done } else { Code::Illegal })
    }
}

/// Reports valid input: its size, whether there are enough hours, and jobs that no plan can hold.
fn report_valid(locale: Locale, instance: &Instance) -> Result<Code, Failure> {
    say(size(locale, instance))?;
    if let Some(days) = days_off(locale, instance) {
        say(locale.everybody_off(&days))?;
    }
    let capacity = capacity(instance);
    if !capacity.skills.is_empty() {
        say(format!("\n{}", tables::capacity(locale, instance, &capacity)))?;
    }
    let never: Vec<_> = impossible(instance).iter().map(|absence| LeftOut::new(instance, absence, locale)).collect();
    if !never.is_empty() {
        say(format!("\n{}", tables::impossible(locale, instance, &never)))?;
    }
    Ok(Code::Done)
}

fn size(locale: Locale, instance: &Instance) -> String {
    let visits: u32 = instance.job_ids().map(|job| instance.visits_asked(job)).sum();
    locale.sound(
        &visible(&instance.name),
        &locale.crews(instance.crews.len()),
        &locale.sites(instance.sites.len()),
        &locale.jobs(instance.jobs.len()),
        &locale.visits(visits as usize),
        &locale.days(instance.dates.len()),
    )
}
