//! What is behind a cost component of a visit, in words.

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
    pub fn culprit(&self, code: &str) -> String {
        let (instance, tour) = (self.instance, self.tour);
        let (crew, job) = (&instance.crews[tour.crew], &instance.jobs[self.stop().job]);
        match code {
            "km" | "travel" => self.way(),
            "overtime" => format!("{} is back at {}, the shift ends at {}", crew.id, hhmm(tour.back), hhmm(tour.end)),
            "days" => format!("a day of {} costs {}", crew.id, crew.cost_day.to_f64()),
            "late" => job.due.map_or_else(String::new, |due| format!("due {due}, done {}", tour.date)),
            "risk" => {
                let days = tour.date.signed_duration_since(instance.settings.start).num_days();
                format!("delay_risk {}, {days} days after the first", job.delay_risk.to_f64())
            }
            "long_trips" => {
                let (minutes, from) =
                    (instance.one_way(tour.crew, self.stop().job).minutes, instance.settings.long_trip_from);
                format!("{minutes} min one way, long from {}", from.to_f64())
            }
            "overload" => self.overload(),
            "changes" => self.change(),
            "second_crew" => self.others_on_site(),
            "preference" => self.preference(),
            "overskill" => self.surplus(),
            "unassigned" => format!("priority {}", job.priority),
            _ => String::new(),
        }
    }

    fn way(&self) -> String {
        let name = |index: usize| self.instance.jobs[self.tour.stops[index].job].id.as_str();
        let before = self.position.checked_sub(1).map_or("the base", name);
        let after = if self.position + 1 < self.tour.stops.len() { name(self.position + 1) } else { "the base" };
        let (own, km) = (self.stop(), f64::from(self.stop().metres) / 1_000.0);
        format!("from {before} {km:.1} km in {} min, then to {after}", own.travel)
    }

    fn overload(&self) -> String {
        let (instance, crew) = (self.instance, self.tour.crew);
        let tours = self.timetable.tours.iter().filter(|tour| tour.crew == crew && tour.week == self.tour.week);
        let service: i32 = tours.map(|tour| tour.service).sum();
        let (asked, available) = instance.fair_share();
        let hours = f64::from(instance.available_minutes(crew, Some(self.tour.week))) / 60.0;
        let share = hours * asked as f64 / available as f64;
        let own = f64::from(service) / 60.0;
        format!("{} works {own:.1} h on sites that week, its fair share is {share:.1} h", instance.crews[crew].id)
    }

    fn change(&self) -> String {
        let rows = self.instance.current_rows(self.stop().job).iter();
        let words = rows.map(|&(crew, date)| format!("{} on {date}", self.instance.crews[crew].id));
        format!("today's schedule has {}", words.collect::<Vec<_>>().join(", "))
    }

    fn others_on_site(&self) -> String {
        let (instance, site) = (self.instance, self.instance.jobs[self.stop().job].site);
        let mut crews: Vec<CrewId> = instance.sites[site].usual_crew.into_iter().collect();
        let there = self.timetable.stops().filter(|(_, stop)| instance.jobs[stop.job].site == site);
        crews.extend(there.map(|(tour, _)| tour.crew));
        crews.sort_unstable();
        crews.dedup();
        crews.retain(|&crew| crew != self.tour.crew);
        let names: Vec<_> = crews.iter().map(|&crew| instance.crews[crew].id.as_str()).collect();
        format!("{} has {} as well", instance.sites[site].id, names.join(", "))
    }

    fn preference(&self) -> String {
        let (instance, job) = (self.instance, self.stop().job);
        let own = instance.score(self.tour.crew, job);
        let best = (0..instance.crews.len())
            .filter(|&crew| instance.may_do(crew, job))
            .max_by_key(|&crew| (instance.score(crew, job), std::cmp::Reverse(crew)));
        let words = |crew: CrewId, score: Decimal| format!("{} {}", instance.crews[crew].id, score.to_f64());
        let best = best.map_or_else(String::new, |crew| words(crew, instance.score(crew, job)));
        format!("score of {}, of {best}", words(self.tour.crew, own))
    }

    fn surplus(&self) -> String {
        let (instance, date) = (self.instance, self.tour.date);
        let needs = instance.jobs[self.stop().job].skills.iter();
        let words = needs.filter_map(|need| {
            let level = instance.crews[self.tour.crew].level(need.skill, Some(date));
            (level > need.level).then(|| format!("{}:{level} for :{}", instance.skills[need.skill], need.level))
        });
        words.collect::<Vec<_>>().join(", ")
    }
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
