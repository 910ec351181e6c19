//! The file of a snapshot: what run it is of, the hash of what follows, and the snapshot itself.

use std::path::Path;

use super::folder;
use super::issues::{InputPosition, Issues};
use super::sealed::hash;
use super::write::{self, WriteError};
use crate::error::{InvalidInput, Message};
use crate::solve::Snapshot;

/// The first line.
const TITLE: &[u8] = b"brigade snapshot\n";

/// Whether a file is a snapshot, of whatever run.
pub fn is_snapshot(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(TITLE))
}

/// Makes sure that snapshots can be kept in a file: nothing is there, or a snapshot.
///
/// # Errors
///
/// What is there, or a folder that takes no files.
pub fn ensure_snapshot(path: &Path) -> Result<(), WriteError> {
    let (folder, name) = split(path);
    write::ensure_ours(folder, &[name], |_| is_snapshot(path))?;
    write::ensure_writable(folder)
}

/// Keeps a snapshot of a run in a file, whole, in place of the one before.
///
/// # Errors
///
/// Where the folder takes no file.
pub fn write_snapshot(path: &Path, identity: &str, snapshot: &Snapshot) -> Result<(), WriteError> {
    let payload = snapshot.to_bytes();
    let head = format!("{}\n{}\n", hash(identity.as_bytes()), hash(&payload));
    let bytes = [TITLE, head.as_bytes(), &payload].concat();
    let (folder, name) = split(path);
    write::write_files(folder, &[(name, bytes)])
}

/// Reads the snapshot of a run back; none where there is no such file.
///
/// # Errors
///
/// A file that is none, is cut off, or is one of another run.
pub fn read_snapshot(path: &Path, identity: &str) -> Result<Option<Snapshot>, InvalidInput> {
    if !path.exists() {
        return Ok(None);
    }
    let mut issues = Issues::default();
    let snapshot = folder::read(path, &mut issues).and_then(|contents| {
        let found = parse(&contents.bytes, identity);
        found.map_err(|advice| issues.error(InputPosition::file(&path.display().to_string()), "", advice)).ok()
    });
    snapshot.map(Some).ok_or_else(|| InvalidInput(issues.into_sorted()))
}

fn parse(bytes: &[u8], identity: &str) -> Result<Snapshot, Message> {
    let rest = bytes.strip_prefix(TITLE).ok_or(Message::SnapshotNone)?;
    let mut parts = rest.splitn(3, |&byte| byte == b'\n');
    let (Some(run), Some(own), Some(payload)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Message::SnapshotDamaged);
    };
    if own != hash(payload).as_bytes() {
        return Err(Message::SnapshotDamaged);
    }
    if run != hash(identity.as_bytes()).as_bytes() {
        return Err(Message::SnapshotForeign);
    }
    Snapshot::from_bytes(payload).ok_or(Message::SnapshotDamaged)
}

fn split(path: &Path) -> (&Path, String) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    (folder, path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn only_the_snapshot_of_the_same_run_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("week.snapshot");
        assert!(matches!(read_snapshot(&path, "run"), Ok(None)));
        // Four numbers, and two plans of a value and two empty lists each.
        let snapshot = Snapshot::from_bytes(&[0; 112]).expect("a snapshot");
        ensure_snapshot(&path).and_then(|()| write_snapshot(&path, "run", &snapshot)).expect("writable");
        assert_eq!(read_snapshot(&path, "run").expect("readable"), Some(snapshot));
        let refused = |identity| read_snapshot(&path, identity).expect_err("refused").text(Locale::En);
        assert!(refused("another").contains("another week"));
        let whole = std::fs::read(&path).expect("there");
        for end in [TITLE.len(), 90, whole.len() - 1] {
            std::fs::write(&path, &whole[..end]).expect("writable");
            assert!(refused("run").contains("cut off"), "{end}");
        }
        std::fs::write(&path, "mine").expect("writable");
        assert!(refused("run").contains("no snapshot") && ensure_snapshot(&path).is_err());
    }
}
