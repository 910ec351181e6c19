//! A planned visit with all that its costs may depend on.

use chrono::NaiveDate;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Stop, Timetable, Tour};

/// A visit of a timetable: its tour and its position there.
#[derive(Clone, Copy)]
pub struct PlacedVisit<'v> {
    /// The instance.
    pub instance: &'v Instance,
    /// The plan with its times.
    pub timetable: &'v Timetable,
    /// The tour of the visit.
    pub tour: &'v Tour,
    /// Visits before it in its tour.
    pub position: usize,
}

impl<'v> PlacedVisit<'v> {
    /// The visit of a job by a crew on a date.
    pub fn find(
        instance: &'v Instance,
        timetable: &'v Timetable,
        job: JobId,
        crew: CrewId,
        date: NaiveDate,
    ) -> Option<Self> {
        let mut places = timetable.visits_of[job].iter().map(|&(tour, position)| (&timetable.tours[tour], position));
        let (tour, position) = places.find(|(tour, _)| (tour.crew, tour.date) == (crew, date))?;
        Some(Self { instance, timetable, tour, position })
    }

    /// The visit as its tour has it.
    pub fn stop(&self) -> &'v Stop {
        &self.tour.stops[self.position]
    }

    /// The leg that leads to the visit, and where the crew goes next.
    pub fn way(&self, locale: Locale) -> String {
        let name = |index: usize| self.instance.jobs[self.tour.stops[index].job].id.clone();
        let before = self.position.checked_sub(1).map_or(locale.the_base(), name);
        let last = self.position + 1 == self.tour.stops.len();
        let after = if last { locale.the_base() } else { name(self.position + 1) };
        let own = self.stop();
        locale.because_way(&before, &locale.number(f64::from(own.metres) / 1_000.0, 1), own.travel, &after)
    }

    /// Its job.
    pub fn job(&self) -> JobId {
        self.stop().job
    }
}
