//! Where a command takes its instance and its plans from.

use std::path::{Path, PathBuf};

use clap::Args;

use brigade::files;
use brigade::i18n::Locale;
use brigade::model::{Instance, Plan};
use brigade::report::words::TerminalWords;

use super::{Failure, note};

/// The instance of a command.
#[derive(Args)]
pub struct InstanceArgs {
    /// Folder with the CSV files
    pub instance: PathBuf,

    /// ISO week to plan, such as 2026-W48; overrides horizon.start in settings.toml
    #[arg(long, value_name = "WEEK")]
    pub week: Option<String>,
}

impl InstanceArgs {
    /// Reads the instance; warnings go to standard error, unless `quiet`.
    pub fn read(&self, quiet: bool) -> Result<Instance, Failure> {
        self.read_with(&files::ReadOptions::default(), quiet)
    }

    /// The same with further options.
    pub fn read_with(&self, options: &files::ReadOptions, quiet: bool) -> Result<Instance, Failure> {
        let options = files::ReadOptions { week: self.week.as_deref(), ..*options };
        let loaded = files::read_instance(&self.instance, &options)?;
        if !quiet {
            loaded.warnings.iter().for_each(note);
        }
        Ok(loaded.instance)
    }
}

/// The plan in a folder or file, or today's schedule for the word `current`.
pub fn read_plan(lang: Locale, instance: &Instance, path: &Path) -> Result<Plan, Failure> {
    if path == Path::new("current") {
        let current = instance.current.as_ref();
        return current.cloned().ok_or_else(|| Failure::Usage(lang.no_current()));
    }
    let (plan, warnings) = files::read_plan(path, instance)?;
    warnings.iter().for_each(note);
    Ok(plan)
}
