//! How busy crews are.

use super::table::NamedValues;
use crate::model::{CrewId, Instance, Timetable};
use crate::units::Minutes;

/// Work and driving of every crew as a fraction of its available hours, 0 where it has none.
pub(super) fn utilisations(instance: &Instance, timetable: &Timetable) -> NamedValues<f64> {
    let crews = instance.crew_ids();
    crews.map(|crew| (instance.crews[crew].id.clone(), utilisation(instance, timetable, crew).unwrap_or(0.0))).collect()
}

/// Work and driving of a crew as a fraction of its available hours; `None` where it has none.
pub fn utilisation(instance: &Instance, timetable: &Timetable, crew: CrewId) -> Option<f64> {
    let available = instance.available_minutes(crew, None);
    let tours = timetable.tours.iter().filter(|tour| tour.crew == crew);
    let worked = minutes(tours.map(|tour| tour.service + tour.travel));
    (available > 0).then(|| worked as f64 / f64::from(available))
}

/// Minutes added up.
pub(super) fn minutes(values: impl Iterator<Item = Minutes>) -> i64 {
    values.map(i64::from).sum()
}
