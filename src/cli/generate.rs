//! `brigade generate`: a lifelike instance to try things on.

use std::path::PathBuf;

use clap::Args;

use brigade::error::Message;
use brigade::files;
use brigade::generate::{GeneratorOptions, OutOfRange, Profile, generate, generate_with_extras};
use brigade::i18n::Locale;
use brigade::report::messages::{CountMessages, TerminalMessages};

use super::number::{ANY, whole};
use super::terminal::{say, shown};
use super::{Code, Failure};

/// Make up a firm and one week of its work
///
/// The same options always give the same files. The schedule in current.csv is what a careful planner would write by
/// hand; it keeps every hard rule.
#[derive(Args)]
pub struct GenerateCommand {
    /// Folder to write the CSV files into; must be new or empty
    out: PathBuf,

    /// Number of crews
    #[arg(long, allow_negative_numbers = true, default_value_t = 15, value_parser = whole::<usize>(ANY))]
    crews: usize,

    /// Number of sites
    #[arg(long, allow_negative_numbers = true, default_value_t = 98, value_parser = whole::<usize>(ANY))]
    sites: usize,

    /// Another seed makes another firm
    #[arg(long, allow_negative_numbers = true, default_value_t = 1, value_parser = whole::<u64>(ANY))]
    seed: u64,

    /// construction: works over several days; service: short visits with time windows
    #[arg(long, default_value_t = Profile::Construction, value_parser = profile)]
    profile: Profile,

    /// Draw what few firms need too: slower vehicles, sites of one crew, promised hours, work for other firms, jobs that
    /// start in step, what crews carried before
    #[arg(long)]
    extras: bool,
}

fn profile(text: &str) -> Result<Profile, Message> {
    text.parse().map_err(|_| Message::ProfileForm)
}

impl GenerateCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let options = GeneratorOptions { crews: self.crews, sites: self.sites, seed: self.seed, profile: self.profile };
        let make = if self.extras { generate_with_extras } else { generate };
        let generated = make(&options)
            .map_err(|OutOfRange { what, asked, most }| Failure::Usage(locale.out_of_range(what, asked, most)))?;
        if self.out.is_dir() && !files::is_bare(&self.out) {
            return Err(Failure::Usage(locale.not_empty(&shown(&self.out))));
        }
        files::write_files(&self.out, &generated.files).map_err(|error| Failure::Usage(error.text(locale)))?;
        let instance = &generated.instance;
        let visits: u32 = instance.job_ids().map(|job| instance.visits_asked(job)).sum();
        say(locale.generated(
            &shown(&self.out),
            &locale.crews(instance.crews.len()),
            &locale.sites(instance.sites.len()),
            &locale.jobs(instance.jobs.len()),
            &locale.visits(visits as usize),
        ))?;
        Ok(Code::Done)
    }
}
