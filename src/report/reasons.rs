//! The sentences about a job that is left out.

use crate::i18n::Locale;
use crate::model::{Absence, CrewId, Done, Instance, JobId, NearCrew, Place, Shortage, Waits, WayIn, hhmm};
use crate::units::Money;

/// Words what keeps jobs of an instance out.
#[derive(Clone, Copy)]
pub struct Reasons<'i> {
    /// The instance.
    pub instance: &'i Instance,
    /// The language.
    pub lang: Locale,
}

impl<'i> Reasons<'i> {
    /// What keeps the job out.
    pub fn first_sentence(self, absence: &Absence) -> String {
        let (lang, job) = (self.lang, &self.instance.jobs[absence.job]);
        match absence.code {
            "skill" | "crew-size" | "crew-choice" | "travel-limit" => match (absence.able, job.crews) {
                (0, _) => lang.nobody_may(),
                (1, needed) => lang.one_may(needed),
                (able, needed) => lang.few_may(able, needed),
            },
            "precedence" => match absence.waits_for {
                Some(Waits { job, done: Done::Never }) => lang.waits_for_the_impossible(self.job(job)),
                Some(Waits { job, done: Done::NotBefore(date) }) => lang.waits_too_long(self.job(job), &lang.day(date)),
                Some(Waits { job, .. }) => lang.waits_for_the_missing(self.job(job)),
                None => lang.waits_for_the_missing(&lang.another_job()),
            },
            "calendar" => lang.nobody_there(),
            "frozen" => lang.only_frozen_dates(),
            "window" => lang.nobody_in_time(),
            "shift" => lang.too_long_for_a_shift(),
            "load" => lang.too_heavy(),
            "equipment" => lang.few_tools(&self.tools(absence.job)),
            "week-hours" => lang.too_long_for_a_week(),
            "sites-per-day" => lang.no_sites_at_all(),
            "tour-duration" => lang.away_too_long(),
            "together" => lang.never_together(job.crews),
            "same-crew" => lang.who_began_has_no_date(),
            "gap" => lang.no_date_near(job.max_gap_days.unwrap_or(0)),
            Absence::ROOM => self.room(absence),
            code => lang.a_rule(code),
        }
    }

    fn room(self, absence: &Absence) -> String {
        let fits = |way: &WayIn| way.instead_of.is_none() && way.shortage.is_none();
        let first = match absence.ways_in.iter().find(|way| fits(way)) {
            Some(way) if way.extra > Money::ZERO => self.lang.costs_more_than_leaving(),
            Some(_) => self.lang.found_too_late(),
            None => self.lang.no_room(),
        };
        match absence.waits_for {
            Some(waits) => format!("{first} {}", self.lang.comes_after(self.job(waits.job))),
            None => first,
        }
    }

    /// The nearest crews; with what keeps each of them out, where something does.
    pub fn nearest(self, absence: &Absence) -> Option<String> {
        let and = format!(" {} ", self.lang.and());
        let crew = |near: &NearCrew| {
            let name = self.lang.crew_away(self.crew(near.crew), near.minutes);
            let faults: Vec<_> = near.faults.iter().map(|code| self.fault(absence.job, near.crew, code)).collect();
            if faults.is_empty() { name } else { format!("{name} {}", faults.join(&and)) }
        };
        let crews: Vec<_> = absence.nearest.iter().map(crew).collect();
        let mark = if absence.nearest.iter().all(|near| near.faults.is_empty()) { ", " } else { "; " };
        (!crews.is_empty()).then(|| self.lang.nearest_crews(&crews.join(mark)))
    }

