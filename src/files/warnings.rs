//! Warnings of demands that an instance can't meet, and of what looks like a slip of the pen.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::columns::{CALENDAR, CREWS, JOBS, PLACES};
use super::fold::spelling;
use super::issues::{Issues, shortened};
use super::list::{holds_separator, separated};
use super::tables::Tables;
use crate::error::{Message, Slips};
use crate::model::{Instance, JobId, hhmm};
use crate::travel::Metric;
use crate::units::{Decimal, Metres, Minutes};

/// Metres between a site and the nearest base that hardly any firm drives.
const FAR: Metres = 300_000;
/// Minutes that may have been meant as hours.
const FEW: Minutes = 12;
/// Edits that make another name of one that a slip of the pen may have changed.
const SLIP: usize = 2;
/// Most names compared with each other, and most letters of one.
const COMPARISONS: usize = 200_000;
const LONGEST_NAME: usize = 200;

/// Warns of visits that the horizon has no dates for.
pub fn warn_of_dates(instance: &Instance, tables: &Tables, issues: &mut Issues) {
    let rows = &tables.jobs;
    for (index, (row, job)) in JobId::enumerate(rows.iter()) {
        let asked = instance.days_asked(index);
        if asked < job.visits {
            let advice = if asked == 0 { Message::NoDateAllowed } else { Message::FewDatesAllowed { asked } };
            issues.warn(rows.position(row, &JOBS.visits), job.visits, advice);
        }
    }
}

/// Warns of work that another firm does for nothing.
fn warn_of_prices(tables: &Tables, issues: &mut Issues) {
    let jobs = &tables.jobs;
    for (row, _) in jobs.iter().filter(|(_, job)| job.subcontract == Some(Decimal::ZERO)) {
        issues.warn(jobs.position(row, &JOBS.subcontract), 0, Message::GivenAwayForNothing);
    }
}

/// Warns of promised times before or after which no visit may start anyway.
fn warn_of_promises(tables: &Tables, issues: &mut Issues) {
    let jobs = &tables.jobs;
    for (row, job) in jobs.iter() {
        let Some(after) = job.late_after else { continue };
        let outside = job.open.is_some_and(|open| after < open) || job.close.is_some_and(|close| after > close);
        if outside {
            issues.warn(jobs.position(row, &JOBS.late_after), hhmm(after), Message::PromisedOutside);
        }
    }
}

/// Warns of skills and tools that nobody can bring.
fn warn_of_lacking(tables: &Tables, issues: &mut Issues) {
    let Tables { crews, members, tools, jobs, .. } = tables;
    let with_members: FxHashSet<_> = members.iter().filter_map(|(_, member)| member.crew.as_ref()).collect();
    let alone = crews.iter().filter(|(_, crew)| crew.crew.as_ref().is_none_or(|crew| !with_members.contains(crew)));
    let of_crews = alone.flat_map(|(_, crew)| crew.skills.iter().map(|(name, _)| name.as_str()));
    let of_members = members.iter().flat_map(|(_, member)| member.skills.iter().map(|(name, _)| name.as_str()));
    let held: BTreeSet<&str> = of_crews.chain(of_members).collect();
    let pool = tools.iter().filter_map(|(_, tool)| tool.tool.as_deref());
    let owned = crews.iter().flat_map(|(_, crew)| crew.equipment.iter().map(|(name, _)| name.as_str()));
    let (tools_file, tools): (_, BTreeSet<&str>) = (&tools.file, pool.chain(owned).collect());
    for (row, job) in jobs.iter() {
        let skills = job.skills.iter().map(|(name, ..)| name).filter(|name| !held.contains(name.as_str()));
        let skills = skills.map(|name| (name, &held, jobs.position(row, &JOBS.skills), true));
        let lacking = job.tools.iter().map(|(name, _)| name).filter(|name| !tools.contains(name.as_str()));
        let lacking = lacking.map(|name| (name, &tools, jobs.position(row, &JOBS.tools), false));
        for (name, known, position, is_skill) in skills.chain(lacking) {
            let (separate, near) = (separated(name), issues.nearest(name, known.iter().copied()));
            let advice = if is_skill {
                let (crews, members) = (crews.file.clone(), members.file.clone());
                Message::NoSkill { crews, members, separate, near }
            } else {
                Message::NoTool { tools: tools_file.clone(), separate, near }
            };
            issues.warn(position, name, advice);
        }
    }
}

/// Warns of what is allowed and yet seldom meant, once per kind.
pub fn warn_of_slips(tables: &Tables, issues: &mut Issues) {
    let Tables { crews, members, tools, jobs, .. } = tables;
    let names_are_known = crews.is_sound() && members.is_sound() && tools.is_sound() && !crews.rows.is_empty();
    if names_are_known {
        warn_of_lacking(tables, issues);
    }
    if names_are_known && jobs.is_sound() {
        warn_of_names(tables, issues);
    }
    warn_of_prices(tables, issues);
    warn_of_promises(tables, issues);
    warn_of_far_sites(tables, issues);
    warn_of_hours(tables, issues);
    let both = tables.calendar.iter().filter(|(_, row)| row.off && (row.start.is_some() || row.end.is_some()));
    let rows = both.count();
    if rows > 0 {
        issues.warn(tables.calendar.whole_column(&CALENDAR.off), "", Message::OffWithHours { rows });
    }
}

