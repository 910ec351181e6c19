//! The explanation of a job as texts and rows.

use super::reasons::Reasons;
use super::{named, site_named};
use crate::explain::{
    Absence, Alternative, CostParts, CrewFault, CrewVerdict, Explained, PlannedDay, VisitSlot, WayIn,
};
use crate::i18n::Locale;
use crate::model::{CrewId, Instance, JobId, Timetable, hhmm};
use crate::report::messages::{CountMessages, ExplainMessages, LeftOutMessages};
use crate::rules::{About, PlacedVisit, RULES, Remedy};
use crate::units::Money;

/// Components that are listed as the reason of a difference.
const REASONS: usize = 3;

/// The explanation of one job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The job and what it asks.
    pub headline: String,
    /// Its planned days.
    pub days: Vec<DayText>,
    /// All its visits given to one other crew.
    pub handed_over: Vec<AlternativeRow>,
    /// Why visits are unassigned.
    pub left_out: Option<String>,
    /// Where unassigned visits could be planned.
    pub ways_in: Vec<AlternativeRow>,
    /// What would let them in.
    pub remedies: Vec<RemedyRow>,
    /// What every crew could do.
    pub crews: Vec<CrewOption>,
}

/// One planned day of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayText {
    /// Who, when, and how that compares.
    pub sentence: String,
    /// What it costs, by component with what makes it so.
    pub costs: Vec<CostRow>,
    /// What they add up to.
    pub total: Money,
    /// What leaving it out would cost instead; empty where that costs nothing.
    pub penalties: String,
    /// What could be done instead, the cheapest first.
    pub alternatives: Vec<AlternativeRow>,
}

/// A cost component with what makes it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    /// The rule.
    pub rule: &'static About,
    /// What the plan costs more by it.
    pub amount: Money,
    /// What makes it so.
    pub attribution: String,
}

/// Another place for visits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativeRow {
    /// Crews, date and start.
    pub place: String,
    /// What the plan would cost more.
    pub extra: Money,
    /// The components that make the difference.
    pub because: String,
    /// Who or what would have to give way; empty where nothing does.
    pub gives_way: String,
}

/// What a crew could do about a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrewOption {
    /// The crew's id.
    pub crew: String,
    /// Minutes one way.
    pub minutes: i32,
    /// The verdict.
    pub verdict: String,
    /// What the plan would cost more where the crew could do it.
    pub extra: Option<Money>,
}

/// A change of the data that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemedyRow {
    /// The change.
    pub change: String,
    /// What would be planned then, with its price.
    pub then: String,
    /// What the plan would cost more; below zero what it saves against leaving the visit out.
    pub extra: Money,
}

impl Explanation {
    /// The text of an explanation.
    pub fn new(instance: &Instance, timetable: &Timetable, explained: &Explained, locale: Locale) -> Self {
        let writer = Writer { instance, reasons: Reasons { instance, locale }, locale };
        let alternatives = |list: &[Alternative]| list.iter().map(|other| writer.alternative(other)).collect();
        Self {
            headline: writer.headline(explained),
            days: explained.days.iter().map(|day| writer.day(timetable, explained, day)).collect(),
            handed_over: alternatives(&explained.handed_over),
            left_out: explained.absence.as_ref().map(|absence| writer.left_out(absence)),
            ways_in: alternatives(&explained.ways_in),
            remedies: explained.remedies.iter().map(|(change, way)| writer.remedy(*change, way)).collect(),
            crews: explained.crews.iter().map(|verdict| writer.crew(explained, verdict)).collect(),
        }
    }
}

/// Writes explanations in a locale.
#[derive(Clone, Copy)]
struct Writer<'w> {
    instance: &'w Instance,
    reasons: Reasons<'w>,
    locale: Locale,
}

