//! `brigade compare`: two schedules side by side.

use std::path::PathBuf;

use clap::Args;

use brigade::i18n::Locale;
use brigade::insight::{Figures, compare};
use brigade::judge::check;

use super::input::{InstanceArgs, read_plan};
use super::terminal::say;
use super::{Code, Failure, tables};

/// Compare two schedules of one instance
///
/// Shows kilometres, hours, costs, broken rules, scores and utilisation of both, and the difference.
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
    pub fn run(self, lang: Locale) -> Result<Code, Failure> {
        let instance = self.source.read(false)?;
        let figures = |path: &PathBuf| -> Result<Figures, Failure> {
            Ok(Figures::new(&instance, &check(&instance, &read_plan(lang, &instance, path)?)))
        };
        let rows = compare(&figures(&self.a)?, &figures(&self.b)?);
        let names = [&self.a, &self.b].map(|path| path.display().to_string());
        say(tables::comparison(lang, &instance, names, &rows))?;
        Ok(Code::Done)
    }
}
