//! Metres and minutes of roads from a routing service, block by block. What was asked is kept beside the table until all
//! of it is there, so that a run that is killed goes on where it was.

mod blocks;
mod kept;
mod osrm;
mod sample;

use std::path::Path;

use chrono::NaiveDate;

use crate::error::Message;
use crate::files::{RoadTable, RoadsNote, write_files};
use crate::travel::Metric;
use blocks::{Block, split};
use kept::KeptBlocks;

pub use osrm::Osrm;
pub use sample::{Sample, sample};

/// A latitude and a longitude, in degrees.
pub type Point = (f64, f64);

/// A routing service: one file each.
pub trait RoadService {
    /// What the table says of where it is from, such as `OSRM http://127.0.0.1:5000`.
    fn name(&self) -> String;

    /// The ways from every source to every destination.
    ///
    /// # Errors
    /// Why there are none.
    fn table(&self, sources: &[Point], destinations: &[Point]) -> Result<Ways, ServiceFault>;
}

/// The ways of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ways {
    /// Metres and seconds by source and destination; none where there is no way.
    pub ways: Vec<Vec<Option<Way>>>,
    /// Metres from each source, then each destination, to the nearest road, as far as the service says it.
    pub off_road: [Vec<Option<f64>>; 2],
}

/// Metres and tenths of a second.
pub type Way = (i64, i64);

/// Why a service does not answer.
#[derive(Debug)]
pub enum ServiceFault {
    /// The block is too large for it.
    TooLarge,
    /// A place, sources first, is near no road.
    NoRoad(usize),
    /// Anything else.
    Other(Message),
}

/// What is asked for, and how.
#[derive(Clone, Copy, Debug)]
pub struct RoadOptions {
    /// Places of a block at most, either way.
    pub block: usize,
    /// Whether pairs that the table has are asked again.
    pub refresh: bool,
    /// The date of the answers.
    pub today: NaiveDate,
}

/// Metres from a road beyond which a place is listed.
const FAR_FROM_ROADS: f64 = 500.0;
/// Times the great circle beyond which a way is listed.
const LONG_DETOUR: f64 = 5.0;
/// Metres that a way has at least to be listed.
const SHORT: i64 = 500;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct RoadsOutcome {
    /// Pairs written, each way counted.
    pub pairs: usize,
    /// Pairs that were there before.
    pub there: usize,
    /// Places with their metres from the nearest road; none where there is no road at all.
    pub off_road: Vec<(String, Option<i64>)>,
    /// Pairs without a way.
    pub failed: Vec<(String, String)>,
    /// Ways far longer than the great circle: metres of both.
    pub detours: Vec<(String, String, i64, i64)>,
}

/// Fills the table of distances of the instance in a folder; `progress` hears how many pairs of how many are there.
///
/// # Errors
/// A service that does not answer, or a folder that can't be written. The table is then as it was.
pub fn fill(
    folder: &Path,
    table: &RoadTable,
    service: &dyn RoadService,
    options: &RoadOptions,
    progress: &dyn Fn(usize, usize),
) -> Result<RoadsOutcome, Message> {
    let places = Unique::of(table);
    let wanted = table.wanted(options.refresh);
    let rectangles = blocks::rectangles(&wanted, &places.of, places.points.len());
    let all: usize = rectangles.iter().map(|(from, to)| from.len() * to.len()).sum();
    let kept = KeptBlocks::open(folder, &service.name(), &places.points, options.today);
    let mut answers = Answers::new(places.points.len());
    let mut done = 0;
    for block in split(&rectangles, options.block.max(1)) {
        let size = block.from.len() * block.to.len();
        let ways = match kept.read(&block) {
            Some(ways) => ways,
            None => {
                let ways = asked(service, &places.points, &block, &mut answers.roadless)?;
                kept.write(&block, &ways)?;
                ways
            }
        };
        answers.take(&block, &ways);
        done += size;
        progress(done, all);
    }
    let outcome = outcome(table, &places, &wanted, &answers);
    if !wanted.is_empty() {
        let rows = wanted.iter().filter_map(|&(from, to)| {
            let (metres, tenths) = answers.way(places.of[from], places.of[to])?;
            Some((from, to, metres, tenths))
        });
        let bytes = table.written(options.refresh, rows);
        let note = RoadsNote { source: service.name(), date: options.today }.written(&bytes);
        let files = [(table.file().to_owned(), bytes), (RoadsNote::FILE.to_owned(), note)];
        write_files(folder, &files).map_err(|fault| fault.message())?;
    }
    kept.remove();
    Ok(outcome)
}

/// The places of an instance, each point once.
struct Unique {
    points: Vec<Point>,
    /// The point of each place.
    of: Vec<usize>,
}

impl Unique {
    fn of(table: &RoadTable) -> Self {
        let mut points: Vec<Point> = Vec::new();
        let mut known = std::collections::BTreeMap::new();
        let of = table.places().iter().map(|place| {
            *known.entry((place.at.0.to_bits(), place.at.1.to_bits())).or_insert_with(|| {
                points.push(place.at);
                points.len() - 1
            })
        });
        let of = of.collect();
        Self { points, of }
    }
}

/// All answers so far, by pair of points.
struct Answers {
    count: usize,
    /// Metres and tenths of a second; negative where there is none.
    ways: Vec<(i32, i32)>,
    off_road: Vec<Option<f64>>,
    /// Points near no road.
    roadless: Vec<usize>,
}

