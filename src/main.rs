//! The command `brigade`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    let locale = cli::locale();
    let command = match cli::parse(locale) {
        Ok(command) => command,
        Err(said) if said.use_stderr() => {
            cli::note(cli::complaint(locale, &said).trim_end());
            return cli::Code::BadInput.into();
        }
        Err(said) => said.exit(),
    };
    match command.run(locale) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            cli::note(failure.text(locale));
            failure.code().into()
        }
    }
}
