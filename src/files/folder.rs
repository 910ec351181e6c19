//! Finds the files of an instance in its folder.

use std::cell::RefCell;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::issues::{InputPosition, Issues};
use super::schema::Schema;

/// The contents of a file.
pub struct FileContents {
    /// The file's name.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

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
                ErrorKind::NotFound => "there is no such folder; brigade new FOLDER writes one to begin with".into(),
                _ => format!("must be a folder that can be read: {fault}"),
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
                let file = format!("{}.csv", schema.name);
                issues.error(InputPosition::file(&file), "", format!("the folder needs a file {file}"));
                None
            }
            [] => None,
            [only] => self.read(only, issues),
            [first, second, ..] => {
                let advice = format!("{} is the same table under another name; delete one of the two", name(&first.0));
                issues.error(InputPosition::file(&name(&second.0)), "", advice);
                self.read(first, issues)
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
    let mut fail = |advice: String| issues.error(InputPosition::file(&file), "", advice);
    match fs::metadata(path) {
        Err(fault) => fail(format!("the file cannot be read: {fault}")),
        Ok(about) if !about.is_file() => fail("a file is expected here, and this is none".into()),
        Ok(_) => match fs::read(path) {
            Ok(bytes) => return Some(FileContents { file, bytes }),
            Err(fault) => fail(format!("the file cannot be read: {fault}")),
        },
    }
    None
}

fn is_table(path: &Path, schema: &Schema) -> bool {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    schema.is_named(&part(path.file_stem())) && part(path.extension()).to_lowercase() == "csv"
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
