//! `brigade explain`: why a plan is as it is.

use std::path::PathBuf;

use clap::Args;

use brigade::error::Message;
use brigade::eval::CostEvaluator;
use brigade::i18n::Locale;
use brigade::insight::{self, breakdown};
use brigade::judge::{Verdict, check_by};
use brigade::model::{CrewId, Instance, JobId, Plan};
use brigade::report::messages::{CountMessages, ExplainMessages};
use brigade::report::{self, Explanation, LeftOut};
use brigade::rules::Rule;
use brigade::solve;

use super::ids::{Named, find};
use super::input::{InstanceArgs, ensure_of_instance, read_plan};
use super::terminal::say;
use super::{Code, Failure, explain_tables, note, tables};

/// Say why a plan is as it is: one job, one crew, or the whole week
///
/// With a job: why this crew on this day, what it costs and what is behind each cost, every other crew and date with
/// its price and what it would displace; for a job left out, the verdict of every crew and the smallest changes that
/// would let it in. Everything named was tried in the plan and priced.
#[derive(Args)]
pub struct ExplainCommand {
    #[command(flatten)]
    source: InstanceArgs,

    /// A plan folder, a plan.csv, or the word `current`
    plan: PathBuf,

    /// The id of a job, in any case, or its name; without it, the week's picture
    #[arg(conflicts_with = "crew")]
    job: Option<String>,

    /// The week of one crew, by its id, in any case, or its name
    #[arg(long, value_name = "CREW")]
    crew: Option<String>,
}

impl ExplainCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let planned = self.source.read_for(locale, &self.plan)?;
        let (instance, rules) = (&planned.instance, planned.rules());
        let jobs = instance.jobs.iter().map(|job| (job.id.as_str(), job.name.as_str()));
        let crews = instance.crews.iter().map(|crew| (crew.id.as_str(), crew.name.as_str()));
        let job = self.job.as_ref().map(|id| find(Named::Job, id, jobs));
        let crew = self.crew.as_ref().map(|id| find(Named::Crew, id, crews));
        let refused = |fault: Message| Failure::Usage(fault.text(locale));
        let (job, crew) = (job.transpose().map_err(refused)?, crew.transpose().map_err(refused)?);
        let plan = read_plan(locale, instance, &self.plan)?;
        ensure_of_instance(locale, &plan, &self.plan)?;
        if !plan.unknown.is_empty() {
            note(locale.some_unknown(&locale.visits(plan.unknown.len())));
        }
        match (job, crew) {
            (Some(job), _) => explain_job(locale, instance, &rules, &plan, job)?,
            (None, Some(crew)) => explain_crew(locale, instance, &check_by(instance, &plan, &rules), crew)?,
            (None, None) => explain_week(locale, instance, &rules, &plan)?,
        }
        Ok(Code::Done)
    }
}

fn explain_job(
    locale: Locale,
    instance: &Instance,
    rules: &[&dyn Rule],
    plan: &Plan,
    job: JobId,
) -> Result<(), Failure> {
    let verdict = check_by(instance, plan, rules);
    let explained = solve::explain(instance, rules, plan, job);
    let text = Explanation::new(instance, &verdict.timetable, &explained, locale);
    say(&text.headline)?;
    for violation in verdict.violations.iter().filter(|violation| violation.job == Some(job)) {
        say(tables::violation(locale, instance, violation))?;
    }
    if !explained.is_exact {
        note(locale.not_faithful());
    }
    say(explain_tables::job(locale, &text))
}

fn explain_crew(locale: Locale, instance: &Instance, verdict: &Verdict, crew: CrewId) -> Result<(), Failure> {
    let loads = insight::crew_loads(instance, verdict);
    say(explain_tables::crew(locale, instance, &loads[crew], &report::crew_days(instance, verdict, crew, locale)))?;
    for violation in verdict.violations.iter().filter(|violation| violation.crew == Some(crew)) {
        say(tables::violation(locale, instance, violation))?;
    }
    Ok(())
}

fn explain_week(locale: Locale, instance: &Instance, rules: &[&dyn Rule], plan: &Plan) -> Result<(), Failure> {
    let verdict = check_by(instance, plan, rules);
    let evaluator = CostEvaluator::new(instance, rules);
    let absences = solve::left_out(&evaluator, rules, plan);
    let left_out: Vec<_> = absences.iter().map(|absence| LeftOut::new(instance, absence, locale)).collect();
    say(locale.costs_and_causes())?;
    say(tables::breakdown(locale, &breakdown(instance, &verdict, 3)))?;
    say(format!("\n{}", locale.crews_and_costs()))?;
    say(explain_tables::loads(locale, instance, &insight::crew_loads(instance, &verdict)))?;
    say(format!("\n{}", locale.dearest_jobs()))?;
    say(explain_tables::costly_jobs(locale, instance, &insight::costly_jobs(instance, &verdict, 10)))?;
    say(tables::left_out(locale, instance, &left_out))?;
    for violation in &verdict.violations {
        say(tables::violation(locale, instance, violation))?;
    }
    Ok(())
}
