//! Coordinates of sites from their addresses. What was answered once is kept beside the sites, and not asked again.

mod ban;
mod towns;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Message;
use crate::files::{SiteSheet, UnplacedSite, write_files};
use crate::model::Address;

pub use ban::Ban;
pub use towns::Towns;

/// Something that knows where addresses are: one file each.
pub trait Locator {
    /// What it is called where answers are kept.
    fn name(&self) -> String;

    /// Where an address is; none where it knows nothing like it.
    ///
    /// # Errors
    /// Why there is no answer.
    fn locate(&self, address: &Address) -> Result<Option<Match>, Message>;
}

/// A place that an address may mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How like the address it is, from 0 to 1.
    pub score: f64,
    /// What it is called.
    pub label: String,
}

/// The score below which a match is doubtful.
pub const DOUBTFUL: f64 = 0.7;
/// The score below which a match is none.
const NONE: f64 = 0.4;
/// The file of what was answered.
const FILE: &str = "located.json";
/// Answers between two writings of the file.
const OFTEN: usize = 20;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located {
    /// Sites that have coordinates now.
    pub placed: usize,
    /// Sites placed by a doubtful match.
    pub doubtful: Vec<(UnplacedSite, Match)>,
    /// Sites without coordinates, and the nearest match, where there was one.
    pub missing: Vec<(UnplacedSite, Option<Match>)>,
}

/// All answers, by who gave them and the address.
type Answers = BTreeMap<String, BTreeMap<String, Option<Match>>>;

/// Fills the coordinates of the sites of an instance in a folder; `progress` hears how many of how many are asked for.
///
/// # Errors
/// A locator that does not answer, or a folder that can't be written. Sites are then as they were.
pub fn fill(
    folder: &Path,
    sites: &SiteSheet,
    locator: &dyn Locator,
    progress: &dyn Fn(usize, usize),
) -> Result<Located, Message> {
    let mut kept = Kept::open(folder, &locator.name());
    let all = sites.unplaced();
    for (index, site) in all.iter().enumerate() {
        if let Err(fault) = kept.ask(&site.address, locator) {
            kept.write()?;
            return Err(fault);
        }
        progress(index + 1, all.len());
    }
    kept.write()?;
    let mut located = Located::default();
    let mut found = Vec::new();
    for site in all {
        match kept.answer(&site.address) {
            Some(answer) if answer.score >= NONE => {
                found.push((site, (answer.lat, answer.lon)));
                if answer.score < DOUBTFUL {
                    located.doubtful.push((site.clone(), answer.clone()));
                }
            }
            answer => located.missing.push((site.clone(), answer.cloned())),
        }
    }
    located.placed = found.len();
    if !found.is_empty() {
        let files = [(sites.file(), sites.placed(&found))];
        write_files(folder, &files).map_err(|fault| fault.message())?;
    }
    Ok(located)
}

/// What was answered, and where it is kept.
struct Kept<'f> {
    folder: &'f Path,
    answers: Answers,
    name: String,
    unwritten: usize,
}

impl<'f> Kept<'f> {
    fn open(folder: &'f Path, name: &str) -> Self {
        let text = fs::read(folder.join(FILE)).unwrap_or_default();
        let answers = serde_json::from_slice(&text).unwrap_or_default();
        Self { folder, answers, name: name.to_owned(), unwritten: 0 }
    }

    fn ask(&mut self, address: &Address, locator: &dyn Locator) -> Result<(), Message> {
        let own = self.answers.entry(self.name.clone()).or_default();
        let text = address.line();
        if own.contains_key(&text) {
            return Ok(());
        }
        own.insert(text, locator.locate(address)?);
        self.unwritten += 1;
        if self.unwritten >= OFTEN { self.write() } else { Ok(()) }
    }

    fn answer(&self, address: &Address) -> Option<&Match> {
        self.answers.get(&self.name)?.get(&address.line())?.as_ref()
    }

    fn write(&mut self) -> Result<(), Message> {
        if self.unwritten == 0 {
            return Ok(());
        }
        self.unwritten = 0;
        let text = serde_json::to_vec_pretty(&self.answers);
        let text = text.map_err(|fault| Message::NoTextOfIt { fault: fault.to_string() })?;
        write_files(self.folder, &[(FILE, text)]).map_err(|fault| fault.message())
    }
}
