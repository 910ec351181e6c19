//! The command line: one file per command. Only this part of brigade prints.

mod batch;
mod bench;
mod change_limit;
mod change_tables;
mod check;
mod compare;
mod completions;
mod convert;
mod events;
mod explain;
mod explain_tables;
mod failure;
mod generate;
mod ids;
mod import;
mod input;
mod locate;
mod new;
mod number;
mod plan;
mod progress;
mod ranks;
mod replan;
mod report;
mod roads;
mod run;
#[cfg(feature = "serve")]
mod serve;
mod sheets;
mod slots;
mod tables;
mod terminal;
mod usage;

use clap::{FromArgMatches, Parser, Subcommand};

use brigade::i18n::Locale;

pub use failure::{Code, Failure};
pub use terminal::{note, tell};
use usage::{asked, command};

/// Plans the week of crews and says what that saves.
#[derive(Parser)]
#[command(version, about, bin_name = "brigade", long_about = LONG, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Cli {
    /// Language of what people read: en or fr [default: that of the locale]
    #[arg(long = "lang", global = true, value_name = "LANG")]
    locale: Option<Locale>,

    #[command(subcommand)]
    command: Command,
}

const LONG: &str = "Plans the week of crews and says what that saves.

An instance is a folder of CSV files: crews.csv, sites.csv and jobs.csv, and if you have them calendar.csv, \
members.csv, tools.csv, preferences.csv, distances.csv, current.csv (today's schedule) and settings.toml. Or it is a \
workbook (.xlsx, .xls, .ods) with these tables as sheets.

Start with: brigade new my-week, then: brigade plan my-week";

const EXIT_CODES: &str = "Exit codes: 0 done, 1 internal fault or output that can't be printed, 2 bad input or usage (nothing is written), \
3 the plan breaks a hard rule.";

#[derive(Subcommand)]
enum Command {
    #[command(after_help = EXIT_CODES)]
    Plan(plan::PlanCommand),
    #[command(after_help = EXIT_CODES)]
    Check(check::CheckCommand),
    #[command(after_help = EXIT_CODES)]
    Compare(compare::CompareCommand),
    #[command(after_help = EXIT_CODES)]
    Replan(replan::ReplanCommand),
    #[command(after_help = EXIT_CODES)]
    Explain(explain::ExplainCommand),
    #[command(after_help = EXIT_CODES)]
    Report(report::ReportCommand),
    #[command(after_help = EXIT_CODES)]
    Sheets(sheets::SheetsCommand),
    #[command(after_help = EXIT_CODES)]
    Slots(slots::SlotsCommand),
    #[cfg(feature = "serve")]
    #[command(after_help = EXIT_CODES)]
    Serve(serve::ServeCommand),
    #[command(after_help = EXIT_CODES)]
    New(new::NewCommand),
    #[command(after_help = EXIT_CODES)]
    Convert(convert::ConvertCommand),
    #[command(after_help = EXIT_CODES)]
    Import(import::ImportCommand),
    #[command(after_help = EXIT_CODES)]
    Roads(roads::RoadsCommand),
    #[command(after_help = EXIT_CODES)]
    Locate(locate::LocateCommand),
    #[command(after_help = EXIT_CODES)]
    Generate(generate::GenerateCommand),
    #[command(after_help = EXIT_CODES)]
    Batch(batch::BatchCommand),
    #[command(after_help = bench::families())]
    Bench(bench::BenchCommand),
    #[command(after_help = EXIT_CODES)]
    Completions(completions::CompletionsCommand),
}

impl Cli {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        match self.command {
            Command::Plan(command) => command.run(locale),
            Command::Check(command) => command.run(locale),
            Command::Compare(command) => command.run(locale),
            Command::Replan(command) => command.run(locale),
            Command::Explain(command) => command.run(locale),
            Command::Report(command) => command.run(locale),
            Command::Sheets(command) => command.run(locale),
            Command::Slots(command) => command.run(locale),
            #[cfg(feature = "serve")]
            Command::Serve(command) => command.run(locale),
            Command::New(command) => command.run(locale),
            Command::Convert(command) => command.run(locale),
            Command::Import(command) => command.run(locale),
            Command::Roads(command) => command.run(locale),
            Command::Locate(command) => command.run(locale),
            Command::Generate(command) => command.run(locale),
            Command::Completions(command) => command.run(),
            Command::Batch(command) => command.run(locale),
            Command::Bench(command) => command.run(),
        }
    }
}

/// What was typed, in the words of a language where it is wrong or asks for help.
pub fn parse(locale: Locale) -> Result<Cli, clap::Error> {
    command(locale).try_get_matches().and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches))
}

/// The language of what people read: the one that is asked for, else that of the system, as POSIX finds it.
pub fn locale() -> Locale {
    if let Some(locale) = asked(std::env::args_os()) {
        return locale;
    }
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).map_or(Locale::En, |value| Locale::of_locale(&value))
}
