//! The log in a SQLite file beside the instance.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, Error, ErrorCode, OptionalExtension, params};

use crate::edit::{Action, Entry};
use crate::log::{EditLog, LogError};

/// The version of the tables below.
const VERSION: i64 = 1;
/// "brig", so that a file of another program is told.
const APPLICATION: i64 = 0x6272_6967;
/// Everything is appended, but for notes.
const TABLES: &str = "
CREATE TABLE scenario (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scenario INTEGER NOT NULL REFERENCES scenario (id),
    author TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
    action TEXT NOT NULL
);
CREATE INDEX entry_of_scenario ON entry (scenario, id);
CREATE TABLE note (name TEXT PRIMARY KEY, content BLOB NOT NULL);
";

/// A log in a SQLite file: write-ahead logging, every row on the disk before it is acknowledged, one program at a time.
#[derive(Debug)]
pub struct SqliteLog {
    connection: Connection,
}

impl SqliteLog {
    /// Opens a database, or makes one where there is none.
    ///
    /// # Errors
    /// One that another program has open, that a newer version or another program wrote, or that can't be written.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        let connection = Connection::open(path).map_err(fault)?;
        connection.busy_timeout(Duration::from_millis(200)).map_err(fault)?;
        // The lock is held until the connection closes.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE").map_err(fault)?;
        let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let (version, application) = (number("user_version").map_err(fault)?, number("application_id").map_err(fault)?);
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(fault)?;
        if tables > 0 && application != APPLICATION {
            return Err(LogError::Foreign);
        }
        if version > VERSION {
            return Err(LogError::Newer { found: version, known: VERSION });
        }
        connection.pragma_update(None, "journal_mode", "WAL").map_err(fault)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(fault)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(fault)?;
        let tables = if version == 0 { TABLES } else { "" };
        let marked = format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};");
        connection.execute_batch(&format!("BEGIN IMMEDIATE; {tables} {marked} COMMIT;")).map_err(fault)?;
        Ok(Self { connection })
    }
}

impl EditLog for SqliteLog {
    fn scenarios(&self) -> Result<Vec<String>, LogError> {
        let mut statement = self.connection.prepare_cached("SELECT name FROM scenario ORDER BY id").map_err(fault)?;
        let names = statement.query_map([], |row| row.get(0)).map_err(fault)?;
        names.collect::<Result<_, _>>().map_err(fault)
    }

    fn entries(&self, scenario: &str) -> Result<Vec<Entry>, LogError> {
        let query = "SELECT entry.id, author, action FROM entry JOIN scenario ON scenario.id = entry.scenario
            WHERE scenario.name = ? ORDER BY entry.id";
        let mut statement = self.connection.prepare_cached(query).map_err(fault)?;
        let rows = statement
            .query_map([scenario], |row| Ok((row.get::<_, i64>(0)? as u64, row.get(1)?, row.get::<_, String>(2)?)))
            .map_err(fault)?;
        let read = rows.map(|row| {
            let (number, author, action) = row.map_err(fault)?;
            let action = serde_json::from_str(&action).map_err(|_| LogError::Row(number))?;
            Ok(Entry { number, author, action })
        });
        read.collect()
    }

    fn create(&mut self, scenario: &str, rows: &[(String, Action)]) -> Result<(), LogError> {
        let transaction = self.connection.transaction().map_err(fault)?;
        transaction.execute("INSERT INTO scenario (name) VALUES (?)", [scenario]).map_err(fault)?;
        let own = transaction.last_insert_rowid();
        for (author, action) in rows {
            let insert = "INSERT INTO entry (scenario, author, action) VALUES (?, ?, ?)";
            transaction.execute(insert, params![own, author, text(action)?]).map_err(fault)?;
        }
        transaction.commit().map_err(fault)
    }

    fn append(&mut self, scenario: &str, author: &str, action: &Action) -> Result<u64, LogError> {
        let insert = "INSERT INTO entry (scenario, author, action) SELECT id, ?, ? FROM scenario WHERE name = ?";
        let mut statement = self.connection.prepare_cached(insert).map_err(fault)?;
        let added = statement.execute(params![author, text(action)?, scenario]).map_err(fault)?;
        if added == 0 {
            return Err(LogError::Other(format!("no scenario {scenario}")));
        }
        Ok(self.connection.last_insert_rowid() as u64)
    }

    fn note(&self, name: &str) -> Result<Option<Vec<u8>>, LogError> {
        let query = "SELECT content FROM note WHERE name = ?";
        self.connection.query_row(query, [name], |row| row.get(0)).optional().map_err(fault)
    }

    fn set_note(&mut self, name: &str, content: &[u8]) -> Result<(), LogError> {
        let insert = "INSERT OR REPLACE INTO note (name, content) VALUES (?, ?)";
        self.connection.execute(insert, params![name, content]).map(drop).map_err(fault)
    }
}

fn text(action: &Action) -> Result<String, LogError> {
    serde_json::to_string(action).map_err(|error| LogError::Other(error.to_string()))
}

fn fault(error: Error) -> LogError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LogError::Locked,
        Some(ErrorCode::DiskFull) => LogError::Full,
        Some(ErrorCode::NotADatabase) => LogError::Foreign,
        _ => LogError::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Edit, VisitKey};

    fn pin(job: &str) -> Action {
        let date = "2026-11-23".parse().expect("a date");
        Action::Edit(Edit::Pin(VisitKey { job: job.into(), crew: "ada".into(), date }))
    }

    #[test]
    fn rows_are_there_after_opening_again() -> Result<(), LogError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("board.db");
        let mut log = SqliteLog::open(&path)?;
        log.create("week", &[])?;
        let first = log.append("week", "ada", &pin("roof"))?;
        let second = log.append("week", "bob", &Action::Undo(first))?;
        log.set_note("source", b"hash")?;
        assert!(matches!(SqliteLog::open(&path), Err(LogError::Locked)), "one program at a time");
        drop(log);
        let log = SqliteLog::open(&path)?;
        let own = |number, author: &str, action| Entry { number, author: author.into(), action };
        assert_eq!(log.entries("week")?, [own(first, "ada", pin("roof")), own(second, "bob", Action::Undo(first))]);
        assert_eq!((log.scenarios()?, log.note("source")?), (vec!["week".to_owned()], Some(b"hash".to_vec())));
        Ok(())
    }

    #[test]
    fn what_is_no_log_of_this_version_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let newer = folder.path().join("newer.db");
        drop(SqliteLog::open(&newer));
        let connection = Connection::open(&newer).expect("a database");
        connection.pragma_update(None, "user_version", 9).expect("a version");
        drop(connection);
        assert!(matches!(SqliteLog::open(&newer), Err(LogError::Newer { found: 9, known: VERSION })));
        let foreign = folder.path().join("foreign.db");
        let connection = Connection::open(&foreign).expect("a database");
        connection.execute_batch("CREATE TABLE other (id)").expect("a table");
        drop(connection);
        assert!(matches!(SqliteLog::open(&foreign), Err(LogError::Foreign)));
        std::fs::write(folder.path().join("text.db"), "no database, however long this text may be").expect("a file");
        assert!(matches!(SqliteLog::open(&folder.path().join("text.db")), Err(LogError::Foreign)));
    }
}
