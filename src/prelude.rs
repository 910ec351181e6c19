//! What most programs that use brigade need: `use brigade::prelude::*;`.
//!
//! Read an instance. A refused one reports all its faults at once, each with file, line, column, value and remedy:
//!
//! ```
//! # use brigade::prelude::*;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let firm = generate(&GeneratorOptions { crews: 3, sites: 12, ..GeneratorOptions::MODEL })?;
//! write_files(folder.path(), &firm.files)?;
//! let instance = read_instance(folder.path(), &ReadOptions::default())?.instance;
//! assert_eq!((instance.crews.len(), instance.sites.len()), (3, 12));
//!
//! write_files(folder.path(), &[("sites.csv", "site,lat,lon\nfarm,north,5\n")])?;
//! let refused = read_instance(folder.path(), &ReadOptions::default()).expect_err("'north' is no latitude");
//! assert!(refused.0.iter().any(|issue| (&*issue.file, issue.line, &*issue.column) == ("sites.csv", Some(2), "lat")));
//! # Ok(())
//! # }
//! ```
//!
//! Plan, and check the plan by all rules:
//!
//! ```
//! # use brigade::prelude::*;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let instance = generate(&GeneratorOptions { crews: 3, sites: 12, ..GeneratorOptions::MODEL })?.instance;
//! let stop = StoppingCriterion::new(std::time::Instant::now(), None, Some(100));
//! let outcome = solve(&instance, &SolveOptions::default(), &stop, &|_| {});
//! let verdict = check(&instance, &outcome.plan);
//! assert!(verdict.is_legal());
//!
//! // Twice the same routes: crews in two places at once, jobs done too often.
//! let routes = [outcome.plan.routes.clone(), outcome.plan.routes].concat();
//! assert!(!check(&instance, &Plan::new(routes)).is_legal());
//! # Ok(())
//! # }
//! ```
//!
//! Compare two plans figure by figure, and visit by visit with today's schedule:
//!
//! ```
//! # use brigade::prelude::*;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let instance = generate(&GeneratorOptions { crews: 3, sites: 12, ..GeneratorOptions::MODEL })?.instance;
//! let current = instance.current.clone().expect("a current schedule");
//! let (first, others) = current.routes.split_first().expect("a route");
//! let shorter = Plan::new(others.to_vec());
//! let figures = |plan: &Plan| Figures::new(&instance, &check(&instance, plan));
//! let rows = compare(&figures(&current), &figures(&shorter));
//! let unassigned = rows.iter().find(|row| row.name == "unassigned").expect("a row");
//! assert_eq!(unassigned.difference(), first.visits.len() as f64);
//! assert_eq!(changes(&instance, &shorter).iter().filter(|change| change.to.is_none()).count(), first.visits.len());
//! # Ok(())
//! # }
//! ```
//!
//! Write a plan, and read it back:
//!
//! ```
//! # use brigade::prelude::*;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let instance = generate(&GeneratorOptions { crews: 3, sites: 12, ..GeneratorOptions::MODEL })?.instance;
//! let current = instance.current.clone().expect("a current schedule");
//! let mut table = String::from("date,crew,job\n");
//! for (job, crew, date) in current.visits() {
//!     table += &format!("{date},{},{}\n", instance.crews[crew].id, instance.jobs[job].id);
//! }
//! let folder = tempfile::tempdir()?;
//! write_files(folder.path(), &[("plan.csv", table)])?;
//! let (plan, warnings) = read_plan(folder.path(), &instance)?;
//! assert!(warnings.is_empty() && plan.visits().eq(current.visits()));
//! # Ok(())
//! # }
//! ```

pub use crate::files::{ReadOptions, read_instance, read_plan, write_files};
pub use crate::generate::{GeneratorOptions, generate};
pub use crate::insight::{FigureSection, Figures, Savings, changes, compare};
pub use crate::judge::{Verdict, check, check_by};
pub use crate::model::{CrewId, Instance, JobId, Plan, Shift, Timetable};
pub use crate::rules::{About, Audit, Cost, Kind, RULES, Rule, VisitCost};
pub use crate::solve::{Outcome, SolveOptions, solve};
pub use crate::stop::StoppingCriterion;
pub use crate::units::{Decimal, Money};
