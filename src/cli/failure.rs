//! How a command ends.

use std::io;
use std::process::ExitCode;

use brigade::error::{InvalidInput, Say, Severity, System};
use brigade::files::visible;
use brigade::i18n::Locale;
use brigade::report::messages::{CountMessages, TerminalMessages};

use super::note;

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Done.
    Done = 0,
    /// An internal fault, or a standard output that takes no more.
    Fault = 1,
    /// Bad input or usage; nothing was written.
    BadInput = 2,
    /// The plan breaks a hard rule.
    Illegal = 3,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> Self {
        Self::from(code as u8)
    }
}

/// Why a command could not do its work.
pub enum Failure {
    /// Files that cannot be used.
    Input(InvalidInput),
    /// A wrong option, or a place that cannot be read or written.
    Usage(String),
    /// Standard output takes no more; what was to be written is written.
    Output(io::Error),
    /// Something that should not happen.
    Fault(anyhow::Error),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> Code {
        match self {
            Self::Input(_) | Self::Usage(_) => Code::BadInput,
            Self::Output(_) | Self::Fault(_) => Code::Fault,
        }
    }

    /// Says why, on standard error.
    pub fn tell(&self, locale: Locale) {
        note(self.text(locale));
    }

    /// What to say of it.
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::Input(input) => {
                let of =
                    |severity| input.0.iter().filter(move |issue| issue.severity == severity).map(|issue| issue.count);
                let errors = locale.errors(of(Severity::Error).sum());
                let warnings = locale.warnings(of(Severity::Warning).sum());
                format!("{}\n{}", input.text(locale), locale.nothing_written(&errors, &warnings))
            }
            Self::Usage(message) => locale.an_error(&visible(message)),
            Self::Output(fault) => locale.an_error(&locale.cannot_print(&System::from(fault).say(locale))),
            Self::Fault(error) => locale.internal_fault(&visible(&format!("{error:#}"))),
        }
    }
}

impl From<InvalidInput> for Failure {
    fn from(input: InvalidInput) -> Self {
        Self::Input(input)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Fault(error)
    }
}
