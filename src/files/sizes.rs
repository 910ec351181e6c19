//! Refuses what would not fit into memory: that is foretold from the sizes, before anything of it is made.

use std::fmt;

use super::issues::{InputPosition, Issues};
use super::link::Links;
use super::tables::Tables;

/// Bytes that an instance may take, its tables for the search included.
const MOST_BYTES: f64 = 6e9;
/// Most sites and bases: what lies between them is kept for every pair.
const MOST_PLACES: usize = 16_000;
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

/// What makes an instance too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// So many of one thing, and how many there may be.
    Many(Things, usize, usize),
    /// All of it together; this takes most.
    Together(Things),
}

/// What there may be too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Things {
    Places,
    Skills,
    Visits,
    Waits,
}

impl Sizes {
    /// Those of the tables of an instance over so many dates.
    pub fn of(tables: &Tables, links: &Links<'_>, dates: usize) -> Self {
        let jobs = || tables.jobs.iter().map(|(_, job)| job);
        let visits = jobs().map(|job| (job.visits as usize).min(dates).saturating_mul(job.crews as usize));
        Self {
            places: links.sites.len() + links.crews.len(),
            directed: tables.distances.is_some(),
            crews: links.crews.len(),
            members: tables.members.rows.len(),
            shifts: links.crews.len().saturating_mul(dates),
            jobs: links.jobs.len(),
            visits: visits.fold(0, usize::saturating_add),
            waits: jobs().map(|job| job.after.len()).sum(),
            skills: links.skills.len(),
        }
    }

    /// What makes this too large, if anything does.
    pub fn check(&self) -> Result<(), TooLarge> {
        let counted = [
            (Things::Places, self.places, MOST_PLACES),
            (Things::Visits, self.visits, MOST_VISITS),
            (Things::Waits, self.waits, MOST_WAITS),
        ];
        if let Some(&(things, count, most)) = counted.iter().find(|(_, count, most)| count > most) {
            return Err(TooLarge::Many(things, count, most));
        }
        let needs = self.needs();
        let most = needs.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        match most {
            Some((things, _)) if self.bytes() > MOST_BYTES => Err(TooLarge::Together(things)),
            _ => Ok(()),
        }
    }

    /// Bytes of all of it.
    pub fn bytes(&self) -> f64 {
        self.needs().iter().map(|(_, bytes)| bytes).sum()
    }

    /// Bytes of tables with an entry for every pair, as measured.
    fn needs(&self) -> [(Things, f64); 3] {
        let pairs = |one: usize, other: usize, bytes: f64| one as f64 * other as f64 * bytes;
        let leg = if self.directed { 32.0 } else { 16.0 };
        let visits = pairs(self.visits, self.shifts, 40.0) + pairs(self.jobs, self.crews, 2.0);
        [
            (Things::Places, pairs(self.places, self.places, leg)),
            (Things::Visits, visits),
            (Things::Skills, pairs(self.crews + self.members, self.skills, 1.0)),
        ]
    }

    /// What to say of it, and do.
    pub fn advice(&self, fault: TooLarge) -> String {
        match fault {
            TooLarge::Many(things, _, most) => format!("so many {things} are too many; at most {most} can be planned"),
            TooLarge::Together(things) => {
                let [foretold, most] = [self.bytes(), MOST_BYTES].map(|bytes| bytes / 1e9);
                let with = match things {
                    Things::Visits => format!(", each for any of {} shifts,", self.shifts),
                    Things::Skills => format!(", each at a level of {} crews and members,", self.crews + self.members),
                    _ => ", each with a way to every other,".into(),
                };
                format!("so many {things}{with} take {foretold:.1} GB of memory; {most:.0} GB are the most")
            }
        }
    }

    fn count(&self, things: Things) -> usize {
        match things {
            Things::Places => self.places,
            Things::Skills => self.skills,
            Things::Visits => self.visits,
            Things::Waits => self.waits,
        }
    }
}

impl fmt::Display for Things {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Places => "sites and bases",
            Self::Skills => "skills",
            Self::Visits => "visits",
            Self::Waits => "jobs named in after",
        })
    }
}

/// Reports an instance that is too large; whether it is.
pub fn check(sizes: &Sizes, tables: &Tables, issues: &mut Issues) -> bool {
    let Err(fault) = sizes.check() else { return false };
    let (TooLarge::Many(things, ..) | TooLarge::Together(things)) = fault;
    let file = match things {
        Things::Places => &tables.sites.file,
        Things::Skills => &tables.crews.file,
        Things::Visits | Things::Waits => &tables.jobs.file,
    };
    issues.error(InputPosition::file(file), sizes.count(things), sizes.advice(fault));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEEK: Sizes = Sizes {
        places: 1_600,
        directed: true,
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
        let refused = |sizes: Sizes| sizes.check().map_err(|fault| sizes.advice(fault)).expect_err("too large");
        assert_eq!(
            refused(Sizes { places: 16_001, ..WEEK }),
            "so many sites and bases are too many; at most 16000 can be planned"
        );
        let directed = refused(Sizes { places: 16_000, ..WEEK });
        assert!(
            directed.starts_with("so many sites and bases, each with a way to every other, take 8.2 GB"),
            "{directed}"
        );
        assert_eq!(Sizes { places: 16_000, directed: false, ..WEEK }.check(), Ok(()));
        let visits = refused(Sizes { visits: 366_000, ..WEEK });
        assert!(visits.starts_with("so many visits, each for any of 500 shifts, take 7."), "{visits}");
        let skills = refused(Sizes { skills: 60_000, members: 200_000, ..WEEK });
        assert!(
            skills.starts_with("so many skills, each at a level of 200100 crews and members, take 12."),
            "{skills}"
        );
        assert!(refused(Sizes { waits: 1_000_001, ..WEEK }).contains("at most 1000000"));
    }
}
