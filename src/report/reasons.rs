//! The sentences about a job that is left out.

use crate::explain::{Absence, NearCrew, Place, Reason, Shortage, WayIn};
use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId};
use crate::report::words::LeftOutWords;
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
        match absence.reason {
            Reason::Rule(rule) => rule.why(&absence.kept_out(self.instance), self.lang),
            Reason::Room => self.room(absence),
        }
    }

    fn room(self, absence: &Absence) -> String {
        let fits = |way: &WayIn| way.instead_of.is_none() && way.shortage.is_none();
        if absence.all_settled {
            return self.lang.only_frozen_dates();
        }
        let first = match absence.ways_in.iter().find(|way| fits(way)) {
            Some(way) if way.extra > -Money::CENT => self.lang.costs_more_than_leaving(),
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
            let faults: Vec<_> =
                near.faults.iter().map(|rule| rule.fault(self.instance, absence.job, near.crew, self.lang)).collect();
            if faults.is_empty() { name } else { format!("{name} {}", faults.join(&and)) }
        };
        let crews: Vec<_> = absence.nearest.iter().map(crew).collect();
        let mark = if absence.nearest.iter().all(|near| near.faults.is_empty()) { ", " } else { "; " };
        (!crews.is_empty()).then(|| self.lang.nearest_crews(&crews.join(mark)))
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
