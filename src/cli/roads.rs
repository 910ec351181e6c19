//! `brigade roads`: real metres and minutes.

use std::io::IsTerminal;
use std::path::PathBuf;

use chrono::Local;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use brigade::error::{InvalidInput, Issue, Message};
use brigade::files::{RoadTable, RoadsNote};
use brigade::http::{Client, Patience};
use brigade::i18n::Locale;
use brigade::report::messages::TerminalMessages;
use brigade::roads::{Osrm, RoadOptions, RoadService, RoadsOutcome, Sample, fill, sample};

use super::input::tell_issues;
use super::terminal::say;
use super::{Code, Failure, number};

/// Most places and pairs of a list.
const SHOWN: usize = 10;

/// Fill distances.csv with metres and minutes of roads
///
/// Asks an OSRM server for the ways that are missing, block by block, both ways. A run that is cut short goes on where
/// it was. Places far from roads, pairs without a way and long detours are listed.
#[derive(Args)]
pub struct RoadsCommand {
    /// Folder with the CSV files, or a workbook (.xlsx, .xls, .ods)
    instance: PathBuf,

    /// Address of an OSRM server, such as http://127.0.0.1:5000
    #[arg(long, value_name = "URL")]
    osrm: String,

    /// Profile of the server
    #[arg(long, value_name = "NAME", default_value = "driving")]
    profile: String,

    /// Most places of a block, either way
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = number::whole::<usize>(1..=1_000))]
    block: usize,

    /// Ask for all pairs again, not only for those that are missing
    #[arg(long)]
    refresh: bool,

    /// Ask for so many ways only, and propose detour and speed_kmh; nothing is written
    #[arg(long, value_name = "N", value_parser = number::whole::<usize>(1..=100_000))]
    sample: Option<usize>,

    /// Seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = number::whole::<u64>(1..=3_600))]
    timeout: u64,
}

impl RoadsCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let table = RoadTable::read(&self.instance)?;
        tell_issues(locale, &table.warnings);
        let refused = |fault: Message| of_server(&self.osrm, fault);
        let client = Client::new(&self.osrm, Patience::of_seconds(self.timeout)).map_err(refused)?;
        let service = Osrm::new(client, &self.profile);
        if let Some(pairs) = self.sample {
            return tell_sample(locale, sample(&table, &service, pairs).map_err(refused)?);
        }
        let today = Local::now().date_naive();
        let options = RoadOptions { block: self.block, refresh: self.refresh, today };
        let bar = bar();
        let show = |done: usize, all: usize| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            bar.set_message(locale.roads_progress(&whole(locale, done), &whole(locale, all)));
        };
        let outcome = fill(&self.instance, &table, &service, &options, &show).map_err(refused)?;
        bar.finish_and_clear();
        tell(locale, &table, &outcome, self.refresh)?;
        say(locale.distances_are(&format!("{}, {today}, {}", service.name(), RoadsNote::FILE)))?;
        Ok(Code::Done)
    }
}

/// A fault of a server, which stopped a command.
pub fn of_server(server: &str, fault: Message) -> Failure {
    Failure::Input(InvalidInput::of(Issue::error(server.to_owned(), None, "", String::new(), fault)))
}

/// A bar on standard error; nothing where that is no terminal.
pub fn bar() -> ProgressBar {
    let is_shown = std::io::stderr().is_terminal();
    let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    let style = ProgressStyle::with_template("{elapsed:>4} [{bar:30}] {msg} ({eta})");
    bar.set_style(style.expect("a valid template"));
    bar
}

fn whole(locale: Locale, number: usize) -> String {
    locale.number(number as f64, 0)
}

fn tell(locale: Locale, table: &RoadTable, outcome: &RoadsOutcome, refresh: bool) -> Result<(), Failure> {
    let RoadsOutcome { pairs, there, off_road, failed, detours } = outcome;
    if *pairs == 0 && failed.is_empty() {
        say(locale.roads_nothing_missing())?;
    } else {
        say(locale.roads_filled(&whole(locale, *pairs), table.file()))?;
    }
    if *there > 0 && !refresh {
        say(locale.roads_there(&whole(locale, *there)))?;
    }
    let off = off_road.iter().map(|(place, metres)| match metres {
        Some(metres) => locale.off_road(place, &locale.number(*metres as f64, 0)),
        None => locale.roadless(place),
    });
    list(locale, &locale.off_road_heading(), off)?;
    let pair = failed.iter().map(|(from, to)| locale.pair_of(from, to));
    list(locale, &locale.failed_heading(&whole(locale, failed.len())), pair)?;
    let km = |metres: i64| locale.number(metres as f64 / 1_000.0, 1);
    let detour =
        detours.iter().map(|(from, to, metres, direct)| locale.detour_of(from, to, &km(*metres), &km(*direct)));
    list(locale, &locale.detours_heading(&whole(locale, detours.len())), detour)
}

/// A heading and the first lines below it; nothing where there is no line.
pub fn list(locale: Locale, heading: &str, lines: impl ExactSizeIterator<Item = String>) -> Result<(), Failure> {
    let count = lines.len();
    if count == 0 {
        return Ok(());
    }
    let shown: Vec<String> = lines.take(SHOWN).map(|line| format!("  {line}")).collect();
    say(format!("\n{heading}\n{}", shown.join("\n")))?;
    if count > SHOWN { say(format!("  {}", locale.further_lines(count - SHOWN))) } else { Ok(()) }
}

fn tell_sample(locale: Locale, sample: Option<Sample>) -> Result<Code, Failure> {
    let Some(Sample { pairs, detour, speed_kmh, km_error, minutes_error }) = sample else {
        say(locale.sample_of_nothing())?;
        return Ok(Code::Done);
    };
    say(locale.sample_of(&whole(locale, pairs)))?;
    say(format!("\n[travel]\ndetour = {detour:.2}\nspeed_kmh = {speed_kmh:.0}\n"))?;
    say(locale.sample_errors(&locale.number(km_error, 0), &locale.number(minutes_error, 0)))?;
    Ok(Code::Done)
}
