//! `brigade batch`: many weeks, one after the other or one on each of many machines.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use clap::{Args, FromArgMatches};

use brigade::batch::{
    Asked, CollectedRow, LineState, ManifestLine, RESULTS, Record, TABLE, Work, ensure_table, input, read_manifest,
    write_table,
};
use brigade::error::Message;
use brigade::files;
use brigade::i18n::Locale;
use brigade::report::messages::{CountMessages, TerminalMessages};

use super::bench::BenchCommand;
use super::number::whole;
use super::plan::PlanCommand;
use super::ranks::{Ranks, ensure_alone};
use super::run::{another_follows, ctrl_c};
use super::terminal::{say, shown};
use super::usage::{command, fault};
use super::{Code, Failure, note};

/// Plan many weeks that a manifest names: all of them, or one of them on one machine of many
///
/// Each line of the manifest has the words of `brigade plan`: an instance and its options; or those of `brigade bench`,
/// behind the word bench. Paths begin at the manifest's folder; --out there is the name of the plan's folder in DIR
/// [default: that of the instance]. Blank lines and what stands behind # don't count. A plan that is there, whole, and of
/// the same line and instance is kept; a line that fails does not stop the others. Without --index the exit code is 1
/// where a line fails or is left to be done, else 3 where a plan breaks a hard rule; with --index it is that of the line.
#[derive(Args)]
pub struct BatchCommand {
    /// Text file with a line for each week
    manifest: PathBuf,

    /// Folder to write a folder for each plan into, and NAME.json which says how each came about
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,

    /// Plan only this line, counted from 0, such as $SLURM_ARRAY_TASK_ID or $JOB_COMPLETION_INDEX
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = whole::<u32>(0..=MOST_LINES))]
    index: Option<u32>,

    /// Plan nothing: write batch.csv, the main figures of every line, and name what is missing or has failed
    #[arg(long, conflicts_with = "index")]
    collect: bool,
}

/// More than anybody has.
const MOST_LINES: u64 = 1_000_000_000;

/// What a line asks for, and the language of what people read of it.
struct Order {
    locale: Locale,
    task: Task,
}

/// What a line asks for.
enum Task {
    Plan(PlanCommand),
    Bench(BenchCommand),
}

impl BatchCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        ensure_alone(locale.batch_is_alone())?;
        let mut words = command(locale);
        let index = self.index.map(|index| index as usize);
        let lines = read_manifest(&self.manifest, &self.out, index, |line| parse(locale, &mut words, line))?;
        self.ensure_out(locale, &lines)?;
        if self.collect {
            return self.collect(locale, &lines);
        }
        match index {
            Some(index) => self.run_one(locale, lines, index),
            None => self.run_all(locale, lines),
        }
    }

    /// Makes sure that what is not brigade's is not written over.
    fn ensure_out(&self, locale: Locale, lines: &[ManifestLine<Order>]) -> Result<(), Failure> {
        let records: Vec<_> = lines.iter().map(|line| Record::file(&line.name)).collect();
        let is_record =
            |file: &str| file.strip_suffix(".json").is_some_and(|name| Record::read(&self.out, name).is_some());
        let writable = || files::ensure_ours(&self.out, &records, is_record);
        ensure_table(&self.out)
            .and_then(|()| writable())
            .and_then(|()| files::ensure_writable(&self.out))
            .map_err(|error| Failure::Usage(error.text(locale)))
    }

    /// Plans one line. The exit code is its own.
    fn run_one(&self, locale: Locale, mut lines: Vec<ManifestLine<Order>>, index: usize) -> Result<Code, Failure> {
        let of = lines.len();
        let line = lines.swap_remove(index);
        let place = Place { locale, done: index + 1, of };
        match LineState::of(&line, &self.out) {
            LineState::Done => {
                let row = CollectedRow::new(&line, &self.out, &LineState::Done);
                note(locale.batch_kept(&locale.number(1.0, 0), &locale.number(1.0, 0)));
                place.tell(&line.name, &figures(locale, &row));
                Ok(code(&row))
            }
            state => self.plan(&place, line, &state),
        }
    }

    /// Plans what is not there yet.
    fn run_all(&self, locale: Locale, lines: Vec<ManifestLine<Order>>) -> Result<Code, Failure> {
        let (of, mut codes) = (lines.len(), Vec::new());
        let mut open = Vec::new();
        for line in lines {
            match LineState::of(&line, &self.out) {
                LineState::Done => codes.push(code(&CollectedRow::new(&line, &self.out, &LineState::Done))),
                state => open.push((line, state)),
            }
        }
        let count = |number: usize| locale.number(number as f64, 0);
        if !codes.is_empty() {
            note(locale.batch_kept(&count(codes.len()), &count(of)));
        }
        for (line, state) in open {
            let place = Place { locale, done: codes.len() + 1, of };
            if ctrl_c()?.load(Ordering::Relaxed) {
                break;
            }
            codes.push(self.plan(&place, line, &state)?);
        }
        let is_there = |code: &&Code| matches!(code, Code::Done | Code::Illegal);
        let done = codes.iter().filter(is_there).count();
        say(locale.batch_done(&count(done), &count(of), &shown(&self.out)))?;
        Ok(gravest(done < of, codes.contains(&Code::Illegal)))
    }

    /// Plans a line and keeps how it ended. A run that is stopped early keeps its plan, but does not count as done.
    fn plan(&self, place: &Place, line: ManifestLine<Order>, state: &LineState) -> Result<Code, Failure> {
        let Place { locale, .. } = *place;
        if *state == LineState::Stale {
            place.tell(&line.name, &locale.batch_stale());
        }
        another_follows();
        let input = input(&line);
        let ManifestLine { line: number, words, work, instance, name, order: Order { locale: own, task } } = line;
        let folder = self.out.join(&name);
        let ended = match task {
            Task::Plan(plan) => plan.quiet_at(instance.clone(), folder).run_on(own, &Ranks::alone()).map(drop),
            Task::Bench(bench) => solve_suite(bench, instance.clone(), &folder, *state == LineState::Stale),
        };
        let line = ManifestLine { line: number, words, work, instance, name, order: () };
        if ctrl_c()?.load(Ordering::Relaxed) {
            place.tell(&line.name, &locale.batch_stopped());
            return Ok(Code::Fault);
        }
        let error = ended.as_ref().err().map(|failure| failure.text(own));
        if let Some(record) = Record::new(&line, &self.out, input, error.clone()) {
            record.write(&self.out, &line.name).map_err(|error| Failure::Usage(error.text(locale)))?;
        }
        match (ended, error) {
            (Err(failure), Some(error)) => {
                place.tell(&line.name, &error);
                Ok(failure.code())
            }
            _ => {
                let row = CollectedRow::new(&line, &self.out, &LineState::of(&line, &self.out));
                place.tell(&line.name, &figures(locale, &row));
                Ok(code(&row))
            }
        }
    }

    /// Writes the table of all lines.
    fn collect(&self, locale: Locale, lines: &[ManifestLine<Order>]) -> Result<Code, Failure> {
        let rows = lines.iter().map(|line| CollectedRow::new(line, &self.out, &LineState::of(line, &self.out)));
        let rows: Vec<_> = rows.collect();
        write_table(&self.out, &rows).map_err(|error| Failure::Usage(error.text(locale)))?;
        for row in &rows {
            let said = match row.state {
                "missing" => locale.batch_is_missing(),
                "stale" => locale.batch_is_stale(),
                "failed" => locale.batch_has_failed(&row.error),
                _ => continue,
            };
            note(locale.batch_state(&row.name, row.line, &said));
        }
        let done = rows.iter().filter(|row| row.is_there()).count();
        let count = |number: usize| locale.number(number as f64, 0);
        say(locale.batch_counts(&count(done), &count(rows.len()), &shown(&self.out.join(TABLE))))?;
        Ok(gravest(done < rows.len(), rows.iter().any(|row| row.state == "illegal")))
    }
}

