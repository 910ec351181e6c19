//! `sites-per-day`: how many sites a crew sees in a day.

use std::collections::BTreeSet;

use crate::i18n::LocalizedText;
use crate::model::{Instance, Shift, Timetable, Tour};
use crate::rules::{Audit, Kind, RouteTerms, Rule, Violation};

/// "A crew moves house only so many times a day."
pub struct SitesPerDay;

impl Rule for SitesPerDay {
    fn code(&self) -> &'static str {
        "sites-per-day"
    }

    fn kind(&self) -> Kind {
        Kind::Hard
    }

    fn sentence(&self) -> &'static str {
        "A crew moves house only so many times a day."
    }

    fn formula(&self) -> &'static str {
        "shifts that visit more different sites than max_sites_per_day"
    }

    fn unit(&self) -> &'static str {
        "one per crew and day"
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let limit = |tour: &Tour| instance.crews[tour.crew].max_sites_per_day;
        let tours = timetable.tours.iter().filter_map(|tour| Some((tour, sites(instance, tour), limit(tour)?)));
        Audit::of_violations(tours.filter(|(_, sites, most)| sites > most).map(|(tour, sites, most)| {
            let text = LocalizedText::new(|lang| lang.broken_sites(&instance.crews[tour.crew].id, sites, most));
            Violation::of_tour(self.code(), tour, text)
        }))
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
