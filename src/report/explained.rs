//! Why a plan does with a job what it does, in words and rows.

use super::culprits;
use super::reasons::Reasons;
use crate::model::{
    Alternative, CostParts, CrewVerdict, Explained, Instance, Place, PlannedDay, Remedy, Timetable, WayIn, hhmm,
};
use crate::units::Money;
use crate::words::Lang;

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
    /// Why visits are missing.
    pub left_out: Option<String>,
    /// Where missing visits could be.
    pub ways_in: Vec<AlternativeRow>,
    /// What would let them in.
    pub remedies: Vec<RemedyRow>,
    /// What every crew could do.
    pub crews: Vec<CrewRow>,
}

/// One planned day of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayText {
    /// Who, when, and how that compares.
    pub sentence: String,
    /// What it costs, by component with the culprits.
    pub costs: Vec<CostRow>,
    /// What they add up to.
    pub total: Money,
    /// What leaving it out would cost instead; empty where that costs nothing.
    pub fines: String,
    /// What could be done instead, the cheapest first.
    pub alternatives: Vec<AlternativeRow>,
}

/// A cost component with what is behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostRow {
    /// The rule.
    pub code: &'static str,
    /// What the plan costs more by it.
    pub amount: Money,
    /// What is behind it.
    pub culprit: String,
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
pub struct CrewRow {
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
    /// Words what was tried with a job of a plan.
    pub fn new(instance: &Instance, timetable: &Timetable, explained: &Explained) -> Self {
        let alternatives = |list: &[Alternative]| list.iter().map(|other| alternative_row(instance, other)).collect();
        let absence = explained.absence.as_ref();
        let left_out = absence.map(|absence| {
            let visits = if absence.missing == 1 { "1 visit is left out" } else { "visits are left out" };
            let count = if absence.missing == 1 { String::new() } else { format!("{} ", absence.missing) };
            let ways = absence.ways_in.iter().map(|way| format!(" {}", reasons(instance).way_in(absence, way)));
            let first = reasons(instance).first_sentence(absence);
            format!("{count}{visits} ({}). {first}{}", absence.code, ways.collect::<String>())
        });
        let remedies = explained.remedies.iter().map(|(change, way)| remedy_row(instance, *change, way));
        Self {
            headline: headline(instance, explained),
            days: explained.days.iter().map(|day| day_text(instance, timetable, explained, day)).collect(),
            handed_over: alternatives(&explained.handed_over),
            left_out,
            ways_in: alternatives(&explained.ways_in),
            remedies: remedies.collect(),
            crews: explained.crews.iter().map(|verdict| crew_row(instance, explained, verdict)).collect(),
        }
    }
}

fn headline(instance: &Instance, explained: &Explained) -> String {
    let job = &instance.jobs[explained.job];
    let site = &instance.sites[job.site];
    let asked = instance.visits_asked(explained.job);
    let visits = if asked == 1 { String::new() } else { format!("{asked} visits of ") };
    let mut parts = vec![format!("{visits}{} min", job.duration), format!("priority {}", job.priority)];
    let skills = job.skills.iter().map(|need| {
        let people = if need.people > 1 { format!("*{}", need.people) } else { String::new() };
        format!("{}:{}{people}", instance.skills[need.skill], need.level)
    });
    parts.extend(skills);
    parts.extend(job.due.map(|due| format!("due {due}")));
    let name = if job.name.is_empty() { String::new() } else { format!(" {}", job.name) };
    let place = if site.name.is_empty() { site.id.clone() } else { format!("{} {}", site.id, site.name) };
    format!("{}{name} at {place}: {}", job.id, parts.join(", "))
}

fn day_text(instance: &Instance, timetable: &Timetable, explained: &Explained, day: &PlannedDay) -> DayText {
    let visit = day.places.first();
    let visit = visit.and_then(|place| culprits::find(instance, timetable, explained.job, (place.crew, place.date)));
    let row = |&(code, amount): &(&'static str, Money)| CostRow {
        code,
        amount,
        culprit: visit.map_or_else(String::new, |visit| visit.culprit(code)),
    };
    let (paid, spared): (CostParts, CostParts) = day.cost.iter().partition(|&&(_, amount)| amount > Money::ZERO);
    let fines = spared.iter().map(|(code, amount)| format!("{code} {:.2}", -amount.to_f64()));
    let legal = day.alternatives.iter().find(|other| other.shortage.is_none());
    let compared = match legal {
        None => "No other crew and no other date has room for it, even in place of another visit.".to_string(),
        Some(best) if best.extra > Money::ZERO => {
            format!(
                "Every other way found costs more: the next best, {}, {}.",
                place(instance, &best.places),
                reasons(instance).price(best.extra)
            )
        }
        Some(best) => format!(
            "{} would do as well or better ({}): a longer run may find it.",
            place(instance, &best.places),
            reasons(instance).price(best.extra)
        ),
    };
    DayText {
        sentence: format!("{}. {compared}", place(instance, &day.places)),
        costs: paid.iter().map(row).collect(),
        total: paid.iter().map(|&(_, amount)| amount).sum(),
        fines: fines.collect::<Vec<_>>().join(", "),
        alternatives: day.alternatives.iter().map(|other| alternative_row(instance, other)).collect(),
    }
}