    /// What keeps a crew from a job, by the code of the rule.
    pub fn fault(self, job: JobId, crew: CrewId, code: &str) -> String {
        let (lang, work, own) = (self.lang, &self.instance.jobs[job], &self.instance.crews[crew]);
        match code {
            "skill" => self.skills(job, crew),
            "crew-size" => lang.has_people(own.people(None), work.min_members),
            "crew-choice" if work.not_crews.contains(&crew) => lang.is_refused(),
            "crew-choice" => lang.is_not_named(),
            "travel-limit" => lang.drives_at_most(own.max_travel.unwrap_or(0)),
            "calendar" if own.people.is_empty() => lang.is_off(),
            "calendar" => lang.is_off_or_short(),
            "window" => lang.cannot_start_by(&hhmm(work.close.unwrap_or(0))),
            "shift" => lang.is_back_late(),
            "load" => match own.capacity {
                Some(most) => lang.carries(most.to_f64(), work.load.to_f64()),
                None => lang.cannot_carry(),
            },
            "equipment" => lang.owns_none(),
            "week-hours" => lang.works_at_most(own.max_week_minutes.unwrap_or(0)),
            "sites-per-day" => lang.goes_to_no_site(),
            "tour-duration" => lang.is_away_at_most(own.max_tour_minutes.unwrap_or(0)),
            "pinned" => lang.is_not_pinned(),
            "precedence" => lang.would_come_before(),
            code => lang.breaks(code),
        }
    }

    /// What the crew knows of the skills that it lacks.
    fn skills(self, job: JobId, crew: CrewId) -> String {
        let (lang, own) = (self.lang, &self.instance.crews[crew]);
        let needs = &self.instance.jobs[job].skills;
        let lacking = needs.iter().filter(|need| own.holders(need.skill, need.level, None) < need.people);
        let words = lacking.map(|need| {
            let (name, level) = (&self.instance.skills[need.skill], own.level(need.skill, None));
            let asked = format!("{name}:{}", need.level);
            match (need.people, level) {
                (1, 0) => lang.has_no_skill(name, &asked),
                (1, _) => lang.has_level(name, level, &asked),
                (people, _) => lang.has_holders(own.holders(need.skill, need.level, None), people, &asked),
            }
        });
        words.collect::<Vec<_>>().join(&format!(" {} ", lang.and()))
    }

    fn tools(self, job: JobId) -> String {
        let tools = &self.instance.tools;
        let short = self.instance.jobs[job].tools.iter().filter(|&&(tool, asked)| asked > tools[tool].quantity);
        let words =
            short.map(|&(tool, asked)| self.lang.tools_in_the_pool(asked, &tools[tool].id, tools[tool].quantity));
        words.collect::<Vec<_>>().join(", ")
    }

    /// What was tried, and its price.
    pub fn way_in(self, absence: &Absence, way: &WayIn) -> String {
        let lang = self.lang;
        let crew = |place: &Place| self.crew(place.crew);
        let crews = way.places.iter().map(crew).collect::<Vec<_>>().join(&format!(" {} ", lang.and()));
        let part = absence.missing as usize > way.places.len();
        let what = if part { lang.one_of_its_visits() } else { lang.it() };
        let date = way.places.first().map(|place| lang.on_date(&lang.day(place.date)));
        let other = way.instead_of.map(|other| lang.in_place_of(self.job(other)));
        let more = way.shortage.map(|short| lang.with_more(&self.shortage(short)));
        let how: String = [date, other, more].into_iter().flatten().collect();
        lang.could_take(&crews, &what, &how, &self.price(way.extra))
    }

    /// A price in words.
    pub fn price(self, extra: Money) -> String {
        if extra < Money::ZERO {
            self.lang.costs_less(&self.lang.cents(-extra))
        } else {
            self.lang.costs_more(&self.lang.cents(extra))
        }
    }

    /// A limit that is too tight.
    pub fn shortage(self, short: Shortage) -> String {
        let lang = self.lang;
        match short {
            Shortage::Overtime(minutes) => lang.minutes_more_in_shift(minutes),
            Shortage::Late(job, minutes) => lang.minutes_late(self.job(job), minutes),
            Shortage::Week(minutes) => lang.minutes_more_in_week(minutes),
            Shortage::Tool(tool, quantity) => lang.more_tools(quantity, &self.instance.tools[tool].id),
            Shortage::Load(amount) => lang.more_load(amount.to_f64()),
            Shortage::Changes(count) => lang.more_changes(count),
            Shortage::Sites(count) => lang.more_sites(count),
        }
    }

    fn job(self, job: JobId) -> &'i str {
        &self.instance.jobs[job].id
    }

    fn crew(self, crew: CrewId) -> &'i str {
        &self.instance.crews[crew].id
    }
}
