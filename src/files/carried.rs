//! What a plan folder carries beside the plan: the instance that it is a plan of, and all that was said before.

use std::path::{Path, PathBuf};

use super::events::{Event, read_events};
use super::folder;
use super::issues::{InputPosition, Issues};
use super::tables::PLAN_FILE;
use crate::error::InvalidInput;

/// The folder with the instance as amended.
pub const INSTANCE: &str = "instance";
/// The file with the events, one JSON object a line.
pub const EVENTS: &str = "events.jsonl";

/// The instance of a plan, and what was said when it was made and before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The folder of the instance.
    pub instance: PathBuf,
    /// What was said, in order.
    pub events: Vec<Event>,
}

/// What a plan folder carries, or the folder of a plan.csv; none where it does not carry both.
///
/// # Errors
/// Events that can't be read.
pub fn read_carried(plan: &Path) -> Result<Option<Carried>, InvalidInput> {
    let folder = match plan.file_name() {
        _ if plan.is_dir() => plan,
        Some(name) if name == PLAN_FILE => plan.parent().filter(|own| *own != Path::new("")).unwrap_or(Path::new(".")),
        _ => return Ok(None),
    };
    let (instance, file) = (folder.join(INSTANCE), folder.join(EVENTS));
    if !instance.is_dir() || !file.is_file() {
        return Ok(None);
    }
    let mut issues = Issues::default();
    let contents = folder::read(&file, &mut issues);
    let lines = contents.map(|contents| read_events(EVENTS, &contents.bytes)).unwrap_or_default();
    let mut events = Vec::new();
    for line in lines {
        match line.event {
            Ok(event) => events.push(event),
            Err(fault) => issues.error(InputPosition::cell(EVENTS, line.line as u64, ""), "", fault),
        }
    }
    if issues.has_errors() { Err(InvalidInput(issues.into_sorted())) } else { Ok(Some(Carried { instance, events })) }
}
