//! Shortest paths between a crew's base and its sites: legs need not satisfy the triangle inequality, so a path may
//! lead over other sites that the crew can visit.

use brigade_model::model::{CrewId, Instance, Leg, SiteId};
use brigade_model::units::{Metres, Minutes};

/// Shortest path lengths between a base and a site, each minimised by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PathLengths {
    /// Metres.
    pub metres: Metres,
    /// Minutes of driving.
    pub driving: Minutes,
    /// Minutes of driving and of service at intermediate sites.
    pub elapsed: Minutes,
}

/// The shortest paths of one crew.
pub struct ShortestPaths {
    /// From the base, by site; 0 for sites not given.
    pub outbound: Vec<PathLengths>,
    /// To the base, by site; 0 for sites not given.
    pub inbound: Vec<PathLengths>,
}

impl ShortestPaths {
    /// The shortest paths of a crew over `sites`, each with the shortest service time there, minutes.
    pub fn new(instance: &Instance, crew: CrewId, sites: &[(SiteId, Minutes)]) -> Self {
        let places: Vec<_> = sites.iter().map(|&(site, _)| instance.sites[site].place).collect();
        let base = instance.crews[crew].base;
        let travel = instance.travel_of(crew);
        let there = |from: Option<usize>, to: usize| travel.leg(from.map_or(base, |from| places[from]), places[to]);
        let back = |from: Option<usize>, to: usize| travel.leg(places[to], from.map_or(base, |from| places[from]));
        let work: Vec<_> = sites.iter().map(|&(_, work)| work).collect();
        Self {
            outbound: spread(instance.sites.len(), sites, &least(&work, there)),
            inbound: spread(instance.sites.len(), sites, &least(&work, back)),
        }
    }
}

fn spread(count: usize, sites: &[(SiteId, Minutes)], paths: &[PathLengths]) -> Vec<PathLengths> {
    let mut spread = vec![PathLengths::default(); count];
    for (&(site, _), &way) in sites.iter().zip(paths) {
        spread[site] = way;
    }
    spread
}

/// Shortest path lengths from the base (`None`) to each site, or to the base where `leg` is reversed.
fn least(work: &[Minutes], leg: impl Fn(Option<usize>, usize) -> Leg) -> Vec<PathLengths> {
    let idle = vec![0; work.len()];
    let metres = shortest(&idle, |from, to| leg(from, to).metres);
    let driving = shortest(&idle, |from, to| leg(from, to).minutes);
    let elapsed = shortest(work, |from, to| leg(from, to).minutes);
    let paths = metres.into_iter().zip(driving).zip(elapsed);
    paths.map(|((metres, driving), elapsed)| PathLengths { metres, driving, elapsed }).collect()
}

/// Shortest paths from the base (`None`) by label correcting, where each intermediate site adds its `stay`. Few paths
/// are shorter than the direct leg.
fn shortest(stay: &[i32], leg: impl Fn(Option<usize>, usize) -> i32) -> Vec<i32> {
    let mut paths: Vec<_> = (0..stay.len()).map(|to| leg(None, to)).collect();
    let mut waiting: Vec<_> = (0..stay.len()).collect();
    waiting.sort_by_key(|&stop| std::cmp::Reverse(paths[stop]));
    while let Some(from) = waiting.pop() {
        let so_far = paths[from] + stay[from];
        if paths.iter().all(|&way| way <= so_far) {
            continue;
        }
        for (to, way) in paths.iter_mut().enumerate() {
            let via = so_far + leg(Some(from), to);
            if via < *way {
                *way = via;
                waiting.push(to);
            }
        }
    }
    paths
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
