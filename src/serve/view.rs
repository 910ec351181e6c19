//! A week as the page shows it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::board::{Blocked, Cell, Offer, Slot, Week};
use crate::i18n::Locale;
use crate::insight::{Figures, changes};
use crate::model::{CrewId, Instance, JobId, Plan, VisitAt, hhmm, pin_words};
use crate::report::messages::PageMessages;
use crate::report::site_named;
use crate::units::{Minutes, Money, divide_rounding};

/// An amount in cents, half a cent upwards.
pub fn cents(amount: Money) -> i64 {
    divide_rounding(amount.0.into(), Money::CENT.0.into()) as i64
}

/// The whole of a week. `plan` in place of its own is shown with the week's crews and jobs.
pub fn week(week: &Week, locale: Locale) -> Value {
    let instance = &week.instance;
    let pinned: BTreeMap<VisitAt, &str> = pin_words(instance, &week.verdict.timetable).into_iter().collect();
    let (from, until) = scale(week);
    let clock = &instance.settings.clock;
    let dates: Vec<Value> =
        instance.dates.iter().map(|&date| json!({ "date": date.to_string(), "label": locale.day(date) })).collect();
    json!({
        "name": instance.name,
        "dates": dates,
        "scale": [from, until],
        "pause": (clock.pause() > 0).then_some([clock.from, clock.until]),
        "crews": instance.crew_ids().map(|crew| crew_row(instance, crew)).collect::<Vec<_>>(),
        "jobs": instance.job_ids().filter(|&job| instance.visits_asked(job) > 0 || !week.verdict.timetable.visits_of[job].is_empty()).map(|job| (instance.jobs[job].id.clone(), job_row(instance, job))).collect::<BTreeMap<_, _>>(),
        "sites": instance.sites.iter().map(|site| json!({ "id": site.id, "name": site_named(site) })).collect::<Vec<_>>(),
        "skills": instance.skills,
        "routes": routes(week, &pinned),
        "leftOut": left_out(week),
        "figures": figures(instance, &Figures::new(instance, &week.verdict)),
        "broken": broken(week, locale),
        "changes": change_rows(instance, &week.plan, locale),
    })
}

fn crew_row(instance: &Instance, crew: CrewId) -> Value {
    let own = &instance.crews[crew];
    let hours = |&date: &NaiveDate| instance.hours(crew, date).map(|(start, end)| [start, end, own.overtime]);
    json!({
        "id": own.id,
        "name": own.name,
        "chief": own.chief,
        "days": instance.dates.iter().map(hours).collect::<Vec<_>>(),
    })
}

fn job_row(instance: &Instance, job: JobId) -> Value {
    let own = &instance.jobs[job];
    let site = &instance.sites[own.site];
    json!({
        "name": own.name,
        "site": site_named(site),
        "region": site.region,
        "minutes": own.duration,
        "priority": own.priority,
        "crews": own.crews,
        "linked": instance.linked(job).iter().filter(|&&other| other != job).map(|&other| instance.jobs[other].id.clone()).collect::<Vec<_>>(),
        "open": own.open.map(hhmm),
        "close": own.close.map(hhmm),
        "due": own.due.map(|date| date.to_string()),
    })
}

fn routes(week: &Week, pinned: &BTreeMap<VisitAt, &str>) -> Vec<Value> {
    let instance = &week.instance;
    let today: BTreeSet<(JobId, CrewId, NaiveDate)> = instance.current.iter().flat_map(Plan::visits).collect();
    let known: BTreeSet<JobId> = today.iter().map(|(job, ..)| *job).collect();
    let crews: BTreeSet<(JobId, CrewId)> = today.iter().map(|&(job, crew, _)| (job, crew)).collect();
    let tours = week.verdict.timetable.tours.iter().enumerate();
    let route = |(index, tour): (usize, &crate::model::Tour)| {
        let stop = |(position, stop): (usize, &crate::model::Stop)| {
            let change = match () {
                () if today.is_empty() => "",
                () if today.contains(&(stop.job, tour.crew, tour.date)) => "kept",
                () if crews.contains(&(stop.job, tour.crew)) => "moved-day",
                () if known.contains(&stop.job) => "moved-crew",
                () => "added",
            };
            json!({
                "job": instance.jobs[stop.job].id,
                "start": stop.start,
                "finish": stop.finish,
                "arrive": stop.arrive,
                "travel": stop.travel,
                "pinned": pinned.get(&(index, position)),
                "change": change,
            })
        };
        let day = instance.day(tour.date)?;
        Some(json!({
            "crew": tour.crew.index(),
            "day": day.index(),
            "leave": tour.leave,
            "back": tour.back,
            "late": tour.overtime > 0,
            "metres": tour.metres,
            "visits": tour.stops.iter().enumerate().map(stop).collect::<Vec<_>>(),
        }))
    };
    tours.filter_map(route).collect()
}

fn left_out(week: &Week) -> Vec<Value> {
    let instance = &week.instance;
    let missing = |job: &JobId| week.verdict.timetable.missing[*job] > 0;
    let row = |job: JobId| {
        let away = instance.jobs[job].subcontract.is_some();
        json!({ "job": instance.jobs[job].id, "missing": week.verdict.timetable.missing[job], "given": away })
    };
    instance.job_ids().filter(missing).map(row).collect()
}

