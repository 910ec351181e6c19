//! Finds the tables of an instance, in its folder or its workbook.

use std::cell::RefCell;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::carried::INSTANCE;
use super::columns::{self, CREWS, SETTING_ROWS};
use super::fold::fold;
use super::issues::{InputPosition, Issues};
use super::road_table::RoadsNote;
use super::schema::Schema;
use super::settings;
use super::workbook::{self, SheetRecords, Workbook};
use crate::error::Message;
use crate::model::Roads;

/// The contents of a file.
pub struct FileContents {
    /// The file's name.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A table, before it is read.
pub struct TableSource {
    /// The name of its file or sheet.
    pub file: String,
    /// What stands there.
    pub content: Content,
}

/// What a table is read from.
pub enum Content {
    /// The bytes of a CSV file.
    Text(Vec<u8>),
    /// A sheet of a workbook.
    Sheet(SheetRecords),
}

impl TableSource {
    /// A CSV file by its name and bytes.
    pub fn of(file: &str, bytes: &[u8]) -> Self {
        Self { file: file.to_owned(), content: Content::Text(bytes.to_vec()) }
    }
}

impl From<FileContents> for TableSource {
    fn from(contents: FileContents) -> Self {
        Self { file: contents.file, content: Content::Text(contents.bytes) }
    }
}

/// How like the name of a table a word has to be that is meant to be it.
const NEARLY: f64 = 0.75;

/// The tables of an instance, in a folder of CSV files or in a workbook.
pub struct Folder {
    entries: Vec<Entry>,
    workbook: Option<RefCell<Workbook>>,
    /// The hash over every file read.
    digest: RefCell<Sha256>,
}

/// What may be a table.
enum Entry {
    /// A file on the disk.
    File(PathBuf),
    /// A file that is not on the disk, by its name and content.
    Given(PathBuf, Vec<u8>),
    /// A sheet of the workbook.
    Sheet(String),
}

impl Entry {
    /// What messages call it.
    fn name(&self) -> String {
        match self {
            Self::File(path) | Self::Given(path, _) => name(path),
            Self::Sheet(sheet) => sheet.clone(),
        }
    }

    /// Its name without an ending.
    fn stem(&self) -> String {
        match self {
            Self::File(path) | Self::Given(path, _) => stem(path),
            Self::Sheet(sheet) => sheet.clone(),
        }
    }

    fn is_table(&self, schema: &Schema) -> bool {
        schema.is_named(&self.stem()) && self.has_ending(&["csv"])
    }

    /// Whether it is a sheet or a file with one of these endings.
    fn has_ending(&self, endings: &[&str]) -> bool {
        match self {
            Self::File(path) | Self::Given(path, _) => has_ending(path, endings),
            Self::Sheet(_) => true,
        }
    }
}

impl Folder {
    /// Lists the tables of an instance: of a folder, or of a workbook, which may be the only one of a folder.
    pub fn open(path: &Path, issues: &mut Issues) -> Option<Self> {
        if workbook::is_workbook(path) && !path.is_dir() {
            return Self::of_workbook(path, issues);
        }
        let entries = fs::read_dir(path).map_err(|fault| {
            let advice = match fault.kind() {
                ErrorKind::NotFound => Message::NoFolder,
                _ => Message::UnreadableFolder { fault: (&fault).into() },
            };
            issues.error(InputPosition::file(&path.display().to_string()), "", advice);
        });
        let mut paths: Vec<PathBuf> = entries.ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        let workbooks: Vec<PathBuf> = paths.iter().filter(|path| workbook::is_workbook(path)).cloned().collect();
        let folder = Self::with(paths.into_iter().map(Entry::File).collect());
        if let Some(crews) = folder.entries.iter().find(|entry| entry.is_table(&CREWS.schema)) {
            for path in &workbooks {
                let advice = Message::WorkbookBeside { file: crews.name() };
                issues.warn(InputPosition::file(&name(path)), "", advice);
            }
            return Some(folder);
        }
        match &workbooks[..] {
            [] => Some(folder),
            [only] => {
                if folder.entries.iter().any(|entry| entry.name() == settings::FILE) {
                    let advice = Message::SettingsBeside { workbook: name(only) };
                    issues.warn(InputPosition::file(settings::FILE), "", advice);
                }
                Self::of_workbook(only, issues)
            }
            [first, others @ ..] => {
                for other in others {
                    let advice = Message::SecondWorkbook { first: name(first) };
                    issues.error(InputPosition::file(&name(other)), "", advice);
                }
                None
            }
        }
    }

    /// A folder of files that are not on the disk.
    pub fn of(files: Vec<(String, Vec<u8>)>) -> Self {
        let mut files = files;
        files.sort();
        Self::with(files.into_iter().map(|(name, bytes)| Entry::Given(name.into(), bytes)).collect())
    }

    fn with(entries: Vec<Entry>) -> Self {
        Self { entries, workbook: None, digest: RefCell::default() }
    }

