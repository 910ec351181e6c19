//! Shifts that nothing tells apart share one tour: vehicles of public sets, of which every proof would else try each.

use super::problem::{Task, Tour};
use crate::eval::Prices;
use brigade_model::rules::{JobTerms, SiteTerms, WeekTerms};

/// One tour for all that nothing tells apart, with the shifts of all; each alone where rules look at more than routes.
pub fn merged(prices: &Prices<'_>, tasks: &[Task], tours: Vec<Tour>) -> Vec<Tour> {
    if !only_routes_count(prices, tasks) {
        return tours;
    }
    let mut merged: Vec<Tour> = Vec::new();
    for tour in tours {
        match merged.iter_mut().find(|other| is_alike(other, &tour)) {
            Some(other) => other.shifts.extend(tour.shifts),
            None => merged.push(tour),
        }
    }
    merged
}

/// Whether no rule looks at who visits what beyond each route and each visit by itself.
fn only_routes_count(prices: &Prices<'_>, tasks: &[Task]) -> bool {
    let free_week = |week: &WeekTerms| week.worked.is_none() && week.service.is_empty();
    let free_site = |site: &SiteTerms| site.further_crew.0 == 0;
    let free_job = |job: &JobTerms| job.after.is_empty() && job.cheapest.is_none() && job.changes.is_none();
    tasks.iter().all(|task| task.asked == 1)
        && !prices.counts_tools
        && prices.pins.iter().all(Vec::is_empty)
        && prices.weeks.iter().all(free_week)
        && prices.sites.iter().all(free_site)
        && prices.jobs.iter().all(free_job)
}

fn is_alike(one: &Tour, other: &Tour) -> bool {
    let terms = |tour: &Tour| {
        let terms = tour.terms;
        (terms.metre, terms.minute, terms.overtime_minute, terms.used, terms.overtime, terms.duration)
    };
    let frame = |tour: &Tour| (tour.day, tour.base, tour.start, tour.end, tour.latest, tour.capacity, tour.sites);
    frame(one) == frame(other) && terms(one) == terms(other) && one.stops == other.stops
}
