//! Files that appear whole or not at all, and that take the place of nothing but brigade's own.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

use crate::error::{Message, Words};
use crate::i18n::Locale;

/// Why files could not be written.
#[derive(Debug)]
pub enum WriteError {
    /// The output folder is a file.
    NotAFolder(PathBuf),
    /// A folder has the name of a file.
    NotAFile(PathBuf),
    /// What is no plain file has the name of a file.
    Special {
        /// Where.
        path: PathBuf,
        /// What stands there.
        what: Words,
    },
    /// A file that brigade has not written stands where it would write.
    NotOurs(PathBuf),
    /// A folder that brigade has not written stands where it would write.
    Foreign(PathBuf),
    /// The system refuses.
    System {
        /// What was tried.
        what: Words,
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A table or the summary can't be put into text.
    Text(Box<dyn std::error::Error + Send + Sync>),
}

impl WriteError {
    /// What to say of it.
    pub fn text(&self, locale: Locale) -> String {
        self.message().text(locale)
    }

    /// The same as data.
    pub fn message(&self) -> Message {
        let shown = |path: &PathBuf| path.display().to_string();
        match self {
            Self::NotAFolder(path) => Message::OutIsFile { path: shown(path) },
            Self::NotAFile(path) => Message::OutIsFolder { path: shown(path) },
            Self::Special { path, what } => Message::OutIsSpecial { path: shown(path), what: *what },
            Self::NotOurs(path) => Message::OutIsNotOurs { path: shown(path) },
            Self::Foreign(path) => Message::OutIsForeign { path: shown(path) },
            Self::System { what, path, source } => {
                Message::CannotWrite { what: *what, path: shown(path), fault: source.into() }
            }
            Self::Text(fault) => Message::NoTextOfIt { fault: fault.to_string() },
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::System { source, .. } = self { Some(source) } else { None }
    }
}

impl From<csv::Error> for WriteError {
    fn from(error: csv::Error) -> Self {
        Self::Text(Box::new(error))
    }
}

impl From<serde_json::Error> for WriteError {
    fn from(error: serde_json::Error) -> Self {
        Self::Text(Box::new(error))
    }
}

impl From<askama::Error> for WriteError {
    fn from(error: askama::Error) -> Self {
        Self::Text(Box::new(error))
    }
}

/// Written, or why not.
pub type Result<T> = std::result::Result<T, WriteError>;

fn refused<'p>(what: Words, path: &'p Path) -> impl Fn(std::io::Error) -> WriteError + 'p {
    move |source| WriteError::System { what, path: path.to_path_buf(), source }
}

/// Makes sure that files can be written into the folder `out`: to be asked before a long run. A folder that is
/// missing stays missing.
pub fn ensure_writable(out: &Path) -> Result<()> {
    let _writing = writing();
    if out.exists() && !out.is_dir() {
        return Err(WriteError::NotAFolder(out.to_path_buf()));
    }
    let missing: Vec<_> = out.ancestors().take_while(|folder| !is_there(folder)).collect();
    fs::create_dir_all(out).map_err(refused(Words("create the folder", "créer le dossier"), out))?;
    let tried = staged(out, b"").map(drop);
    missing.into_iter().for_each(|folder| drop(fs::remove_dir(folder)));
    tried
}

fn is_there(folder: &Path) -> bool {
    folder.as_os_str().is_empty() || folder.exists()
}

/// Puts files into a folder. Every one is complete on disk before the first takes its name; a fault before that leaves
/// the folder as it was. What killed runs have left there goes.
pub fn replace<N: AsRef<str>, C: AsRef<[u8]>>(out: &Path, files: &[(N, C)]) -> Result<()> {
    replace_and_remove(out, files, &[])
}