/// Which of how many lines it is.
struct Place {
    locale: Locale,
    done: usize,
    of: usize,
}

impl Place {
    fn tell(&self, name: &str, what: &str) {
        let count = |number: usize| self.locale.number(number as f64, 0);
        note(self.locale.batch_line(&count(self.done), &count(self.of), name, what));
    }
}

/// The exit code of all lines.
fn gravest(is_open: bool, is_illegal: bool) -> Code {
    match (is_open, is_illegal) {
        (true, _) => Code::Fault,
        (false, true) => Code::Illegal,
        (false, false) => Code::Done,
    }
}

/// The exit code of a line that has ended.
fn code(row: &CollectedRow) -> Code {
    match row.state {
        "done" => Code::Done,
        "illegal" => Code::Illegal,
        _ => Code::Fault,
    }
}

/// Solves a public set into a folder; results of other words or another set don't count.
fn solve_suite(bench: BenchCommand, dir: PathBuf, folder: &Path, is_stale: bool) -> Result<(), Failure> {
    let results = folder.join(RESULTS);
    if is_stale {
        // Where it can't be deleted it can't be written either, which is said then.
        drop(std::fs::remove_file(&results));
    }
    bench.at(dir, results, folder).rows().map(drop)
}

/// What a plan or a public set comes to, in a line.
fn figures(locale: Locale, row: &CollectedRow) -> String {
    if let (Some(runs), Some(solved)) = (row.runs, row.solved) {
        let [runs, solved] = [runs, solved].map(|count| locale.number(count as f64, 0));
        return locale.batch_solved(&solved, &runs);
    }
    let cost = locale.number(row.cost.unwrap_or_default(), 2);
    locale.batch_planned(&format!("{cost} EUR"), &locale.visits(row.unassigned.unwrap_or_default() as usize))
}

/// What the words of a line ask for: those of `brigade plan`, or those of `brigade bench` behind its name.
fn parse(locale: Locale, commands: &mut clap::Command, words: &[String]) -> Result<Asked<Order>, Message> {
    let refused = |error: clap::Error| Message::Text { text: fault(locale, &error) };
    let is_suite = words.first().is_some_and(|word| word == "bench");
    let named = if is_suite { &["brigade"][..] } else { &["brigade", "plan"] };
    let all = named.iter().copied().chain(words.iter().map(String::as_str));
    let mut matches = commands.try_get_matches_from_mut(all).map_err(refused)?;
    let own = matches.get_one("locale").copied().unwrap_or(locale);
    let (_, mut of_command) = matches.remove_subcommand().unwrap_or_default();
    if is_suite {
        let bench = BenchCommand::from_arg_matches_mut(&mut of_command).map_err(refused)?;
        bench.family().map_err(|fault| Message::Text { text: fault.to_string() })?;
        let (instance, out) = (bench.dir().to_path_buf(), bench.out().map(PathBuf::from));
        return Ok(Asked { work: Work::Suite, instance, out, order: Order { locale: own, task: Task::Bench(bench) } });
    }
    let plan = PlanCommand::from_arg_matches_mut(&mut of_command).map_err(refused)?;
    let (instance, out) = (plan.instance().to_path_buf(), plan.out().map(PathBuf::from));
    Ok(Asked { work: Work::Week, instance, out, order: Order { locale: own, task: Task::Plan(plan) } })
}
