//! The command line as its users meet it: what it prints where, how it ends, and what it leaves on the disk.

mod bad_input;
mod batch;
mod bench;
mod ends;
mod explain;
mod few;
mod import;
mod locate;
mod memory;
mod places;
mod replan;
mod report;
mod roads;
mod server;
mod slots;
mod snapshot;
mod terminal;
mod walk;
mod workbooks;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

/// What stands in the folder of a plan of the small firm.
const PLAN_FILES: [&str; 11] = [
    "calendars",
    "LYO1.ics",
    "LYO2.ics",
    "changes.csv",
    "map.geojson",
    "plan.csv",
    "plan.xlsx",
    "report.html",
    "routes.csv",
    "summary.json",
    "unassigned.csv",
];

/// What a command gave back.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs `brigade` with arguments separated by spaces; `@` stands for the folder `at`.
fn brigade(at: &Path, arguments: &str) -> Run {
    let at = at.to_str().expect("a plain path");
    let arguments = arguments.split_whitespace().map(|argument| argument.replace('@', at));
    Run::from(command().args(arguments).output().expect("runs"))
}

fn command() -> Command {
    let mut command = Command::from_std(program());
    command.timeout(Duration::from_secs(120));
    command
}

/// The program, which speaks English whatever the locale of the tests.
fn program() -> std::process::Command {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_brigade"));
    program.env_remove("COLUMNS").env("LC_ALL", "C");
    program
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Run {
    /// Asserts an exit code, and that nothing went wrong inside.
    #[track_caller]
    fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Asserts that standard error names every one of the parts.
    #[track_caller]
    fn tells(self, parts: &[&str]) -> Self {
        parts.iter().for_each(|part| assert!(self.err.contains(part), "{part:?} is not in: {}", self.err));
        self
    }
}

/// A small firm in a folder of its own, with room beside it.
struct Firm {
    room: TempDir,
}

impl Firm {
    /// Two crews, three sites, four jobs and a schedule that could be better.
    fn new() -> Self {
        let firm = Self { room: tempfile::tempdir().expect("a folder") };
        fs::create_dir(firm.folder()).expect("writable");
        firm.with("settings.toml", "[horizon]\nstart = \"2026-11-23\"\n")
            .with(
                "crews.csv",
                "crew,name,lat,lon,skills\nLYO1,Toits,45.75,4.85,roofing\nLYO2,Murs,45.70,4.90,masonry\n",
            )
            .with("sites.csv", "site,name,lat,lon\nS1,Mairie,45.80,4.80\nS2,Gare,45.60,4.95\nS3,Halle,45.72,4.70\n")
            .with(
                "jobs.csv",
                "job,site,duration,skills,due\nJ1,S1,120,roofing,\nJ2,S2,90,masonry,2026-11-24\nJ3,S3,1h30,roofing,\n\
                 J4,S3,60,masonry,\n",
            )
            .with(
                "current.csv",
                "date,crew,job\n2026-11-23,LYO1,J1\n2026-11-25,LYO1,J3\n2026-11-23,LYO2,J2\n2026-11-26,LYO2,J4\n",
            )
    }

    /// The instance.
    fn folder(&self) -> PathBuf {
        self.room.path().join("firm")
    }

    /// A path beside the instance.
    fn beside(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    /// The firm with a file written anew.
    fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::write(self.folder().join(name), content).expect("writable");
        self
    }

    /// The firm with a part of a file, which must be there, replaced.
    #[track_caller]
    fn but(self, name: &str, old: &str, new: &str) -> Self {
        let text = fs::read_to_string(self.folder().join(name)).expect("readable");
        assert!(text.contains(old), "{old:?} is not in {text}");
        self.with(name, text.replacen(old, new, 1))
    }

    /// Runs `brigade`; `@` stands for the folder that the firm's folder is in.
    fn run(&self, arguments: &str) -> Run {
        brigade(self.room.path(), arguments)
    }

    /// Plans, which must succeed.
    #[track_caller]
    fn planned(self) -> Self {
        self.run("plan @/firm --iterations 50 --threads 1 -o @/plan -q").ends(0);
        self
    }

    /// Asserts that nothing can be planned, and that trying leaves no trace on the disk.
    #[track_caller]
    fn refused(&self) -> Run {
        self.refuses("plan @/firm --iterations 50 --threads 1")
    }

    /// Asserts that a command ends as bad input, prints no result and writes nothing.
    #[track_caller]
    fn refuses(&self, arguments: &str) -> Run {
        let before = contents(self.room.path());
        let run = self.run(arguments).ends(2);
        assert_eq!(run.out, "");
        assert!(before == contents(self.room.path()), "{arguments} wrote something");
        run
    }
}

/// Every path below a folder, with the bytes of files.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(contents(&path));
            found.insert(path, None);
        } else {
            let bytes = fs::read(&path).expect("readable");
            found.insert(path, Some(bytes));
        }
    }
    found
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let name = |path: &PathBuf| path.file_name().expect("a name").to_string_lossy().into_owned();
    contents(folder).keys().map(name).collect()
}