/// The same, and takes away `gone`, files of an earlier run that would else be taken for the new one's. The last file
/// takes its name when everything else is done.
pub fn replace_and_remove<N, C>(out: &Path, files: &[(N, C)], gone: &[String]) -> Result<()>
where
    N: AsRef<str>,
    C: AsRef<[u8]>,
{
    let _writing = writing();
    let targets: Vec<PathBuf> = files.iter().map(|(name, _)| out.join(name.as_ref())).collect();
    targets.iter().try_for_each(|target| ensure_plain(target))?;
    fs::create_dir_all(out).map_err(refused(Words("create the folder", "créer le dossier"), out))?;
    let folders: BTreeSet<&Path> = targets.iter().filter_map(|target| target.parent()).chain([out]).collect();
    let made: Vec<&Path> = folders.iter().copied().filter(|folder| !folder.exists()).collect();
    for folder in &folders {
        fs::create_dir_all(folder).map_err(refused(Words("create the folder", "créer le dossier"), folder))?;
        remove_leftovers(folder);
    }
    let complete = targets
        .iter()
        .zip(files)
        .map(|(target, (_, content))| staged(target.parent().unwrap_or(out), content.as_ref()));
    let complete = complete.collect::<Result<Vec<_>>>().inspect_err(|_| {
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    });
    let mut complete: Vec<_> = complete?.into_iter().zip(&targets).collect();
    let last = complete.pop();
    complete.into_iter().try_for_each(|(file, target)| named(file, target))?;
    for path in gone.iter().map(|name| out.join(name)).filter(|path| path.is_file()) {
        fs::remove_file(&path).map_err(refused(Words("delete", "supprimer"), &path))?;
    }
    folders.iter().for_each(|folder| sync(folder));
    last.into_iter().try_for_each(|(file, target)| named(file, target))?;
    folders.iter().for_each(|folder| sync(folder));
    Ok(())
}

/// Held while files are written.
static WRITING: Mutex<()> = Mutex::new(());

fn writing() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does something while no file is half written, and lets none be begun before it is done.
pub fn between_files<T>(act: impl FnOnce() -> T) -> T {
    let _writing = writing();
    act()
}

/// Makes sure that a path may be given to a file: nothing is there, or a plain file. The target of a link is not what was
/// named, and a device or a pipe would be gone.
fn ensure_plain(path: &Path) -> Result<()> {
    let Ok(about) = path.symlink_metadata() else { return Ok(()) };
    let kind = about.file_type();
    let special = |what| Err(WriteError::Special { path: path.to_path_buf(), what });
    match () {
        () if kind.is_file() => Ok(()),
        () if kind.is_dir() => Err(WriteError::NotAFile(path.to_path_buf())),
        () if kind.is_symlink() => special(Words("a link", "un lien")),
        () => special(Words("no plain file", "pas un fichier ordinaire")),
    }
}

/// Makes sure that files may be written into a folder: what stands in their place is a plain file that is `ours`.
pub fn ensure_ours<N: AsRef<str>>(out: &Path, names: &[N], ours: impl Fn(&str) -> bool) -> Result<()> {
    for name in names.iter().map(AsRef::as_ref) {
        let path = out.join(name);
        ensure_plain(&path)?;
        if path.exists() && !ours(name) {
            return Err(WriteError::NotOurs(path));
        }
    }
    Ok(())
}

fn named(file: NamedTempFile, target: &Path) -> Result<()> {
    file.persist(target).map(drop).map_err(|error| refused(Words("write", "écrire"), target)(error.error))
}

/// Makes the names in a folder last; not every system can.
fn sync(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// What passing names begin with, before the number of the process and a hyphen.
const PASSING: &str = ".brigade-";
/// Characters of chance at the end of a passing name.
const CHANCE: usize = 6;

/// A complete file on disk under a passing name in the folder itself, so that giving it its name is one step; it vanishes
/// where that step is not made.
fn staged(out: &Path, content: &[u8]) -> Result<NamedTempFile> {
    let fault = refused(Words("write into the folder", "écrire dans le dossier"), out);
    let prefix = format!("{PASSING}{}-", std::process::id());
    let mut file =
        readable_by_all(Builder::new().prefix(&prefix).rand_bytes(CHANCE)).tempfile_in(out).map_err(&fault)?;
    file.write_all(content).and_then(|()| file.as_file().sync_all()).map_err(&fault)?;
    Ok(file)
}

/// Files of runs that were killed in the midst of writing into a folder.
pub fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = files.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    files.map(|entry| entry.path()).filter(|path| is_left_over(path)).collect()
}

/// Removes the files of runs that were killed in the midst of writing into a folder.
pub fn remove_leftovers(folder: &Path) {
    leftovers(folder).iter().for_each(|path| drop(fs::remove_file(path)));
}

