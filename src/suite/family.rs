//! The public sets that brigade knows: where their cases are and how each is measured.

use std::fs;
use std::path::{Path, PathBuf};

use super::Fault;
use super::convention::Measure;
use crate::files::public::{Format, read_assignments};

/// A public benchmark set.
#[derive(Debug)]
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    formats: &'static [Files],
}

/// The files of a set that have one format.
#[derive(Debug)]
struct Files {
    /// Extension of the files, in small letters or capitals; empty for none.
    extension: &'static str,
    problem: Problem,
    /// What may be minimized; the first unless another is asked for.
    objectives: &'static [Objective],
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Routes.
    Routing(Format),
    /// Items for agents.
    Assignment,
}

/// What is minimized.
#[derive(Debug, PartialEq, Eq)]
pub struct Objective {
    /// The word for the command line.
    pub word: &'static str,
    /// The name in lists of best known values.
    pub name: &'static str,
    /// How routes are measured.
    pub measure: Measure,
}

/// A file of a set.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The name of the instance, as in lists of best known values.
    pub instance: String,
    /// Where it is.
    pub path: PathBuf,
    /// Which of its problems, from 0.
    pub part: usize,
    /// What it holds.
    pub problem: Problem,
    /// What is minimized.
    pub objective: &'static Objective,
}

const WINDOWS: &[Objective] = &[
    Objective { word: "doubles", name: "distance, double precision, no fleet objective", measure: Measure::Doubles },
    Objective {
        word: "truncated",
        name: "distance, 1-decimal truncated, no fleet objective",
        measure: Measure::Tenths,
    },
];
const DOUBLES: &[Objective] =
    &[Objective { word: "doubles", name: "distance, double precision", measure: Measure::Doubles }];
const THOUSANDTHS: &[Objective] =
    &[Objective { word: "thousandths", name: "distance x1000, rounded per edge", measure: Measure::Thousandths }];
const TOTAL_COST: &[Objective] = &[Objective { word: "cost", name: "min total cost", measure: Measure::Thousandths }];

const SOLOMON: Files = Files { extension: "txt", problem: Problem::Routing(Format::Solomon), objectives: WINDOWS };
const CORDEAU: Files = Files { extension: "txt", problem: Problem::Routing(Format::Cordeau), objectives: DOUBLES };
const VRPLIB: Files = Files { extension: "vrp", problem: Problem::Routing(Format::Vrplib), objectives: THOUSANDTHS };
const GAP: Files = Files { extension: "", problem: Problem::Assignment, objectives: TOTAL_COST };
const GAP_TEXT: Files = Files { extension: "txt", ..GAP };

/// Every set.
pub const FAMILIES: &[Family] = &[
    Family { name: "vrptw-solomon", about: "time windows, one depot, 100 customers", formats: &[SOLOMON] },
    Family { name: "vrptw-homberger", about: "time windows, one depot, 200 to 1000 customers", formats: &[SOLOMON] },
    Family { name: "mdvrptw", about: "several depots, time windows, longest durations", formats: &[CORDEAU, VRPLIB] },
    Family { name: "sdvrptw", about: "vehicles that may visit some customers only", formats: &[VRPLIB] },
    Family { name: "gap", about: "generalized assignment: items to agents with capacities", formats: &[GAP, GAP_TEXT] },
];

