//! `brigade slots`: when a job can be done, and what that costs.

use std::path::PathBuf;

use clap::Args;

use brigade::board::{Slot, Week, best_slots};
use brigade::error::{Say, System};
use brigade::files::{self, JobTable};
use brigade::i18n::Locale;
use brigade::model::{Instance, hhmm};
use brigade::report::messages::{SlotMessages, TerminalMessages};

use super::input::{InstanceArgs, ensure_of_instance, read_plan};
use super::tables::{align_right, named, table};
use super::terminal::{say, shown};
use super::{Code, Failure};

/// Times listed for each job.
const MOST: usize = 10;

/// Say when a new job could be done: the ten cheapest crews, dates and hours, with their price
///
/// Nothing of the plan moves but the tour that takes the job. The price is what the whole week costs more, fines and
/// preferences included; it is below 0 where doing the job costs less than leaving it out.
#[derive(Args)]
pub struct SlotsCommand {
    #[command(flatten)]
    source: InstanceArgs,

    /// A plan folder, a plan.csv, or the word `current`
    plan: PathBuf,

    /// A file with new jobs, in the format of jobs.csv
    jobs: PathBuf,
}

impl SlotsCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let name = shown(&self.jobs);
        let bytes = std::fs::read(&self.jobs)
            .map_err(|fault| Failure::Usage(locale.cannot_read(&name, &System::from(&fault).say(locale))))?;
        let added = [JobTable { name, bytes }];
        let options = files::ReadOptions { added: &added, ..files::ReadOptions::default() };
        let instance = self.source.read_with(locale, &options, false)?;
        let plan = read_plan(locale, &instance, &self.plan)?;
        ensure_of_instance(locale, &plan, &self.plan)?;
        let new = files::urgent_jobs(&added[0]).into_iter().filter_map(|event| match event {
            files::Event::UrgentJob(table) => files::job_of(&table),
            _ => None,
        });
        let new: Vec<String> = new.collect();
        let week = Week::new(instance, &plan);
        for job in week.instance.job_ids().filter(|&job| new.contains(&week.instance.jobs[job].id)) {
            let own = &week.instance.jobs[job];
            let slots = best_slots(&week, job, MOST);
            say(locale.slots_of(&named(&own.id, &own.name)))?;
            match slots.is_empty() {
                true => say(locale.no_slot())?,
                false => say(listed(locale, &week.instance, &slots))?,
            }
        }
        Ok(Code::Done)
    }
}

fn listed(locale: Locale, instance: &Instance, slots: &[Slot]) -> String {
    let header = [
        locale.slot_date(),
        locale.slot_start(),
        locale.slot_crew(),
        locale.slot_price(),
        locale.slot_km(),
        locale.slot_minutes(),
    ];
    let mut table = table(header);
    for Slot { crew, date, start, offer } in slots {
        let crew = &instance.crews[*crew];
        table.add_row([
            locale.day(*date),
            hhmm(*start),
            named(&crew.id, &crew.name),
            locale.signed(offer.cost.to_f64(), 2),
            locale.signed(offer.metres as f64 / 1_000.0, 1),
            locale.signed(offer.minutes.into(), 0),
        ]);
    }
    align_right(&mut table, 3..6);
    format!("{table}\n")
}
