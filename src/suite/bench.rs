//! Runs the cases of a public set one after the other and keeps every finished result.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::assignment::assign;
use super::case::{PublicCase, PublicVisit};
use super::family::{CaseFile, Problem};
use super::results::{ResultRow, Results};
use super::{Family, Fault};
use crate::error::InvalidInput;
use crate::files::public::{BestKnown, read_assignments, read_best_known};
use crate::files::{ensure_writable, write_files};
use crate::judge::check_by;
use crate::model::Bound;
use crate::solve;
use crate::stop::StoppingCriterion;

/// Options of a benchmark.
#[derive(Clone, Debug, Default)]
pub struct BenchOptions {
    /// Patterns of names; a case that matches none is passed over. None = all cases.
    pub only: Vec<glob::Pattern>,
    /// The word of an objective where the family has several; none = its first.
    pub objective: Option<String>,
    /// Time for each case and seed; none = by size, see [`time_by_size`].
    pub time: Option<Duration>,
    /// Whether routing problems share their time with a proof of a bound.
    pub bound: bool,
    /// Seeds 1 to this.
    pub seeds: u64,
    /// Threads.
    pub threads: usize,
    /// File of results; finished rows in it are kept and not run again.
    pub results: Option<PathBuf>,
    /// Folder for the plans.
    pub solutions: Option<PathBuf>,
}

/// Progress of a benchmark.
#[derive(Clone, Copy, Debug)]
pub enum BenchProgress<'r> {
    /// So many runs are in the results file already.
    Kept(usize),
    /// A run is done: its number, how many there are, and its row.
    Done(usize, usize, &'r ResultRow),
}

/// The time for a number of customers or items: a tenth of a second for each, at least ten seconds.
pub fn time_by_size(size: usize) -> Duration {
    Duration::from_secs_f64((size as f64 / 10.0).max(10.0))
}

/// Runs a family's cases in a folder. Returns the rows of the cases and seeds asked for, kept ones included.
/// `interrupted` ends the benchmark within the current case, whose result is dropped.
///
/// # Errors
///
/// Where a file is invalid, no case matches, or a result can't be written.
pub fn bench(
    family: &Family,
    folder: &Path,
    options: &BenchOptions,
    interrupted: &Arc<AtomicBool>,
    report: &dyn Fn(BenchProgress<'_>),
) -> Result<Vec<ResultRow>, Fault> {
    let mut cases = family.cases(folder, options.objective.as_deref())?;
    let wanted = |case: &CaseFile| options.only.is_empty() || options.only.iter().any(|p| p.matches(&case.instance));
    cases.retain(wanted);
    if cases.is_empty() {
        return Err(Fault::Usage(format!("no case of {} in {} has such a name", family.name, folder.display())));
    }
    check_files(&cases)?;
    let best = read_best_known(folder)?;
    let mut results = options.results.as_deref().map(Results::open).transpose()?;
    options.solutions.as_deref().map(ensure_writable).transpose()?;
    let runs: Vec<_> = cases.iter().flat_map(|case| (1..=options.seeds).map(move |seed| (case, seed))).collect();
    let mut rows = Vec::new();
    let known = results.as_ref().map_or(Vec::new(), |results| results.rows.clone());
    let blank = |case: &CaseFile, seed| ResultRow { seed, ..named(family, case) };
    let (kept, open): (Vec<_>, Vec<_>) =
        runs.into_iter().partition(|&(case, seed)| known.iter().any(|row| row.is_about(&blank(case, seed))));
    if !kept.is_empty() {
        report(BenchProgress::Kept(kept.len()));
    }
    rows.extend(known.into_iter().filter(|row| kept.iter().any(|&(case, seed)| row.is_about(&blank(case, seed)))));
    for (index, &(case, seed)) in open.iter().enumerate() {
        let run = CaseRun { case, seed, options, interrupted };
        let Some(row) = run.row(blank(case, seed), best.as_ref())? else { break };
        if let Some(results) = &mut results {
            results.add(row.clone())?;
        }
        report(BenchProgress::Done(index + 1, open.len(), &row));
        rows.push(row);
    }
    Ok(rows)
}

/// Reads every file once, so that all faults are reported before anything runs.
fn check_files(cases: &[CaseFile]) -> Result<(), InvalidInput> {
    let mut issues = Vec::new();
    for case in cases.iter().filter(|case| case.part == 0 || case.problem != Problem::Assignment) {
        let read = match case.problem {
            Problem::Assignment => read_assignments(&case.path).map(drop),
            _ => case.read().map(drop),
        };
        issues.extend(read.err().into_iter().flat_map(|InvalidInput(issues)| issues));
    }
    if issues.is_empty() { Ok(()) } else { Err(InvalidInput(issues)) }
}

fn named(family: &Family, case: &CaseFile) -> ResultRow {
    let (instance, objective) = (case.instance.clone(), case.objective.name.to_string());
    ResultRow { family: family.name.to_string(), instance, objective, ..ResultRow::default() }
}

/// One case with one seed.
struct CaseRun<'r> {
    case: &'r CaseFile,
    seed: u64,
    options: &'r BenchOptions,
    interrupted: &'r Arc<AtomicBool>,
}

