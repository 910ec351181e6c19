//! A routing problem as the tables of an instance. What brigade has no word for is refused.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate};

use super::AS_WARNING;
use super::routing::{Carried, RoutingProblem, Task, Vehicle};
use crate::error::{Message, Severity, Words};
use crate::travel;
use crate::units::Minutes;

const DAY_SECONDS: i64 = 86_400;
/// Most days that a horizon has.
const MOST_DAYS: i64 = 366;
/// Minutes that stand for all beyond them.
const MOST_MINUTES: i64 = 100_000_000;
/// Minutes of a way that nobody can drive within a day.
const NEVER: &str = "100000";
/// Kilometres per hour from which missing distances are made.
const USUAL_KMH: i64 = 50;

/// Names and contents of the files of an instance.
pub type Files = Vec<(String, Vec<u8>)>;

/// The files of a problem; none where it can't be expressed, which its source then tells.
pub fn files(problem: RoutingProblem) -> Option<Files> {
    let calendar = Calendar::of(&problem)?;
    let windows: Vec<_> = problem.tasks.iter().map(|task| calendar.window(&problem, task)).collect();
    check_order(&problem, &calendar, &windows);
    let names = Names::of(&problem);
    let loads = loads(&problem);
    let pause = pause(&problem);
    let first = windows.iter().flatten().filter_map(|window| window.first).chain(calendar.dates()).min()?;
    let last = windows.iter().flatten().filter_map(|window| window.last).chain(calendar.dates()).max()?;
    if (last - first).num_days() >= MOST_DAYS {
        problem.source.say(Severity::Error, "$", format!("{first}..{last}"), Message::HorizonTooLong);
        return None;
    }
    let horizon: Vec<NaiveDate> = first.iter_days().take_while(|date| *date <= last).collect();
    let mut files = vec![("settings.toml".to_owned(), settings(&problem, &horizon, pause).into_bytes())];
    let mut add = |name: &str, table: Table| {
        if !table.rows.is_empty() {
            files.push((format!("{name}.csv"), table.text()));
        }
    };
    add("crews", crews(&problem, &calendar, &names, &loads));
    add("calendar", exceptions(&problem, &calendar, &names, &horizon));
    add("sites", sites(&problem, &names));
    add("jobs", jobs(&problem, &names, &windows, &loads));
    add("distances", distances(&problem, &names));
    add("current", current(&problem, &calendar, &names));
    Some(files)
}

/// A table to be written.
struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(header: &[&'static str]) -> Self {
        Self { header: header.to_vec(), rows: Vec::new() }
    }

    fn text(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing into memory does not fail.
        let _ = writer.write_record(&self.header);
        for row in &self.rows {
            let _ = writer.write_record(row.iter().map(|cell| crate::files::cell_text(cell).into_owned()));
        }
        writer.into_inner().unwrap_or_default()
    }
}

/// Who works when: the minutes of every vehicle's shift by date.
struct Calendar {
    hours: Vec<BTreeMap<NaiveDate, (Minutes, Minutes)>>,
    /// The date of each shift of each vehicle.
    dates: Vec<Vec<NaiveDate>>,
}

fn date_of(seconds: i64) -> Option<NaiveDate> {
    let date = DateTime::from_timestamp(seconds, 0)?.date_naive();
    (1_000..=9_999).contains(&date.year()).then_some(date)
}

/// Whole minutes of a date, up.
fn minutes_up(seconds: i64, midnight: i64) -> Minutes {
    minutes(-(midnight - seconds).div_euclid(60))
}

/// Whole minutes of a date, down.
fn minutes_down(seconds: i64, midnight: i64) -> Minutes {
    minutes((seconds - midnight).div_euclid(60))
}

/// Minutes as a number that others can be added to.
fn minutes(number: i64) -> Minutes {
    number.clamp(-MOST_MINUTES, MOST_MINUTES) as Minutes
}

fn midnight(date: NaiveDate) -> i64 {
    date.and_hms_opt(0, 0, 0).map_or(0, |moment| moment.and_utc().timestamp())
}

