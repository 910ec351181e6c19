//! Where the week comes from: the files of an instance as they were when the board first read them, kept in its database.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use brigade_generate::{GeneratorOptions, generate};

use crate::board::{Board, EditLog, LogError, Source, SourceError, SqliteLog};
use crate::error::{InvalidInput, Issue};
use crate::files::{self, InstanceTables, JobTable, ReadOptions};
use crate::model::{Instance, Plan};

use super::state::{FIRST, Refusal};
use super::{ServeOptions, locked};

/// The note with the files.
const FILES: &str = "files";
/// The note with the hash of the instance that they were read from.
const HASH: &str = "sha256";

/// The files of an instance: names and contents.
pub type InstanceFiles = Vec<(String, Vec<u8>)>;

/// Where an instance lies, and the database of its board.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folder or workbook; none for the example.
    pub instance: Option<PathBuf>,
    /// The database.
    pub database: PathBuf,
    /// The name of the instance.
    pub name: String,
}

impl Place {
    /// The place that options name.
    pub fn of(options: &ServeOptions) -> Self {
        let instance = options.instance.clone();
        let name = instance.as_deref().map_or("example".to_owned(), files::name);
        let database = options.database.clone().unwrap_or_else(|| match &instance {
            Some(path) if files::is_workbook(path) && !path.is_dir() => path.with_file_name(format!("{name}-board.db")),
            Some(folder) => folder.join("board.db"),
            None => data_folder().join("example-board.db"),
        });
        Self { instance, database, name }
    }

    /// Hash of the instance as it lies there now; none where that can't be read or has faults.
    pub fn hash(&self) -> Option<String> {
        let read = files::read_instance(self.instance.as_ref()?, &ReadOptions::default()).ok()?;
        Some(read.instance.origin.sha256)
    }
}

/// The place of an instance that lies nowhere on this machine: a database of its own, new or as it was left.
pub fn homeless(name: &str) -> Place {
    let tame: String = name.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    Place { instance: None, database: data_folder().join(format!("{tame}-board.db")), name: name.to_owned() }
}

/// The folder for data of programs.
fn data_folder() -> PathBuf {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || set("HOME").map(|home| home.join(".local/share"));
    let folder = set("XDG_DATA_HOME").or_else(|| set("APPDATA")).or_else(home);
    folder.unwrap_or_else(std::env::temp_dir).join("brigade")
}

/// Why a week can't be read.
#[derive(Debug)]
pub enum Fault {
    /// The files have faults.
    Input(InvalidInput),
    /// The database.
    Log(LogError),
}

impl From<InvalidInput> for Fault {
    fn from(fault: InvalidInput) -> Self {
        Self::Input(fault)
    }
}

impl From<LogError> for Fault {
    fn from(fault: LogError) -> Self {
        Self::Log(fault)
    }
}

/// The files of an instance, their hash, and what was read but perhaps not as meant.
pub type Read = (InstanceFiles, String, Vec<Issue>);

/// The instance of a place, for a database that is new.
pub fn first(place: &Place) -> Result<Read, InvalidInput> {
    match &place.instance {
        Some(path) => read(path),
        None => Ok((example(), String::new(), Vec::new())),
    }
}

/// The week of a place: as its database has it, or what was read for the first time.
pub fn open(place: &Place, log: &mut dyn EditLog, read: Option<Read>) -> Result<(FilesSource, Vec<Issue>), Fault> {
    let files = kept(log)?;
    if !files.is_empty() {
        return Ok((FilesSource::new(place.name.clone(), files)?, Vec::new()));
    }
    let (files, hash, warnings) = read.map_or_else(|| first(place), Ok)?;
    keep(log, &files, &hash)?;
    Ok((FilesSource::new(place.name.clone(), files)?, warnings))
}

/// The files in a database; none where it is new.
pub fn kept(log: &dyn EditLog) -> Result<InstanceFiles, LogError> {
    let Some(files) = log.note(FILES)? else { return Ok(Vec::new()) };
    let files: BTreeMap<String, String> =
        serde_json::from_slice(&files).map_err(|fault| LogError::Other(fault.to_string()))?;
    Ok(files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect())
}

