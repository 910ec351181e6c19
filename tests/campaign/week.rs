//! A random week as the files that a planner would write: tables of text, so that it can be shrunk by taking rows and cells away.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::step::{Event, Step};

/// One table of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(header: &str) -> Self {
        Self { header: header.split(' ').map(str::to_owned).collect(), rows: Vec::new() }
    }

    pub fn text(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for record in std::iter::once(&self.header).chain(&self.rows) {
            writer.write_record(record).expect("text");
        }
        writer.into_inner().expect("text")
    }

    /// Where a column is.
    fn place(&self, name: &str) -> usize {
        self.header.iter().position(|header| header == name).expect("a column")
    }

    /// The values of a column.
    pub fn column(&self, name: &str) -> Vec<String> {
        let at = self.place(name);
        self.rows.iter().map(|row| row[at].clone()).collect()
    }
}

/// A week and what is done with it.
#[derive(Clone, Debug)]
pub struct Week {
    pub seed: u64,
    /// Values of settings.toml by (section, key).
    pub settings: BTreeMap<(String, String), String>,
    /// Tables by the names of their files.
    pub tables: BTreeMap<String, Table>,
    pub steps: Vec<Step>,
    /// Whether a first plan becomes today's schedule, more or less.
    pub adopts: bool,
    /// What the week has of everything that a week can have.
    pub features: BTreeSet<&'static str>,
}

impl Week {
    pub fn draw(seed: u64) -> Self {
        let mut draw = Draw {
            rng: Xoshiro256PlusPlus::seed_from_u64(seed),
            week: Self {
                seed,
                settings: BTreeMap::new(),
                tables: BTreeMap::new(),
                steps: Vec::new(),
                adopts: false,
                features: BTreeSet::new(),
            },
            dates: Vec::new(),
        };
        draw.all();
        draw.week
    }

    /// Writes the folder of the week.
    pub fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).expect("writable");
        let mut toml = String::new();
        let mut last = "";
        for ((section, key), value) in &self.settings {
            if section != last {
                writeln!(toml, "[{section}]").expect("text");
                last = section;
            }
            writeln!(toml, "{key} = {value}").expect("text");
        }
        std::fs::write(folder.join("settings.toml"), toml).expect("writable");
        for (name, table) in &self.tables {
            std::fs::write(folder.join(name), table.text()).expect("writable");
        }
    }

    /// Makes a written plan today's schedule; by chance some of it is pinned, moved or gone.
    pub fn adopt(&mut self, plan: &Table) {
        let mut draw =
            Draw { rng: Xoshiro256PlusPlus::seed_from_u64(self.seed ^ 0x5eed), week: self.clone(), dates: Vec::new() };
        let mut table = Table::new("date crew job sequence start pinned");
        let own = draw.often(0.5);
        let columns = ["date", "crew", "job", "sequence", "start"].map(|name| plan.column(name));
        for row in 0..plan.rows.len() {
            if own && draw.often(0.2) {
                continue;
            }
            let mut cells = columns.each_ref().map(|column| column[row].clone()).to_vec();
            if draw.often(0.3) {
                cells[4].clear();
            }
            cells.push(if own && draw.often(0.2) {
                draw.choose(&["yes", "crew", "date"]).into()
            } else {
                String::new()
            });
            table.rows.push(cells);
        }
        if !table.rows.is_empty() {
            self.tables.insert("current.csv".into(), table);
        }
        self.adopts = false;
    }
}

struct Draw {
    rng: Xoshiro256PlusPlus,
    week: Week,
    dates: Vec<NaiveDate>,
}

impl Draw {
    fn all(&mut self) {
        self.settings();
        let (skills, tools) = (self.up_to(0, 3), self.up_to(0, 2));
        let planar = self.often(0.6);
        self.tools(tools);
        self.crews(skills, tools, planar);
        self.sites(planar);
        self.jobs(skills, tools);
        self.people(skills);
        self.exceptions();
        self.history();
        self.preferences();
        self.distances();
        self.current();
        self.steps();
    }

    fn often(&mut self, share: f64) -> bool {
        self.rng.random_bool(share)
    }

    /// Whether the week has a feature.
    fn has(&mut self, feature: &'static str, share: f64) -> bool {
        let has = self.often(share);
        if has {
            self.week.features.insert(feature);
        }
        has
    }

    fn note(&mut self, feature: &'static str) {
        self.week.features.insert(feature);
    }

