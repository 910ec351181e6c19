//! What the reader may choose among: days, crews, regions.
//!
//! Elements carry the numbers of the days, crews and regions that they are about, and the page shows those that match.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::PageContext;
use crate::model::{CrewId, DayId, Instance, JobId, Plan};
use crate::report::messages::PageMessages;

/// The entries of the three filters; an entry's place is its number.
pub struct Choices {
    pub days: Vec<FilterChoice>,
    pub crews: Vec<FilterChoice>,
    pub regions: Vec<FilterChoice>,
}

/// One entry.
pub struct FilterChoice {
    pub number: usize,
    pub text: String,
}

impl Choices {
    pub fn new(context: &PageContext<'_>) -> Self {
        let (instance, locale) = (context.report.instance, context.report.locale);
        let days = shown_days(context).into_iter().map(|day| (day.index(), locale.date(instance.dates[day])));
        let crews = instance.crews.iter().map(|crew| super::named(&crew.id, &crew.name)).enumerate();
        let regions = regions(instance).into_iter().map(|name| match name {
            "" => locale.no_region(),
            name => name.to_string(),
        });
        let entries = |texts: &mut dyn Iterator<Item = (usize, String)>| {
            texts.map(|(number, text)| FilterChoice { number, text }).collect()
        };
        Self {
            days: entries(&mut days.into_iter()),
            crews: entries(&mut crews.into_iter()),
            regions: entries(&mut regions.enumerate()),
        }
    }
}

/// The days on which a crew works or has visits, as numbers within the horizon.
pub fn shown_days(context: &PageContext<'_>) -> Vec<DayId> {
    let instance = context.report.instance;
    let verdicts = [Some(&context.plan), context.today.as_ref()];
    let tours = verdicts.into_iter().flatten().flat_map(|verdict| &verdict.timetable.tours);
    let used: BTreeSet<NaiveDate> = tours.map(|tour| tour.date).collect();
    let works = |date: NaiveDate| instance.crew_ids().any(|crew| instance.hours(crew, date).is_some());
    instance.day_ids().filter(|&day| works(instance.dates[day]) || used.contains(&instance.dates[day])).collect()
}

/// The names of all regions, ascending.
pub fn regions(instance: &Instance) -> Vec<&str> {
    let names: BTreeSet<&str> = instance.sites.iter().map(|site| site.region.as_str()).collect();
    names.into_iter().collect()
}

/// The number of every site's region.
pub fn region_numbers(instance: &Instance) -> Vec<usize> {
    let names = regions(instance);
    let number = |region: &str| names.binary_search(&region).unwrap_or_default();
    instance.sites.iter().map(|site| number(&site.region)).collect()
}

/// Numbers as the page's elements carry them: each once, with spaces between.
pub fn tokens(numbers: impl IntoIterator<Item = usize>) -> String {
    let numbers: BTreeSet<usize> = numbers.into_iter().collect();
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The regions in which a crew has visits in any of some plans.
pub fn regions_of_crew(instance: &Instance, numbers: &[usize], crew: CrewId, plans: &[&Plan]) -> String {
    let visits = plans.iter().flat_map(|plan| plan.visits()).filter(|visit| visit.1 == crew);
    tokens(visits.map(|(job, ..): (JobId, _, _)| numbers[instance.jobs[job].site]))
}
