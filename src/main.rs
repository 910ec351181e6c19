//! The command `brigade`.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match cli::Cli::parse().run() {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            cli::note(&failure);
            failure.code().into()
        }
    }
}
