//! What is behind a cost component of a visit, in words.

use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Stop, Timetable, Tour, hhmm};
use crate::units::Decimal;

/// A planned visit: its tour and its position there.
#[derive(Clone, Copy)]
pub struct Visit<'v> {
    pub instance: &'v Instance,
    pub timetable: &'v Timetable,
    pub tour: &'v Tour,
    pub position: usize,
}

impl Visit<'_> {
    fn stop(&self) -> &Stop {
        &self.tour.stops[self.position]
    }

    /// What makes a component cost something here; empty where there is nothing to add to the code.
    pub fn culprit(&self, code: &str, lang: Locale) -> String {
        let (instance, tour) = (self.instance, self.tour);
        let (crew, job) = (&instance.crews[tour.crew], &instance.jobs[self.stop().job]);
        match code {
            "km" | "travel" => self.way(lang),
            "overtime" => lang.c_overtime(&crew.id, &hhmm(tour.back), &hhmm(tour.end)),
            "days" => lang.c_day(&crew.id, &plain(lang, crew.cost_day)),
            "late" => job.due.map_or_else(String::new, |due| lang.c_late(&lang.day(due), &lang.day(tour.date))),
            "risk" => {
                let days = tour.date.signed_duration_since(instance.settings.start).num_days();
                lang.c_risk(&plain(lang, job.delay_risk), days)
            }
            "long_trips" => {
                let minutes = instance.one_way(tour.crew, self.stop().job).minutes;
                lang.c_long_trip(minutes, &plain(lang, instance.settings.long_trip_from))
            }
            "overload" => self.overload(lang),
            "changes" => self.change(lang),
            "second_crew" => self.others_on_site(lang),
            "preference" => self.preference(lang),
            "overskill" => self.surplus(lang),
            "unassigned" => lang.priority_of(job.priority),
            _ => String::new(),
        }
    }

    fn way(&self, lang: Locale) -> String {
        let name = |index: usize| self.instance.jobs[self.tour.stops[index].job].id.clone();
        let before = self.position.checked_sub(1).map_or(lang.the_base(), name);
        let after = if self.position + 1 < self.tour.stops.len() { name(self.position + 1) } else { lang.the_base() };
        let own = self.stop();
        lang.c_way(&before, &lang.number(f64::from(own.metres) / 1_000.0, 1), own.travel, &after)
    }

    fn overload(&self, lang: Locale) -> String {
        let (instance, crew) = (self.instance, self.tour.crew);
        let tours = self.timetable.tours.iter().filter(|tour| tour.crew == crew && tour.week == self.tour.week);
        let service: i32 = tours.map(|tour| tour.service).sum();
        let (asked, available) = instance.fair_share();
        let hours = f64::from(instance.available_minutes(crew, Some(self.tour.week))) / 60.0;
        let [own, share] = [f64::from(service) / 60.0, hours * asked as f64 / available as f64];
        lang.c_overload(&instance.crews[crew].id, &lang.number(own, 1), &lang.number(share, 1))
    }

    fn change(&self, lang: Locale) -> String {
        let rows = self.instance.current_rows(self.stop().job).iter();
        let words = rows.map(|&(crew, date)| lang.on_day(&self.instance.crews[crew].id, &lang.day(date)));
        lang.c_change(&words.collect::<Vec<_>>().join(", "))
    }

    fn others_on_site(&self, lang: Locale) -> String {
        let (instance, site) = (self.instance, self.instance.jobs[self.stop().job].site);
        let mut crews: Vec<CrewId> = instance.sites[site].usual_crew.into_iter().collect();
        let there = self.timetable.stops().filter(|(_, stop)| instance.jobs[stop.job].site == site);
        crews.extend(there.map(|(tour, _)| tour.crew));
        crews.sort_unstable();
        crews.dedup();
        crews.retain(|&crew| crew != self.tour.crew);
        let names: Vec<_> = crews.iter().map(|&crew| instance.crews[crew].id.as_str()).collect();
        lang.c_others(&instance.sites[site].id, &names.join(", "))
    }

    fn preference(&self, lang: Locale) -> String {
        let (instance, job) = (self.instance, self.stop().job);
        let own = instance.score(self.tour.crew, job);
        let best = instance
            .crew_ids()
            .filter(|&crew| instance.may_do(crew, job))
            .max_by_key(|&crew| (instance.score(crew, job), std::cmp::Reverse(crew)));
        let words = |crew: CrewId, score: Decimal| format!("{} {}", instance.crews[crew].id, plain(lang, score));
        let best = best.map_or_else(String::new, |crew| words(crew, instance.score(crew, job)));
        lang.c_preference(&words(self.tour.crew, own), &best)
    }

    fn surplus(&self, lang: Locale) -> String {
        let (instance, date) = (self.instance, self.tour.date);
        let needs = instance.jobs[self.stop().job].skills.iter();
        let words = needs.filter_map(|need| {
            let level = instance.crews[self.tour.crew].level(need.skill, Some(date));
            (level > need.level).then(|| lang.c_surplus(&instance.skills[need.skill], level, need.level))
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

/// A number with the decimals that it has.
fn plain(lang: Locale, value: Decimal) -> String {
    let text = value.to_f64().to_string();
    if lang == Locale::Fr { text.replace('.', ",") } else { text }
}

/// The visit of a job by a crew on a date of a timetable.
pub fn find<'v>(
    instance: &'v Instance,
    timetable: &'v Timetable,
    job: JobId,
    at: (CrewId, chrono::NaiveDate),
) -> Option<Visit<'v>> {
    let mut places = timetable.visits_of[job].iter();
    let &(tour, position) = places.find(|&&(tour, _)| {
        let tour = &timetable.tours[tour];
        (tour.crew, tour.date) == at
    })?;
    Some(Visit { instance, timetable, tour: &timetable.tours[tour], position })
}
