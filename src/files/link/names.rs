//! Ids resolved to indices.

use rustc_hash::FxHashMap;

use crate::error::Message;
use crate::files::issues::{InputPosition, Issues};
use crate::files::list::separated;

/// The ids of a table; each stands for its row.
pub struct Names<'n, I> {
    file: &'n str,
    names: Vec<&'n str>,
    index: FxHashMap<&'n str, I>,
}

impl<'n, I: Copy + Ord + From<usize>> Names<'n, I> {
    /// Ids of a file in the order of their rows.
    pub fn new(file: &'n str, names: impl Iterator<Item = Option<&'n String>>) -> Self {
        let names: Vec<_> = names.map(|name| name.map_or("", String::as_str)).collect();
        let index = names.iter().enumerate().map(|(row, &name)| (name, I::from(row))).collect();
        Self { file, names, index }
    }

    /// The file's name.
    pub fn file(&self) -> &'n str {
        self.file
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The ids.
    pub fn iter(&self) -> impl Iterator<Item = &'n str> {
        self.names.iter().copied()
    }

    /// The row of an id.
    pub fn get(&self, name: &str) -> Option<I> {
        self.index.get(name).copied()
    }

    /// The row of an id that must be known.
    pub fn find(&self, name: &str, position: InputPosition, issues: &mut Issues) -> Option<I> {
        let row = self.get(name);
        if row.is_none() {
            unknown(name, self.iter(), self.file, position, issues);
        }
        row
    }

    /// The rows of ids that must be known, ascending, each once.
    pub fn find_all(&self, names: &[String], position: InputPosition, issues: &mut Issues) -> Vec<I> {
        let mut rows: Vec<_> = names.iter().filter_map(|name| self.find(name, position, issues)).collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// Reports an id that is not among the known ones of a file.
pub fn unknown<'n>(
    name: &str,
    known: impl Iterator<Item = &'n str>,
    file: &str,
    position: InputPosition,
    issues: &mut Issues,
) {
    let near = issues.nearest(name, known).unwrap_or_else(|| Message::AddItTo { file: file.to_owned() }.boxed());
    issues.error(position, name, Message::UnknownId { separate: separated(name), near });
}

/// Names that need no row of their own, such as those of skills, numbered as they come.
pub struct Catalogue<I> {
    names: Vec<String>,
    index: FxHashMap<String, I>,
}

impl<I: Copy + From<usize>> Catalogue<I> {
    /// Numbers names.
    pub fn new<'n>(names: impl Iterator<Item = &'n String>) -> Self {
        let mut catalogue = Self { names: Vec::new(), index: FxHashMap::default() };
        for name in names {
            if !catalogue.index.contains_key(name) {
                catalogue.index.insert(name.clone(), I::from(catalogue.names.len()));
                catalogue.names.push(name.clone());
            }
        }
        catalogue
    }

    /// The number of a name of the catalogue.
    pub fn number(&self, name: &str) -> I {
        self.index[name]
    }

    /// The names by number.
    pub fn iter(&self) -> impl Iterator<Item = &String> {
        self.names.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }
}