    /// The sheets of a workbook.
    fn of_workbook(path: &Path, issues: &mut Issues) -> Option<Self> {
        if !path.exists() {
            issues.error(InputPosition::file(&path.display().to_string()), "", Message::NoWorkbook);
            return None;
        }
        let FileContents { file, bytes } = read(path, issues)?;
        Self::of_workbook_bytes(file, bytes, issues)
    }

    /// The sheets of a workbook that is not on the disk.
    pub fn of_workbook_bytes(file: String, bytes: Vec<u8>, issues: &mut Issues) -> Option<Self> {
        let digest = RefCell::<Sha256>::default();
        hash(&mut digest.borrow_mut(), &file, &bytes);
        let workbook = Workbook::open(bytes);
        let workbook = workbook.map_err(|advice| issues.error(InputPosition::file(&file), "", advice)).ok()?;
        if workbook.has_macros {
            issues.warn(InputPosition::file(&file), "", Message::MacrosPassedOver);
        }
        let entries = workbook.names().iter().cloned().map(Entry::Sheet).collect();
        let folder = Self { entries, workbook: Some(RefCell::new(workbook)), digest };
        for schema in columns::tables().into_iter().chain([&SETTING_ROWS.schema]) {
            let sheets = folder.entries.iter().filter(|entry| entry.is_table(schema)).map(Entry::name);
            sheets.chain([folder.file_of(schema)]).for_each(|sheet| issues.place_sheet(&file, &sheet));
        }
        folder.entries.iter().for_each(|entry| issues.place_sheet(&file, &entry.name()));
        Some(folder)
    }

    /// The same of a folder that is to be changed; a workbook, which is not written over, is refused by `refusal`.
    pub fn open_for_change(path: &Path, refusal: impl Fn(String) -> Message, issues: &mut Issues) -> Option<Self> {
        let folder = Self::open(path, issues)?;
        if folder.is_workbook() {
            let workbook = path.display().to_string();
            issues.error(InputPosition::file(&workbook), "", refusal(workbook.clone()));
        }
        (!issues.has_errors()).then_some(folder)
    }

    /// Whether the tables are those of a workbook.
    pub fn is_workbook(&self) -> bool {
        self.workbook.is_some()
    }

    /// Finds a table; `None` where there is none, or it cannot be read.
    pub fn table(&self, schema: &Schema, issues: &mut Issues) -> Option<TableSource> {
        let found: Vec<_> = self.entries.iter().filter(|entry| entry.is_table(schema)).collect();
        match found.as_slice() {
            [] if schema.required => {
                let file = self.file_of(schema);
                let advice = match self.is_workbook() {
                    true => Message::NoSheet { sheet: file.clone() },
                    false => Message::NoTable { file: file.clone() },
                };
                issues.error(InputPosition::file(&file), "", advice);
                None
            }
            [] => None,
            [only] => self.source(only, issues),
            [first, second, ..] => {
                let advice = Message::SameTable { file: first.name() };
                issues.error(InputPosition::file(&second.name()), "", advice);
                self.source(first, issues)
            }
        }
    }

    /// What a table is called, or would be beside others in its language: its file or its sheet.
    pub fn file_of(&self, schema: &Schema) -> String {
        let alias = schema.aliases.first().filter(|_| self.is_translated());
        let own = self.entries.iter().find(|entry| entry.is_table(schema));
        let ending = if self.is_workbook() { "" } else { ".csv" };
        own.map_or_else(|| format!("{}{ending}", alias.unwrap_or(&schema.name)), Entry::name)
    }

    /// Whether the tables have their French names.
    fn is_translated(&self) -> bool {
        let tables = columns::tables();
        let has = |schema: &&Schema| {
            let own = |entry: &Entry| entry.is_table(schema) && fold(&entry.stem()) != schema.name;
            self.entries.iter().any(own)
        };
        tables.iter().any(has)
    }

    /// Warns of what is perhaps meant to be a table: nearly by name where that table is not there, else by a word.
    pub fn warn_of_misnamed(&self, issues: &mut Issues) {
        let tables = columns::tables();
        let is_there = |schema: &&Schema| self.entries.iter().any(|entry| entry.is_table(schema));
        let (present, absent): (Vec<_>, Vec<_>) = tables.into_iter().partition(is_there);
        for entry in self.entries.iter().filter(|entry| entry.has_ending(&["csv", "tsv", "txt"])) {
            let is_read = tables.iter().chain([&&SETTING_ROWS.schema]).any(|schema| entry.is_table(schema));
            let stem = entry.stem();
            let nearly = absent.iter().find(|schema| resembles(&stem, schema));
            let by_word = || present.iter().find(|schema| words(&stem).any(|word| schema.is_named(word)));
            if let Some(schema) = nearly.or_else(by_word).filter(|_| !is_read) {
                let file = self.file_of(schema);
                let advice = match entry {
                    Entry::Sheet(_) => Message::PerhapsSheet { sheet: file },
                    _ => Message::PerhapsTable { file },
                };
                issues.warn(InputPosition::file(&entry.name()), "", advice);
            }
        }
    }

