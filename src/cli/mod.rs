//! The command line: one file per command. Only this part of brigade prints.

mod bench;
mod check;
mod compare;
mod explain;
mod explain_tables;
mod failure;
mod generate;
mod names;
mod plan;
mod progress;
mod source;
mod tables;
mod terminal;

use clap::{Parser, Subcommand};

pub use failure::{Code, Failure};
pub use terminal::note;

/// Plans the week of crews and says what that saves.
#[derive(Parser)]
#[command(version, about, long_about = LONG, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const LONG: &str = "Plans the week of crews and says what that saves.

An instance is a folder of CSV files: crews.csv, sites.csv and jobs.csv, and if you have them calendar.csv, \
members.csv, tools.csv, preferences.csv, distances.csv, current.csv (today's schedule) and settings.toml.

Start with: brigade generate demo, then: brigade plan demo";

const EXIT_CODES: &str = "Exit codes: 0 done, 1 internal fault, 2 bad input or usage (nothing is written), \
3 the plan breaks a hard rule.";

#[derive(Subcommand)]
enum Command {
    #[command(after_help = EXIT_CODES)]
    Plan(plan::Plan),
    #[command(after_help = EXIT_CODES)]
    Check(check::Check),
    #[command(after_help = EXIT_CODES)]
    Compare(compare::Compare),
    #[command(after_help = EXIT_CODES)]
    Explain(explain::Explain),
    #[command(after_help = EXIT_CODES)]
    Generate(generate::Generate),
    #[command(after_help = bench::families())]
    Bench(bench::Bench),
}

impl Cli {
    /// Runs the command.
    pub fn run(self) -> Result<Code, Failure> {
        match self.command {
            Command::Plan(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::Compare(command) => command.run(),
            Command::Explain(command) => command.run(),
            Command::Generate(command) => command.run(),
            Command::Bench(command) => command.run(),
        }
    }
}
