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
    chance: &mut RandomSource,
) -> Vec<Team> {
    let mut per_agency = [0; AGENCIES.len()];
    let turns = trades_in_turn(count, trades(profile).len(), chance);
    let mut teams = Vec::with_capacity(count);
    for (index, trade) in turns.into_iter().enumerate() {
        let agency = next_agency(&per_agency);
        per_agency[agency] += 1;
        let id = format!("{}{}", AGENCIES[agency].code, per_agency[agency]);
        teams.push(team(id, PlaceId::new(sites + index), (trade, agency), profile, settings, chance));
    }
    teams
}

/// Every trade once in random order, then again, until there are enough.
fn trades_in_turn(count: usize, trades: usize, chance: &mut RandomSource) -> Vec<usize> {
    let mut turns = Vec::with_capacity(count + trades);
    while turns.len() < count {
        let mut round: Vec<_> = (0..trades).collect();
        chance.shuffle(&mut round);
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
    chance: &mut RandomSource,
) -> Team {
    let about = &trades(profile)[trade];
    let levels = levels(trade, profile, chance);
    let members = members(profile, chance);
    let chief = names::person(chance);
    let base = base(agency, chance);
    let (start, end, days) = hours(chance);
    let mut crew = Crew {
        name: format!("{} {}", about.title, AGENCIES[agency].region),
        chief,
        members,
        levels,
        base: place,
        equipment: equipment(about, profile, chance),
        start,
        end,
        days,
        overtime: chance.pick(&[0, 30, 30, 45, 60]),
        max_week_minutes: chance.draw(&[(6, None), (2, Some(39 * 60)), (1, Some(2_310)), (2, Some(42 * 60))]),
        cost_km: chance.draw(&[(7, None), (2, Some(Decimal(720_000))), (1, Some(Decimal(480_000)))]),
        cost_hour: chance.percent(10).then(|| Decimal::whole(28 * i64::from(members))),
        max_sites_per_day: sites_per_day(profile, chance),
        ..Crew::plain(id, base.degrees())
    };
    if profile == Profile::Construction {
        crew.cost_day = chance.draw(&[(6, Decimal::ZERO), (1, Decimal::whole(35)), (1, Decimal(22_500_000))]);
        crew.capacity = chance.percent(30).then(|| Decimal::whole(i64::from(chance.between(6, 10))));
    }
    crew.exceptions = exceptions(&crew, settings, chance);
    if chance.percent(33) && (profile == Profile::Construction || members > 1) {
        crew.people = people(&crew, trade, settings, chance);
    }
    Team { crew, trade, agency, base }
}

/// The trade's own skill at level 2 to 4, and lower levels of what lies beside it.
fn levels(trade: usize, profile: Profile, chance: &mut RandomSource) -> Vec<Level> {
    let all = trades(profile);
    let mut levels = vec![0; all.len()];
    levels[trade] = chance.draw(&[(3, 2), (5, 3), (1, 4)]);
    for (&skill, likely) in all[trade].besides.iter().zip([90, 60]) {
        if chance.percent(likely) {
            levels[skill] = chance.draw(&[(2, 1), (1, 2)]);
        }
    }
    levels
}

fn members(profile: Profile, chance: &mut RandomSource) -> u32 {
    match profile {
        Profile::Construction => chance.draw(&[(4, 2), (5, 3), (3, 4), (1, 5)]),
        Profile::Service => chance.draw(&[(3, 1), (2, 2)]),
    }
}

/// The agency's yard, or the place a few kilometres away where the chief keeps the van overnight.
fn base(agency: usize, chance: &mut RandomSource) -> GeoPoint {
    let yard = AGENCIES[agency].yard;
    if chance.percent(55) { yard } else { yard.scattered(40, chance) }
}

fn hours(chance: &mut RandomSource) -> (Minutes, Minutes, [bool; 7]) {
    let days = |worked: usize| std::array::from_fn(|day| day < worked);
    chance.draw(&[(6, (480, 1_020, days(5))), (4, (450, 990, days(5))), (1, (450, 1_080, days(4)))])
}

fn equipment(trade: &Trade, profile: Profile, chance: &mut RandomSource) -> Vec<ToolId> {
    let (name, _) = chance.pick(trade.tools);
    let tool = tools(profile).iter().position(|&known| known == name).map(ToolId::new);
    if chance.percent(18) { tool.into_iter().collect() } else { Vec::new() }
}

fn sites_per_day(profile: Profile, chance: &mut RandomSource) -> Option<u32> {
    let most = if profile == Profile::Construction { [3, 4] } else { [6, 7] };
    let most = chance.pick(&most);
    chance.percent(25).then_some(most)
}

/// Leave, training, or an early end on the last day.
fn exceptions(crew: &Crew, settings: &Settings, chance: &mut RandomSource) -> BTreeMap<NaiveDate, DayException> {
    let kind = chance.draw(&[
        (70, None),
        (12, Some(DayException::Off)),
        (9, Some(DayException::Hours(780, crew.end))),
        (9, Some(DayException::Hours(crew.start, crew.end - 90))),
    ]);
    let date = day_of(settings, chance.below(4));
    kind.map(|kind| (date, kind)).into_iter().collect()
}

/// The people by name. The chief, who comes first, has every skill of the crew; the others have a part of them.
fn people(crew: &Crew, trade: usize, settings: &Settings, chance: &mut RandomSource) -> Vec<Member> {
    let mut people = Vec::new();
    for number in 1..=crew.members {
        let chief = number == 1;
        let levels = if chief { crew.levels.clone() } else { levels_of_a_hand(&crew.levels, trade, chance) };
        let away = day_of(settings, chance.below(5));
        let absent = if !chief && chance.percent(18) { vec![away] } else { Vec::new() };
        people.push(Member { id: format!("{}-{number}", crew.id), levels, absent });
    }
    people
}

fn levels_of_a_hand(crew: &[Level], trade: usize, chance: &mut RandomSource) -> Vec<Level> {
    let mut levels = Vec::with_capacity(crew.len());
    for (skill, &level) in crew.iter().enumerate() {
        let held = level > 0 && (skill == trade || chance.percent(50));
        levels.push(if held { chance.between(1, i32::from(level)) as Level } else { 0 });
    }
    levels
}

/// A date of the horizon.
pub(super) fn day_of(settings: &Settings, day: usize) -> NaiveDate {
    settings.start + Days::new(day as u64)
}