/// Reads the files of an instance, as brigade writes them, with the hash of what they were read from.
pub fn read(path: &Path) -> Result<Read, InvalidInput> {
    let loaded = files::read_instance(path, &ReadOptions::default())?;
    let files = InstanceTables::read(path, &ReadOptions::default())?.files().unwrap_or_default();
    Ok((files, loaded.instance.origin.sha256, loaded.warnings))
}

/// Keeps the files in the database.
pub fn keep(log: &mut dyn EditLog, files: &InstanceFiles, hash: &str) -> Result<(), LogError> {
    let text = |(name, bytes): &(String, Vec<u8>)| (name.clone(), String::from_utf8_lossy(bytes).into_owned());
    let files: BTreeMap<String, String> = files.iter().map(text).collect();
    let files = serde_json::to_vec(&files).map_err(|fault| LogError::Other(fault.to_string()))?;
    log.set_note(FILES, &files)?;
    set_hash(log, hash)
}

/// The hash of the instance that the board was read from.
pub fn hash(log: &dyn EditLog) -> Option<String> {
    log.note(HASH).ok().flatten().map(|hash| String::from_utf8_lossy(&hash).into_owned())
}

/// Says that the board goes on from an instance of this hash.
pub fn set_hash(log: &mut dyn EditLog, hash: &str) -> Result<(), LogError> {
    log.set_note(HASH, hash.as_bytes())
}

fn example() -> InstanceFiles {
    let firm = generate(&GeneratorOptions { crews: 8, sites: 40, ..GeneratorOptions::MODEL });
    let files = firm.map(|firm| firm.files).unwrap_or_default();
    files.into_iter().map(|(name, text)| (name.to_string(), text.into_bytes())).collect()
}

/// An instance of files, with the one read last.
pub struct FilesSource {
    name: String,
    files: InstanceFiles,
    last: Mutex<(Vec<String>, Instance)>,
}

impl FilesSource {
    /// Reads the files.
    pub fn new(name: String, files: InstanceFiles) -> Result<Self, InvalidInput> {
        let instance = files::instance_of(name.clone(), files.clone())?.instance;
        Ok(Self { name, files, last: Mutex::new((Vec::new(), instance)) })
    }
}

/// Tables of jobs that came in on the board.
pub fn job_tables(texts: &[String]) -> Vec<JobTable> {
    let table =
        |(index, text): (usize, &String)| JobTable { name: format!("job {}", index + 1), bytes: text.clone().into() };
    texts.iter().enumerate().map(table).collect()
}

impl Source for FilesSource {
    fn instance(&self, added: &[String]) -> Result<Instance, SourceError> {
        let mut last = locked(&self.last);
        if last.0 != added {
            let options = ReadOptions { added: &job_tables(added), ..ReadOptions::default() };
            let instance = files::instance_with(self.name.clone(), self.files.clone(), &options)?.instance;
            *last = (added.to_vec(), instance);
        }
        Ok(last.1.clone())
    }

    fn plan(&self, instance: &Instance) -> Plan {
        instance.current.clone().unwrap_or_default()
    }
}

/// The board of an instance that was dropped onto the page: as it was left, where the same files were dropped before.
pub fn dropped(name: &str, files: InstanceFiles) -> Result<(Board, Place), Refusal> {
    let mut files = files;
    let is_book = |(name, _): &(String, Vec<u8>)| files::is_workbook(Path::new(name));
    let tables = match files.iter().position(is_book) {
        Some(book) if files.len() == 1 => {
            let (name, bytes) = files.swap_remove(book);
            InstanceTables::of_workbook(&name, bytes)?
        }
        _ => InstanceTables::of(files)?,
    };
    let files = tables.files().unwrap_or_default();
    let source = FilesSource::new(name.to_owned(), files.clone())?;
    let (mut place, mut number) = (homeless(name), 1);
    loop {
        if let Some(folder) = place.database.parent() {
            // A folder that can't be made is told by the database.
            let _ = std::fs::create_dir_all(folder);
        }
        let mut log = SqliteLog::open(&place.database)?;
        let before = kept(&log)?;
        if before.is_empty() {
            keep(&mut log, &files, "")?;
        } else if before.iter().collect::<BTreeSet<_>>() != files.iter().collect() {
            number += 1;
            place = Place { name: name.to_owned(), ..homeless(&format!("{name}-{number}")) };
            continue;
        }
        return Ok((Board::open(Box::new(source), Box::new(log), FIRST)?, place));
    }
}
