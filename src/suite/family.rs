//! The public sets that brigade knows: where their cases are and how each is measured.

use std::fs;
use std::path::{Path, PathBuf};

use super::case::PublicCase;
use super::convention::Measure;
use super::{Case, ConsistentCase, Fault, FixedTaskCase, HomeCareCase, TechnicianCase};
use crate::error::InvalidInput;
use crate::files::public::{
    Format, read_assignments, read_consistent, read_fixed_tasks, read_home_care, read_routing, read_technicians,
};

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
    /// Tasks at fixed times for workers.
    FixedTasks,
    /// Services for patients, some of them two at a time.
    HomeCare,
    /// Tasks for technicians who work alone, once with all of them and once with a reduced list.
    Technicians,
    /// Days of routes in which each customer sees one vehicle.
    Consistent,
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
    /// Whether fewer vehicles come before everything else.
    pub vehicles_first: bool,
}

impl Objective {
    const fn of(word: &'static str, name: &'static str, measure: Measure) -> Self {
        Self { word, name, measure, vehicles_first: false }
    }
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
    Objective::of("doubles", "distance, double precision, no fleet objective", Measure::Doubles),
    Objective::of("truncated", "distance, 1-decimal truncated, no fleet objective", Measure::Tenths),
    Objective {
        vehicles_first: true,
        ..Objective::of("vehicles-first", "vehicles then distance, double precision", Measure::Doubles)
    },
];
const DOUBLES: &[Objective] = &[Objective::of("doubles", "distance, double precision", Measure::Doubles)];
const THOUSANDTHS: &[Objective] =
    &[Objective::of("thousandths", "distance x1000, rounded per edge", Measure::Thousandths)];
const TOTAL_COST: &[Objective] = &[Objective::of("cost", "min total cost", Measure::Thousandths)];
const WORKERS: &[Objective] = &[Objective::of("workers", "number of shifts (workers) used", Measure::Doubles)];
const THIRDS: &[Objective] =
    &[Objective::of("thirds", "(distance + total tardiness + max tardiness)/3", Measure::Doubles)];
const OUTSOURCING: &[Objective] = &[Objective::of("outsourcing", "routing+outsourcing cost", Measure::Doubles)];
const MIXED_FLEET: &[Objective] = &[Objective::of(
    "mixed-fleet",
    "fixed + variable travel cost over the horizon, driver consistency",
    Measure::Doubles,
)];

const SOLOMON: Files = Files { extension: "txt", problem: Problem::Routing(Format::Solomon), objectives: WINDOWS };
const CORDEAU: Files = Files { extension: "txt", problem: Problem::Routing(Format::Cordeau), objectives: DOUBLES };
const VRPLIB: Files = Files { extension: "vrp", problem: Problem::Routing(Format::Vrplib), objectives: THOUSANDTHS };
const GAP: Files = Files { extension: "", problem: Problem::Assignment, objectives: TOTAL_COST };
const GAP_TEXT: Files = Files { extension: "txt", ..GAP };
const SMPTSP: Files = Files { extension: "dat", problem: Problem::FixedTasks, objectives: WORKERS };
const HHCRSP: Files = Files { extension: "json", problem: Problem::HomeCare, objectives: THIRDS };
const STRSP: Files = Files { extension: "txt", problem: Problem::Technicians, objectives: OUTSOURCING };
const HCONVRP: Files = Files { extension: "txt", problem: Problem::Consistent, objectives: MIXED_FLEET };

/// Every set.
pub const FAMILIES: &[Family] = &[
    Family { name: "vrptw-solomon", about: "time windows, one depot, 100 customers", formats: &[SOLOMON] },
    Family { name: "vrptw-homberger", about: "time windows, one depot, 200 to 1000 customers", formats: &[SOLOMON] },
    Family { name: "mdvrptw", about: "several depots, time windows, longest durations", formats: &[CORDEAU, VRPLIB] },
    Family { name: "sdvrptw", about: "vehicles that may visit some customers only", formats: &[VRPLIB] },
    Family { name: "hconvrp", about: "days, a mixed fleet, one vehicle for each customer", formats: &[HCONVRP] },
    Family { name: "hhcrsp-mankowska", about: "home care: skills, two at a time, tardiness", formats: &[HHCRSP] },
    Family { name: "strsp-kovacs", about: "technicians with levels of skills, outsourcing", formats: &[STRSP] },
    Family { name: "smptsp", about: "tasks at fixed times, fewest workers", formats: &[SMPTSP] },
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
            let parts = files.problem.parts(&path);
            let part = |part| {
                let instance = files.problem.name(folder, &path, (part, parts));
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

/// The lists of technicians, as they name a case and the folder of the list.
const LISTS: [(&str, &str); 2] = [("complete", "technicians_noTeam"), ("reduced", "techniciansReduced_noTeam")];
/// What the files of tasks for technicians who work alone end in.
const ALONE: &str = "_noTeam";

impl Problem {
    /// How many a file holds; whether it can be read is asked later.
    fn parts(self, path: &Path) -> usize {
        match self {
            Self::Assignment => read_assignments(path).map_or(1, |problems| problems.len()),
            Self::Technicians if is_list_of_tasks(path) => LISTS.len(),
            Self::Technicians => 0,
            _ => 1,
        }
    }

    /// The name of one of the problems of a file.
    fn name(self, folder: &Path, path: &Path, (part, parts): (usize, usize)) -> String {
        let name = instance_name(folder, path);
        match self {
            Self::Technicians => format!("{}:{}", name.rsplit('/').next().unwrap_or(&name), LISTS[part].0),
            _ if parts > 1 => format!("{name}-{part}"),
            _ => name,
        }
    }
}

fn is_list_of_tasks(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.ends_with(ALONE) && !stem.starts_with("technicians")
}

impl CaseFile {
    /// Reads the problem; none where it is one of assignment.
    pub fn read(&self) -> Result<Option<Box<dyn PublicCase>>, InvalidInput> {
        let (name, path) = (&self.instance, &self.path);
        Ok(Some(match self.problem {
            Problem::Assignment => return Ok(None),
            Problem::Routing(format) => {
                let case = Case::new(name, read_routing(path, format)?, self.objective.measure)?;
                Box::new(if self.objective.vehicles_first { case.vehicles_first() } else { case })
            }
            Problem::FixedTasks => Box::new(FixedTaskCase::new(name, &read_fixed_tasks(path)?)?),
            Problem::HomeCare => Box::new(HomeCareCase::new(name, read_home_care(path)?)?),
            Problem::Technicians => Box::new(TechnicianCase::new(name, read_technicians(path, &self.technicians())?)?),
            Problem::Consistent => Box::new(ConsistentCase::new(name, read_consistent(path)?)?),
        }))
    }

    /// The list of technicians: beside the folder of tasks, in one of its own.
    fn technicians(&self) -> PathBuf {
        let above = self.path.parent().and_then(Path::parent).unwrap_or(Path::new("."));
        let tasks = self.path.file_name().unwrap_or_default().to_string_lossy();
        above.join(LISTS[self.part].1).join(format!("technicians_{tasks}"))
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
