//! `sites-per-day`: how many sites a crew sees in a day.

use std::collections::BTreeSet;

use crate::i18n::Locale;
use crate::model::{Instance, Shift, Timetable, Tour};
use crate::rules::{About, Audit, Finding, LoneVisit, RouteTerms, Rule, Violation};

/// "A crew moves house only so many times a day."
pub struct SitesPerDay;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "sites-per-day",
    sentence: "A crew moves house only so many times a day.",
    formula: "shifts that visit more different sites than max_sites_per_day",
    unit: "one per crew and day",
    name: Some(Locale::name_sites_per_day),
    remedy: Locale::remedy_sites_per_day,
    why: Some(|_, locale| locale.no_sites_at_all()),
    fault: Some(|_, _, _, locale| locale.goes_to_no_site()),
    ..About::HARD
};

impl Rule for SitesPerDay {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let limit = |tour: &Tour| instance.crews[tour.crew].max_sites_per_day;
        let tours = timetable.tours.iter().filter_map(|tour| Some((tour, sites(instance, tour), limit(tour)?)));
        Audit::of_violations(tours.filter(|(_, sites, most)| sites > most).map(|(tour, sites, most)| {
            Violation::of_tour(&ABOUT, tour, Finding::TooManySites { crew: tour.crew, sites, most })
        }))
    }

    fn alone(&self, instance: &Instance, visit: &LoneVisit<'_>) -> u32 {
        u32::from(instance.crews[visit.shift.crew].max_sites_per_day == Some(0))
    }

    fn route(&self, instance: &Instance, shift: &Shift, terms: &mut RouteTerms) {
        terms.sites = instance.crews[shift.crew].max_sites_per_day;
    }
}

fn sites(instance: &Instance, tour: &Tour) -> u32 {
    tour.stops.iter().map(|stop| instance.jobs[stop.job].site).collect::<BTreeSet<_>>().len() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn different_sites_count() {
        let mut sketch = farm();
        sketch.job("gutter", 30);
        sketch.site("mill", (5.0, 0.0));
        sketch.job("wheel", 30);
        sketch.parts.crews[0].max_sites_per_day = Some(1);
        assert_eq!(broken(&SitesPerDay, &sketch, &[(0, 0, &[0, 1])]), 0, "two jobs of one site");
        assert_eq!(broken(&SitesPerDay, &sketch, &[(0, 0, &[0, 2, 1])]), 1);
    }
}
