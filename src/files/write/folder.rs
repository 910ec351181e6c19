//! Files that appear whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Why files could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The output folder is a file.
    #[error("{} is a file: name a folder to write into", .0.display())]
    NotAFolder(PathBuf),
    /// A folder has the name of a file.
    #[error("{} is a folder: it stands where a file is to be written", .0.display())]
    NotAFile(PathBuf),
    /// A folder that brigade has not written stands where it would write.
    #[error("{} is another's instance, and nothing in it is overwritten: name another folder to write into", .0.display())]
    Foreign(PathBuf),
    /// The system refuses.
    #[error("cannot {what} {}: {source}", path.display())]
    System {
        /// What was tried.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A table or the summary can't be put into text.
    #[error("cannot put the result into text: {0}")]
    Text(Box<dyn std::error::Error + Send + Sync>),
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

fn refused<'p>(what: &'static str, path: &'p Path) -> impl Fn(std::io::Error) -> WriteError + 'p {
    move |source| WriteError::System { what, path: path.to_path_buf(), source }
}

/// Makes sure that files can be written into the folder `out`, which is created where it is missing: to be asked
/// before a long run.
pub fn ensure_writable(out: &Path) -> Result<()> {
    if out.exists() && !out.is_dir() {
        return Err(WriteError::NotAFolder(out.to_path_buf()));
    }
    fs::create_dir_all(out).map_err(refused("create the folder", out))?;
    staged(out, b"").map(drop)
}

/// Puts files into a folder. Every one is complete on disk before the first takes its name; a fault before that leaves
/// the folder as it was.
pub fn replace<N: AsRef<str>, C: AsRef<[u8]>>(out: &Path, files: &[(N, C)]) -> Result<()> {
    replace_and_remove(out, files, &[])
}

/// The same, and takes away `gone`, files of an earlier run that would else be taken for the new one's.
pub fn replace_and_remove<N, C>(out: &Path, files: &[(N, C)], gone: &[String]) -> Result<()>
where
    N: AsRef<str>,
    C: AsRef<[u8]>,
{
    let targets = files.iter().map(|(name, _)| free_name(out, name.as_ref())).collect::<Result<Vec<_>>>()?;
    ensure_writable(out)?;
    let beside = |target: &Path, content: &[u8]| {
        let folder = target.parent().unwrap_or(out);
        fs::create_dir_all(folder).map_err(refused("create the folder", folder))?;
        staged(folder, content)
    };
    let complete = targets.iter().zip(files).map(|(target, (_, content))| beside(target, content.as_ref()));
    let complete = complete.collect::<Result<Vec<_>>>()?;
    for (file, target) in complete.into_iter().zip(targets) {
        file.persist(&target).map_err(|error| refused("write", &target)(error.error))?;
    }
    for path in gone.iter().map(|name| out.join(name)).filter(|path| path.is_file()) {
        fs::remove_file(&path).map_err(refused("delete", &path))?;
    }
    Ok(())
}

/// The path of a file that does not exist or may be replaced.
fn free_name(out: &Path, name: &str) -> Result<PathBuf> {
    let path = out.join(name);
    if path.is_dir() {
        return Err(WriteError::NotAFile(path));
    }
    Ok(path)
}

/// A complete file under a passing name in the folder itself, so that giving it its name is one step; it vanishes
/// where that step is not made.
fn staged(out: &Path, content: &[u8]) -> Result<NamedTempFile> {
    let fault = refused("write into the folder", out);
    let mut file = readable_by_all(Builder::new().prefix(".brigade-")).tempfile_in(out).map_err(&fault)?;
    file.write_all(content).and_then(|()| file.flush()).map_err(&fault)?;
    Ok(file)
}

/// Passing files are private by default; the plan is not.
#[cfg(unix)]
fn readable_by_all<'a, 'b>(builder: &'a mut Builder<'b, 'static>) -> &'a mut Builder<'b, 'static> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable_by_all<'a, 'b>(builder: &'a mut Builder<'b, 'static>) -> &'a mut Builder<'b, 'static> {
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
    fn a_file_is_no_folder() {
        let file = NamedTempFile::new().expect("a file");
        assert!(ensure_writable(file.path()).is_err());
        assert!(ensure_writable(&file.path().join("below")).is_err());
    }
}