impl CaseRun<'_> {
    /// The finished row; `None` where the run was interrupted.
    fn row(&self, mut row: ResultRow, best: Option<&BestKnown>) -> Result<Option<ResultRow>, Fault> {
        let started = Instant::now();
        let found = match self.case.read()? {
            Some(case) => self.plan(&*case, started, &mut row),
            None => self.assign(started, &mut row)?,
        };
        row.seconds = format!("{:.2}", started.elapsed().as_secs_f64());
        if self.interrupted.load(Ordering::Relaxed) {
            return Ok(None);
        }
        if let Some(written) = best.and_then(|best| best.value(&row.instance, &row.objective)) {
            row.set_best_known(written);
        }
        if let (Some(found), Some(folder)) = (found, &self.options.solutions) {
            self.write(folder, &found)?;
        }
        Ok(Some(row))
    }

    fn time(&self, size: usize) -> Duration {
        self.options.time.unwrap_or_else(|| time_by_size(size))
    }

    /// Solves a problem of crews and visits; returns the plan where it keeps every rule.
    fn plan(&self, case: &dyn PublicCase, started: Instant, row: &mut ResultRow) -> Option<Vec<PublicVisit>> {
        let stop = StoppingCriterion::new(started, Some(self.time(case.size())), None).interrupted_by(self.interrupted);
        let options = solve::SolveOptions {
            rules: case.rules(),
            seed: self.seed,
            threads: self.options.threads,
            bound: self.options.bound && case.own_bound().is_none(),
            strategy: case.strategy(),
            ..solve::SolveOptions::default()
        };
        let outcome = solve::solve(case.instance(), &options, &stop, &|_| {});
        let verdict = check_by(case.instance(), &outcome.plan, case.rules());
        let proven = outcome.bound.map(|Bound { cost, .. }| case.bound(cost));
        row.bound = case.own_bound().or(proven).unwrap_or_default();
        row.iterations = outcome.iterations;
        (verdict.is_legal() && case.is_complete(&verdict.timetable.missing)).then(|| {
            row.value = case.value(&outcome.plan);
            case.visits(&outcome.plan)
        })
    }

    /// Solves an assignment problem; returns the assignment, where there is one, as routes without times.
    fn assign(&self, started: Instant, row: &mut ResultRow) -> Result<Option<Vec<PublicVisit>>, Fault> {
        let problem = read_assignments(&self.case.path)?.swap_remove(self.case.part);
        let items = problem.costs.first().map_or(0, Vec::len);
        let left = self.time(items).saturating_sub(started.elapsed());
        let assigned = assign(&problem, left, self.seed);
        row.bound = assigned.bound.map_or(String::new(), |bound| bound.to_string());
        row.iterations = assigned.nodes;
        let Some(agents) = &assigned.agents else { return Ok(None) };
        row.value = problem.cost(agents).map_or(String::new(), |cost| cost.to_string());
        let mut next = vec![0; problem.capacities.len()];
        let visits = agents.iter().enumerate().map(|(item, &agent)| {
            next[agent] += 1;
            let (crew, job, sequence) = (agent.to_string(), item.to_string(), next[agent]);
            PublicVisit { crew, day: 1, depot: None, sequence, job, start: 0.0 }
        });
        Ok(Some(visits.collect()))
    }

    /// Writes `INSTANCE.SEED.csv` into the folder of solutions.
    fn write(&self, folder: &Path, visits: &[PublicVisit]) -> Result<(), Fault> {
        let depots = visits.iter().any(|visit| visit.depot.is_some());
        let mut text = format!("crew,day,sequence,job,start{}\n", if depots { ",depot" } else { "" });
        for PublicVisit { crew, day, sequence, job, start, depot } in visits {
            let last = depot.map_or(String::new(), |depot| format!(",{depot}"));
            text += &format!("{crew},{day},{sequence},{job},{start}{last}\n");
        }
        let path = folder.join(format!("{}.{}.csv", self.case.instance, self.seed));
        let (folder, name) = (path.parent().unwrap_or(folder), path.file_name().unwrap_or_default());
        Ok(write_files(folder, &[(name.to_string_lossy(), text)])?)
    }
}
