//! The least that it takes a crew to get to its sites and home again, whatever it visits on the way.
//!
//! Legs need not keep the triangle inequality, so these are shortest paths over the sites that the crew can visit.

use brigade_model::model::{CrewId, Instance, Leg, SiteId};
use brigade_model::units::{Metres, Minutes};

/// Least amounts between a base and a site. Each is a minimum of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PathLengths {
    /// Metres.
    pub metres: Metres,
    /// Minutes of driving.
    pub driving: Minutes,
    /// Minutes of driving and of work at the sites between.
    pub elapsed: Minutes,
}

/// The ways of one crew to its sites and back.
pub struct ShortestPaths {
    /// From the base, by site; only those given are filled in.
    pub there: Vec<PathLengths>,
    /// To the base, by site.
    pub back: Vec<PathLengths>,
}

impl ShortestPaths {
    /// The ways of a crew to `sites`, each with the least work at one stop there.
    pub fn new(instance: &Instance, crew: CrewId, sites: &[(SiteId, Minutes)]) -> Self {
        let places: Vec<_> = sites.iter().map(|&(site, _)| instance.sites[site].place).collect();
        let base = instance.crews[crew].base;
        let travel = &instance.travel;
        let there = |from: Option<usize>, to: usize| travel.leg(from.map_or(base, |from| places[from]), places[to]);
        let back = |from: Option<usize>, to: usize| travel.leg(places[to], from.map_or(base, |from| places[from]));
        let work: Vec<_> = sites.iter().map(|&(_, work)| work).collect();
        Self {
            there: spread(instance.sites.len(), sites, &least(&work, there)),
            back: spread(instance.sites.len(), sites, &least(&work, back)),
        }
    }
}

fn spread(count: usize, sites: &[(SiteId, Minutes)], ways: &[PathLengths]) -> Vec<PathLengths> {
    let mut spread = vec![PathLengths::default(); count];
    for (&(site, _), &way) in sites.iter().zip(ways) {
        spread[site] = way;
    }
    spread
}

/// The least amounts from a base (`None`) to each stop, or from each stop to it where `leg` is turned around.
fn least(work: &[Minutes], leg: impl Fn(Option<usize>, usize) -> Leg) -> Vec<PathLengths> {
    let idle = vec![0; work.len()];
    let metres = shortest(&idle, |from, to| leg(from, to).metres);
    let driving = shortest(&idle, |from, to| leg(from, to).minutes);
    let elapsed = shortest(work, |from, to| leg(from, to).minutes);
    let ways = metres.into_iter().zip(driving).zip(elapsed);
    ways.map(|((metres, driving), elapsed)| PathLengths { metres, driving, elapsed }).collect()
}

/// Shortest paths from `None` where each stop on the way adds its `stay`: label correcting, since hardly any way is shorter
/// than the direct one.
fn shortest(stay: &[i32], leg: impl Fn(Option<usize>, usize) -> i32) -> Vec<i32> {
    let mut ways: Vec<_> = (0..stay.len()).map(|to| leg(None, to)).collect();
    let mut waiting: Vec<_> = (0..stay.len()).collect();
    waiting.sort_by_key(|&stop| std::cmp::Reverse(ways[stop]));
    while let Some(from) = waiting.pop() {
        let so_far = ways[from] + stay[from];
        if ways.iter().all(|&way| way <= so_far) {
            continue;
        }
        for (to, way) in ways.iter_mut().enumerate() {
            let via = so_far + leg(Some(from), to);
            if via < *way {
                *way = via;
                waiting.push(to);
            }
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detour_may_be_shorter_unless_it_takes_work() {
        let legs = [[10, 3], [0, 4], [1, 0]];
        let leg = |from: Option<usize>, to: usize| legs[from.map_or(0, |from| from + 1)][to];
        assert_eq!(shortest(&[0, 0], leg), [4, 3]);
        assert_eq!(shortest(&[5, 5], leg), [9, 3]);
        assert_eq!(shortest(&[30, 30], leg), [10, 3]);
    }
}