impl Calendar {
    fn of(problem: &RoutingProblem) -> Option<Self> {
        let source = problem.source;
        let (mut hours, mut dates) = (Vec::new(), Vec::new());
        for vehicle in &problem.vehicles {
            let (mut by_date, mut own) = (BTreeMap::new(), Vec::new());
            for shift in &vehicle.shifts {
                let Some(date) = date_of(shift.from) else {
                    source.say(Severity::Error, &shift.path, shift.from, Message::NoSuchMoment);
                    continue;
                };
                let start = midnight(date);
                if shift.to > start + DAY_SECONDS {
                    let feature = Words("shifts that go past midnight", "de vacation qui passe minuit");
                    source.refuse(&shift.path, feature);
                    continue;
                }
                let (from, to) = (minutes_up(shift.from, start), minutes_down(shift.to, start));
                if from >= to {
                    source.say(Severity::Error, &shift.path, "", Message::ShiftTooShort);
                    continue;
                }
                own.push(date);
                if by_date.insert(date, (from, to)).is_some() {
                    let feature =
                        Words("several shifts of a vehicle on one day", "plusieurs vacations d'un véhicule par jour");
                    source.refuse(&shift.path, feature);
                }
            }
            hours.push(by_date);
            dates.push(own);
        }
        let calendar = Self { hours, dates };
        if calendar.dates().next().is_none() {
            source.say(Severity::Error, "$", "", Message::NobodyWorks);
            return None;
        }
        Some(calendar)
    }

    /// The dates on which somebody works; some more than once.
    fn dates(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.hours.iter().flat_map(|hours| hours.keys().copied())
    }

    /// The minutes of a date on which somebody works.
    fn hull(&self, date: NaiveDate) -> Option<(Minutes, Minutes)> {
        let hours = || self.hours.iter().filter_map(|hours| hours.get(&date));
        Some((hours().map(|(from, _)| *from).min()?, hours().map(|(_, to)| *to).max()?))
    }

    /// When a task may start, in brigade's words; none where it has no words for it.
    fn window(&self, problem: &RoutingProblem, task: &Task) -> Option<Window> {
        if task.windows.is_empty() {
            return Some(Window::default());
        }
        let worked: BTreeSet<NaiveDate> = self.dates().collect();
        let mut pieces: BTreeMap<NaiveDate, Vec<(Minutes, Minutes)>> = BTreeMap::new();
        for &(from, to) in &task.windows {
            for &date in &worked {
                let start = midnight(date);
                let piece = (minutes_up(from.max(start), start), minutes_down(to.min(start + DAY_SECONDS - 60), start));
                let hull = self.hull(date).unwrap_or_default();
                if piece.0 <= piece.1 && piece.0 <= hull.1 && piece.1 >= hull.0 {
                    pieces.entry(date).or_default().push(piece);
                }
            }
        }
        if pieces.is_empty() {
            return self.never(problem, task);
        }
        let refuse = |feature| {
            problem.source.refuse(&task.path, feature);
            None
        };
        let mut hours = BTreeMap::new();
        for (&date, pieces) in &mut pieces {
            pieces.sort_unstable();
            let mut whole = pieces[0];
            for piece in &pieces[1..] {
                if piece.0 > whole.1 + 1 {
                    return refuse(Words("several time windows a day", "plusieurs créneaux horaires par jour"));
                }
                whole.1 = whole.1.max(piece.1);
            }
            let hull = self.hull(date).unwrap_or_default();
            hours.insert(date, Some(whole).filter(|whole| whole.0 > hull.0 || whole.1 < hull.1));
        }
        let stated: BTreeSet<_> = hours.values().flatten().collect();
        let clock = stated.first().map(|&&clock| clock);
        if stated.len() > 1 || clock.is_some() && hours.values().any(Option::is_none) {
            return refuse(Words("time windows that change by day", "créneaux horaires qui changent selon le jour"));
        }
        let (first, last) = (hours.keys().next().copied(), hours.keys().next_back().copied());
        let between = worked.iter().filter(|date| first <= Some(**date) && Some(**date) <= last);
        if between.clone().any(|date| !hours.contains_key(date)) {
            return refuse(Words("dates with gaps between them", "dates non consécutives"));
        }
        let is_all = hours.len() == worked.len();
        let (open, close) = clock.unzip();
        Some(Window { first: first.filter(|_| !is_all), last: last.filter(|_| !is_all), open, close })
    }

    /// The window of a task at whose hours nobody works: it stays in the instance, and is left out.
    fn never(&self, problem: &RoutingProblem, task: &Task) -> Option<Window> {
        let (from, to) = task.windows[0];
        let (Some(first), Some(last)) = (date_of(from), date_of(to.min(midnight(date_of(from)?) + DAY_SECONDS - 60)))
        else {
            problem.source.say(Severity::Error, &task.path, from, Message::NoSuchMoment);
            return None;
        };
        let start = midnight(first);
        let (open, close) = (minutes_up(from, start), minutes_down(to, start).min(1_439));
        if open > close {
            problem.source.say(Severity::Error, &task.path, "", Message::WindowTooShort);
            return None;
        }
        Some(Window { first: Some(first), last: Some(last), open: Some(open), close: Some(close) })
    }
}

