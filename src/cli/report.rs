//! `brigade report`: the report page of a plan.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use brigade::eval::CostEvaluator;
use brigade::files::{self, PastRun};
use brigade::i18n::Locale;
use brigade::insight;
use brigade::insight::{ChangeCurve, RunBlock, Summary};
use brigade::judge::check;
use brigade::model::{Instance, Plan};
use brigade::report::messages::{CountMessages, TerminalMessages};
use brigade::report::{self, LeftOut, PreviousRun, priced_change_list};
use brigade::solve::left_out;

use super::convert::folder_of;
use super::input::{InstanceArgs, PlannedInstance, read_plan};
use super::terminal::{say, shown};
use super::{Code, Failure};

/// Make the report page of a plan: one HTML file to look at, show and print
///
/// All figures are computed anew from the instance and the plan; nothing is searched. `brigade plan` writes the same
/// page as report.html.
#[derive(Args)]
pub struct ReportCommand {
    #[command(flatten)]
    source: InstanceArgs,

    /// A plan folder, a plan.csv, or the word `current`
    plan: PathBuf,

    /// File to write; what is no page of brigade's is not replaced [default: report.html in the plan folder]
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl ReportCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let planned = self.source.read_for(locale, &self.plan)?;
        let instance = &planned.instance;
        let plan = read_plan(locale, instance, &self.plan)?;
        let past_run = if self.plan.is_dir() { files::read_past_run(&self.plan)? } else { None };
        self.belongs(locale, instance, &plan, past_run.as_ref())?;
        let curve = if self.plan.is_dir() { files::read_past_curve(&self.plan)? } else { None };
        let page = page(locale, &planned, &plan, past_run, curve)?;
        let out = self.out(locale)?;
        let name = out.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let folder = folder_of(&out);
        let is_page = |name: &str| is_page(&folder.join(name)) || files::is_ours(folder, name);
        let summary = files::resealed(folder, &name, page.as_bytes()).map(|text| ("summary.json".into(), text));
        let written: Vec<(String, String)> = [(name.clone(), page)].into_iter().chain(summary).collect();
        let written = files::ensure_ours(folder, &[name], is_page).and_then(|()| files::write_files(folder, &written));
        written.map_err(|error| Failure::Usage(error.text(locale)))?;
        say(locale.written_to(&shown(&out)))?;
        Ok(Code::Done)
    }

    /// Asserts that the plan was made for this instance.
    fn belongs(&self, locale: Locale, instance: &Instance, plan: &Plan, past: Option<&PastRun>) -> Result<(), Failure> {
        let path = shown(&self.plan);
        if let Some(past) = past.filter(|past| past.instance != instance.name && changed(instance, past)) {
            return Err(Failure::Usage(locale.other_instance(&path, &past.instance, &instance.name)));
        }
        if let Some(first) = plan.unknown.first() {
            return Err(Failure::Usage(locale.unknown_visits(&path, &locale.visits(plan.unknown.len()), first)));
        }
        let mut visits = plan.visits().peekable();
        if visits.peek().is_some() && visits.all(|(.., date)| instance.day(date).is_none()) {
            return Err(Failure::Usage(locale.other_week(&path)));
        }
        Ok(())
    }

    fn out(&self, locale: Locale) -> Result<PathBuf, Failure> {
        match &self.out {
            Some(file) if file.file_name().is_none() => Err(Failure::Usage(locale.no_file_name(&shown(file)))),
            Some(file) => Ok(file.clone()),
            None if self.plan.is_dir() => Ok(self.plan.join("report.html")),
            None => Ok(PathBuf::from("report.html")),
        }
    }
}

/// Whether a file is a page that brigade has made, or empty.
fn is_page(file: &Path) -> bool {
    std::fs::read(file).is_ok_and(|text| text.is_empty() || report::is_page(&text))
}

fn changed(instance: &Instance, past: &PastRun) -> bool {
    past.input_sha256.as_ref().is_none_or(|sha256| *sha256 != instance.origin.sha256)
}

fn page(
    locale: Locale,
    planned: &PlannedInstance,
    plan: &Plan,
    past_run: Option<PastRun>,
    curve: Option<ChangeCurve>,
) -> Result<String, Failure> {
    let (instance, rules) = (&planned.instance, planned.rules());
    let previous_run = match &past_run {
        None => PreviousRun::Unknown,
        Some(past_run) if changed(instance, past_run) => PreviousRun::Changed,
        Some(_) => PreviousRun::Same,
    };
    // what was proven of other input, or of another week, says nothing of this one
    let proven = past_run.as_ref().filter(|_| previous_run == PreviousRun::Same).and_then(|past_run| past_run.bound);
    let total = check(instance, plan).total;
    let bound = proven.filter(|bound| bound.cost <= total);
    let limited = planned.is_carried || past_run.as_ref().is_some_and(|past_run| past_run.max_changes.is_some());
    let anew = planned.events.now.is_some();
    let run = past_run.map_or(RunBlock { seed: 0, seconds: 0.0, iterations: 0 }, |past_run| past_run.run);
    let summary = Summary { limited, anew, ..Summary::new(instance, plan, bound, run) };
    let absences = left_out(&CostEvaluator::new(instance, &rules), &rules, plan);
    let left_out: Vec<_> = absences.iter().map(|absence| LeftOut::new(instance, absence, locale)).collect();
    let changes = insight::changes(instance, plan);
    let change_list = priced_change_list(instance, &rules, plan, &changes, &planned.events.log, locale);
    let curve = curve.as_ref().filter(|_| previous_run == PreviousRun::Same);
    let report = report::Report {
        instance,
        plan,
        left_out: &left_out,
        summary: &summary,
        change_list: &change_list,
        curve,
        told: &planned.told,
        previous_run,
        locale,
    };
    Ok(report.html().context("the report can't be laid out")?)
}
