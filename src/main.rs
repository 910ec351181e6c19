//! The command `brigade`.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let command = cli::Cli::parse();
    let locale = command.locale();
    match command.run(locale) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            cli::note(failure.text(locale));
            failure.code().into()
        }
    }
}