    fn up_to(&mut self, from: i64, most: i64) -> i64 {
        self.rng.random_range(from..=most)
    }

    fn choose<T: Copy>(&mut self, items: &[T]) -> T {
        *items.choose(&mut self.rng).expect("an item")
    }

    fn date(&mut self) -> NaiveDate {
        let dates = self.dates.clone();
        self.choose(&dates)
    }

    /// A date in the horizon or a few days around it.
    fn date_near(&mut self) -> NaiveDate {
        let first = self.dates[0];
        let last = *self.dates.last().expect("a date");
        match self.up_to(0, 5) {
            0 => first - Days::new(self.up_to(1, 9) as u64),
            1 => last + Days::new(self.up_to(1, 9) as u64),
            _ => self.date(),
        }
    }

    fn clock(&mut self, from: i64, most: i64) -> String {
        let minutes = self.up_to(from, most);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn ids(&self, table: &str, column: &str) -> Vec<String> {
        self.week.tables[table].column(column)
    }

    fn id(&mut self, table: &str, column: &str) -> String {
        let ids = self.ids(table, column);
        ids.choose(&mut self.rng).expect("an id").clone()
    }

    fn some(&mut self, ids: &[String], share: f64) -> String {
        let chosen: Vec<_> = ids.iter().filter(|_| self.rng.random_bool(share)).cloned().collect();
        chosen.join(" ")
    }

    fn set(&mut self, section: &str, key: &str, value: impl ToString) {
        self.week.settings.insert((section.into(), key.into()), value.to_string());
    }

    fn put(&mut self, name: &str, table: Table) {
        self.week.tables.insert(name.into(), table);
    }

    fn settings(&mut self) {
        let start = self.choose(&[
            "2026-11-23",
            "2026-11-23",
            "2026-11-23",
            "2026-11-26",
            "2026-11-29",
            "2026-11-09",
            "2026-12-30",
        ]);
        let days = self.choose(&[1, 1, 2, 2, 3, 4, 5, 5, 5, 7, 9, 14]);
        let first: NaiveDate = start.parse().expect("a date");
        self.dates = first.iter_days().take(days).collect();
        if self.dates.iter().any(|date| date.iso_week() != first.iso_week()) {
            self.note("several ISO weeks");
        }
        if self.dates.iter().all(|date| matches!(date.weekday(), Weekday::Sat | Weekday::Sun)) {
            self.note("weekend only");
        }
        self.note(if days == 1 {
            "one day"
        } else if days > 7 {
            "more than a week"
        } else {
            "up to a week"
        });
        self.set("horizon", "start", format!("\"{start}\""));
        self.set("horizon", "days", days);
        if self.has("holidays", 0.25) {
            let code = self.choose(&["FR", "FR", "FR-57", "FR-67", "FR-68"]);
            self.set("calendar", "holidays", format!("\"{code}\""));
        }
        for key in ["closed", "open"] {
            if self.has(key, 0.1) {
                let first = self.date_near();
                let last = first + Days::new(self.up_to(0, 3) as u64);
                self.set("calendar", key, format!("[\"{first}..{last}\"]"));
            }
        }
        if self.has("another break", 0.4) {
            let pause = self.choose(&[
                "",
                "11:30-14:00",
                "08:00-09:00",
                "07:00-08:30",
                "16:30-17:30",
                "12:00-12:01",
                "10:00-16:00",
                "00:00-09:00",
                "17:00-24:00",
            ]);
            self.set("day", "break", format!("\"{pause}\""));
        }
        if self.has("another speed or detour", 0.25) {
            let (detour, speed) = (self.choose(&[0.5, 1.0, 1.3, 3.0]), self.choose(&[5.0, 30.0, 90.0, 1000.0]));
            self.set("travel", "detour", format!("{detour:?}"));
            self.set("travel", "speed_kmh", format!("{speed:?}"));
        }
        if self.has("other prices", 0.3) {
            for key in ["km", "hour", "overtime_hour"] {
                let price = self.choose(&[0.0, 0.0, 0.01, 1.0, 40.0, 1000.0]);
                self.set("costs", key, format!("{price:?}"));
            }
        }
        if self.has("other weights", 0.5) {
            let dear = self.has("weights of 100000 and more", 0.4);
            let values: &[f64] = if dear {
                &[0.0, 1.0, 1_000.0, 30_000.0, 100_000.0, 1_000_000.0]
            } else {
                &[0.0, 0.0, 0.000001, 0.5, 7.25, 100.0, 1_000.0]
            };
            let keys = "unassigned_visit unassigned_hour late_day risk_day long_trip_minute overload change_crew \
                        change_day second_crew preference overskill late_minute worst_late_minute";
            for key in keys.split_whitespace() {
                if self.often(0.4) {
                    let value = self.choose(values);
                    self.set("weights", key, format!("{value:?}"));
                }
            }
            let from = self.choose(&[0, 10, 60]);
            self.set("weights", "long_trip_from", from);
        }
    }

    fn tools(&mut self, tools: i64) {
        if tools == 0 {
            return;
        }
        let mut table = Table::new("tool quantity");
        for tool in 0..tools {
            let quantity = self.choose(&[0, 1, 1, 1, 2, 3]);
            table.rows.push(vec![format!("tool{tool}"), quantity.to_string()]);
        }
        self.put("tools.csv", table);
    }

    fn levels(&mut self, skills: i64) -> String {
        let mut held = Vec::new();
        for skill in 0..skills {
            if self.often(0.75) {
                held.push(format!("skill{skill}:{}", self.up_to(1, 4)));
            }
        }
        held.join(" ")
    }

    fn at(&mut self, planar: bool) -> [String; 2] {
        if planar {
            [self.up_to(-30, 30).to_string(), self.up_to(-30, 30).to_string()]
        } else {
            let near = |base: f64, offset: i64| format!("{:.3}", base + offset as f64 / 1_000.0);
            [near(45.76, self.up_to(-250, 250)), near(4.84, self.up_to(-300, 300))]
        }
    }

    fn crews(&mut self, skills: i64, tools: i64, planar: bool) {
        let place = if planar { "x y" } else { "lat lon" };
        let mut table = Table::new(&format!(
            "crew {place} members skills equipment start end days overtime max_week_hours cost_km cost_hour cost_day capacity \
             max_travel max_sites_per_day speed"
        ));
        let (hours, weekdays) = (self.has("other hours", 0.4), self.has("other weekdays", 0.3));
        let (overtime, week) = (self.has("overtime", 0.4), self.has("max_week_hours", 0.3));
        let (prices, loads) = (self.has("prices of crews", 0.3), self.has("capacities", 0.35));
        let (travel, sites) = (self.has("max_travel", 0.25), self.has("max_sites_per_day", 0.25));
        let speeds = self.has("speeds", 0.25);
        let owned: Vec<_> = (0..tools).map(|tool| format!("tool{tool}")).collect();
        for index in 0..self.choose(&[1, 1, 2, 2, 3, 3, 4]) {
            let [first, second] = self.at(planar);
            let usual = ["08:00".to_owned(), "17:00".to_owned()];
            let [start, end] =
                if hours && self.often(0.6) { [self.clock(300, 720), self.clock(780, 1_320)] } else { usual };
            let days = match self.up_to(0, 3) {
                _ if !weekdays => "Mon Tue Wed Thu Fri",
                0 => "Mon Tue Wed Thu Fri Sat Sun",
                1 => "Tue Thu",
                2 => "Sat Sun",
                _ => "Mon Fri",
            };
            let maybe = |has: bool, value: String| if has { value } else { String::new() };
            let row = vec![
                format!("C{index}"),
                first,
                second,
                self.up_to(1, 4).to_string(),
                self.levels(skills),
                self.some(&owned, 0.3),
                start,
                end,
                days.into(),
                if overtime { self.choose(&["0", "30", "90", "120"]).into() } else { String::new() },
                {
                    let hours = self.choose(&["4", "10", "25.5", "40"]);
                    maybe(week && self.often(0.6), hours.into())
                },
                {
                    let price = self.choose(&["0", "1.5", "100"]);
                    maybe(prices && self.often(0.5), price.into())
                },
                {
                    let price = self.choose(&["0", "45", "1000"]);
                    maybe(prices && self.often(0.5), price.into())
                },
                {
                    let price = self.choose(&["0", "80", "5000"]);
                    maybe(prices, price.into())
                },
                {
                    let load = self.choose(&["0", "2", "3.5", "10"]);
                    maybe(loads && self.often(0.7), load.into())
                },
                {
                    let most = self.choose(&["0", "15", "40"]);
                    maybe(travel && self.often(0.7), most.into())
                },
                {
                    let most = self.choose(&["1", "2"]);
                    maybe(sites && self.often(0.7), most.into())
                },
                {
                    let speed = self.choose(&["0.8", "0.75", "1.5", "0.333333333333", "20", "0.05"]);
                    maybe(speeds && self.often(0.5), speed.into())
                },
            ];
            table.rows.push(row);
        }
        self.put("crews.csv", table);
    }

    fn sites(&mut self, planar: bool) {
        let place = if planar { "x y" } else { "lat lon" };
        let mut table = Table::new(&format!("site {place} region usual_crew one_crew"));
        let (usual, regions) = (self.has("usual crews", 0.35), self.often(0.5));
        let (exchanged, same) =
            (!planar && self.has("lat and lon exchanged", 0.2), self.has("sites in one place", 0.25));
        let far = self.has("far sites", 0.1);
        let one_crew = self.has("one_crew", 0.25);
        for index in 0..self.up_to(1, 6) {
            let [mut first, mut second] = self.at(planar);
            if exchanged && self.often(0.4) {
                std::mem::swap(&mut first, &mut second);
            }
            if far && self.often(0.4) {
                (first, second) = if planar { ("4000".into(), "1".into()) } else { ("-33.9".into(), "151.2".into()) };
            }
            if same && self.often(0.4) {
                let row = &self.week.tables["crews.csv"].rows[0];
                (first, second) = (row[1].clone(), row[2].clone());
            }
            let region = if regions { self.choose(&["north", "south", ""]) } else { "" };
            let crew = if usual && self.often(0.6) { self.id("crews.csv", "crew") } else { String::new() };
            let one = if one_crew && self.often(0.5) { "yes" } else { "" };
            table.rows.push(vec![format!("S{index}"), first, second, region.into(), crew, one.into()]);
        }
        self.put("sites.csv", table);
    }

    fn jobs(&mut self, skills: i64, tools: i64) {
        let header = "job site duration visits skills tools min_members crews start_within load earliest latest due days open \
                      close priority delay_risk same_crew max_gap_days after only_crews not_crews subcontract late_after with";
        let mut table = Table::new(header);
        let features = Features {
            skills: skills > 0 && self.has("skills", 0.7),
            people: self.has("several people of a level", 0.2),
            missing_skill: self.has("skill that nobody has", 0.2),
            tools: tools > 0 && self.has("tools", 0.7),
            min_members: self.has("min_members", 0.25),
            crews: self.has("jobs of several crews", 0.35),
            within: self.often(0.6),
            visits: self.has("several visits", 0.55),
            gaps: self.has("max_gap_days", 0.3),
            same: self.has("same_crew", 0.45),
            after: self.has("after", 0.45),
            dates: self.has("earliest, latest", 0.35),
            due: self.has("due", 0.35),
            days: self.has("weekdays of jobs", 0.2),
            windows: self.has("windows", 0.4),
            odd_windows: self.has("windows in the break or after the shift", 0.15),
            choice: self.has("only_crews, not_crews", 0.3),
            risk: self.has("delay_risk", 0.3),
            loads: self.often(0.5),
            promises: self.has("late_after", 0.3),
            other_firms: self.has("subcontract", 0.3),
            long: self.has("jobs longer than a shift", 0.12),
        };
        if features.crews && features.within {
            self.note("start_within");
        }
        let many = self.has("many jobs", 0.12);
        for index in 0..if many { self.up_to(12, 25) } else { self.up_to(1, 9) } {
            let row = self.job(&features, &format!("J{index}"), index, skills, tools);
            table.rows.push(row);
        }
        if self.has("with", 0.35) {
            self.link(&mut table);
        }
        self.put("jobs.csv", table);
    }

    /// Links jobs of one visit by one crew that wait for nothing to earlier ones.
    fn link(&mut self, jobs: &mut Table) {
        let [visits, crews, after, with] = ["visits", "crews", "after", "with"].map(|name| jobs.place(name));
        let single = |row: &[String]| row[visits] == "1" && row[crews] == "1" && row[after].is_empty();
        for index in 1..jobs.rows.len() {
            let other = self.up_to(0, index as i64 - 1) as usize;
            let lag = self.choose(&["", "+0", "+15", "+60", "+20..40", "+30..30", "+1440"]);
            if self.often(0.5) && single(&jobs.rows[index]) && single(&jobs.rows[other]) {
                jobs.rows[index][with] = format!("J{other}{lag}");
            }
        }
    }

    fn job(&mut self, has: &Features, id: &str, index: i64, skills: i64, tools: i64) -> Vec<String> {
        let crews = self.ids("crews.csv", "crew");
        let site = self.id("sites.csv", "site");
        let mut needs: Vec<String> = Vec::new();
        for skill in 0..skills {
            if has.skills && self.often(0.4) {
                let people = if has.people && self.often(0.5) { "*2" } else { "" };
                needs.push(format!("skill{skill}:{}{people}", self.up_to(1, 3)));
            }
        }
        if has.missing_skill && self.often(0.3) {
            needs.push("gas:9".into());
        }
        let tools: Vec<_> = (0..tools)
            .filter(|_| has.tools && self.rng.random_bool(0.45))
            .map(|tool| format!("tool{tool}*{}", 1 + tool % 2))
            .collect();
        let several = if has.crews && self.often(0.45) { self.choose(&[2, 2, 2, 3]) } else { 1 };
        let within = if several > 1 && has.within && self.often(0.6) { self.choose(&["0", "5", "60"]) } else { "" };
        let visits = if has.visits && self.often(0.6) { self.choose(&[2, 2, 3, 3, 5, 9]) } else { 1 };
        let gap = if has.gaps && self.often(0.5) { self.choose(&["1", "1", "2", "4"]) } else { "" };
        let same = if has.same { self.choose(&["", "no", "prefer", "require", "require"]) } else { "" };
        let before: Vec<_> = (0..index).map(|before| format!("J{before}")).collect();
        let share = (1.5 / (index.max(1) as f64)).min(0.6);
        let after = if has.after && self.often(0.6) { self.some(&before, share) } else { String::new() };
        let mut span = [self.date_near(), self.date_near()];
        span.sort();
        let [earliest, latest] =
            span.map(|date| if has.dates && self.often(0.3) { date.to_string() } else { String::new() });
        let due = if has.due && self.often(0.5) { self.date_near().to_string() } else { String::new() };
        let days = if has.days && self.often(0.4) { self.choose(&["Mon Tue", "Wed", "Sat", "Fri Mon"]) } else { "" };
        let (mut open, mut close) = (String::new(), String::new());
        if has.windows && self.often(0.5) {
            let from = self.up_to(420, 900);
            let until = from + self.choose(&[0, 15, 60, 240]);
            let text = |minutes: i64| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            open = if self.often(0.8) { text(from) } else { open };
            close = if self.often(0.8) { text(until) } else { close };
        }
        if has.odd_windows && self.often(0.4) {
            let (from, until) = self.choose(&[
                ("12:00", "12:30"),
                ("18:00", "19:00"),
                ("00:00", "06:00"),
                ("12:59", "13:00"),
                ("24:00", ""),
            ]);
            (open, close) = (from.into(), until.into());
        }
        let duration = if has.long && self.often(0.3) {
            self.up_to(500, 1_440)
        } else {
            self.choose(&[1, 30, 45, 60, 90, 120, 240, 400])
        };
        let (only, not) = if has.choice && self.often(0.5) {
            let (only, not) = (self.some(&crews, 0.5), self.some(&crews, 0.3));
            if self.often(0.5) { (only, String::new()) } else { (String::new(), not) }
        } else {
            (String::new(), String::new())
        };
        vec![
            id.into(),
            site,
            duration.to_string(),
            visits.to_string(),
            needs.join(" "),
            tools.join(" "),
            if has.min_members && self.often(0.5) { self.up_to(2, 4).to_string() } else { String::new() },
            several.to_string(),
            within.into(),
            if has.loads { self.choose(&["", "1", "2", "3.25"]).into() } else { String::new() },
            earliest,
            latest,
            due,
            days.into(),
            open,
            close,
            self.up_to(1, 9).to_string(),
            if has.risk { self.choose(&["", "0.3", "1"]).into() } else { String::new() },
            same.into(),
            gap.into(),
            after,
            only,
            not,
            if has.other_firms && self.often(0.5) {
                self.choose(&["0", "80", "480.5", "3000"]).into()
            } else {
                String::new()
            },
            if has.promises && self.often(0.5) { self.clock(420, 900) } else { String::new() },
            String::new(),
        ]
    }

    fn people(&mut self, skills: i64) {
        if !self.has("members.csv", 0.3) {
            return;
        }
        let mut table = Table::new("member crew skills absent");
        for crew in self.ids("crews.csv", "crew") {
            for person in 0..self.up_to(0, 3) {
                let absent: Vec<_> =
                    self.dates.clone().iter().filter(|_| self.often(0.15)).map(ToString::to_string).collect();
                table.rows.push(vec![format!("P{crew}{person}"), crew.clone(), self.levels(skills), absent.join(" ")]);
            }
        }
        self.put("members.csv", table);
    }

    fn exceptions(&mut self) {
        if !self.has("calendar.csv", 0.35) {
            return;
        }
        let mut table = Table::new("crew date off start end");
        let share = self.choose(&[0.15, 0.15, 0.6]);
        for crew in self.ids("crews.csv", "crew") {
            for date in self.dates.clone() {
                if self.often(share) {
                    let hours = ["no".to_owned(), self.clock(360, 660), self.clock(700, 1_200)];
                    let off = ["yes".to_owned(), String::new(), String::new()];
                    let rest = if self.often(0.6) { off } else { hours };
                    table.rows.push([vec![crew.clone(), date.to_string()], rest.to_vec()].concat());
                }
            }
        }
        self.put("calendar.csv", table);
    }

    fn history(&mut self) {
        if !self.has("history.csv", 0.25) {
            return;
        }
        let share = self.choose(&["0.25", "0.25", "1", "0.333333"]);
        self.set("weights", "history", share);
        let mut table = Table::new("crew week service fair");
        let first = self.dates[0];
        for crew in self.ids("crews.csv", "crew") {
            for weeks in 1..=self.up_to(0, 9) {
                let week = (first - Days::new(7 * weeks as u64)).iso_week();
                let week = format!("{}-W{:02}", week.year(), week.week());
                let hours = [self.up_to(0, 45), self.up_to(20, 40)].map(|hours| format!("{hours}h"));
                table.rows.push([vec![crew.clone(), week], hours.to_vec()].concat());
            }
        }
        self.put("history.csv", table);
    }

    fn preferences(&mut self) {
        if !self.has("preferences.csv", 0.35) {
            return;
        }
        let mut table = Table::new("crew site job region score");
        for crew in self.ids("crews.csv", "crew") {
            let [mut site, mut job, mut region] = [const { String::new() }; 3];
            match self.up_to(0, 2) {
                0 => site = self.id("sites.csv", "site"),
                1 => job = self.id("jobs.csv", "job"),
                _ => region = "north".into(),
            }
            let score = self.choose(&["-10", "-2.5", "0", "3", "10"]);
            table.rows.push(vec![crew, site, job, region, score.into()]);
        }
        self.put("preferences.csv", table);
    }

    fn distances(&mut self) {
        if !self.has("distances.csv", 0.25) {
            return;
        }
        let mut places = self.ids("sites.csv", "site");
        places.extend(self.ids("crews.csv", "crew"));
        let huge = self.has("huge legs", 0.3);
        let share = self.choose(&[0.3, 0.7, 1.0]);
        let mut table = Table::new("from to km minutes");
        for from in &places {
            for to in &places {
                if from != to && self.often(share) {
                    let [km, minutes] = match self.up_to(0, 5) {
                        0 => ["0", "0"].map(str::to_owned),
                        1 if huge => [self.choose(&["3000", "99999"]).into(), self.choose(&["2000", "99999"]).into()],
                        _ => [format!("{}.4", self.up_to(0, 60)), self.up_to(0, 90).to_string()],
                    };
                    table.rows.push(vec![from.clone(), to.clone(), km, minutes]);
                }
            }
        }
        self.put("distances.csv", table);
    }

    fn current(&mut self) {
        match self.up_to(0, 9) {
            0..=2 => {
                self.week.adopts = true;
                self.note("legal current.csv");
            }
            3..=5 => {
                self.note("broken current.csv");
                self.broken_schedule();
            }
            _ => {}
        }
    }

    fn broken_schedule(&mut self) {
        let starts = self.often(0.4);
        let header = if self.often(0.3) { "date crew job start pinned sequence" } else { "date crew job start pinned" };
        let mut table = Table::new(header);
        let pins = self.has("pins", 0.6);
        let jobs = self.week.tables["jobs.csv"].clone();
        for (job, (visits, crews)) in
            jobs.column("job").into_iter().zip(jobs.column("visits").into_iter().zip(jobs.column("crews")))
        {
            let count = visits.parse::<i64>().unwrap_or(1) * crews.parse::<i64>().unwrap_or(1);
            for _ in 0..count.min(6) + i64::from(self.often(0.1)) {
                if !self.often(0.6) {
                    continue;
                }
                let date = if self.often(0.03) { self.date_near() } else { self.date() };
                let crew = if self.often(0.02) { "gone".into() } else { self.id("crews.csv", "crew") };
                let start = if starts && self.often(0.6) { self.clock(420, 1_000) } else { String::new() };
                let pinned = if pins && self.often(0.25) { self.choose(&["yes", "crew", "date"]) } else { "" };
                let mut row = vec![date.to_string(), crew, job.clone(), start, pinned.into()];
                row.extend((table.header.len() == 6).then(|| self.up_to(1, 9).to_string()));
                table.rows.push(row);
            }
        }
        if !table.rows.is_empty() {
            self.put("current.csv", table);
        }
    }

    fn steps(&mut self) {
        let seed = self.up_to(1, 99) as u64;
        let iterations = self.choose(&[60, 150, 300]);
        self.week.steps.push(Step::plan(seed, iterations, "", true));
        let (search, bound) = (self.choose(&["annealing", "iterated", "genetic"]), self.often(0.4));
        let iterations = self.choose(&[0, 1, 50, 200, 400]);
        self.week.steps.push(Step::plan(seed + 100, iterations, search, bound));
        let scheduled = self.week.adopts || self.week.tables.contains_key("current.csv");
        if scheduled && self.has("--max-changes", 0.35) {
            let most = self.choose(&["0", "1", "3"]);
            self.week.steps.push(Step::plan(seed, 150, "", true).limited(most));
        }
        if scheduled && self.dates.len() > 1 && self.has("--freeze", 0.35) {
            let date = self.dates[self.rng.random_range(0..self.dates.len() - 1)];
            self.week.steps.push(Step::plan(seed, 150, "", true).frozen(date));
        }
        if self.has("replan", 0.4) {
            let from = if scheduled && self.often(0.4) { None } else { Some(0) };
            let first = self.replan(from, self.dates[0].and_time(NaiveTime::MIN));
            let (last, again) = (self.week.steps.len(), self.has("replanned again", 0.5));
            let earliest = first.now();
            self.week.steps.push(first);
            if again {
                let second = self.replan(Some(last), earliest);
                self.week.steps.push(second);
            }
        }
        if self.has("two threads", 0.1) {
            self.week.steps[0].twice = true;
        }
    }

    fn replan(&mut self, from: Option<usize>, earliest: NaiveDateTime) -> Step {
        let late = self.dates.iter().copied().filter(|date| *date >= earliest.date()).collect::<Vec<_>>();
        let now = self.choose(&late).and_hms_opt(self.up_to(6, 15) as u32, 30 * self.up_to(0, 1) as u32, 0);
        let now = now.expect("a moment").max(earliest);
        let mut events = Vec::new();
        if self.has("absences", 0.7) {
            let (crew, date) = (self.id("crews.csv", "crew"), self.choose(&late));
            let last = *late.last().expect("a date");
            events.push(Event::Off { crew, from: date, to: if self.often(0.7) { date } else { last } });
        }
        if self.has("cancelled jobs", 0.3) {
            events.push(Event::Cancelled { job: self.id("jobs.csv", "job") });
        }
        if self.has("finished jobs", 0.2) {
            events.push(Event::Finished { job: self.id("jobs.csv", "job") });
        }
        if self.has("urgent jobs", 0.4) {
            let site = self.id("sites.csv", "site");
            let (duration, priority) = (self.choose(&[30, 120]), self.up_to(1, 9));
            events.push(Event::Urgent { job: format!("U{}", self.week.steps.len()), site, duration, priority });
        }
        let changes = self.often(0.4).then(|| self.choose(&["0", "2", "9"]).to_owned());
        Step::replan(from, now, events, changes)
    }
}

/// What the jobs of a week have.
struct Features {
    skills: bool,
    people: bool,
    missing_skill: bool,
    tools: bool,
    min_members: bool,
    crews: bool,
    within: bool,
    visits: bool,
    gaps: bool,
    same: bool,
    after: bool,
    dates: bool,
    due: bool,
    days: bool,
    windows: bool,
    odd_windows: bool,
    choice: bool,
    risk: bool,
    loads: bool,
    promises: bool,
    other_firms: bool,
    long: bool,
}
