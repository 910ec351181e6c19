//! brigade schedules and routes crews: it reads a folder of CSV files, optimises the week, proves a lower bound and
//! compares the plan with today's schedule.
//!
//! This crate is the facade. The problem and the judge are in `brigade-model`, evaluator, search and bound in
//! `brigade-solver`, made-up firms in `brigade-generate`; files, insights, reports, benchmark sets and the command are
//! here. [`prelude`] has what most programs need.
//!
//! ```
//! use brigade::prelude::*;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let folder = folder.path();
//! # write_files(folder, &generate(&GeneratorOptions { crews: 3, sites: 12, ..GeneratorOptions::MODEL })?.files)?;
//! // A folder with crews.csv, sites.csv and jobs.csv.
//! let instance = read_instance(folder, &ReadOptions::default())?.instance;
//!
//! // 200 iterations: the same plan on every machine. With a time limit instead, pass `Some(Duration)`.
//! let stop = StoppingCriterion::new(std::time::Instant::now(), None, Some(200));
//! let outcome = solve(&instance, &SolveOptions::default(), &stop, &|_| {});
//!
//! // The judge shares no code with the search.
//! let verdict = check(&instance, &outcome.plan);
//! assert!(verdict.is_legal());
//!
//! // Today's schedule comes with the folder; the plan costs less.
//! let current = instance.current.as_ref().expect("a current schedule");
//! assert!(verdict.total < check(&instance, current).total);
//! # Ok(())
//! # }
//! ```

pub mod batch;
pub mod error;
pub mod files;
pub mod http;
pub mod import;
pub mod insight;
pub mod locate;
pub mod prelude;
pub mod report;
pub mod roads;
#[cfg(feature = "serve")]
pub mod serve;
pub mod suite;

pub use brigade_board as board;
pub use brigade_generate as generate;
pub use brigade_model::{explain, i18n, judge, model, rules, travel, units};
pub use brigade_solver::{bound, eval, genetic, search, solve, stop};
