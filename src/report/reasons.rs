//! The sentences about a job that is left out.

use crate::explain::{Absence, NearCrew, Reason, Shortage, VisitSlot, WayIn};
use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId};
use crate::report::messages::{CountMessages, LeftOutMessages};
use crate::units::Money;

/// Writes infeasibility reasons in a locale.
#[derive(Clone, Copy)]
pub struct Reasons<'i> {
    /// The instance.
    pub instance: &'i Instance,
    /// The language.
    pub locale: Locale,
}

impl<'i> Reasons<'i> {
    /// What keeps the job out.
    pub fn first_sentence(self, absence: &Absence) -> String {
        let why = |reason: Reason| match reason {
            Reason::Rule(rule) => rule.why(&absence.kept_out(self.instance), self.locale),
            Reason::Room => self.room(absence),
        };
        let own = why(absence.reason);
        if absence.given_away { format!("{} {own}", why(absence.told())) } else { own }
    }

    fn room(self, absence: &Absence) -> String {
        let fits = |way: &WayIn| way.instead_of.is_none() && way.shortage.is_none();
        if absence.all_settled {
            return self.locale.only_frozen_dates();
        }
        let first = match absence.ways_in.iter().find(|way| fits(way)) {
            Some(way) if way.extra > -Money::CENT && absence.given_away => self.locale.costs_more_than_giving_away(),
            Some(way) if way.extra > -Money::CENT => self.locale.costs_more_than_leaving(),
            Some(_) => self.locale.found_too_late(),
            None => self.locale.no_room(),
        };
        match absence.waits_for {
            Some(waits) => format!("{first} {}", self.locale.comes_after(self.job(waits.job))),
            None => first,
        }
    }

    /// The nearest crews; with what keeps each of them out, where something does.
    pub fn nearest(self, absence: &Absence) -> Option<String> {
        let and = format!(" {} ", self.locale.and());
        let crew = |near: &NearCrew| {
            let name = self.locale.crew_away(self.crew(near.crew), near.minutes);
            let faults: Vec<_> = near
                .faults
                .iter()
                .map(|fault| fault.text(self.instance, absence.job, near.crew, self.locale))
                .collect();
            if faults.is_empty() { name } else { format!("{name} {}", faults.join(&and)) }
        };
        let crews: Vec<_> = absence.nearest.iter().map(crew).collect();
        let is_plain = absence.nearest.iter().all(|near| near.faults.is_empty());
        let mark = if is_plain { ", ".to_owned() } else { self.locale.further_crew() };
        (!crews.is_empty()).then(|| self.locale.nearest_crews(&crews.join(&mark)))
    }

    /// What was tried, and its price.
    pub fn way_in(self, absence: &Absence, way: &WayIn) -> String {
        let locale = self.locale;
        let crew = |place: &VisitSlot| self.crew_at(&way.places, place);
        let crews = way.places.iter().map(crew).collect::<Vec<_>>().join(&format!(" {} ", locale.and()));
        let part = absence.unassigned as usize > way.places.len();
        let what = if part { locale.one_of_its_visits() } else { locale.it() };
        let date = way.places.first().map(|place| locale.on_date(&locale.day(place.date)));
        let other = way.instead_of.map(|other| match self.given_away_for(other) {
            Some(price) => locale.with_given_away(self.job(other), &price),
            None => locale.in_place_of(self.job(other)),
        });
        let more = way.shortage.map(|short| locale.with_more(&self.shortage(short)));
        let how: String = [date, other, more].into_iter().flatten().collect();
        let price = self.price(way.extra);
        let price = if absence.given_away { locale.than_given_away(&price) } else { locale.than_left_out(&price) };
        locale.could_take(&crews, &what, &how, &price)
    }

    /// For what another firm does a visit of a job; none where no other firm does.
    pub fn given_away_for(self, job: JobId) -> Option<String> {
        self.instance.jobs[job].subcontract.map(|price| self.locale.cents(Money::euros(price)))
    }

    /// The crew of a place; with its job where that is another one than that of the first place.
    pub fn crew_at(self, places: &[VisitSlot], place: &VisitSlot) -> String {
        let crew = self.crew(place.crew);
        match places.first() {
            Some(first) if first.job != place.job => format!("{crew} ({})", self.job(place.job)),
            _ => crew.to_string(),
        }
    }

    /// A price as text.
    pub fn price(self, extra: Money) -> String {
        if extra < Money::ZERO {
            self.locale.costs_less(&self.locale.cents(-extra))
        } else {
            self.locale.costs_more(&self.locale.cents(extra))
        }
    }

    /// A limit that is too tight.
    pub fn shortage(self, short: Shortage) -> String {
        let locale = self.locale;
        match short {
            Shortage::Overtime(minutes) => locale.minutes_more_in_shift(minutes),
            Shortage::Late(job, minutes) => locale.minutes_late(self.job(job), minutes),
            Shortage::Week(minutes) => locale.minutes_more_in_week(minutes),
            Shortage::Tool(tool, quantity) => locale.more_tools(quantity, &self.instance.tools[tool].id),
            Shortage::Load(amount) => locale.more_load(amount.to_f64()),
            Shortage::Changes(count) => locale.more_changes(&locale.changes(count.unsigned_abs() as usize)),
            Shortage::Sites(count) => locale.more_sites(&locale.sites(count.unsigned_abs() as usize)),
        }
    }

    fn job(self, job: JobId) -> &'i str {
        &self.instance.jobs[job].id
    }

    fn crew(self, crew: CrewId) -> &'i str {
        &self.instance.crews[crew].id
    }
}
