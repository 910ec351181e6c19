//! The crews: trade and agency, people, hours, vehicles, days off.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::geography::{AGENCIES, GeoPoint};
use super::random::RandomSource;
use super::trades::{Trade, tools, trades};
use super::{Profile, names};
use brigade_model::model::{Crew, DayException, Level, Member, PlaceId, Settings, ToolId};
use brigade_model::units::{Decimal, Minutes};

/// A crew with what the rest of the generator must know of it.
pub(super) struct Team {
    pub(super) crew: Crew,
    pub(super) trade: usize,
    pub(super) agency: usize,
    pub(super) base: GeoPoint,
}

/// Draws `count` crews: agencies by their share, trades in turn.
pub(super) fn draw(
    count: usize,
    sites: usize,
    profile: Profile,
    settings: &Settings,
    rng: &mut RandomSource,
) -> Vec<Team> {
    let mut per_agency = [0; AGENCIES.len()];
    let turns = trades_in_turn(count, trades(profile).len(), rng);
    let mut teams = Vec::with_capacity(count);
    for (index, trade) in turns.into_iter().enumerate() {
        let agency = next_agency(&per_agency);
        per_agency[agency] += 1;
        let id = format!("{}{}", AGENCIES[agency].code, per_agency[agency]);
        teams.push(team(id, PlaceId::new(sites + index), (trade, agency), profile, settings, rng));
    }
    teams
}

/// Every trade once in random order, then again, until there are enough.
fn trades_in_turn(count: usize, trades: usize, rng: &mut RandomSource) -> Vec<usize> {
    let mut turns = Vec::with_capacity(count + trades);
    while turns.len() < count {
        let mut round: Vec<_> = (0..trades).collect();
        rng.shuffle(&mut round);
        turns.append(&mut round);
    }
    turns.truncate(count);
    turns
}

/// The agency that lags furthest behind its share.
fn next_agency(per_agency: &[usize; AGENCIES.len()]) -> usize {
    let total: usize = AGENCIES.iter().map(|agency| agency.weight).sum();
    let next = per_agency.iter().sum::<usize>() + 1;
    let lag = |agency: usize| (AGENCIES[agency].weight * next) as i64 - (per_agency[agency] * total) as i64;
    (0..AGENCIES.len()).rev().max_by_key(|&agency| lag(agency)).unwrap_or(0)
}

fn team(
    id: String,
    place: PlaceId,
    (trade, agency): (usize, usize),
    profile: Profile,
    settings: &Settings,
    rng: &mut RandomSource,
) -> Team {
    let about = &trades(profile)[trade];
    let levels = levels(trade, profile, rng);
    let members = members(profile, rng);
    let chief = names::person(rng);
    let base = base(agency, rng);
    let (start, end, days) = hours(rng);
    let mut crew = Crew {
        name: format!("{} {}", about.title, AGENCIES[agency].region),
        chief,
        members,
        levels,
        base: place,
        equipment: equipment(about, profile, rng),
        start,
        end,
        days,
        overtime: rng.pick(&[0, 30, 30, 45, 60]),
        max_week_minutes: rng.draw(&[(6, None), (2, Some(39 * 60)), (1, Some(2_310)), (2, Some(42 * 60))]),
        cost_km: rng.draw(&[(7, None), (2, Some(Decimal(720_000))), (1, Some(Decimal(480_000)))]),
        cost_hour: rng.percent(10).then(|| Decimal::whole(28 * i64::from(members))),
        max_sites_per_day: sites_per_day(profile, rng),
        ..Crew::plain(id, base.degrees())
    };
    if profile == Profile::Construction {
        crew.cost_day = rng.draw(&[(6, Decimal::ZERO), (1, Decimal::whole(35)), (1, Decimal(22_500_000))]);
        crew.capacity = rng.percent(30).then(|| Decimal::whole(i64::from(rng.between(6, 10))));
    }
    crew.exceptions = exceptions(&crew, settings, rng);
    if rng.percent(33) && (profile == Profile::Construction || members > 1) {
        crew.people = people(&crew, trade, settings, rng);
    }
    Team { crew, trade, agency, base }
}