    /// Where the settings stand, or would.
    pub fn settings_file(&self) -> String {
        if self.is_workbook() { self.file_of(&SETTING_ROWS.schema) } else { settings::FILE.to_owned() }
    }

    /// The settings, where there are any.
    pub fn settings(&self, issues: &mut Issues) -> Option<TableSource> {
        if self.is_workbook() {
            return self.table(&SETTING_ROWS.schema, issues);
        }
        let entry = self.entries.iter().find(|entry| entry.name() == settings::FILE)?;
        self.source(entry, issues)
    }

    /// SHA-256 of the names and contents of all files read so far, in the order of reading, in hexadecimal.
    pub fn sha256(&self) -> String {
        self.digest.borrow().clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Where the table of distances is from, where a note beside it says so.
    pub fn roads(&self) -> Option<Roads> {
        let bytes = |entry: &Entry| match entry {
            Entry::File(path) => fs::read(path).ok(),
            Entry::Given(_, bytes) => Some(bytes.clone()),
            Entry::Sheet(_) => None,
        };
        let note = self.entries.iter().find(|entry| entry.name() == RoadsNote::FILE)?;
        let table = self.entries.iter().find(|entry| entry.is_table(&columns::DISTANCES.schema))?;
        RoadsNote::of(&bytes(note)?, &bytes(table)?)
    }

    fn source(&self, entry: &Entry, issues: &mut Issues) -> Option<TableSource> {
        let contents = match entry {
            Entry::Sheet(sheet) => {
                let mut workbook = self.workbook.as_ref()?.borrow_mut();
                let records = workbook.records(sheet);
                let records = records.map_err(|advice| issues.error(InputPosition::file(sheet), "", advice)).ok()?;
                return Some(TableSource { file: sheet.clone(), content: Content::Sheet(records) });
            }
            Entry::Given(path, bytes) => FileContents { file: name(path), bytes: bytes.clone() },
            Entry::File(path) => read(path, issues)?,
        };
        hash(&mut self.digest.borrow_mut(), &contents.file, &contents.bytes);
        Some(contents.into())
    }
}

/// The instance of a plan folder: what the plan carries, the folder that it stands in, or the workbook beside it.
pub fn instance_beside(plan: &Path) -> Option<PathBuf> {
    let folder = if plan.is_dir() { plan } else { plan.parent()? };
    let carried = folder.join(INSTANCE);
    if carried.is_dir() {
        return Some(carried);
    }
    let folder = folder.canonicalize().ok()?;
    let (parent, own) = (folder.parent()?, folder.file_name()?.to_string_lossy().into_owned());
    let entries = || fs::read_dir(parent).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_own = |path: &PathBuf| {
        workbook::is_workbook(path) && own.strip_prefix(&stem(path)).is_some_and(|rest| rest.starts_with('-'))
    };
    let mut workbooks: Vec<PathBuf> = entries().filter(is_own).collect();
    workbooks.sort();
    let holds_crews = || entries().any(|path| Entry::File(path).is_table(&CREWS.schema));
    let holds_workbook = || entries().any(|path| workbook::is_workbook(&path));
    match workbooks.pop() {
        Some(workbook) => Some(workbook),
        None => (holds_crews() || holds_workbook()).then(|| parent.to_path_buf()),
    }
}

/// Adds the name and content of a file to a hash.
fn hash(digest: &mut Sha256, file: &str, bytes: &[u8]) {
    for part in [file.as_bytes(), bytes] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
}

/// Reads a file; `None` where it can't be read.
pub fn read(path: &Path, issues: &mut Issues) -> Option<FileContents> {
    let file = name(path);
    let mut fail = |advice: Message| issues.error(InputPosition::file(&file), "", advice);
    let unreadable = |fault: io::Error| Message::Unreadable { fault: (&fault).into() };
    match fs::metadata(path) {
        Err(fault) => fail(unreadable(fault)),
        Ok(about) if !about.is_file() => fail(Message::NotAFile),
        Ok(_) => match fs::read(path) {
            Ok(bytes) => return Some(FileContents { file, bytes }),
            Err(fault) => fail(unreadable(fault)),
        },
    }
    None
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|own| endings.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
}

fn words(stem: &str) -> impl Iterator<Item = &str> {
    stem.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The name of a file without its ending.
fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// Whether a file's name is nearly that of a table, or has a word that is.
fn resembles(stem: &str, schema: &Schema) -> bool {
    let is_near = |word: &str| {
        let word = fold(word);
        let near = |name: &&str| strsim::normalized_damerau_levenshtein(&word, name) >= NEARLY;
        schema.aliases.iter().chain([&schema.name]).any(near)
    };
    is_near(stem) || words(stem).any(is_near)
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
