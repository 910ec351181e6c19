//! How a command ends.

use std::process::ExitCode;
use std::{fmt, io};

use brigade::error::{InvalidInput, Issue, Severity};

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
    pub fn tell(&self) {
        if let Self::Input(InvalidInput(issues)) = self {
            issues.iter().for_each(note);
            return note(format!("{}; nothing was written", count(issues)));
        }
        note(self);
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(input) => input.fmt(f),
            Self::Usage(message) => write!(f, "error: {message}"),
            Self::Output(fault) => write!(f, "error: cannot write to standard output: {fault}"),
            Self::Fault(error) => write!(f, "internal fault: {error:#}"),
        }
    }
}

/// How many errors and warnings there are, in words.
pub fn count(issues: &[Issue]) -> String {
    let of = |severity| issues.iter().filter(|issue| issue.severity == severity).count();
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    format!("{}, {}", plural(of(Severity::Error), "error"), plural(of(Severity::Warning), "warning"))
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
