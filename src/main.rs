//! The command `brigade`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    let locale = cli::locale();
    let ended = match cli::parse(locale) {
        Ok(command) => command.run(locale),
        Err(said) => cli::tell(locale, &said),
    };
    let code = ended.unwrap_or_else(|failure| {
        failure.tell(locale);
        failure.code()
    });
    code.into()
}
