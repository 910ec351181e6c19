//! Files that appear whole or not at all.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tempfile::{Builder, NamedTempFile};

/// Makes sure that files can be written into the folder `out`, which is created where it is missing: to be asked
/// before a long run.
pub fn ensure_writable(out: &Path) -> Result<()> {
    if out.exists() && !out.is_dir() {
        bail!("{} is a file: name a folder to write into", out.display());
    }
    fs::create_dir_all(out).with_context(|| format!("cannot create the folder {}", out.display()))?;
    staged(out, b"").map(drop)
}

/// Puts files into a folder. Every one is complete on disk before the first takes its name; a fault before that leaves
/// the folder as it was.
pub fn replace(out: &Path, files: &[(&str, Vec<u8>)]) -> Result<()> {
    let targets = files.iter().map(|(name, _)| free_name(out, name)).collect::<Result<Vec<_>>>()?;
    ensure_writable(out)?;
    let complete = files.iter().map(|(_, content)| staged(out, content)).collect::<Result<Vec<_>>>()?;
    for (file, target) in complete.into_iter().zip(targets) {
        file.persist(&target).with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}

/// The path of a file that does not exist or may be replaced.
fn free_name(out: &Path, name: &str) -> Result<PathBuf> {
    let path = out.join(name);
    if path.is_dir() {
        bail!("{} is a folder: it stands where a file is to be written", path.display());
    }
    Ok(path)
}

/// A complete file under a passing name in the folder itself, so that giving it its name is one step; it vanishes
/// where that step is not made.
fn staged(out: &Path, content: &[u8]) -> Result<NamedTempFile> {
    let fault = || format!("cannot write into the folder {}", out.display());
    let mut file = readable_by_all(Builder::new().prefix(".brigade-")).tempfile_in(out).with_context(fault)?;
    file.write_all(content).and_then(|()| file.flush()).with_context(fault)?;
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
            replace(&out, &[("a.csv", content.into()), ("b.csv", content.into())]).expect("writable");
        }
        assert_eq!(names(&out), ["a.csv", "b.csv"]);
        assert_eq!(fs::read_to_string(out.join("b.csv")).expect("written"), "new");
    }

    #[test]
    fn a_fault_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a.csv"), "old").expect("writable");
        fs::create_dir(folder.path().join("b.csv")).expect("writable");
        assert!(replace(folder.path(), &[("a.csv", "new".into()), ("b.csv", "new".into())]).is_err());
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
