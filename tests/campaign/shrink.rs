//! Makes a failing week small: takes away steps, tables, settings, rows and cells as long as it fails in the same way.

use std::path::Path;
use std::time::{Duration, Instant};

use super::examine::{Examiner, Failure};
use super::step::Event;
use super::week::Week;

/// Longest that one failure is worked on.
const PATIENCE: Duration = Duration::from_secs(60);
/// Tables that every week needs.
const NEEDED: [&str; 3] = ["crews.csv", "sites.csv", "jobs.csv"];
/// Columns that hold lists of ids.
const LISTS: [&str; 4] = ["after", "only_crews", "not_crews", "usual_crew"];

/// The smallest week found that fails in the same way, with its failure.
pub fn shrink(examiner: &Examiner, week: &Week, failure: &Failure, scratch: &Path, until: Instant) -> (Week, Failure) {
    let mut shrinking = Shrinking {
        examiner,
        scratch,
        kind: failure.kind.clone(),
        until: until.min(Instant::now() + PATIENCE),
        tries: 0,
        best: (week.clone(), failure.clone()),
    };
    while shrinking.pass() {}
    shrinking.best
}

struct Shrinking<'e> {
    examiner: &'e Examiner<'e>,
    scratch: &'e Path,
    kind: String,
    until: Instant,
    tries: usize,
    best: (Week, Failure),
}

impl Shrinking<'_> {
    /// Tries everything once; whether anything helped.
    fn pass(&mut self) -> bool {
        let before = format!("{:?}", self.best.0);
        self.steps();
        for (table, column) in [("jobs.csv", "job"), ("crews.csv", "crew"), ("sites.csv", "site")] {
            for id in self.best.0.tables[table].column(column) {
                self.attempt(|week| take_id(week, table, &id));
            }
        }
        self.tables();
        for key in self.best.0.settings.keys().cloned().collect::<Vec<_>>() {
            if key.1 != "start" {
                self.attempt(|week| drop(week.settings.remove(&key)));
            }
        }
        self.rows_and_cells();
        before != format!("{:?}", self.best.0) && Instant::now() < self.until
    }

    fn steps(&mut self) {
        for index in (0..self.best.0.steps.len()).rev() {
            self.attempt(|week| take_step(week, index));
        }
        for index in 0..self.best.0.steps.len() {
            self.attempt(|week| week.steps[index].twice = false);
            self.attempt(|week| week.steps[index].max_changes = None);
            self.attempt(|week| week.steps[index].bound = false);
            self.attempt(|week| week.steps[index].search = "");
            self.attempt(|week| week.steps[index].iterations = 60.min(week.steps[index].iterations));
            let events = self.best.0.steps[index].replanned.as_ref().map_or(0, |replanned| replanned.events.len());
            for event in (0..events).rev() {
                self.attempt(|week| drop(week.steps[index].replanned.as_mut().map(|own| own.events.remove(event))));
            }
        }
    }

    fn tables(&mut self) {
        for name in self.best.0.tables.keys().cloned().collect::<Vec<_>>() {
            if !NEEDED.contains(&name.as_str()) {
                self.attempt(|week| drop(week.tables.remove(&name)));
            }
        }
    }

    fn rows_and_cells(&mut self) {
        for name in self.best.0.tables.keys().cloned().collect::<Vec<_>>() {
            if !NEEDED.contains(&name.as_str()) {
                for row in (0..self.best.0.tables[&name].rows.len()).rev() {
                    self.attempt(|week| drop(week.tables.get_mut(&name).map(|table| table.rows.remove(row))));
                }
            }
            // a whole column first, then cell by cell
            for column in (1..self.best.0.tables[&name].header.len()).rev() {
                self.attempt(|week| take_column(week, &name, column));
            }
            let size = (self.best.0.tables[&name].rows.len(), self.best.0.tables[&name].header.len());
            for (row, column) in (0..size.0).flat_map(|row| (1..size.1).map(move |column| (row, column))) {
                for value in ["", "60"] {
                    let cell = self.best.0.tables[&name].rows[row][column].clone();
                    let simpler = !cell.is_empty()
                        && cell != "60"
                        && (value.is_empty() || cell.parse::<i64>().is_ok_and(|own| own > 60));
                    if simpler {
                        self.attempt(|week| {
                            let table = week.tables.get_mut(&name).expect("a table");
                            table.rows[row][column] = value.into();
                        });
                    }
                }
            }
        }
    }

    /// Keeps a change if the week still fails.
    fn attempt(&mut self, change: impl FnOnce(&mut Week)) {
        let mut week = self.best.0.clone();
        change(&mut week);
        if Instant::now() > self.until || format!("{week:?}") == format!("{:?}", self.best.0) {
            return;
        }
        self.tries += 1;
        let folder = self.scratch.join(format!("try{}", self.tries));
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.examiner.examine(&mut week, &folder)));
        std::fs::remove_dir_all(&folder).ok();
        let same = done.ok().and_then(|done| done.failures.into_iter().find(|failure| failure.kind == self.kind));
        if let Some(failure) = same {
            self.best = (week, failure);
        }
    }
}

fn take_step(week: &mut Week, index: usize) {
    let from = |week: &Week, own: usize| week.steps[own].replanned.as_ref().and_then(|replanned| replanned.from);
    let needed = (0..week.steps.len()).any(|own| from(week, own) == Some(index));
    if needed || week.steps.len() == 1 {
        return;
    }
    week.steps.remove(index);
    for replanned in week.steps.iter_mut().filter_map(|step| step.replanned.as_mut()) {
        replanned.from = replanned.from.map(|from| from - usize::from(from > index));
    }
}

fn take_column(week: &mut Week, name: &str, column: usize) {
    let table = week.tables.get_mut(name).expect("a table");
    table.header.remove(column);
    table.rows.iter_mut().for_each(|row| drop(row.remove(column)));
}

/// Takes away a crew, a site or a job, and whatever names it.
fn take_id(week: &mut Week, owner: &str, id: &str) {
    for table in week.tables.values_mut() {
        let ids: Vec<_> =
            (0..table.header.len()).filter(|&column| !LISTS.contains(&table.header[column].as_str())).collect();
        table.rows.retain(|row| !ids.iter().any(|&column| row[column] == id));
        for column in (0..table.header.len()).filter(|column| !ids.contains(column)) {
            for row in &mut table.rows {
                row[column] = row[column].split(' ').filter(|own| *own != id).collect::<Vec<_>>().join(" ");
            }
        }
    }
    let named = |event: &Event| match event {
        Event::Off { crew, .. } => owner == "crews.csv" && crew == id,
        Event::Cancelled { job } | Event::Finished { job } => job == id,
        Event::Urgent { site, .. } => site == id,
    };
    for replanned in week.steps.iter_mut().filter_map(|step| step.replanned.as_mut()) {
        replanned.events.retain(|event| !named(event));
    }
}
