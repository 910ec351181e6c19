//! `brigade sheets`: what hangs on the wall, and what each crew takes along.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use brigade::files;
use brigade::i18n::Locale;
use brigade::report::Sheets;
use brigade::report::messages::TerminalMessages;

use super::input::{InstanceArgs, ensure_of_instance, read_plan};
use super::terminal::{say, shown};
use super::{Code, Failure};

/// Make sheets to print or to read on a phone: one page per crew, and one for the wall
///
/// Each visit has its times, its place, its tools, what is new about it, and a link that opens the phone's map. The
/// instance need not be named where the plan stands in its folder or beside its workbook.
#[derive(Args)]
pub struct SheetsCommand {
    /// The plan folder; or the instance, with the plan behind it
    first: PathBuf,

    /// The plan folder, where the instance comes first
    second: Option<PathBuf>,

    /// Folder to write into [default: sheets in the plan folder]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// ISO week to plan, such as 2026-W48; overrides horizon.start in settings.toml
    #[arg(long, value_name = "WEEK")]
    week: Option<String>,
}

impl SheetsCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let (instance, plan) = match self.second {
            Some(plan) => (self.first, plan),
            None => match files::instance_beside(&self.first) {
                Some(instance) => (instance, self.first),
                None => return Err(Failure::Usage(locale.which_instance(&shown(&self.first)))),
            },
        };
        let source = InstanceArgs { instance, week: self.week };
        let planned = source.read_for(locale, &plan)?;
        let instance = &planned.instance;
        let written = read_plan(locale, instance, &plan)?;
        ensure_of_instance(locale, &written, &plan)?;
        let out = self.out.unwrap_or_else(|| folder_of_plan(&plan).join("sheets"));
        let sheets = Sheets::new(instance, &written, locale);
        let ids = std::iter::once("wall").chain(instance.crews.iter().map(|crew| crew.id.as_str()));
        let names = files::safe_names(ids).into_iter().map(|name| format!("{name}.html"));
        let pages = std::iter::once(sheets.wall()).chain(instance.crew_ids().map(|crew| sheets.crew(crew)));
        let pages = pages.collect::<Result<Vec<_>, _>>().context("the sheets can't be laid out")?;
        let files: Vec<(String, String)> = names.zip(pages).collect();
        let fault = |error: files::WriteError| Failure::Usage(error.text(locale));
        let names: Vec<&String> = files.iter().map(|(name, _)| name).collect();
        let is_ours = |name: &str| std::fs::read(out.join(name)).is_ok_and(|text| brigade::report::is_page(&text));
        files::ensure_ours(&out, &names, is_ours).map_err(fault)?;
        files::write_files(&out, &files).map_err(fault)?;
        say(locale.written_to(&shown(&out)))?;
        Ok(Code::Done)
    }
}

/// The folder of a plan, which may be named by its plan.csv.
fn folder_of_plan(plan: &Path) -> &Path {
    if plan.is_dir() { plan } else { super::convert::folder_of(plan) }
}