/// The figures of a schedule.
pub fn figures(instance: &Instance, figures: &Figures) -> Value {
    let scores = &figures.scores;
    let asked: u32 = instance.job_ids().map(|job| instance.visits_asked(job)).sum();
    json!({
        "cost": cents(figures.total),
        "cash": cents(figures.cash()),
        "metres": figures.metres,
        "travel": figures.travel,
        "overtime": figures.overtime,
        "visits": figures.visits,
        "asked": asked,
        "leftOut": figures.unassigned,
        "given": figures.subcontracted,
        "changes": figures.changes,
        "broken": figures.violations.0.iter().map(|(_, count)| count).sum::<usize>(),
        "balance": scores.balance,
        "preferences": scores.preferences,
        "continuity": scores.continuity,
    })
}

fn broken(week: &Week, locale: Locale) -> Vec<Value> {
    let instance = &week.instance;
    let row = |violation: &crate::rules::Violation| {
        json!({
            "rule": violation.rule.name(locale),
            "text": violation.text(instance, locale),
            "job": violation.job.map(|job| instance.jobs[job].id.clone()),
            "crew": violation.crew.map(|crew| instance.crews[crew].id.clone()),
            "date": violation.date.map(|date| date.to_string()),
        })
    };
    week.verdict.violations.iter().map(row).collect()
}

/// What a plan changes of the instance's schedule.
pub fn change_rows(instance: &Instance, plan: &Plan, locale: Locale) -> Vec<Value> {
    let place = |at: Option<(CrewId, NaiveDate)>| {
        at.map(|(crew, date)| json!({ "crew": instance.crews[crew].id, "date": date.to_string(), "day": locale.day(date) }))
    };
    let all = changes(instance, plan);
    let real = all.iter().filter(|change| change.from != change.to);
    let row = |change: &crate::insight::VisitChange| {
        json!({
            "job": instance.jobs[change.job].id,
            "kind": change.kind().word(),
            "from": place(change.from),
            "to": place(change.to),
        })
    };
    real.map(row).collect()
}

/// The prices of all cells, as rows: crew, day, cents, metres, minutes; or crew, day and the rule.
pub fn prices(instance: &Instance, cells: &[Cell], locale: Locale) -> Vec<Value> {
    let row = |cell: &Cell| {
        let (crew, day) = (cell.crew.index(), instance.day(cell.date).map(|day| day.index()));
        match &cell.offer {
            Ok(offer) => json!([crew, day, cents(offer.cost), offer.metres, offer.minutes]),
            Err(blocked) => json!([crew, day, rule_name(blocked, locale)]),
        }
    };
    cells.iter().map(row).collect()
}

/// What a drop would do, or what forbids it, in full.
pub fn offer(instance: &Instance, offer: &Result<Offer, Blocked>, locale: Locale) -> Value {
    match offer {
        Ok(offer) => json!({ "cents": cents(offer.cost), "metres": offer.metres, "minutes": offer.minutes }),
        Err(blocked) => {
            let text = blocked.violation.as_ref().map(|violation| violation.text(instance, locale));
            json!({ "rule": rule_name(blocked, locale), "text": text })
        }
    }
}

fn rule_name(blocked: &Blocked, locale: Locale) -> String {
    blocked.rule.name(locale)
}

/// When a job can be done.
pub fn slots(instance: &Instance, slots: &[Slot], locale: Locale) -> Vec<Value> {
    let row = |slot: &Slot| {
        json!({
            "crew": instance.crews[slot.crew].id,
            "name": instance.crews[slot.crew].name,
            "date": slot.date.to_string(),
            "day": locale.day(slot.date),
            "start": hhmm(slot.start),
            "cents": cents(slot.offer.cost),
            "metres": slot.offer.metres,
            "minutes": slot.offer.minutes,
        })
    };
    slots.iter().map(row).collect()
}

/// The first and last full hour that is to be seen.
fn scale(week: &Week) -> (Minutes, Minutes) {
    let instance = &week.instance;
    let shifts = instance.shifts.iter().map(|shift| (shift.start, shift.end));
    let tours = week.verdict.timetable.tours.iter().map(|tour| (tour.leave, tour.back));
    let hours: Vec<_> = shifts.chain(tours).collect();
    let from = hours.iter().map(|(start, _)| *start).min().unwrap_or(8 * 60);
    let until = hours.iter().map(|(_, end)| *end).max().unwrap_or(17 * 60);
    (from.div_euclid(60) * 60, (until.min(26 * 60) + 59).div_euclid(60) * 60)
}

/// The name of a week: its dates.
pub fn title(instance: &Instance, locale: Locale) -> String {
    use chrono::Datelike;
    match (instance.dates.first(), instance.dates.last()) {
        (Some(first), Some(last)) => {
            let dates = format!("{} – {}", locale.date(*first), locale.date(*last));
            match (first.iso_week().week(), last.iso_week().week()) {
                (one, other) if one == other => locale.title_week(one, &dates),
                (one, other) => locale.title_weeks(one, other, &dates),
            }
        }
        _ => locale.title_undated(),
    }
}
