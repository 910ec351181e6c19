//! A few ways of a service, and the straight lines that come nearest to them.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::blocks::Block;
use super::{RoadService, Unique, asked};
use crate::error::Message;
use crate::files::RoadTable;
use crate::travel::Metric;

/// What straight lines have to be multiplied by, and how fast they are driven.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Ways that were measured.
    pub pairs: usize,
    /// Road metres per metre of the great circle.
    pub detour: f64,
    /// Kilometres of road per hour.
    pub speed_kmh: f64,
    /// Mean error of the kilometres of a way, in percent.
    pub km_error: f64,
    /// Mean error of the minutes of a way, in percent.
    pub minutes_error: f64,
}

/// Sources and destinations of a question.
const SOURCES: usize = 4;
const DESTINATIONS: usize = 5;

/// Asks for about so many ways between places drawn by chance, the same for the same instance. None where no way is
/// longer than nothing.
///
/// # Errors
/// A service that does not answer.
pub fn sample(table: &RoadTable, service: &dyn RoadService, pairs: usize) -> Result<Option<Sample>, Message> {
    let places = Unique::of(table);
    let points = &places.points;
    let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
    let straight = Metric::GreatCircle { detour: 1.0 };
    let mut ways = Vec::new();
    let mut roadless = Vec::new();
    for _ in 0..pairs.div_ceil(SOURCES * DESTINATIONS) {
        let mut all: Vec<usize> = (0..points.len()).collect();
        all.shuffle(&mut random);
        let from = all.iter().copied().take(SOURCES.min(points.len() / 2)).collect::<Vec<_>>();
        let to = all.iter().copied().skip(from.len()).take(DESTINATIONS).collect::<Vec<_>>();
        if from.is_empty() || to.is_empty() {
            break;
        }
        let block = Block { from, to };
        let answer = asked(service, points, &block, &mut roadless)?;
        for (&from, row) in block.from.iter().zip(&answer.ways) {
            for (&to, way) in block.to.iter().zip(row) {
                let direct = straight.metres(points[from], points[to]);
                ways.extend(
                    way.filter(|_| direct > 0)
                        .map(|(metres, tenths)| (f64::from(direct), metres as f64, tenths as f64 / 10.0)),
                );
            }
        }
    }
    ways.truncate(pairs);
    let total = |part: fn(&(f64, f64, f64)) -> f64| ways.iter().map(part).sum::<f64>();
    let (direct, metres, seconds) = (total(|way| way.0), total(|way| way.1), total(|way| way.2));
    if metres <= 0.0 || seconds <= 0.0 {
        return Ok(None);
    }
    let (detour, speed) = (metres / direct, metres / seconds);
    let error = |own: fn(&(f64, f64, f64)) -> f64, told: f64| {
        let off = ways.iter().filter(|way| own(way) > 0.0).map(|way| (way.0 * told / own(way) - 1.0).abs());
        100.0 * off.sum::<f64>() / ways.len() as f64
    };
    Ok(Some(Sample {
        pairs: ways.len(),
        detour,
        speed_kmh: speed * 3.6,
        km_error: error(|way| way.1, detour),
        minutes_error: error(|way| way.2, detour / speed),
    }))
}