/// When a task may start.
#[derive(Clone, Copy, Default)]
struct Window {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    open: Option<Minutes>,
    close: Option<Minutes>,
}

/// Tasks that follow others in one tour: within a date, brigade's `after` says just that.
fn check_order(problem: &RoutingProblem, calendar: &Calendar, windows: &[Option<Window>]) {
    let is_one_day = calendar.dates().collect::<BTreeSet<_>>().len() == 1;
    let date = |task: usize| windows[task].and_then(|window| window.first.filter(|first| window.last == Some(*first)));
    let mut has_order = false;
    for (index, task) in problem.tasks.iter().enumerate() {
        for &other in &task.after {
            has_order = true;
            let is_same = date(index).is_some() && date(index) == date(other);
            if !is_one_day && !is_same && windows[index].is_some() && windows[other].is_some() {
                let feature = Words(
                    "tasks of one tour that may be on several dates",
                    "tâches d'une même tournée qui peuvent être à plusieurs dates",
                );
                problem.source.refuse(&task.path, feature);
            }
        }
    }
    if has_order {
        problem.source.say(AS_WARNING, "$", "", Message::FirstHalfAlone);
    }
}

/// What tasks take and vehicles carry, in the one dimension that matters; none where nothing does.
struct Loads {
    dimension: Option<usize>,
}

impl Loads {
    fn cell(&self, amounts: &[i64]) -> String {
        self.dimension.map_or_else(String::new, |dimension| amounts.get(dimension).unwrap_or(&0).to_string())
    }
}

fn loads(problem: &RoutingProblem) -> Loads {
    let dimensions = problem.tasks.iter().map(|task| task.load.len()).max().unwrap_or(0);
    let of = |task: &Task, dimension: usize| task.load.get(dimension).copied().unwrap_or(0);
    let binds = |dimension: &usize| {
        let whole: i64 = problem.tasks.iter().map(|task| of(task, *dimension)).sum();
        let least = problem.vehicles.iter().map(|vehicle| vehicle.capacity.get(*dimension).copied().unwrap_or(0)).min();
        least.is_some_and(|least| least < whole)
    };
    let binding: Vec<usize> = (0..dimensions).filter(binds).collect();
    let Some(&dimension) = binding.first() else { return Loads { dimension: None } };
    let (source, path) = (problem.source, |task: &Task| task.path.clone());
    if let Some(task) = problem.tasks.iter().find(|task| binding[1..].iter().any(|&other| of(task, other) > 0)) {
        let feature = Words("loads of several dimensions", "charges à plusieurs dimensions");
        source.refuse(&path(task), feature);
    }
    let loaded: Vec<&Task> = problem.tasks.iter().filter(|task| of(task, dimension) > 0).collect();
    let between = loaded.iter().find(|task| task.carried == Carried::Between);
    let there = loaded.iter().any(|task| task.carried == Carried::There);
    let mixed = loaded.iter().find(|task| there && task.carried == Carried::Back);
    if let Some(task) = between.or(mixed) {
        let feature = Words(
            "loads that rise and fall along a tour whose capacity they can exceed",
            "charges qui montent et descendent au long d'une tournée dont elles peuvent dépasser la capacité",
        );
        source.refuse(&path(task), feature);
    }
    Loads { dimension: Some(dimension) }
}

/// The break of everybody, where all shifts have one that can be at the same time.
fn pause(problem: &RoutingProblem) -> Option<(Minutes, Minutes)> {
    let shifts: Vec<_> = problem.vehicles.iter().flat_map(|vehicle| &vehicle.shifts).collect();
    let first = shifts.iter().find(|shift| !shift.breaks.is_empty())?;
    let refuse = |path: &str, feature| {
        problem.source.refuse(path, feature);
        None
    };
    let own = Words("breaks that are not the same for everybody", "pauses qui ne sont pas les mêmes pour tous");
    let (mut from, mut to) = (0, Minutes::MAX);
    for shift in &shifts {
        let [only] = &shift.breaks[..] else {
            let path = if shift.breaks.is_empty() { &first.path } else { &shift.path };
            return refuse(path, own);
        };
        let start = midnight(date_of(shift.from)?);
        from = from.max(minutes_up(only.from, start));
        to = to.min(minutes_down(only.to, start));
        if only.seconds != first.breaks[0].seconds {
            return refuse(&shift.path, own);
        }
    }
    let length = minutes_up(first.breaks[0].seconds, 0);
    if from > to || from < 0 || from + length > 1_439 || length == 0 {
        return refuse(&first.path, own);
    }
    let clock = format!("{}-{}", wall(from), wall(from + length));
    problem.source.say(AS_WARNING, &first.path, "", Message::BreakOfAll { clock });
    Some((from, from + length))
}

