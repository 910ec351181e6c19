//! A crew's week as text.

use crate::i18n::Locale;
use crate::judge::Verdict;
use crate::model::{CrewId, Instance, Tour, hhmm};
use crate::report::messages::{ExplainMessages, TerminalMessages};

/// A date of one crew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrewDay {
    /// The date.
    pub date: chrono::NaiveDate,
    /// When the crew leaves and is back, what it visits when, and what is worth knowing.
    pub text: String,
    /// Kilometres, travel and service in figures; none where there is no tour.
    pub tour: Option<(i64, i32, i32)>,
}

/// What one crew does date by date.
pub fn crew_days(instance: &Instance, verdict: &Verdict, crew: CrewId, locale: Locale) -> Vec<CrewDay> {
    let tours = &verdict.timetable.tours;
    let mut dates = instance.dates.clone();
    dates.extend(tours.iter().filter(|tour| tour.crew == crew).map(|tour| tour.date));
    dates.sort_unstable();
    dates.dedup();
    let day = |date| match tours.iter().find(|tour| tour.crew == crew && tour.date == date) {
        Some(tour) => {
            let figures = (tour.metres, tour.travel, tour.service);
            CrewDay { date, text: tour_text(instance, tour, locale), tour: Some(figures) }
        }
        None if instance.hours(crew, date).is_none() => CrewDay { date, text: locale.off(), tour: None },
        None => CrewDay { date, text: locale.nothing_planned(), tour: None },
    };
    dates.into_iter().map(day).collect()
}

fn tour_text(instance: &Instance, tour: &Tour, locale: Locale) -> String {
    let stop = |stop: &crate::model::Stop| {
        format!("{} {}-{}", instance.jobs[stop.job].id, hhmm(stop.start), hhmm(stop.finish))
    };
    let stops = tour.stops.iter().map(stop).collect::<Vec<_>>().join(", ");
    let late = if tour.overtime > 0 { locale.overtime_text(tour.overtime) } else { String::new() };
    locale.tour_text(&hhmm(tour.leave), &stops, &hhmm(tour.back)) + &late
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::check;
    use crate::model::Sketch;

    #[test]
    fn what_a_crew_does_day_by_day() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        sketch.site("farm", (70.0, 0.0));
        sketch.job("roof", 60);
        sketch.job("gutter", 30);
        let instance = sketch.instance();
        let verdict = check(&instance, &sketch.plan(&[(0, 1, &[0])]));
        let days = crew_days(&instance, &verdict, CrewId::new(0), Locale::En);
        assert_eq!(days.len(), 5);
        assert_eq!(days[0].text, "nothing planned");
        assert_eq!(days[1].text, "leaves 08:00; roof 09:10-10:10; back 11:20");
    }
}
