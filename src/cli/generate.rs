//! `brigade generate`: a lifelike instance to try things on.

use std::path::PathBuf;

use clap::Args;

use brigade::generate::{Options, Profile, generate};
use brigade::io;

use super::terminal::say;
use super::{Code, Failure};

/// Make up a firm and one week of its work
///
/// The same options always give the same files. The schedule in current.csv is what a careful planner would write by
/// hand; it keeps every hard rule.
#[derive(Args)]
pub struct Generate {
    /// Folder to write the CSV files into; must be new or empty
    out: PathBuf,

    /// Number of crews
    #[arg(long, default_value_t = 15)]
    crews: usize,

    /// Number of sites
    #[arg(long, default_value_t = 98)]
    sites: usize,

    /// Another seed makes another firm
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// construction: works over several days; service: short visits with time windows
    #[arg(long, default_value_t = Profile::Construction)]
    profile: Profile,
}

impl Generate {
    /// Runs the command.
    pub fn run(self) -> Result<Code, Failure> {
        let options = Options { crews: self.crews, sites: self.sites, seed: self.seed, profile: self.profile };
        let generated = generate(&options).map_err(|error| Failure::Usage(error.to_string()))?;
        if self.holds_something() {
            let advice = "is not empty, and nothing in it is overwritten: name a new or empty folder";
            return Err(Failure::Usage(format!("{} {advice}", self.out.display())));
        }
        io::write_files(&self.out, &generated.files).map_err(|error| Failure::Usage(error.to_string()))?;
        let instance = &generated.instance;
        let visits: u32 = (0..instance.jobs.len()).map(|job| instance.visits_asked(job)).sum();
        say(format!(
            "{}: {} crews, {} sites, {} jobs, {visits} visits. Next: brigade plan {}",
            self.out.display(),
            instance.crews.len(),
            instance.sites.len(),
            instance.jobs.len(),
            self.out.display()
        ))?;
        Ok(Code::Done)
    }

    fn holds_something(&self) -> bool {
        std::fs::read_dir(&self.out).is_ok_and(|mut entries| entries.next().is_some())
    }
}
