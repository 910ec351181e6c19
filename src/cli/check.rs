//! `brigade check`: is the input sound, is the plan legal?

use std::path::PathBuf;

use clap::Args;

use brigade::check::check;
use brigade::model::Instance;
use brigade::report::{Figures, breakdown};

use super::source::{Source, read_plan};
use super::terminal::say;
use super::{Code, Failure, tables};

/// Validate an instance, and judge a plan if one is given
///
/// Names every fault of every file at once, with line, column and remedy. With a plan: every broken hard rule and what
/// the plan costs. Exit code 2 for faults of the input, 3 for a plan that breaks a hard rule.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    source: Source,

    /// A plan folder, a plan.csv, or the word `current`
    plan: Option<PathBuf>,
}

impl Check {
    /// Runs the command.
    pub fn run(self) -> Result<Code, Failure> {
        let instance = self.source.read(false)?;
        let Some(path) = &self.plan else {
            say(size(&instance))?;
            return Ok(Code::Done);
        };
        let plan = read_plan(&instance, path)?;
        let verdict = check(&instance, &plan);
        for violation in &verdict.violations {
            say(tables::violation(&instance, violation))?;
        }
        say(tables::figures(&instance, &Figures::new(&instance, &verdict)))?;
        say(tables::breakdown(&breakdown(&instance, &verdict, 3)))?;
        let legal = verdict.is_legal();
        say(if legal { "The plan keeps every hard rule." } else { "The plan breaks hard rules, see above." })?;
        Ok(if legal { Code::Done } else { Code::Illegal })
    }
}

fn size(instance: &Instance) -> String {
    let visits: u32 = (0..instance.jobs.len()).map(|job| instance.visits_asked(job)).sum();
    let (crews, sites, jobs) = (instance.crews.len(), instance.sites.len(), instance.jobs.len());
    let days = instance.dates.len();
    format!("{}: sound. {crews} crews, {sites} sites, {jobs} jobs, {visits} visits in {days} days.", instance.name)
}