fn wall(minute: Minutes) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn settings(problem: &RoutingProblem, horizon: &[NaiveDate], pause: Option<(Minutes, Minutes)>) -> String {
    let pause = pause.map_or_else(String::new, |(from, to)| format!("{}-{}", wall(from), wall(to)));
    let (start, days) = (horizon[0], horizon.len());
    let km = match &problem.matrix {
        Some(matrix) if matrix.metres.is_none() => "km = 0.0\n",
        _ => "",
    };
    let travel = match &problem.matrix {
        Some(_) => String::new(),
        None => format!("[travel]\ndetour = {:?}\nspeed_kmh = {:?}\n", problem.metric.detour, problem.metric.speed_kmh),
    };
    let costs = if km.is_empty() { String::new() } else { format!("[costs]\n{km}") };
    format!(
        "[horizon]\nstart = \"{start}\"\ndays = {days}\n[day]\nbreak = \"{pause}\"\n[firm]\ntimezone = \"{}\"\n{travel}{costs}\
         [weights]\nunassigned_visit = {:.1}\nunassigned_hour = 0.0\nlong_trip_minute = 0.0\noverload = 0.0\n\
         change_crew = 0.0\nchange_day = 0.0\nsecond_crew = 0.0\noverskill = 0.0\n",
        problem.timezone,
        price_of_missing(problem),
    )
}

/// A price of a missing visit that no visit costs: other engines leave nothing out to save a way.
fn price_of_missing(problem: &RoutingProblem) -> f64 {
    let metres = problem.matrix.as_ref().and_then(|matrix| matrix.metres.as_ref());
    let longest = metres.and_then(|metres| metres.iter().max()).map_or(1_000.0, |&metres| metres as f64 / 1_000.0);
    let dearest = |vehicle: &Vehicle| {
        let costs = vehicle.costs;
        costs.fixed.unwrap_or(0.0) + 24.0 * costs.per_hour.unwrap_or(0.0) + 2.0 * longest * costs.per_km.unwrap_or(0.0)
    };
    problem.vehicles.iter().map(dearest).fold(400.0, f64::max).ceil().min(1e6)
}

/// Ids that brigade can write into a list: no blanks, bars and commas; each of its kind once.
struct Names {
    vehicles: Vec<String>,
    tasks: Vec<String>,
    /// The site of each place that has a task.
    sites: Vec<Option<String>>,
}

impl Names {
    fn of(problem: &RoutingProblem) -> Self {
        let each_once = |all: Vec<(&String, &String)>| {
            let mut seen = BTreeSet::new();
            let once = |(id, path): (&String, &String)| {
                let plain = plain(id.trim());
                if !seen.insert(plain.clone()) {
                    problem.source.say(Severity::Error, path, id, Message::IdTwice);
                }
                plain
            };
            all.into_iter().map(once).collect::<Vec<_>>()
        };
        let vehicles = each_once(problem.vehicles.iter().map(|vehicle| (&vehicle.id, &vehicle.path)).collect());
        let tasks = each_once(problem.tasks.iter().map(|task| (&task.id, &task.path)).collect());
        let mut sites = vec![None; problem.places.len()];
        let mut count = 0;
        for task in &problem.tasks {
            if sites[task.place].is_none() {
                count += 1;
                let free = |prefix: &&str| !vehicles.contains(&format!("{prefix}{count}"));
                let prefix = ["S", "SITE", "SITE-"].into_iter().find(free).unwrap_or("SITE--");
                sites[task.place] = Some(format!("{prefix}{count}"));
            }
        }
        Self { vehicles, tasks, sites }
    }
}

/// A name without the signs that mean something in a list.
fn plain(name: &str) -> String {
    let is_kept = |letter: char| !letter.is_whitespace() && !letter.is_control() && !"|,;:*".contains(letter);
    name.chars().map(|letter| if is_kept(letter) { letter } else { '_' }).collect()
}