impl Writer<'_> {
    fn headline(self, explained: &Explained) -> String {
        let (instance, locale) = (self.instance, self.locale);
        let job = &instance.jobs[explained.job];
        let site = &instance.sites[job.site];
        let minutes = match instance.visits_asked(explained.job) {
            1 => format!("{} min", job.duration),
            asked => locale.visits_of_minutes(&locale.visits(asked as usize), job.duration),
        };
        let mut parts = vec![minutes, locale.priority_of(job.priority)];
        let skills = job.skills.iter().map(|need| {
            let people = if need.people > 1 { format!("*{}", need.people) } else { String::new() };
            format!("{}:{}{people}", instance.skills[need.skill], need.level)
        });
        parts.extend(skills);
        parts.extend(self.reasons.given_away_for(explained.job).map(|price| locale.may_be_given_away(&price)));
        parts.extend(job.late_after.map(|after| locale.promised_by(&hhmm(after))));
        parts.extend(job.with.map(|lag| locale.starts_after(lag.least, lag.most, &instance.jobs[lag.job].id)));
        parts.extend(job.due.map(|due| locale.due_on(&locale.date(due))));
        locale.job_at(&named(&job.id, &job.name), &site_named(site), &parts.join(", "))
    }

    fn left_out(self, absence: &Absence) -> String {
        let count = match absence.unassigned {
            1 if absence.given_away => self.locale.visit_given_away(),
            n if absence.given_away => self.locale.visits_given_away(n),
            1 => self.locale.visit_left_out(&absence.reason.name(self.locale)),
            n => self.locale.visits_left_out(n, &absence.reason.name(self.locale)),
        };
        let ways = absence.ways_in.iter().map(|way| self.reasons.way_in(absence, way));
        let sentences = [count, self.reasons.first_sentence(absence)].into_iter().chain(ways);
        sentences.collect::<Vec<_>>().join(" ")
    }

    fn day(self, timetable: &Timetable, explained: &Explained, day: &PlannedDay) -> DayText {
        let locale = self.locale;
        let row = |&(rule, amount): &(&'static About, Money)| CostRow {
            rule,
            amount,
            attribution: self.cause(timetable, explained.job, day, rule).map_or_else(String::new, |place| {
                let visit = PlacedVisit::find(self.instance, timetable, explained.job, place.crew, place.date);
                visit.map_or_else(String::new, |visit| rule.attribution(&visit, locale))
            }),
        };
        let (paid, spared): (CostParts, CostParts) = day.cost.iter().partition(|&&(_, amount)| amount > Money::ZERO);
        let penalties =
            spared.iter().map(|&(rule, amount)| format!("{} {}", rule.short_name(locale), self.number(-amount)));
        let legal = day.alternatives.iter().find(|other| other.shortage.is_none());
        let told = |best: &Alternative| (self.place(&best.places), self.reasons.price(best.extra));
        let compared = match legal.map(|best| (best.extra, told(best))) {
            None => locale.nowhere_else(),
            Some((extra, (place, price))) if extra >= Money::CENT => locale.next_best(&place, &price),
            Some((extra, (place, _))) if extra > -Money::CENT => locale.as_good(&place),
            Some((_, (place, price))) => locale.better(&place, &price),
        };
        DayText {
            sentence: format!("{}. {compared}", self.place(&day.places)),
            costs: paid.iter().map(row).collect(),
            total: paid.iter().map(|&(_, amount)| amount).sum(),
            penalties: penalties.collect::<Vec<_>>().join(", "),
            alternatives: day.alternatives.iter().map(|other| self.alternative(other)).collect(),
        }
    }

    /// The visit of a day that causes most of a cost, by the crews that the rule names.
    fn cause(self, timetable: &Timetable, job: JobId, day: &PlannedDay, rule: &About) -> Option<VisitSlot> {
        let rule = RULES.iter().find(|own| own.about() == rule);
        let costs = rule.map_or_else(Vec::new, |rule| rule.audit(self.instance, timetable).costs);
        let caused = |place: &VisitSlot| -> Money {
            let own = costs.iter().filter(|cost| {
                cost.crew == Some(place.crew)
                    && cost.date.is_none_or(|date| date == place.date)
                    && cost.job.is_none_or(|own| own == job)
            });
            own.map(|cost| cost.amount).sum()
        };
        day.places.iter().rev().max_by_key(|place| caused(place)).copied()
    }

    fn number(self, amount: Money) -> String {
        self.locale.number(amount.to_f64(), 2)
    }

    fn crew_id(self, crew: CrewId) -> String {
        self.instance.crews[crew].id.clone()
    }

    /// Crews, date and start; several dates where the crews are not there on the same one.
    fn place(self, places: &[VisitSlot]) -> String {
        let and = format!(" {} ", self.locale.and());
        let by_date = places.chunk_by(|a, b| a.date == b.date).map(|day| {
            let crews = day.iter().map(|place| self.reasons.crew_at(places, place)).collect::<Vec<_>>().join(&and);
            let starts = day.iter().map(|place| hhmm(place.start)).collect::<Vec<_>>().join(&and);
            self.locale.crew_on_at(&crews, &self.locale.day(day[0].date), &starts)
        });
        by_date.collect::<Vec<_>>().join(", ")
    }

    fn alternative(self, other: &Alternative) -> AlternativeRow {
        let displaced = other.displaced.map(|displaced| {
            let job = &self.instance.jobs[displaced.job].id;
            match displaced.to {
                Some((crew, date)) => self.locale.moves_to(job, &self.crew_id(crew), &self.locale.day(date)),
                None => match self.reasons.given_away_for(displaced.job) {
                    Some(price) => self.locale.job_is_given_away(job, &price),
                    None => self.locale.job_is_left_out(job),
                },
            }
        });
        let short = other.shortage.map(|short| self.locale.needs_shortage(&self.reasons.shortage(short)));
        AlternativeRow {
            place: self.place(&other.places),
            extra: other.extra,
            because: self.because(&other.parts),
            gives_way: displaced.into_iter().chain(short).collect::<Vec<_>>().join(", "),
        }
    }

    /// The components that make most of a difference, the largest first.
    fn because(self, parts: &CostParts) -> String {
        let mut largest = parts.clone();
        largest.sort_by_key(|&(_, amount)| std::cmp::Reverse(amount.0.abs()));
        let part = |&(rule, amount): &(&'static About, Money)| {
            format!("{} {}", rule.short_name(self.locale), self.locale.signed(amount.to_f64(), 2))
        };
        let more = if largest.len() > REASONS { ", ..." } else { "" };
        largest.iter().take(REASONS).map(part).collect::<Vec<_>>().join(", ") + more
    }

    fn crew(self, explained: &Explained, verdict: &CrewVerdict) -> CrewOption {
        let fault = |fault: &CrewFault| fault.text(self.instance, explained.job, verdict.crew, self.locale);
        let faults: Vec<_> = verdict.faults.iter().map(fault).collect();
        let has = explained
            .days
            .iter()
            .flat_map(|day| &day.places)
            .find(|place| (place.job, place.crew) == (explained.job, verdict.crew));
        let text = match (&verdict.best, has) {
            (Some(best), _) => {
                let row = self.alternative(best);
                if row.gives_way.is_empty() {
                    row.place
                } else {
                    format!("{}{}{}", row.place, self.locale.further_crew(), row.gives_way)
                }
            }
            (None, Some(_)) => self.locale.does_it(),
            (None, None) if faults.is_empty() => self.locale.no_room_beside(),
            (None, None) => faults.join(&format!(" {} ", self.locale.and())),
        };
        CrewOption {
            crew: self.crew_id(verdict.crew),
            minutes: verdict.minutes,
            verdict: text,
            extra: verdict.best.as_ref().map(|best| best.extra),
        }
    }

    fn remedy(self, remedy: Remedy, way: &WayIn) -> RemedyRow {
        let (instance, locale) = (self.instance, self.locale);
        let crew = |crew: CrewId| instance.crews[crew].id.as_str();
        let change = match remedy {
            Remedy::Skill(own, skill, level) => {
                locale.if_skill(crew(own), &format!("{}:{level}", instance.skills[skill]))
            }
            Remedy::People(own, people) => locale.if_people(crew(own), people),
            Remedy::Admit(own) => locale.if_admitted(crew(own)),
            Remedy::Reach(own, minutes) => locale.if_drives(crew(own), minutes),
            Remedy::Work(own, date) => locale.if_works(crew(own), &locale.day(date)),
            Remedy::Overtime(own, minutes) => locale.if_overtime(crew(own), minutes, instance.crews[own].overtime),
            Remedy::Tool(tool, quantity) => locale.if_tool(quantity, &instance.tools[tool].id),
            Remedy::Wait(before) => locale.if_waits_not(&instance.jobs[before].id),
            Remedy::Unlink => locale.if_unlinked(),
            Remedy::AnyDate => locale.if_any_date(),
            Remedy::AnyTime => locale.if_any_start(),
            Remedy::Promise(start) => locale.if_promised(&hhmm(start)),
            Remedy::AnyCrew => locale.if_any_crew(),
        };
        RemedyRow { change, then: self.place(&way.places), extra: way.extra }
    }
}
