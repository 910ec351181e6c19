//! `brigade compare`: two schedules side by side.

use std::path::PathBuf;

use clap::Args;

use brigade::i18n::Locale;
use brigade::insight::{Figures, compare};
use brigade::judge::check;
use brigade::model::Instance;
use brigade::report::messages::TerminalMessages;

use super::input::{InstanceArgs, PlannedInstance, ensure_of_instance, is_current, read_plan};
use super::terminal::{say, shown};
use super::{Code, Failure, tables};

/// Compare two schedules of one instance
///
/// A plan folder that carries its own instance is judged by that one. Shows kilometres, hours, costs, broken rules, scores and utilisation of both, and the difference.
#[derive(Args)]
pub struct CompareCommand {
    #[command(flatten)]
    source: InstanceArgs,

    /// A plan folder, a plan.csv, or the word `current`
    a: PathBuf,

    /// A plan folder, a plan.csv, or the word `current`
    b: PathBuf,
}

impl CompareCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let figures = |path: &PathBuf| -> Result<(Instance, Figures), Failure> {
            let PlannedInstance { instance, .. } = self.source.read_for(locale, path)?;
            let plan = read_plan(locale, &instance, path)?;
            ensure_of_instance(locale, &plan, path)?;
            let figures = Figures::new(&instance, &check(&instance, &plan));
            Ok((instance, figures))
        };
        let ((_, first), (instance, second)) = (figures(&self.a)?, figures(&self.b)?);
        let rows = compare(&first, &second);
        let name = |path: &PathBuf| if is_current(path) { locale.current() } else { shown(path) };
        let names = [&self.a, &self.b].map(name);
        say(tables::comparison(locale, &instance, names, &rows))?;
        Ok(Code::Done)
    }
}
