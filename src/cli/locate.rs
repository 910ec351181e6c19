//! `brigade locate`: coordinates of sites from their addresses.

use std::path::PathBuf;

use clap::Args;

use brigade::error::Message;
use brigade::files::{SiteSheet, UnplacedSite, file_name, read_towns};
use brigade::http::{Client, Patience};
use brigade::i18n::Locale;
use brigade::locate::{Ban, Located, Locator, Match, Towns, fill};
use brigade::report::messages::{CountMessages, TerminalMessages};

use super::input::tell_issues;
use super::roads::{bar, list, of_server};
use super::terminal::{say, shown};
use super::{Code, Failure, number};

/// Fill the coordinates of sites from their address, postcode or city
///
/// From a table of towns or from France's national address base. What was there stays, doubtful matches are listed with
/// their score, and nothing is asked twice.
#[derive(Args)]
pub struct LocateCommand {
    /// Folder with the CSV files, or a workbook (.xlsx, .xls, .ods)
    instance: PathBuf,

    /// Table of towns: columns city, postcode, lat, lon
    #[arg(long, value_name = "FILE", required_unless_present = "ban", conflicts_with = "ban")]
    table: Option<PathBuf>,

    /// Address of France's national address base, such as https://api-adresse.data.gouv.fr
    #[arg(long, value_name = "URL")]
    ban: Option<String>,

    /// Seconds to wait for an answer
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = number::whole::<u64>(1..=3_600))]
    timeout: u64,
}

impl LocateCommand {
    /// Runs the command.
    pub fn run(self, locale: Locale) -> Result<Code, Failure> {
        let sites = SiteSheet::read(&self.instance)?;
        tell_issues(locale, &sites.warnings);
        let name = self.ban.clone().or(self.table.as_deref().map(shown)).unwrap_or_default();
        let refused = |fault: Message| of_server(&name, fault);
        let locator: Box<dyn Locator> = match (&self.ban, &self.table) {
            (Some(url), _) => {
                Box::new(Ban::new(Client::new(url, Patience::of_seconds(self.timeout)).map_err(refused)?))
            }
            (None, table) => {
                let table = table.clone().unwrap_or_default();
                Box::new(Towns::new(file_name(&table), read_towns(&table)?))
            }
        };
        let bar = bar();
        let show = |done: usize, all: usize| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            bar.set_message(locale.sites(all));
        };
        let located = fill(&self.instance, &sites, &*locator, &show).map_err(refused)?;
        bar.finish_and_clear();
        tell(locale, &sites, &located)
    }
}

fn tell(locale: Locale, sites: &SiteSheet, located: &Located) -> Result<Code, Failure> {
    if sites.unplaced().is_empty() {
        say(locale.all_located())?;
        return Ok(Code::Done);
    }
    say(locale.located(&locale.sites(located.placed), sites.file()))?;
    let matched = |site: &UnplacedSite, found: &Match| {
        locale.located_as(&site.site, &site.address.line(), &found.label, &locale.number(found.score, 2))
    };
    list(locale, &locale.doubtful_heading(), located.doubtful.iter().map(|(site, found)| matched(site, found)))?;
    let missing = located.missing.iter().map(|(site, found)| match found {
        Some(found) => matched(site, found),
        None => locale.located_nowhere(&site.site, &site.address.line()),
    });
    list(locale, &locale.unlocated_heading(), missing)?;
    Ok(Code::Done)
}