/// The trade's own skill at level 2 to 4, and lower levels of its secondary skills.
fn levels(trade: usize, profile: Profile, rng: &mut RandomSource) -> Vec<Level> {
    let all = trades(profile);
    let mut levels = vec![0; all.len()];
    levels[trade] = rng.draw(&[(3, 2), (5, 3), (1, 4)]);
    for (&skill, likely) in all[trade].secondary.iter().zip([90, 60]) {
        if rng.percent(likely) {
            levels[skill] = rng.draw(&[(2, 1), (1, 2)]);
        }
    }
    levels
}

fn members(profile: Profile, rng: &mut RandomSource) -> u32 {
    match profile {
        Profile::Construction => rng.draw(&[(4, 2), (5, 3), (3, 4), (1, 5)]),
        Profile::Service => rng.draw(&[(3, 1), (2, 2)]),
    }
}

/// The agency's yard, or the place a few kilometres away where the chief keeps the van overnight.
fn base(agency: usize, rng: &mut RandomSource) -> GeoPoint {
    let yard = AGENCIES[agency].yard;
    if rng.percent(55) { yard } else { yard.scattered(40, rng) }
}

fn hours(rng: &mut RandomSource) -> (Minutes, Minutes, [bool; 7]) {
    let days = |worked: usize| std::array::from_fn(|day| day < worked);
    rng.draw(&[(6, (480, 1_020, days(5))), (4, (450, 990, days(5))), (1, (450, 1_080, days(4)))])
}

fn equipment(trade: &Trade, profile: Profile, rng: &mut RandomSource) -> Vec<ToolId> {
    let (name, _) = rng.pick(trade.tools);
    let tool = tools(profile).iter().position(|&known| known == name).map(ToolId::new);
    if rng.percent(18) { tool.into_iter().collect() } else { Vec::new() }
}

fn sites_per_day(profile: Profile, rng: &mut RandomSource) -> Option<u32> {
    let most = if profile == Profile::Construction { [3, 4] } else { [6, 7] };
    let most = rng.pick(&most);
    rng.percent(25).then_some(most)
}

/// Leave, training, or an early end on the last day.
fn exceptions(crew: &Crew, settings: &Settings, rng: &mut RandomSource) -> BTreeMap<NaiveDate, DayException> {
    let kind = rng.draw(&[
        (70, None),
        (12, Some(DayException::Off)),
        (9, Some(DayException::Hours(780, crew.end))),
        (9, Some(DayException::Hours(crew.start, crew.end - 90))),
    ]);
    let date = day_of(settings, rng.below(4));
    kind.map(|kind| (date, kind)).into_iter().collect()
}

/// The people by name. The chief, who comes first, has every skill of the crew; the others have a part of them.
fn people(crew: &Crew, trade: usize, settings: &Settings, rng: &mut RandomSource) -> Vec<Member> {
    let mut people = Vec::new();
    for number in 1..=crew.members {
        let chief = number == 1;
        let levels = if chief { crew.levels.clone() } else { worker_levels(&crew.levels, trade, rng) };
        let away = day_of(settings, rng.below(5));
        let absent = if !chief && rng.percent(18) { vec![away] } else { Vec::new() };
        people.push(Member { id: format!("{}-{number}", crew.id), levels, absent });
    }
    people
}

fn worker_levels(crew: &[Level], trade: usize, rng: &mut RandomSource) -> Vec<Level> {
    let mut levels = Vec::with_capacity(crew.len());
    for (skill, &level) in crew.iter().enumerate() {
        let held = level > 0 && (skill == trade || rng.percent(50));
        levels.push(if held { rng.between(1, i32::from(level)) as Level } else { 0 });
    }
    levels
}

/// A date of the horizon.
pub(super) fn day_of(settings: &Settings, day: usize) -> NaiveDate {
    settings.start + Days::new(day as u64)
}