impl Answers {
    fn new(count: usize) -> Self {
        Self { count, ways: vec![(-1, -1); count * count], off_road: vec![None; count], roadless: Vec::new() }
    }

    fn take(&mut self, block: &Block, ways: &Ways) {
        for (&from, row) in block.from.iter().zip(&ways.ways) {
            for (&to, way) in block.to.iter().zip(row) {
                let small = |number: i64| i32::try_from(number).unwrap_or(i32::MAX);
                self.ways[from * self.count + to] =
                    way.map_or((-1, -1), |(metres, tenths)| (small(metres), small(tenths)));
            }
        }
        for (points, metres) in [&block.from, &block.to].into_iter().zip(&ways.off_road) {
            for (&point, &metres) in points.iter().zip(metres) {
                self.off_road[point] = self.off_road[point].or(metres);
            }
        }
    }

    /// Metres and tenths of a second from a point to another; nothing to itself.
    fn way(&self, from: usize, to: usize) -> Option<Way> {
        if from == to {
            return Some((0, 0));
        }
        let (metres, tenths) = self.ways[from * self.count + to];
        (metres >= 0).then_some((i64::from(metres), i64::from(tenths)))
    }
}

/// Asks for a block, in halves where it is too large, and without the places that are near no road.
fn asked(
    service: &dyn RoadService,
    points: &[Point],
    block: &Block,
    roadless: &mut Vec<usize>,
) -> Result<Ways, Message> {
    let left = |side: &[usize]| side.iter().copied().filter(|point| !roadless.contains(point)).collect::<Vec<_>>();
    let (from, to) = (left(&block.from), left(&block.to));
    let at = |side: &[usize]| side.iter().map(|&point| points[point]).collect::<Vec<_>>();
    let answer =
        if from.is_empty() || to.is_empty() { Ok(Ways::default()) } else { service.table(&at(&from), &at(&to)) };
    let asked_for = Block { from, to };
    match answer {
        Ok(ways) => Ok(spread(block, &asked_for, &ways)),
        Err(ServiceFault::Other(fault)) => Err(fault),
        Err(ServiceFault::NoRoad(place)) => {
            let count = asked_for.from.len();
            let point = if place < count { asked_for.from.get(place) } else { asked_for.to.get(place - count) };
            let Some(&point) = point else { return Err(Message::NoTableOfRoads) };
            roadless.push(point);
            asked(service, points, block, roadless)
        }
        Err(ServiceFault::TooLarge) => {
            let Some(halves) = asked_for.halves() else { return Err(Message::BlocksRefused) };
            let mut whole = Answers::new(points.len().max(1));
            for half in halves {
                let ways = asked(service, points, &half, roadless)?;
                whole.take(&half, &ways);
            }
            Ok(whole.block(block))
        }
    }
}

impl Answers {
    /// The answers of a block.
    fn block(&self, block: &Block) -> Ways {
        let row = |&from: &usize| block.to.iter().map(|&to| self.way(from, to)).collect();
        let off = |side: &[usize]| side.iter().map(|&point| self.off_road[point]).collect();
        Ways { ways: block.from.iter().map(row).collect(), off_road: [off(&block.from), off(&block.to)] }
    }
}

/// The ways of a block out of those of a part of it.
fn spread(block: &Block, part: &Block, ways: &Ways) -> Ways {
    if block == part {
        return ways.clone();
    }
    let place = |side: &[usize], point: usize| side.iter().position(|&other| other == point);
    let way = |from: usize, to: usize| {
        let (row, column) = (place(&part.from, from)?, place(&part.to, to)?);
        ways.ways[row][column]
    };
    let off = |whole: &[usize], part: &[usize], metres: &[Option<f64>]| {
        whole.iter().map(|&point| place(part, point).and_then(|index| metres.get(index).copied().flatten())).collect()
    };
    Ways {
        ways: block.from.iter().map(|&from| block.to.iter().map(|&to| way(from, to)).collect()).collect(),
        off_road: [off(&block.from, &part.from, &ways.off_road[0]), off(&block.to, &part.to, &ways.off_road[1])],
    }
}

fn outcome(table: &RoadTable, places: &Unique, wanted: &[(usize, usize)], answers: &Answers) -> RoadsOutcome {
    let all = table.places();
    let mut outcome = RoadsOutcome { there: table.stated(), ..RoadsOutcome::default() };
    for (index, place) in all.iter().enumerate() {
        let point = places.of[index];
        let is_wanted = || wanted.iter().any(|&(from, to)| from == index || to == index);
        if answers.roadless.contains(&point) && is_wanted() {
            outcome.off_road.push((place.id.clone(), None));
        } else if let Some(metres) = answers.off_road[point].filter(|metres| *metres > FAR_FROM_ROADS) {
            outcome.off_road.push((place.id.clone(), Some(metres.round() as i64)));
        }
    }
    let straight = Metric::GreatCircle { detour: 1.0 };
    for &(from, to) in wanted {
        let ids = || (all[from].id.clone(), all[to].id.clone());
        let Some((metres, _)) = answers.way(places.of[from], places.of[to]) else {
            outcome.failed.push(ids());
            continue;
        };
        outcome.pairs += 1;
        let direct = i64::from(straight.metres(all[from].at, all[to].at));
        if metres > SHORT && metres as f64 > LONG_DETOUR * direct as f64 {
            let (from, to) = ids();
            outcome.detours.push((from, to, metres, direct));
        }
    }
    outcome.detours.sort_by_key(|detour| std::cmp::Reverse(detour.2 * 1_000 / detour.3.max(1)));
    outcome
}
