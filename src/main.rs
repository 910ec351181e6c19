//! The command `brigade`.

mod cli;

use std::process::ExitCode;

use brigade::i18n::Locale;
use clap::Parser;
use cli::{Code, Failure};

fn ended(locale: Locale, result: Result<Code, Failure>) -> ExitCode {
    let code = result.unwrap_or_else(|failure| {
        cli::note(failure.text(locale));
        failure.code()
    });
    code.into()
}

fn main() -> ExitCode {
    let command = match cli::Cli::try_parse() {
        Ok(command) => command,
        Err(said) => return ended(cli::Cli::default_locale(), cli::tell(&said)),
    };
    let locale = command.locale();
    ended(locale, command.run(locale))
}
