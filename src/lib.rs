//! brigade plans the week of crews: it reads a folder of CSV files, finds a better week than today's schedule and
//! says what that saves.
//!
//! This crate is the facade: the problem and the judge come from `brigade-model`, evaluator, search and proof from
//! `brigade-solver`; files, figures, reports, benchmark sets and made-up firms are here.
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
//! // The judge knows nothing of the search.
//! let verdict = check(&instance, &outcome.plan);
//! assert!(verdict.is_legal());
//! println!("{} EUR a week", verdict.total);
//! # Ok(())
//! # }
//! ```

pub mod error;
pub mod files;
pub mod insight;
pub mod prelude;
pub mod report;
pub mod suite;

pub use brigade_generate as generate;
pub use brigade_model::{explain, i18n, judge, model, rules, travel, units};
pub use brigade_solver::{bound, eval, genetic, search, solve, stop};