impl Family {
    /// The set of a name; an error lists those that there are.
    pub fn named(name: &str) -> Result<&'static Self, Fault> {
        FAMILIES.iter().find(|family| family.name == name).ok_or_else(|| {
            let known: Vec<_> = FAMILIES.iter().map(|family| family.name).collect();
            Fault::Usage(format!("the family '{name}' is not known; known are {}", known.join(", ")))
        })
    }

    /// The cases in a folder and its subfolders, by name. `objective` names what is to be minimized where there is a
    /// choice.
    pub fn cases(&self, folder: &Path, objective: Option<&str>) -> Result<Vec<CaseFile>, Fault> {
        self.check_objective(objective)?;
        let mut cases = Vec::new();
        for path in files_below(folder)? {
            let extension = path.extension().unwrap_or_default().to_string_lossy();
            let own = |files: &&Files| files.extension.eq_ignore_ascii_case(&extension);
            let Some(files) = self.formats.iter().find(own) else { continue };
            let chosen = |known: &&Objective| objective.is_none_or(|word| word == known.word);
            let Some(objective) = files.objectives.iter().find(chosen) else { continue };
            let name = instance_name(folder, &path);
            let parts = files.problem.parts(&path);
            let part = |part| {
                let instance = if parts == 1 { name.clone() } else { format!("{name}-{part}") };
                CaseFile { instance, path: path.clone(), part, problem: files.problem, objective }
            };
            cases.extend((0..parts).map(part));
        }
        cases.sort_by(|a, b| a.instance.cmp(&b.instance));
        if cases.is_empty() {
            let patterns: Vec<_> = self.formats.iter().map(Files::pattern).collect();
            let advice = format!("no case of {} in it: {} would be one", self.name, patterns.join(" or "));
            return Err(Fault::Usage(format!("{}: {advice}", folder.display())));
        }
        Ok(cases)
    }

    /// The words of its objectives.
    pub fn objectives(&self) -> Vec<&'static str> {
        let mut words: Vec<_> = self.formats.iter().flat_map(|files| files.objectives).map(|own| own.word).collect();
        words.dedup();
        words
    }

    fn check_objective(&self, objective: Option<&str>) -> Result<(), Fault> {
        let known = self.objectives();
        match objective {
            Some(word) if !known.contains(&word) => {
                Err(Fault::Usage(format!("{} has no objective '{word}'; it has {}", self.name, known.join(", "))))
            }
            _ => Ok(()),
        }
    }
}

impl Files {
    fn pattern(&self) -> String {
        if self.extension.is_empty() { "a file without extension".into() } else { format!("*.{}", self.extension) }
    }
}

impl Problem {
    /// How many a file holds; whether it can be read is asked later.
    fn parts(self, path: &Path) -> usize {
        match self {
            Self::Routing(_) => 1,
            Self::Assignment => read_assignments(path).map_or(1, |problems| problems.len()),
        }
    }
}

/// The files of a folder and of its subfolders, but for those of published solutions.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let refused = |fault: std::io::Error| Fault::Usage(format!("{} cannot be read: {fault}", folder.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.is_file() {
            files.push(path);
        } else if path.is_dir() && path.file_name().is_some_and(|name| name != "solutions") {
            files.extend(files_below(&path)?);
        }
    }
    Ok(files)
}

/// The name of the file without extension, behind the first word of each subfolder: `chu1997/a05100`.
fn instance_name(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
    let last = parts.len() - 1;
    let word = |(index, part): (usize, &std::borrow::Cow<'_, str>)| {
        if index == last { part.to_string() } else { part.split('-').next().unwrap_or_default().to_string() }
    };
    parts.iter().enumerate().map(word).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_names_list_the_known_ones() {
        let fault = Family::named("solomon").expect_err("unknown").to_string();
        assert!(fault.contains("'solomon'") && fault.contains("vrptw-solomon, vrptw-homberger, mdvrptw"), "{fault}");
        let fault = Family::named("sdvrptw").and_then(|family| family.cases(Path::new("."), Some("doubles")));
        assert!(fault.expect_err("unknown").to_string().contains("it has thousandths"));
    }

    #[test]
    fn subfolders_are_part_of_the_name() {
        let folder = Path::new("sets");
        let named = |path: &str| instance_name(folder, &folder.join(path));
        assert_eq!(named("C101.txt"), "C101");
        assert_eq!(named("cordeau-al-2001-mdvrptw/pr01.txt"), "cordeau/pr01");
        assert_eq!(named("chu1997/a05100"), "chu1997/a05100");
    }

    #[test]
    fn a_file_of_several_problems_is_several_cases() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = [("gap1.TXT", "2\n1 1 5 6 7\n1 1 8 9 10\n"), ("alone", "1 1 5 6 7"), ("notes.md", "")];
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let cases = Family::named("gap").and_then(|family| family.cases(folder.path(), None)).expect("cases");
        let named: Vec<_> = cases.iter().map(|case| (case.instance.as_str(), case.part)).collect();
        assert_eq!(named, [("alone", 0), ("gap1-0", 0), ("gap1-1", 1)]);
    }

    #[test]
    fn a_folder_without_cases_says_what_is_expected() {
        let folder = tempfile::tempdir().expect("a folder");
        let fault = Family::named("mdvrptw").and_then(|family| family.cases(folder.path(), None));
        assert!(fault.expect_err("no cases").to_string().contains("*.txt or *.vrp"));
    }
}
