//! Answers kept beside a table until all of it is there: a file per block, each whole or not there.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::blocks::Block;
use super::{Point, Ways};
use crate::error::Message;
use crate::files::{WriteError, write_files};

/// The folder of the answers, in that of the instance.
const FOLDER: &str = "distances.partial";

/// The answers of a service between certain points.
pub struct KeptBlocks {
    folder: PathBuf,
    /// What they answer: service and date.
    question: String,
    points: Vec<Point>,
}

impl KeptBlocks {
    /// The answers kept in the folder of an instance. Those of another service, or of another day, count for nothing.
    pub fn open(instance: &Path, service: &str, points: &[Point], today: NaiveDate) -> Self {
        Self { folder: instance.join(FOLDER), question: format!("{service} {today}"), points: points.to_vec() }
    }

    /// The name of a block's file: a hash of what is asked.
    fn name(&self, block: &Block) -> String {
        let mut hash = Sha256::new();
        hash.update(self.question.as_bytes());
        for side in [&block.from, &block.to] {
            hash.update((side.len() as u64).to_le_bytes());
            for &point in side {
                let (lat, lon) = self.points[point];
                hash.update(lat.to_le_bytes());
                hash.update(lon.to_le_bytes());
            }
        }
        let hex: String = hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        format!("{hex}.json")
    }

    /// The answer to a block, where it is kept.
    pub fn read(&self, block: &Block) -> Option<Ways> {
        let text = fs::read(self.folder.join(self.name(block))).ok()?;
        let (ways, off_road) = serde_json::from_slice(&text).ok()?;
        let ways: Vec<Vec<_>> = ways;
        let is_whole = ways.len() == block.from.len() && ways.iter().all(|row| row.len() == block.to.len());
        is_whole.then_some(Ways { ways, off_road })
    }

    /// Keeps the answer to a block.
    ///
    /// # Errors
    /// A folder that can't be written.
    pub fn write(&self, block: &Block, ways: &Ways) -> Result<(), Message> {
        let fault = |fault: WriteError| fault.message();
        let bytes = serde_json::to_vec(&(&ways.ways, &ways.off_road)).map_err(|error| fault(error.into()))?;
        write_files(&self.folder, &[(self.name(block), bytes)]).map_err(fault)
    }

    /// Takes the answers away.
    pub fn remove(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let is_own = |path: &PathBuf| {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let is_hash = stem.len() == 24 && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hash && path.extension().is_some_and(|ending| ending == "json")
        };
        entries.map(|entry| entry.path()).filter(is_own).for_each(|path| drop(fs::remove_file(path)));
        // Stays where somebody keeps something else there.
        let _ = fs::remove_dir(&self.folder);
    }
}
