//! Makes lifelike weeks of made-up firms: crews, sites, jobs and the schedule that a planner would write by hand.
//!
//! The same options give the same bytes on every machine. `docs/generate.md` says what is drawn and by which rule
//! the schedule comes about.

mod crews;
mod details;
mod extras;
mod firm;
mod geography;
mod names;
mod planner;
mod preferences;
mod random;
mod sheet;
mod sketch;
mod tables;
mod trades;
mod week;
mod workload;

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use firm::Firm;
use week::WorkWeek;

use brigade_model::model::{Instance, Settings};

/// The kind of firm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// A building firm: trades with levels, multi-day jobs, shared machines, jobs for two crews.
    #[default]
    Construction,
    /// A maintenance firm: one or two people, short visits, most of them within a time window.
    Service,
}

/// Options of the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GeneratorOptions {
    /// Crews, from 1 to 5000.
    pub crews: usize,
    /// Sites, from 1 to 100000.
    pub sites: usize,
    /// Random seed: the same options and seed give the same files.
    pub seed: u64,
    /// The kind of firm.
    pub profile: Profile,
}

impl GeneratorOptions {
    /// The model firm: 15 crews, 98 sites.
    pub const MODEL: Self = Self { crews: 15, sites: 98, seed: 1, profile: Profile::Construction };
    /// Most crews that can be asked for.
    pub const MOST_CREWS: usize = 5_000;
    /// Most sites that can be asked for.
    pub const MOST_SITES: usize = 100_000;
}

/// An instance, as files and in memory.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Names and texts of the files.
    pub files: Vec<(String, String)>,
    /// What the files say, the current schedule included.
    pub instance: Instance,
}

/// An option out of its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{asked} {what} asked for: write a number from 1 to {most}")]
pub struct OutOfRange {
    /// The option: crews or sites.
    pub what: &'static str,
    /// The number that was asked for.
    pub asked: usize,
    /// The largest that there is.
    pub most: usize,
}

/// An unknown profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no profile: write construction or service")]
pub struct UnknownProfile(String);

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(word: &str) -> Result<Self, UnknownProfile> {
        match word {
            "construction" => Ok(Self::Construction),
            "service" => Ok(Self::Service),
            _ => Err(UnknownProfile(word.to_owned())),
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Construction { "construction" } else { "service" })
    }
}

/// Generates an instance. It tries a few workloads, from heavy to light, and takes the first of which the planning
/// heuristic leaves almost nothing unassigned.
///
/// # Errors
///
/// Where the number of crews or sites is out of its range.
///
/// ```
/// use brigade_generate::{GeneratorOptions, generate};
///
/// let options = GeneratorOptions { crews: 3, sites: 12, ..GeneratorOptions::MODEL };
/// let week = generate(&options)?;
/// assert_eq!((week.instance.crews.len(), week.instance.sites.len()), (3, 12));
/// assert!(generate(&GeneratorOptions { crews: 0, ..options }).is_err());
/// # Ok::<(), brigade_generate::OutOfRange>(())
/// ```
pub fn generate(options: &GeneratorOptions) -> Result<Generated, OutOfRange> {
    generated(options, |_, week| week)
}

/// The same week with what few firms need: slower vehicles, sites that one crew keeps, promised hours, prices of other
/// firms, jobs that start in step with another, and what crews carried before.
///
/// # Errors
///
/// Where the number of crews or sites is out of its range.
///
/// ```
/// use brigade_generate::{GeneratorOptions, generate_with_extras};
///
/// let week = generate_with_extras(&GeneratorOptions::MODEL)?;
/// assert!(week.instance.jobs.iter().any(|job| job.with.is_some()));
/// # Ok::<(), brigade_generate::OutOfRange>(())
/// ```
pub fn generate_with_extras(options: &GeneratorOptions) -> Result<Generated, OutOfRange> {
    generated(options, |firm, week| extras::add(firm, week, options.seed))
}

fn generated(options: &GeneratorOptions, more: impl Fn(&Firm, WorkWeek) -> WorkWeek) -> Result<Generated, OutOfRange> {
    check("crews", options.crews, GeneratorOptions::MOST_CREWS)?;
    check("sites", options.sites, GeneratorOptions::MOST_SITES)?;
    let start = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date of the calendar");
    let firm = Firm::new(options, Settings::starting(start));
    let week = more(&firm, WorkWeek::of(&firm, options.seed)).with_pins(options.seed);
    Ok(Generated { files: tables::files(&week.instance, &week.preferences), instance: week.instance })
}

fn check(what: &'static str, asked: usize, most: usize) -> Result<(), OutOfRange> {
    if (1..=most).contains(&asked) { Ok(()) } else { Err(OutOfRange { what, asked, most }) }
}
