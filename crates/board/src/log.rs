//! Where edits are kept.

use std::collections::BTreeMap;

use crate::edit::{Action, Entry};

/// Why a log can't be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// Another program has it open.
    #[error("another server has this database open")]
    Locked,
    /// A newer version wrote it.
    #[error("the database has version {found}; this program knows versions up to {known}")]
    Newer {
        /// The version of the database.
        found: i64,
        /// The newest version that is known.
        known: i64,
    },
    /// It is no log of brigade.
    #[error("the file is no database of the board")]
    Foreign,
    /// The disk is full.
    #[error("the disk is full; nothing was changed")]
    Full,
    /// A row can't be read.
    #[error("row {0} of the log can't be read")]
    Row(u64),
    /// Something else.
    #[error("{0}")]
    Other(String),
}

/// An append-only log of edits for each scenario, and notes beside it. What [`EditLog::append`] returned is kept whatever
/// happens then.
pub trait EditLog: Send {
    /// The names of the scenarios, in the order in which they were made.
    ///
    /// # Errors
    /// A log that can't be read.
    fn scenarios(&self) -> Result<Vec<String>, LogError>;

    /// The rows of a scenario, in order.
    ///
    /// # Errors
    /// A log that can't be read.
    fn entries(&self, scenario: &str) -> Result<Vec<Entry>, LogError>;

    /// Makes a scenario with these first rows, which get numbers of their own, all or nothing.
    ///
    /// # Errors
    /// A log that can't be written.
    fn create(&mut self, scenario: &str, rows: &[(String, Action)]) -> Result<(), LogError>;

    /// Adds a row to a scenario and returns its number.
    ///
    /// # Errors
    /// A log that can't be written.
    fn append(&mut self, scenario: &str, author: &str, action: &Action) -> Result<u64, LogError>;

    /// A note by its name.
    ///
    /// # Errors
    /// A log that can't be read.
    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, LogError>;

    /// Writes a note in place of the one of its name.
    ///
    /// # Errors
    /// A log that can't be written.
    fn set_note(&mut self, name: &str, content: &[u8]) -> Result<(), LogError>;
}

/// A log that is gone with the program.
#[derive(Debug, Default)]
pub struct MemoryLog {
    scenarios: Vec<(String, Vec<Entry>)>,
    notes: BTreeMap<String, Vec<u8>>,
    last: u64,
}

impl MemoryLog {
    fn own(&mut self, scenario: &str) -> Result<&mut Vec<Entry>, LogError> {
        let mut own = self.scenarios.iter_mut().filter(|(name, _)| name == scenario);
        own.next().map(|(_, rows)| rows).ok_or_else(|| LogError::Other(format!("no scenario {scenario}")))
    }
}

impl EditLog for MemoryLog {
    fn scenarios(&self) -> Result<Vec<String>, LogError> {
        Ok(self.scenarios.iter().map(|(name, _)| name.clone()).collect())
    }

    fn entries(&self, scenario: &str) -> Result<Vec<Entry>, LogError> {
        let own = self.scenarios.iter().find(|(name, _)| name == scenario);
        Ok(own.map(|(_, rows)| rows.clone()).unwrap_or_default())
    }

    fn create(&mut self, scenario: &str, rows: &[(String, Action)]) -> Result<(), LogError> {
        self.scenarios.push((scenario.to_owned(), Vec::new()));
        rows.iter().try_for_each(|(author, action)| self.append(scenario, author, action).map(drop))
    }

    fn append(&mut self, scenario: &str, author: &str, action: &Action) -> Result<u64, LogError> {
        let number = self.last + 1;
        self.own(scenario)?.push(Entry { number, author: author.to_owned(), action: action.clone() });
        self.last = number;
        Ok(number)
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, LogError> {
        Ok(self.notes.get(name).cloned())
    }

    fn set_note(&mut self, name: &str, content: &[u8]) -> Result<(), LogError> {
        self.notes.insert(name.to_owned(), content.to_vec());
        Ok(())
    }
}
