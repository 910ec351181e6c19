//! What belongs together in a plan folder: `summary.json`, which is written last, holds the hash of every other file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::carried::{EVENTS, INSTANCE};
use super::columns::PLAN;
use super::issues::{InputPosition, Issues};
use super::tables::PLAN_FILE;
use super::write;
use crate::error::{Issue, Message};
use crate::insight::Summary;

/// The file with the hashes.
pub const SUMMARY: &str = "summary.json";
/// The file with the departures.
pub const ROUTES_FILE: &str = "routes.csv";

/// SHA-256 of files by their names, `/` between folder and file, in hexadecimal.
pub type Hashes = BTreeMap<String, String>;

/// A summary with the hashes of the files beside it.
#[derive(Serialize)]
pub struct SealedSummary<'a> {
    #[serde(flatten)]
    pub summary: &'a Summary,
    pub files: Hashes,
}

/// The hashes of files.
pub fn hashes<C: AsRef<[u8]>>(files: &[(String, C)]) -> Hashes {
    files.iter().map(|(name, content)| (name.clone(), hash(content.as_ref()))).collect()
}

/// SHA-256 in hexadecimal.
pub fn hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of the names and contents of all files in a folder and those below, in hexadecimal; none where one can't be read.
pub fn folder_sha256(folder: &Path) -> Option<String> {
    let mut digest = Sha256::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(next).ok()?.map(|entry| Some(entry.ok()?.path())).collect::<Option<_>>()?;
        entries.sort();
        for path in entries {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).ok()?.to_string_lossy().into_owned();
            digest.update(format!("{name}\n{}\n", hash(&std::fs::read(&path).ok()?)));
        }
    }
    Some(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The hashes that a summary states; none where it states none.
pub fn stated(summary: &Path) -> Option<Hashes> {
    #[derive(Deserialize)]
    struct Stated {
        files: Hashes,
    }
    let text = summary.is_file().then(|| std::fs::read(summary).ok()).flatten()?;
    serde_json::from_slice::<Stated>(&text).ok().map(|stated| stated.files)
}

/// Whether brigade has written the file with this name in a folder: its summary names it, or that of a run that was
/// killed there; or its plan.csv has the header of one that brigade writes, and the file is a text of every plan.
pub fn is_ours(folder: &Path, name: &str) -> bool {
    let named = |summary: &Path| stated(summary).is_some_and(|files| name == SUMMARY || files.contains_key(name));
    let is_text = !name.ends_with(".xlsx");
    let of_every_plan = || is_text && write::FILES.contains(&name) && has_header(&folder.join(PLAN_FILE));
    named(&folder.join(SUMMARY)) || write::leftovers(folder).iter().any(|file| named(file)) || of_every_plan()
}

/// Whether a plan.csv has exactly the columns that brigade writes.
fn has_header(plan: &Path) -> bool {
    let names: Vec<_> = PLAN.schema.headings().into_iter().map(|heading| heading.name).collect();
    let text = std::fs::read(plan).unwrap_or_default();
    text.split(|&byte| byte == b'\n').next() == Some(names.join(",").as_bytes())
}

/// What of a plan folder is not as `summary.json` says.
#[derive(Debug, Default)]
pub struct Mismatch {
    /// The folder.
    folder: PathBuf,
    /// Files with other content.
    changed: Vec<String>,
    /// Files of a plan that the summary does not name.
    further: Vec<String>,
    /// Whether no file is as the summary says.
    all: bool,
}

impl Mismatch {
    /// That of a plan folder, or of the folder of a plan.csv.
    pub fn of(plan: &Path) -> Self {
        let folder = match plan.file_name() {
            _ if plan.is_dir() => plan,
            Some(name) if name == PLAN_FILE => plan.parent().unwrap_or(Path::new("")),
            _ => return Self::default(),
        };
        let Some(files) = stated(&folder.join(SUMMARY)) else { return Self::default() };
        let known = || {
            let names = write::known_names().chain(write::stated_calendars(folder));
            names.filter(|name| folder.join(name).is_file())
        };
        let differs = |name: &String| {
            let content = std::fs::read(folder.join(name)).unwrap_or_default();
            files.get(name).is_some_and(|stated| *stated != hash(&content))
        };
        let changed: Vec<_> = known().filter(differs).collect();
        let further = known().filter(|name| name != SUMMARY && !files.contains_key(name)).collect();
        let all = changed.len() > 1 && changed.len() == known().filter(|name| files.contains_key(name)).count();
        Self { folder: folder.to_path_buf(), changed, further, all }
    }

    /// Whether plan.csv is another than the routes.csv beside it was written with.
    pub fn is_plan_alone(&self) -> bool {
        let has_changed = |name| self.changed.iter().any(|own| own == name);
        !self.all && has_changed(PLAN_FILE) && !has_changed(ROUTES_FILE)
    }

    /// Warns of every file that does not belong to the others.
    pub fn warn(&self, issues: &mut Issues) {
        let mut warn = |name: &str, advice: Message| {
            issues.warn(InputPosition::file(&self.folder.join(name).display().to_string()), "", advice);
        };
        if self.all {
            warn(SUMMARY, Message::MixedSummary);
        }
        for name in self.changed.iter().filter(|_| !self.all) {
            let counts = [PLAN_FILE, ROUTES_FILE, EVENTS].contains(&name.as_str()) || name.starts_with(INSTANCE);
            let advice = match name.as_str() {
                PLAN_FILE if self.is_plan_alone() => Message::PlanAlone,
                _ if counts => Message::MixedAndCounts,
                _ => Message::Mixed,
            };
            warn(name, advice);
        }
        for name in &self.further {
            warn(name, Message::OfAnotherRun);
        }
    }
}

/// Warnings of the files of a plan folder that do not belong to the others.
pub fn warn_of_mixed(plan: &Path) -> Vec<Issue> {
    let mut issues = Issues::default();
    Mismatch::of(plan).warn(&mut issues);
    issues.into_sorted()
}

/// SHA-256 of the `plan.csv` in a plan folder of which every file is as its summary says; none where one is not.
pub fn sealed_plan(folder: &Path) -> Option<String> {
    let mut files = stated(&folder.join(SUMMARY))?;
    let is_own = |(name, stated): (&String, &String)| {
        std::fs::read(folder.join(name)).is_ok_and(|content| *stated == hash(&content))
    };
    files.iter().all(is_own).then(|| files.remove(PLAN_FILE)).flatten()
}

/// The summary of a folder in which one file has new content; none where it does not name the file.
pub fn resealed(folder: &Path, name: &str, content: &[u8]) -> Option<String> {
    let text = std::fs::read_to_string(folder.join(SUMMARY)).ok()?;
    let old = stated(&folder.join(SUMMARY))?.remove(name)?;
    let entry = |hash: &str| format!("\"{name}\": \"{hash}\"");
    Some(text.replace(&entry(&old), &entry(&hash(content))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let own: Vec<_> = files.iter().map(|&(name, text)| (name.to_owned(), text)).collect();
        let summary = serde_json::json!({ "seed": 1, "files": hashes(&own) });
        for (name, text) in files.iter().copied().chain([(SUMMARY, format!("{summary:#}").as_str())]) {
            fs::write(folder.path().join(name), text).expect("writable");
        }
        folder
    }

    fn told(folder: &Path) -> Vec<String> {
        let name = |issue: Issue| Path::new(&issue.file).file_name().expect("a name").to_string_lossy().into_owned();
        warn_of_mixed(folder).into_iter().map(name).collect()
    }

    #[test]
    fn a_file_that_does_not_belong_is_named() {
        let own = folder(&[("plan.csv", "a"), ("routes.csv", "b"), ("report.html", "c")]);
        let at = |name: &str| own.path().join(name);
        assert!(told(own.path()).is_empty() && told(&at("plan.csv")).is_empty());
        fs::write(at("report.html"), "other").expect("writable");
        assert_eq!(told(own.path()), ["report.html"]);
        fs::write(at("change_curve.csv"), "of another run").expect("writable");
        fs::write(at("notes.txt"), "the user's").expect("writable");
        fs::remove_file(at("routes.csv")).expect("there");
        assert_eq!(told(own.path()), ["report.html", "change_curve.csv"]);
        fs::write(at("plan.csv"), "other").expect("writable");
        assert_eq!(told(own.path()), ["summary.json", "change_curve.csv"]);
    }

    #[test]
    fn a_plan_without_a_summary_is_enough() {
        let own = folder(&[("plan.csv", "a")]);
        fs::write(own.path().join("plan.csv"), "other").expect("writable");
        assert!(Mismatch::of(own.path()).is_plan_alone());
        for text in ["{", "{\"seed\": 1}"] {
            fs::write(own.path().join(SUMMARY), text).expect("writable");
            assert!(told(own.path()).is_empty(), "{text}");
        }
        fs::remove_file(own.path().join(SUMMARY)).expect("there");
        assert!(told(own.path()).is_empty());
    }

    #[test]
    fn a_new_page_is_sealed() {
        let own = folder(&[("plan.csv", "a"), ("report.html", "c")]);
        fs::write(own.path().join("report.html"), "other").expect("writable");
        let sealed = resealed(own.path(), "report.html", b"other").expect("named");
        fs::write(own.path().join(SUMMARY), sealed).expect("writable");
        assert!(told(own.path()).is_empty());
        assert!(resealed(own.path(), "routes.csv", b"").is_none());
    }

    #[test]
    fn a_plan_is_whole_with_all_its_files() {
        let own = folder(&[("plan.csv", "a"), ("routes.csv", "b")]);
        assert_eq!(sealed_plan(own.path()), Some(hash(b"a")));
        fs::write(own.path().join("routes.csv"), "other").expect("writable");
        assert_eq!(sealed_plan(own.path()), None);
        fs::remove_file(own.path().join("routes.csv")).expect("there");
        assert_eq!(sealed_plan(own.path()), None);
    }

    #[test]
    fn only_what_brigade_has_written_is_ours() {
        let own = folder(&[("plan.csv", "a"), ("events.jsonl", "b")]);
        let ours = |name| is_ours(own.path(), name);
        assert!(ours("plan.csv") && ours("events.jsonl") && ours(SUMMARY) && !ours("routes.csv"));
        fs::remove_file(own.path().join(SUMMARY)).expect("there");
        assert!(!ours("plan.csv") && !ours("events.jsonl"));
        let plan = "date,crew,sequence,job,site,arrive,start,finish,km,travel_minutes,pinned\n";
        fs::write(own.path().join("plan.csv"), plan).expect("writable");
        assert!(ours("plan.csv") && ours("routes.csv") && !ours("events.jsonl"));
    }
}
