//! A small firm whose files tests change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use brigade::error::{InvalidInput, Issue, Severity};
use brigade::files::{Loaded, ReadOptions, read_instance};
use brigade::model::Instance;
use tempfile::TempDir;

/// The files of an instance by name.
#[derive(Clone, Debug)]
pub struct FirmFiles(BTreeMap<String, Vec<u8>>);

/// File, line and column of an issue.
pub type IssuePlace = (String, Option<u64>, String);

const FILES: [(&str, &str); 9] = [
    ("settings.toml", "[horizon]\nstart = \"2026-11-23\"\n"),
    (
        "crews.csv",
        "crew,name,lat,lon,skills,equipment,start,end,overtime\n\
         A,Alpha,45.0,5.0,gas:3 roof,crane,08:00,17:00,60\n\
         B,Beta,45.1,5.1,roof:2,,,,\n",
    ),
    ("sites.csv", "site,name,lat,lon,region,usual_crew\nS1,One,45.2,5.2,North,A\nS2,Two,45.3,5.3,South,\n"),
    (
        "jobs.csv",
        "job,site,duration,visits,skills,tools,after,open,close,earliest,latest\n\
         J1,S1,120,1,gas:2,,,,,,\n\
         J2,S2,1h30,2,roof,lift,J1,,,,\n\
         J3,S1,60,1,,,,,,,\n",
    ),
    ("tools.csv", "tool,quantity\nlift,2\n"),
    ("members.csv", "member,crew,skills,absent\nB1,B,roof:2,2026-11-24\nB2,B,roof,\n"),
    ("calendar.csv", "crew,date,off,start,end\nA,2026-11-25,yes,,\nB,2026-11-26,,10:00,\n"),
    ("preferences.csv", "crew,site,job,region,score\nA,S1,,,5\nB,,,South,-2.5\n"),
    ("current.csv", "date,crew,job,sequence,start,pinned\n2026-11-23,A,J1,1,08:30,yes\n2026-11-24,B,J2,1,,no\n"),
];

impl FirmFiles {
    /// The firm without a fault.
    pub fn new() -> Self {
        Self(FILES.iter().map(|&(name, text)| (name.to_owned(), text.into())).collect())
    }

    /// The firm with another file.
    pub fn with(mut self, file: &str, content: impl Into<Vec<u8>>) -> Self {
        self.0.insert(file.to_owned(), content.into());
        self
    }

    /// The firm without a file.
    pub fn without(mut self, file: &str) -> Self {
        assert!(self.0.remove(file).is_some(), "{file} is there");
        self
    }

    /// The firm with other text in a file.
    pub fn edit(self, file: &str, old: &str, new: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(old), "{old} is in {file}");
        self.with(file, text.replacen(old, new, 1))
    }

    /// The firm with a further row in a file.
    pub fn row(self, file: &str, row: &str) -> Self {
        let text = self.text(file);
        self.with(file, text + row + "\n")
    }

    /// The text of a file.
    pub fn text(&self, file: &str) -> String {
        String::from_utf8(self.0[file].clone()).expect("files of the firm are UTF-8")
    }

    /// Writes the files into a folder.
    pub fn write(&self, folder: &Path) {
        for (name, content) in &self.0 {
            std::fs::write(folder.join(name), content).unwrap();
        }
    }

    /// The files in a folder named `week`, which lives as long as the first value.
    pub fn folder(&self) -> (TempDir, PathBuf) {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("week");
        std::fs::create_dir(&folder).unwrap();
        self.write(&folder);
        (parent, folder)
    }

    /// Reads the files.
    pub fn read(&self) -> Result<Loaded, InvalidInput> {
        read_instance(&self.folder().1, &ReadOptions::default())
    }

    /// The instance, which has no fault.
    pub fn instance(&self) -> Instance {
        self.read().unwrap_or_else(|faults| panic!("{faults}")).instance
    }

    /// The issues of an instance that cannot be used.
    pub fn issues(&self) -> Vec<Issue> {
        match self.read() {
            Ok(loaded) => panic!("no error, only {:?}", loaded.warnings),
            Err(InvalidInput(issues)) => issues,
        }
    }

    /// The errors.
    pub fn errors(&self) -> Vec<IssuePlace> {
        self.issues().iter().filter(|issue| issue.severity == Severity::Error).map(place).collect()
    }

    /// The warnings of an instance that can be used.
    pub fn warnings(&self) -> Vec<Issue> {
        self.read().unwrap_or_else(|faults| panic!("{faults}")).warnings
    }
}

/// Where an issue is.
pub fn place(issue: &Issue) -> IssuePlace {
    (issue.file.clone(), issue.line, issue.column.clone())
}

/// A cell of a file.
pub fn at(file: &str, line: u64, column: &str) -> IssuePlace {
    (file.to_owned(), Some(line), column.to_owned())
}
