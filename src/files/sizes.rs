//! Refuses what would not fit into memory: that is foretold from the sizes, before anything of it is made.

use std::collections::BTreeSet;

use super::issues::{InputPosition, Issues};
use super::link::Links;
use super::tables::Tables;
use crate::error::Message;
use crate::model::Speed;
use crate::travel::MOST_TABULATED;
use crate::units::Decimal;

/// Bytes that an instance may take, its tables for the search included.
const MOST_BYTES: f64 = 16e9;
/// Most sites and bases.
const MOST_PLACES: usize = 300_000;
/// Bytes of what is kept of pairs of visits and crews' days both ways round, and remembered of them: no more pairs are.
const MOST_BOTH_WAYS: f64 = 1e9;
/// Most visits of a horizon.
const MOST_VISITS: usize = 1_000_000;
/// Most pairs of jobs of which one waits for the other.
const MOST_WAITS: usize = 1_000_000;

/// How many of each there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sizes {
    /// Sites and bases.
    pub places: usize,
    /// Whether legs may differ by direction.
    pub directed: bool,
    /// Speeds of crews, the usual one included.
    pub speeds: usize,
    /// Crews, and members of crews.
    pub crews: usize,
    pub members: usize,
    /// Crews by date, at most.
    pub shifts: usize,
    pub jobs: usize,
    /// Visits of all jobs, at most.
    pub visits: usize,
    /// Pairs of jobs of which one waits for the other.
    pub waits: usize,
    pub skills: usize,
}

/// What there may be too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Things {
    Places,
    Speeds,
    Skills,
    Visits,
}

impl Sizes {
    /// Those of the tables of an instance over so many dates.
    pub fn of(tables: &Tables, links: &Links<'_>, dates: usize) -> Self {
        let jobs = || tables.jobs.iter().map(|(_, job)| job);
        let visits = jobs().map(|job| (job.visits as usize).min(dates).saturating_mul(job.crews as usize));
        Self {
            places: links.sites.len() + links.crews.len(),
            directed: tables.distances.is_some(),
            speeds: tables.crews.iter().map(|(_, crew)| crew.speed).chain([Speed::ONE]).collect::<BTreeSet<_>>().len(),
            crews: links.crews.len(),
            members: tables.members.rows.len(),
            shifts: links.crews.len().saturating_mul(dates),
            jobs: links.jobs.len(),
            visits: visits.fold(0, usize::saturating_add),
            waits: jobs().map(|job| job.after.len()).sum(),
            skills: links.skills.len(),
        }
    }

    /// Whether all of it fits.
    ///
    /// # Errors
    ///
    /// What there is too much of, and what to say.
    pub fn check(&self) -> Result<(), (Things, Message)> {
        let Self { places, visits, waits, skills, shifts, .. } = *self;
        if places > MOST_PLACES {
            return Err((Things::Places, Message::TooManyPlaces { places, most: MOST_PLACES }));
        }
        if visits > MOST_VISITS {
            return Err((Things::Visits, Message::TooManyVisits { visits, most: MOST_VISITS }));
        }
        if waits > MOST_WAITS {
            return Err((Things::Visits, Message::TooManyWaits { waits, most: MOST_WAITS }));
        }
        if self.bytes() <= MOST_BYTES {
            return Ok(());
        }
        let [need, most] = [self.bytes(), MOST_BYTES].map(|bytes| Decimal((bytes / 1e8).round() as i64 * 100_000));
        let largest = self.needs().into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        Err(match largest {
            Some((Things::Speeds, _)) => {
                (Things::Speeds, Message::MemoryOfSpeeds { speeds: self.speeds, places, need, most })
            }
            Some((Things::Skills, _)) => {
                let people = self.crews + self.members;
                (Things::Skills, Message::MemoryOfSkills { skills, people, need, most })
            }
            _ => (Things::Visits, Message::MemoryOfVisits { visits, shifts, need, most }),
        })
    }

    /// Bytes of all of it.
    pub fn bytes(&self) -> f64 {
        self.needs().iter().map(|(_, bytes)| bytes).sum()
    }

    /// Bytes of tables with an entry for every pair, as measured, and of lists of what is near.
    fn needs(&self) -> [(Things, f64); 4] {
        let pairs = |one: usize, other: usize, bytes: f64| one as f64 * other as f64 * bytes;
        let leg = if self.directed { 32.0 } else { 16.0 };
        let (both_ways, near) =
            (pairs(self.visits, self.shifts, 40.0).min(MOST_BOTH_WAYS), self.visits as f64 * 5_000.0);
        let visits = pairs(self.visits, self.shifts, 3.5) + both_ways + near + pairs(self.jobs, self.crews, 2.0);
        let legs = if self.places > MOST_TABULATED {
            self.places as f64 * 200.0
        } else {
            pairs(self.places, self.places, leg)
        };
        [
            (Things::Places, legs),
            (Things::Speeds, legs * self.speeds.saturating_sub(1) as f64),
            (Things::Visits, visits),
            (Things::Skills, pairs(self.crews + self.members, self.skills, 1.0)),
        ]
    }
}

/// Reports an instance that is too large; whether it is.
pub fn check(sizes: &Sizes, tables: &Tables, issues: &mut Issues) -> bool {
    let Err((things, advice)) = sizes.check() else { return false };
    let file = match things {
        Things::Places => &tables.sites.file,
        Things::Skills | Things::Speeds => &tables.crews.file,
        Things::Visits => &tables.jobs.file,
    };
    issues.error(InputPosition::file(file), "", advice);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    const WEEK: Sizes = Sizes {
        places: 1_600,
        directed: true,
        speeds: 1,
        crews: 100,
        members: 250,
        shifts: 500,
        jobs: 1_900,
        visits: 2_300,
        waits: 400,
        skills: 40,
    };

    #[test]
    fn large_weeks_fit_and_slips_do_not() {
        assert_eq!(WEEK.check(), Ok(()));
        assert!(WEEK.bytes() < 2e8);
        let utility = Sizes { places: 105_000, crews: 5_000, shifts: 25_000, jobs: 100_000, visits: 100_000, ..WEEK };
        assert_eq!(utility.check(), Ok(()));
        let refused = |sizes: Sizes| sizes.check().expect_err("too large").1.text(Locale::En);
        let places = refused(Sizes { places: 300_001, ..WEEK });
        assert_eq!(places, "300001 sites and bases are too many; at most 300000 fit into memory");
        assert_eq!(Sizes { places: 300_000, ..WEEK }.check(), Ok(()));
        let speeds = refused(Sizes { speeds: 201, ..WEEK });
        assert!(
            speeds.starts_with("201 speeds of crews, each with its ways between 1600 sites and bases, take 16.5 GB"),
            "{speeds}"
        );
        let visits = refused(Sizes { visits: 366_000, shifts: 12_000, ..WEEK });
        assert!(visits.starts_with("366000 visits, each for any of 12000 crews' days, take 18.3 GB"), "{visits}");
        let skills = refused(Sizes { skills: 90_000, members: 200_000, ..WEEK });
        assert!(
            skills.starts_with("90000 skills, each at a level of 200100 crews and members, take 18.2 GB"),
            "{skills}"
        );
        assert!(refused(Sizes { waits: 1_000_001, ..WEEK }).contains("at most 1000000"));
    }
}
