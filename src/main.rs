//! The command `brigade`.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let ended = match cli::Cli::try_parse() {
        Ok(command) => command.run(),
        Err(said) => cli::tell(&said),
    };
    let code = ended.unwrap_or_else(|failure| {
        failure.tell();
        failure.code()
    });
    code.into()
}
