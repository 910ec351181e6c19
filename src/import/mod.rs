//! Problems and solutions of other engines as instances: a list of formats, one file each.

mod json;
mod pragmatic;
mod routing;
mod tables;
mod vroom;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::error::{InvalidInput, Issue, Message, Severity};
use crate::files::issues::{InputPosition, Issues};
use crate::files::{InstanceTables, instance_of, read_contents};
use json::Source;
use routing::RoutingProblem;

/// A format of another engine.
pub trait Format: Sync {
    /// What the command line calls it.
    fn name(&self) -> &'static str;

    /// The files that belong together: a word for each, such as "problem".
    fn kinds(&self) -> &'static [Kind];

    /// What the files say: one problem, and what belongs to it. Faults go to their file.
    fn read<'s>(&self, files: &Sorted<'s>, start: NaiveDate) -> Option<RoutingProblem<'s>>;
}

/// A kind of file of a format.
pub struct Kind {
    /// What it is called.
    name: &'static str,
    /// Whether a file is one.
    is_one: fn(&serde_json::Value) -> bool,
    /// How many files there may be.
    most: usize,
}

/// All formats.
pub static FORMATS: [&dyn Format; 2] = [&vroom::Vroom, &pragmatic::Pragmatic];

/// The files of a problem by their kind, in the order of [`Format::kinds`]; the first kind has just one.
pub struct Sorted<'s> {
    by_kind: Vec<Vec<&'s Source>>,
}

impl<'s> Sorted<'s> {
    /// The file of the problem.
    fn problem(&self) -> &'s Source {
        self.by_kind[0][0]
    }

    /// The files of another kind.
    fn of(&self, kind: usize) -> &[&'s Source] {
        &self.by_kind[kind]
    }
}

/// An instance made of the files of another engine.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Names and contents of its files.
    pub files: Vec<(String, Vec<u8>)>,
    /// What is read in another way than the other engine does.
    pub warnings: Vec<Issue>,
}

/// The format of a name.
pub fn format(name: &str) -> Option<&'static dyn Format> {
    FORMATS.into_iter().find(|format| format.name() == name)
}

/// Reads the files of a problem; times without a date count from midnight of `start`.
///
/// # Errors
///
/// All that is wrong with the files, and every feature that brigade does not have, with the path of its first place.
pub fn import(format: &dyn Format, paths: &[PathBuf], start: NaiveDate) -> Result<Imported, InvalidInput> {
    let mut issues = Issues::default();
    let sources = paths.iter().filter_map(|path| source(path, &mut issues)).collect::<Vec<_>>();
    let sorted = if issues.has_errors() { None } else { sorted(format, &sources, &mut issues) };
    let problem = sorted.as_ref().and_then(|files| format.read(files, start));
    let draft = problem.and_then(|problem| tables::files(problem));
    sources.iter().for_each(|source| source.tell(&mut issues));
    let draft = draft.filter(|_| !issues.has_errors());
    let warnings = issues.into_sorted();
    let Some(draft) = draft else { return Err(InvalidInput(warnings)) };
    instance_of("import".to_owned(), draft.clone())?;
    let files = InstanceTables::of(draft)?.files().map_err(|fault| {
        let file = sources.first().map(|source| source.file.clone()).unwrap_or_default();
        InvalidInput::of(Issue::error(file, None, "", String::new(), fault.to_string()))
    })?;
    Ok(Imported { files, warnings })
}

fn source(path: &Path, issues: &mut Issues) -> Option<Source> {
    let contents = read_contents(path, issues)?;
    Source::parse(&contents.file, &contents.bytes, issues)
}

/// The files by kind; just one problem is needed, and no more of a kind than there may be.
fn sorted<'s>(format: &dyn Format, sources: &'s [Source], issues: &mut Issues) -> Option<Sorted<'s>> {
    let kinds = format.kinds();
    let mut by_kind: Vec<Vec<&Source>> = kinds.iter().map(|_| Vec::new()).collect();
    let names = || kinds.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ");
    for source in sources {
        let position = InputPosition::file(&source.file);
        match kinds.iter().position(|kind| (kind.is_one)(&source.root)) {
            Some(kind) if by_kind[kind].len() < kinds[kind].most => by_kind[kind].push(source),
            Some(kind) => issues.error(position, "", Message::SecondOfKind { kind: kinds[kind].name }),
            None => issues.error(position, "", Message::OfNoKind { format: format.name(), kinds: names() }),
        }
    }
    if by_kind[0].is_empty() && !issues.has_errors() {
        let file = sources.first().map_or("", |source| source.file.as_str());
        issues.error(InputPosition::file(file), "", Message::NoProblem { kind: kinds[0].name, format: format.name() });
    }
    (!issues.has_errors()).then_some(Sorted { by_kind })
}

/// Whether an object has all of some keys.
fn has_keys(value: &serde_json::Value, keys: &[&str]) -> bool {
    keys.iter().all(|key| value.get(key).is_some())
}

/// Severity of what is read in another way.
const AS_WARNING: Severity = Severity::Warning;