/// Crews, date and start; several dates where the crews are not there on the same one.
fn place(instance: &Instance, places: &[Place]) -> String {
    let by_date = places.chunk_by(|a, b| a.date == b.date).map(|day| {
        let crews = day.iter().map(|place| instance.crews[place.crew].id.as_str()).collect::<Vec<_>>().join(" and ");
        let starts = day.iter().map(|place| hhmm(place.start)).collect::<Vec<_>>().join(" and ");
        format!("{crews} on {} at {starts}", day[0].date.format("%a %d/%m"))
    });
    by_date.collect::<Vec<_>>().join(", ")
}

fn alternative_row(instance: &Instance, other: &Alternative) -> AlternativeRow {
    let displaced = other.displaced.map(|displaced| {
        let job = &instance.jobs[displaced.job].id;
        match displaced.to {
            Some((crew, date)) => format!("{job} moves to {} on {}", instance.crews[crew].id, date.format("%a %d/%m")),
            None => format!("{job} is left out"),
        }
    });
    let short = other.shortage.map(|short| format!("needs {}", reasons(instance).shortage(short)));
    AlternativeRow {
        place: place(instance, &other.places),
        extra: other.extra,
        because: because(&other.parts),
        gives_way: displaced.into_iter().chain(short).collect::<Vec<_>>().join(", "),
    }
}

/// The components that make most of a difference, the largest first.
fn because(parts: &CostParts) -> String {
    let mut largest = parts.clone();
    largest.sort_by_key(|&(_, amount)| std::cmp::Reverse(amount.0.abs()));
    let words = largest.iter().take(REASONS).map(|(code, amount)| format!("{code} {:+.2}", amount.to_f64()));
    let more = if largest.len() > REASONS { ", ..." } else { "" };
    words.collect::<Vec<_>>().join(", ") + more
}

fn crew_row(instance: &Instance, explained: &Explained, verdict: &CrewVerdict) -> CrewRow {
    let faults: Vec<_> =
        verdict.faults.iter().map(|code| reasons(instance).fault(explained.job, verdict.crew, code)).collect();
    let has = explained.days.iter().flat_map(|day| &day.places).find(|place| place.crew == verdict.crew);
    let words = match (&verdict.best, has) {
        (Some(best), _) => {
            let row = alternative_row(instance, best);
            if row.gives_way.is_empty() { row.place } else { format!("{}; {}", row.place, row.gives_way) }
        }
        (None, Some(_)) => "does it".into(),
        (None, None) if faults.is_empty() => "no room beside the rest".into(),
        (None, None) => faults.join(" and "),
    };
    CrewRow {
        crew: instance.crews[verdict.crew].id.clone(),
        minutes: verdict.minutes,
        verdict: words,
        extra: verdict.best.as_ref().map(|best| best.extra),
    }
}

fn remedy_row(instance: &Instance, remedy: Remedy, way: &WayIn) -> RemedyRow {
    let crew = |crew: usize| instance.crews[crew].id.as_str();
    let change = match remedy {
        Remedy::Skill(own, skill, level) => format!("{} has {}:{level}", crew(own), instance.skills[skill]),
        Remedy::People(own, people) => format!("{} has {people} people", crew(own)),
        Remedy::Admit(own) => format!("the job admits {}", crew(own)),
        Remedy::Reach(own, minutes) => format!("{} drives {minutes} min one way", crew(own)),
        Remedy::Work(own, date) => format!("{} works on {}", crew(own), date.format("%a %d/%m")),
        Remedy::Overtime(own, minutes) => format!("{} may do {minutes} min of overtime", crew(own)),
        Remedy::Tool(tool, quantity) => format!("the pool has {quantity} x {}", instance.tools[tool].id),
        Remedy::Wait(before) => format!("it need not wait for {}", instance.jobs[before].id),
        Remedy::AnyDate => "any date will do".into(),
        Remedy::AnyTime => "any start will do".into(),
    };
    RemedyRow { change, then: place(instance, &way.places), extra: way.extra }
}
/// Explanations are in English only so far.
fn reasons(instance: &Instance) -> Reasons<'_> {
    Reasons { instance, lang: Lang::En }
}
