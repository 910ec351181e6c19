//! Finds the files of an instance in its folder.

use std::cell::RefCell;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::columns;
use super::fold::fold;
use super::issues::{InputPosition, Issues};
use super::schema::Schema;
use crate::error::Message;

/// The contents of a file.
pub struct FileContents {
    /// The file's name.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// How like the name of a table a word has to be that is meant to be it.
const NEARLY: f64 = 0.75;

/// The entries of an instance's folder.
pub struct Folder {
    /// Paths, with the content of what is not on the disk.
    entries: Vec<(PathBuf, Option<Vec<u8>>)>,
    /// The hash over every file read.
    digest: RefCell<Sha256>,
}

impl Folder {
    /// Lists a folder.
    pub fn open(folder: &Path, issues: &mut Issues) -> Option<Self> {
        let entries = fs::read_dir(folder).map_err(|fault| {
            let advice = match fault.kind() {
                ErrorKind::NotFound => Message::NoFolder,
                _ => Message::UnreadableFolder { fault: (&fault).into() },
            };
            issues.error(InputPosition::file(&folder.display().to_string()), "", advice);
        });
        let mut entries: Vec<_> = entries.ok()?.filter_map(|entry| Some((entry.ok()?.path(), None))).collect();
        entries.sort();
        Some(Self { entries, digest: RefCell::default() })
    }

    /// A folder of files that are not on the disk.
    pub fn of(files: Vec<(String, Vec<u8>)>) -> Self {
        let mut entries: Vec<_> = files.into_iter().map(|(name, bytes)| (name.into(), Some(bytes))).collect();
        entries.sort();
        Self { entries, digest: RefCell::default() }
    }

    /// Reads the file of a table; `None` where there is none, or it cannot be read.
    pub fn table(&self, schema: &Schema, issues: &mut Issues) -> Option<FileContents> {
        let found: Vec<_> = self.entries.iter().filter(|(path, _)| is_table(path, schema)).collect();
        match found.as_slice() {
            [] if schema.required => {
                let file = self.file_of(schema);
                issues.error(InputPosition::file(&file), "", Message::NoTable { file: file.clone() });
                None
            }
            [] => None,
            [only] => self.read(only, issues),
            [first, second, ..] => {
                let advice = Message::SameTable { file: name(&first.0) };
                issues.error(InputPosition::file(&name(&second.0)), "", advice);
                self.read(first, issues)
            }
        }
    }

    /// What the file of a table is called, or would be in a folder with files in its language.
    pub fn file_of(&self, schema: &Schema) -> String {
        let alias = schema.aliases.first().filter(|_| self.is_translated());
        let own = self.entries.iter().find(|(path, _)| is_table(path, schema));
        own.map_or_else(|| format!("{}.csv", alias.unwrap_or(&schema.name)), |(path, _)| name(path))
    }

    /// Whether the tables have their French names.
    fn is_translated(&self) -> bool {
        let tables = columns::tables();
        let has = |schema: &&Schema| {
            let own = |(path, _): &(PathBuf, _)| is_table(path, schema) && fold(&stem(path)) != schema.name;
            self.entries.iter().any(own)
        };
        tables.iter().any(has)
    }

    /// Warns of files that are perhaps meant to be a table: nearly by name where that table is not there, else by a word.
    pub fn warn_of_misnamed(&self, issues: &mut Issues) {
        let tables = columns::tables();
        let is_there = |schema: &&Schema| self.entries.iter().any(|(path, _)| is_table(path, schema));
        let (present, absent): (Vec<_>, Vec<_>) = tables.into_iter().partition(is_there);
        for (path, _) in self.entries.iter().filter(|(path, _)| has_ending(path, &["csv", "tsv", "txt"])) {
            let is_read = tables.iter().any(|schema| is_table(path, schema));
            let stem = stem(path);
            let nearly = absent.iter().find(|schema| resembles(&stem, schema));
            let by_word = || present.iter().find(|schema| words(&stem).any(|word| schema.is_named(word)));
            if let Some(schema) = nearly.or_else(by_word).filter(|_| !is_read) {
                let advice = Message::PerhapsTable { file: self.file_of(schema) };
                issues.warn(InputPosition::file(&name(path)), "", advice);
            }
        }
    }

    /// Reads the file with exactly this name, where there is one.
    pub fn file(&self, wanted: &str, issues: &mut Issues) -> Option<FileContents> {
        let entry = self.entries.iter().find(|(path, _)| name(path) == wanted)?;
        self.read(entry, issues)
    }

    /// SHA-256 of the names and contents of all files read so far, in the order of reading, in hexadecimal.
    pub fn sha256(&self) -> String {
        self.digest.borrow().clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn read(&self, (path, content): &(PathBuf, Option<Vec<u8>>), issues: &mut Issues) -> Option<FileContents> {
        let contents = match content {
            Some(bytes) => FileContents { file: name(path), bytes: bytes.clone() },
            None => read(path, issues)?,
        };
        let mut digest = self.digest.borrow_mut();
        for part in [contents.file.as_bytes(), &contents.bytes] {
            digest.update((part.len() as u64).to_le_bytes());
            digest.update(part);
        }
        Some(contents)
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

fn is_table(path: &Path, schema: &Schema) -> bool {
    schema.is_named(&stem(path)) && has_ending(path, &["csv"])
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