/// Two coordinates of a place: degrees, or kilometres on a line where no place of the problem has any.
fn place(problem: &RoutingProblem, index: Option<usize>) -> [String; 4] {
    let blank = String::new;
    let index = index.or_else(|| problem.tasks.first().map(|task| task.place)).unwrap_or(0);
    if problem.places.iter().all(|place| place.at.is_some()) {
        let (lat, lon) = problem.places.get(index).and_then(|place| place.at).unwrap_or_default();
        return [lat.to_string(), lon.to_string(), blank(), blank()];
    }
    [blank(), blank(), index.to_string(), "0".to_owned()]
}

fn crews(problem: &RoutingProblem, calendar: &Calendar, names: &Names, loads: &Loads) -> Table {
    let mut table = Table::new(&[
        "crew",
        "name",
        "lat",
        "lon",
        "x",
        "y",
        "skills",
        "start",
        "end",
        "days",
        "cost_km",
        "cost_hour",
        "cost_day",
        "capacity",
        "max_sites_per_day",
        "speed",
    ]);
    let money = |amount: Option<f64>| amount.map_or_else(String::new, |amount| decimal(amount, 6));
    for (index, vehicle) in problem.vehicles.iter().enumerate() {
        let [lat, lon, x, y] = place(problem, vehicle.start.or(vehicle.end));
        let (from, to) = calendar.hours[index].values().next().copied().unwrap_or((0, 1));
        let costs = vehicle.costs;
        let most = vehicle.most_places.map_or_else(String::new, |most| most.to_string());
        table.rows.push(vec![
            names.vehicles[index].clone(),
            vehicle.name.clone(),
            lat,
            lon,
            x,
            y,
            list(&vehicle.skills),
            wall(from),
            wall(to),
            "Mon Tue Wed Thu Fri Sat Sun".to_owned(),
            money(costs.per_km),
            money(costs.per_hour),
            money(costs.fixed),
            loads.cell(&vehicle.capacity),
            most,
            if vehicle.speed == 1.0 { String::new() } else { decimal(vehicle.speed, 6) },
        ]);
    }
    table
}