/// Skills and tools of crews that no job asks for, and that are like one asked for or like several in one.
fn warn_of_names(tables: &Tables, issues: &mut Issues) {
    let Tables { crews, members, jobs, .. } = tables;
    let of_crews = crews.iter().flat_map(|(_, crew)| crew.skills.iter().map(|(name, _)| name.as_str()));
    let of_members = members.iter().flat_map(|(_, member)| member.skills.iter().map(|(name, _)| name.as_str()));
    let asked = jobs.iter().flat_map(|(_, job)| job.skills.iter().map(|(name, ..)| name.as_str()));
    let odd = odd_names(of_crews.chain(of_members).collect(), asked.collect());
    if !odd.0.is_empty() {
        issues.warn(crews.whole_column(&CREWS.skills), "", Message::OddSkills { names: odd });
    }
    let owned = crews.iter().flat_map(|(_, crew)| crew.equipment.iter().map(|(name, _)| name.as_str()));
    let asked = jobs.iter().flat_map(|(_, job)| job.tools.iter().map(|(name, _)| name.as_str()));
    let odd = odd_names(owned.collect(), asked.collect());
    if !odd.0.is_empty() {
        issues.warn(crews.whole_column(&CREWS.equipment), "", Message::OddTools { names: odd });
    }
}

fn odd_names(held: BTreeSet<&str>, asked: BTreeSet<&str>) -> Slips {
    let asked_spellings: Vec<_> = asked.iter().map(|name| (*name, spelling(name))).collect();
    let mut compared = 0;
    let mut odd = Vec::new();
    for name in held.difference(&asked) {
        let own = spelling(name);
        let near = asked_spellings.iter().find(|(_, other)| {
            let alike = own.len().abs_diff(other.len()) <= 4 * SLIP && own.len() <= LONGEST_NAME;
            compared += usize::from(alike);
            alike && compared <= COMPARISONS && strsim::levenshtein(&own, other) <= SLIP
        });
        match near {
            Some((near, _)) => odd.push(((*name).to_owned(), Some((*near).to_owned()))),
            None if holds_separator(name) => odd.push(((*name).to_owned(), None)),
            None => {}
        }
    }
    Slips(odd)
}

/// Sites that no base is near to, and whether their coordinates may be exchanged.
fn warn_of_far_sites(tables: &Tables, issues: &mut Issues) {
    let bases: Option<Vec<_>> = tables.crews.iter().map(|(_, crew)| crew.place.at()).collect();
    let Some(bases) = bases.filter(|bases| !bases.is_empty()) else { return };
    let distances = |planar: bool, at| {
        let metric = if planar { Metric::Planar } else { Metric::GreatCircle { detour: 1.0 } };
        bases.iter().filter(move |(flat, _)| *flat == planar).map(move |(_, base)| metric.metres(*base, at))
    };
    let (mut far, mut exchanged) = (Vec::new(), 0);
    for (_, site) in tables.sites.iter() {
        let Some((planar, at)) = site.place.at().filter(|&(planar, at)| distances(planar, at).all(|way| way > FAR))
        else {
            continue;
        };
        far.push(site.site.as_deref().unwrap_or_default());
        let turned = (at.1, at.0);
        let can_be = !planar && turned.0.abs() <= 90.0;
        exchanged += usize::from(can_be && distances(planar, turned).min() < distances(planar, at).min());
    }
    if far.is_empty() {
        return;
    }
    let ids = shortened(&far.join(" "));
    let advice = match exchanged {
        0 => Message::FarSites { ids },
        _ if exchanged == far.len() => Message::FarSitesExchanged { ids },
        _ => Message::FarSitesPartlyExchanged { ids, exchanged },
    };
    let planar = bases[0].0;
    let column = if planar { &PLACES.x } else { &PLACES.lat };
    issues.warn(tables.sites.whole_column(column), "", advice);
}

/// Durations of which each is a bare number of minutes that is more likely one of hours.
fn warn_of_hours(tables: &Tables, issues: &mut Issues) {
    let jobs = &tables.jobs;
    let durations: Option<Vec<_>> = jobs.iter().map(|(_, job)| job.duration).collect();
    let Some(durations) = durations else { return };
    if !durations.is_empty() && durations.iter().all(|duration| duration.bare && duration.minutes <= FEW) {
        let position = jobs.whole_column(&JOBS.duration);
        let advice = Message::HoursMeant { few: FEW, name: position.column.to_owned() };
        issues.warn(position, "", advice);
    }
}