fn is_left_over(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let parts = name.strip_prefix(PASSING).and_then(|rest| rest.split_once('-'));
    let Some((Ok(process), chance)) = parts.map(|(process, chance)| (process.parse::<u32>(), chance)) else {
        return false;
    };
    let by_chance = chance.len() == CHANCE && chance.bytes().all(|byte| byte.is_ascii_alphanumeric());
    by_chance && (process == std::process::id() || !is_running(process, path))
}

/// Whether the process that wrote a file may still run. Where the system does not list processes, a file is given an hour.
fn is_running(process: u32, file: &Path) -> bool {
    if Path::new("/proc/self/cmdline").exists() {
        // That of a process that has ended, and that nobody has asked how, is empty.
        return fs::read(format!("/proc/{process}/cmdline")).is_ok_and(|words| !words.is_empty());
    }
    let age = file.metadata().and_then(|about| about.modified()).ok().and_then(|written| written.elapsed().ok());
    age.is_none_or(|age| age < Duration::from_secs(3_600))
}

/// Passing files are private by default; the plan is not.
#[cfg(unix)]
fn readable_by_all<'a, 'b, 'c>(builder: &'a mut Builder<'b, 'c>) -> &'a mut Builder<'b, 'c> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable_by_all<'a, 'b, 'c>(builder: &'a mut Builder<'b, 'c>) -> &'a mut Builder<'b, 'c> {
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<_> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_replace_older_ones() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("deep/plan");
        for content in ["old", "new"] {
            replace(&out, &[("a.csv", content), ("b.csv", content)]).expect("writable");
        }
        assert_eq!(names(&out), ["a.csv", "b.csv"]);
        assert_eq!(fs::read_to_string(out.join("b.csv")).expect("written"), "new");
    }

    #[test]
    fn files_of_an_earlier_run_go() {
        let folder = tempfile::tempdir().expect("a folder");
        replace(folder.path(), &[("a.csv", "old"), ("b.csv", "old")]).expect("writable");
        replace_and_remove(folder.path(), &[("a.csv", "new")], &["b.csv".into(), "c.csv".into()]).expect("writable");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_fault_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.csv"), "old").expect("writable");
        fs::create_dir(folder.path().join("b.csv")).expect("writable");
        assert!(replace(folder.path(), &[("a.csv", "new"), ("b.csv", "new")]).is_err());
        assert_eq!(names(folder.path()), ["a.csv", "b.csv"]);
        assert_eq!(fs::read_to_string(folder.path().join("a.csv")).expect("still there"), "old");
    }

    #[test]
    fn what_a_killed_run_has_left_goes_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        // No process has the highest number there is.
        let (dead, own) = (format!("{PASSING}{}-aB3dE6", u32::MAX), format!("{PASSING}{}-aB3dE6", std::process::id()));
        let kept = [".brigade-1", ".brigade-notes", ".brigade-12-mine.csv", ".brigade--aB3dE6", "brigade-12-aB3dE6"];
        let parent = format!("{PASSING}1-aB3dE6");
        for name in kept.iter().copied().chain([dead.as_str(), &own]) {
            fs::write(folder.path().join(name), "text").expect("writable");
        }
        fs::create_dir(folder.path().join(format!("{PASSING}{}-folder", u32::MAX))).expect("writable");
        fs::write(folder.path().join(&parent), "of a process that runs").expect("writable");
        replace(folder.path(), &[("a.csv", "new")]).expect("writable");
        let left = names(folder.path());
        assert!(!left.contains(&dead) && !left.contains(&own), "{left:?}");
        assert_eq!(left.len(), kept.len() + 3, "{left:?}");
    }

    #[test]
    fn to_ask_leaves_no_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        ensure_writable(&folder.path().join("deep/plan")).expect("writable");
        assert!(names(folder.path()).is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let (link, target) = (folder.path().join("a.csv"), folder.path().join("precious"));
        fs::write(&target, "old").expect("writable");
        std::os::unix::fs::symlink(&target, &link).expect("writable");
        assert!(matches!(replace(folder.path(), &[("a.csv", "new")]), Err(WriteError::Special { .. })));
        assert!(link.is_symlink() && fs::read_to_string(&target).expect("still there") == "old");
        assert!(matches!(replace(Path::new("/dev"), &[("null", "new")]), Err(WriteError::Special { .. })));
    }

    #[test]
    fn a_file_is_no_folder() {
        let file = NamedTempFile::new().expect("a file");
        assert!(ensure_writable(file.path()).is_err());
        assert!(ensure_writable(&file.path().join("below")).is_err());
    }
}