/// A decimal number without needless zeros.
fn decimal(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Skills as a list.
fn list(skills: &[String]) -> String {
    skills.iter().map(|skill| plain(skill)).collect::<Vec<_>>().join(" ")
}

fn exceptions(problem: &RoutingProblem, calendar: &Calendar, names: &Names, horizon: &[NaiveDate]) -> Table {
    let mut table = Table::new(&["crew", "date", "off", "start", "end"]);
    for (index, _) in problem.vehicles.iter().enumerate() {
        let usual = calendar.hours[index].values().next();
        for date in horizon {
            let own = calendar.hours[index].get(date);
            let cells = match own {
                Some(hours) if Some(hours) == usual => continue,
                Some(&(from, to)) => [String::new(), wall(from), wall(to)],
                None => ["yes".to_owned(), String::new(), String::new()],
            };
            let [off, from, to] = cells;
            table.rows.push(vec![names.vehicles[index].clone(), date.to_string(), off, from, to]);
        }
    }
    table
}

fn sites(problem: &RoutingProblem, names: &Names) -> Table {
    let mut table = Table::new(&["site", "lat", "lon", "x", "y"]);
    for (index, site) in names.sites.iter().enumerate() {
        if let Some(site) = site {
            let [lat, lon, x, y] = place(problem, Some(index));
            table.rows.push(vec![site.clone(), lat, lon, x, y]);
        }
    }
    table
}

fn jobs(problem: &RoutingProblem, names: &Names, windows: &[Option<Window>], loads: &Loads) -> Table {
    let mut table = Table::new(&[
        "job",
        "site",
        "name",
        "duration",
        "skills",
        "load",
        "earliest",
        "latest",
        "open",
        "close",
        "priority",
        "after",
        "only_crews",
        "not_crews",
    ]);
    let ids =
        |own: &[usize], all: &[String]| own.iter().map(|&index| all[index].as_str()).collect::<Vec<_>>().join(" ");
    let date = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
    let clock = |minute: Option<Minutes>| minute.map_or_else(String::new, wall);
    let mut shortest = false;
    for (index, (task, window)) in problem.tasks.iter().zip(windows).enumerate() {
        let Some(window) = window else { continue };
        let minutes = minutes_up(task.seconds, 0);
        shortest |= minutes == 0;
        if task.only.as_ref().is_some_and(Vec::is_empty) {
            problem.source.say(Severity::Error, &task.path, "", Message::NoVehicleMay);
        }
        table.rows.push(vec![
            names.tasks[index].clone(),
            names.sites[task.place].clone().unwrap_or_default(),
            task.name.clone(),
            wall(minutes.clamp(1, 1_440)),
            list(&task.skills),
            loads.cell(&task.load),
            date(window.first),
            date(window.last),
            clock(window.open),
            clock(window.close),
            task.priority.map_or_else(String::new, |priority| priority.to_string()),
            ids(&task.after, &names.tasks),
            task.only.as_ref().map_or_else(String::new, |only| ids(only, &names.vehicles)),
            ids(&task.not, &names.vehicles),
        ]);
        if minutes > 1_440 {
            let feature = Words("tasks longer than a day", "tâches de plus d'un jour");
            problem.source.refuse(&task.path, feature);
        }
    }
    if shortest {
        problem.source.say(AS_WARNING, "$", "", Message::AtLeastAMinute);
    }
    table
}

/// The ways between sites and of each vehicle from its start and to its end. Without a matrix only those of vehicles
/// that do not end where they start.
fn distances(problem: &RoutingProblem, names: &Names) -> Table {
    let mut table = Table::new(&["from", "to", "km", "minutes"]);
    let sites: Vec<_> =
        (0..names.sites.len()).filter_map(|place| Some((place, names.sites[place].as_ref()?))).collect();
    let mut row = |from: &str, to: &str, way: [String; 2]| {
        let [km, minutes] = way;
        table.rows.push(vec![from.to_owned(), to.to_owned(), km, minutes]);
    };
    if problem.matrix.is_some() {
        for &(from, site) in &sites {
            for &(to, other) in sites.iter().filter(|(to, _)| *to != from) {
                row(site, other, way(problem, Some(from), Some(to)));
            }
        }
    }
    for (vehicle, id) in problem.vehicles.iter().zip(&names.vehicles) {
        if problem.matrix.is_none() && vehicle.start == vehicle.end && vehicle.start.is_some() {
            continue;
        }
        for &(place, site) in &sites {
            row(id, site, way(problem, vehicle.start, Some(place)));
            row(site, id, way(problem, Some(place), vehicle.end));
        }
    }
    table
}

/// Kilometres and minutes of a way; nothing where it starts or ends anywhere.
fn way(problem: &RoutingProblem, from: Option<usize>, to: Option<usize>) -> [String; 2] {
    let (Some(from), Some(to)) = (from, to) else { return ["0".to_owned(), "0".to_owned()] };
    let (metres, seconds) = match &problem.matrix {
        Some(matrix) => {
            let (Some(from), Some(to)) = (problem.places[from].row, problem.places[to].row) else {
                return ["0".to_owned(), "0".to_owned()];
            };
            let cell = from * matrix.rows + to;
            let value = |cells: &Vec<i64>| cells.get(cell).copied().unwrap_or(-1);
            let seconds = value(&matrix.seconds);
            let metres = matrix.metres.as_ref().map_or(seconds * USUAL_KMH * 1_000 / 3_600, value);
            if seconds < 0 || metres < 0 {
                return ["0".to_owned(), NEVER.to_owned()];
            }
            (metres, seconds)
        }
        None => {
            let at = |place: usize| problem.places[place].at.unwrap_or_default();
            let metric = travel::Metric::GreatCircle { detour: problem.metric.detour };
            let metres = i64::from(metric.metres(at(from), at(to)));
            (metres, (metres as f64 * 3.6 / problem.metric.speed_kmh).ceil() as i64)
        }
    };
    // Thousandths of a minute, up: whole minutes are then the same as of the exact fraction.
    let thousandths = (seconds * 1_000 + 59) / 60;
    [format!("{}.{:03}", metres / 1_000, metres % 1_000), decimal(thousandths as f64 / 1_000.0, 3)]
}

fn current(problem: &RoutingProblem, calendar: &Calendar, names: &Names) -> Table {
    let mut table = Table::new(&["date", "crew", "job", "sequence"]);
    for route in &problem.routes {
        let Some(date) = calendar.dates[route.vehicle].get(route.shift) else { continue };
        for (index, &task) in route.tasks.iter().enumerate() {
            let (crew, job) = (&names.vehicles[route.vehicle], &names.tasks[task]);
            table.rows.push(vec![date.to_string(), crew.clone(), job.clone(), (index + 1).to_string()]);
        }
    }
    table
}
