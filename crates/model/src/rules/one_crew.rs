//! `one-crew`: sites at which crews may not change.

use std::collections::BTreeSet;

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, SiteId, Timetable};
use crate::rules::second_crew::at_once;
use crate::rules::{About, Audit, CrewLimit, Finding, Rule, SiteTerms, Violation};

/// "This site sees one crew from beginning to end."
pub struct OneCrew;

/// What the rule says of itself.
pub static ABOUT: About = About {
    code: "one-crew",
    sentence: "This site sees one crew from beginning to end.",
    formula: "sites with one_crew at which more distinct crews work, over all visits of all their jobs, than one of \
              these jobs takes at the same time",
    unit: "one per site",
    name: Some(Locale::name_one_crew),
    remedy: Locale::remedy_one_crew,
    why: Some(|_, locale| locale.whose_site_has_no_date()),
    fault: Some(|_, _, _, locale| locale.is_not_at_the_site()),
    ..About::HARD
};

impl Rule for OneCrew {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn audit(&self, instance: &Instance, timetable: &Timetable) -> Audit {
        let seen = timetable.tours.iter().flat_map(|tour| &tour.stops).map(|stop| instance.jobs[stop.job].site);
        let limited: BTreeSet<SiteId> = seen.filter(|&site| instance.sites[site].one_crew).collect();
        Audit::of_violations(limited.into_iter().filter_map(|site| {
            let (crews, most) = (crews_at(instance, timetable, site).len() as u32, most(instance, site));
            (crews > most).then(|| Violation::new(&ABOUT, Finding::CrewsAtSite { site, crews, most }))
        }))
    }

    fn site(&self, instance: &Instance, site: SiteId, terms: &mut SiteTerms) {
        let limit = || CrewLimit { most: most(instance, site), jobs: instance.jobs_at(site).to_vec() };
        terms.limit = instance.sites[site].one_crew.then(limit);
    }
}

/// The most crews that may work at a site with one crew.
fn most(instance: &Instance, site: SiteId) -> u32 {
    let left = instance.jobs_at(site).iter().copied().filter(|&job| instance.jobs[job].visits > 0);
    at_once(instance, left)
}

fn crews_at(instance: &Instance, timetable: &Timetable, site: SiteId) -> BTreeSet<CrewId> {
    let stops = instance.jobs_at(site).iter().flat_map(|&job| timetable.stops_of(job));
    stops.map(|(tour, _)| tour.crew).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::*;

    #[test]
    fn all_jobs_of_the_site_count() {
        let mut sketch = farm();
        sketch.job("gutter", 30);
        let routes: &[(usize, i64, &[usize])] = &[(0, 0, &[0]), (1, 1, &[1])];
        assert_eq!(broken(&OneCrew, &sketch, routes), 0);
        sketch.parts.sites[0].one_crew = true;
        assert_eq!(broken(&OneCrew, &sketch, routes), 1);
        assert_eq!(broken(&OneCrew, &sketch, &[(0, 0, &[0]), (0, 1, &[1])]), 0);
        sketch.parts.sites[0].usual_crew = Some(CrewId::new(1));
        assert_eq!(broken(&OneCrew, &sketch, &[(0, 0, &[0])]), 0, "who is not there does not count");
        sketch.job("wall", 30).crews = 2;
        assert_eq!(broken(&OneCrew, &sketch, routes), 0, "a job for two crews, planned or not");
    }
}
