//! How a command ends.

use std::fmt;
use std::process::ExitCode;

use brigade::error::{InvalidInput, Issue, Severity};

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Done.
    Done = 0,
    /// An internal fault.
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
    /// Something that should not happen.
    Fault(anyhow::Error),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> Code {
        match self {
            Self::Input(_) | Self::Usage(_) => Code::BadInput,
            Self::Fault(_) => Code::Fault,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(InvalidInput(issues)) => {
                issues.iter().try_for_each(|issue| writeln!(f, "{issue}"))?;
                write!(f, "{}; nothing was written", count(issues))
            }
            Self::Usage(message) => write!(f, "error: {message}"),
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
