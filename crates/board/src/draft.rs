//! What the edits that count make of the first week, by the ids of files.

use std::collections::{BTreeMap, BTreeSet};

use brigade_model::model::{CrewId, DayException, Instance, JobId, Pin, Plan, Route};
use chrono::NaiveDate;

use crate::edit::{Edit, RouteRow, VisitKey};
use crate::week::Week;

/// The routes, pins, absences and further jobs of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    routes: BTreeMap<(NaiveDate, String), Vec<String>>,
    pinned: BTreeSet<VisitKey>,
    freed: BTreeSet<VisitKey>,
    absent: BTreeSet<(String, NaiveDate)>,
    tables: Vec<String>,
}

impl Draft {
    /// The first week.
    pub fn of(instance: &Instance, plan: &Plan) -> Self {
        let mut draft = Self::default();
        for (job, crew, date) in plan.visits() {
            let jobs = draft.routes.entry((date, instance.crews[crew].id.clone())).or_default();
            jobs.push(instance.jobs[job].id.clone());
        }
        draft
    }

    /// Takes an edit in.
    pub fn take(&mut self, edit: &Edit) {
        match edit {
            Edit::Routes { routes, .. } => routes.iter().for_each(|row| self.set(row)),
            Edit::Pin(visit) => {
                self.freed.remove(visit);
                self.pinned.insert(visit.clone());
            }
            Edit::Unpin(visit) => {
                self.pinned.remove(visit);
                self.freed.insert(visit.clone());
            }
            Edit::Absence { crew, date, routes } => {
                routes.iter().for_each(|row| self.set(row));
                self.routes.remove(&(*date, crew.clone()));
                self.absent.insert((crew.clone(), *date));
            }
            Edit::Presence { crew, date } => drop(self.absent.remove(&(crew.clone(), *date))),
            Edit::Job { table, .. } => self.tables.push(table.clone()),
        }
    }

    fn set(&mut self, row: &RouteRow) {
        let shift = (row.date, row.crew.clone());
        if row.jobs.is_empty() {
            self.routes.remove(&shift);
        } else {
            self.routes.insert(shift, row.jobs.clone());
        }
    }

    /// The tables of the further jobs.
    pub fn tables(&self) -> &[String] {
        &self.tables
    }

    /// Whether two drafts amend the instance alike: what they differ in is routes.
    pub fn amends_alike(&self, other: &Self) -> bool {
        let Self { routes: _, pinned, freed, absent, tables } = self;
        (pinned, freed, absent, tables) == (&other.pinned, &other.freed, &other.absent, &other.tables)
    }

    /// The week; `instance` is the first one, with the further jobs. Rows of crews and jobs that it does not have are left
    /// out.
    pub fn week(&self, instance: Instance) -> Week {
        let plan = self.plan(&instance);
        Week::new(self.amended(instance), &plan)
    }

    /// The plan. Rows of crews and jobs that the instance does not have are left out.
    pub fn plan(&self, instance: &Instance) -> Plan {
        let crews: BTreeMap<&str, CrewId> =
            CrewId::enumerate(&instance.crews).map(|(crew, own)| (own.id.as_str(), crew)).collect();
        let jobs: BTreeMap<&str, JobId> =
            JobId::enumerate(&instance.jobs).map(|(job, own)| (own.id.as_str(), job)).collect();
        let route = |((date, crew), own): (&(NaiveDate, String), &Vec<String>)| {
            let known: Vec<JobId> = own.iter().filter_map(|job| jobs.get(job.as_str()).copied()).collect();
            Some(Route::of(*date, *crews.get(crew.as_str())?, &known))
        };
        Plan::new(self.routes.iter().filter_map(route).collect())
    }

    /// The instance with absences and pins. A pin to a crew's day on which it is absent is given up.
    fn amended(&self, instance: Instance) -> Instance {
        let mut pins = instance.pins.clone();
        let id = |crew: CrewId| instance.crews[crew].id.as_str();
        let key = |pin: &Pin| {
            let (crew, date) = (pin.crew?, pin.date?);
            Some(VisitKey { job: instance.jobs[pin.job].id.clone(), crew: id(crew).to_owned(), date })
        };
        pins.retain(|pin| key(pin).is_none_or(|key| !self.freed.contains(&key) && !self.is_absent(&key)));
        let own: BTreeSet<VisitKey> = pins.iter().filter_map(key).collect();
        for visit in self.pinned.iter().filter(|visit| !own.contains(visit) && !self.is_absent(visit)) {
            let job = instance.jobs.iter().position(|job| job.id == visit.job).map(JobId::new);
            let crew = instance.crews.iter().position(|crew| crew.id == visit.crew).map(CrewId::new);
            if let (Some(job), Some(crew)) = (job, crew) {
                let (crew, date) = (Some(crew), Some(visit.date));
                pins.push(Pin { job, crew, date, start: None, line: 0, dropped: false });
            }
        }
        if self.absent.is_empty() {
            if pins == instance.pins {
                return instance;
            }
            let current = instance.current.clone();
            return instance.with_current(current, pins);
        }
        let mut parts = instance.into_parts();
        for crew in &mut parts.crews {
            for (_, date) in self.absent.iter().filter(|(absent, _)| *absent == crew.id) {
                crew.exceptions.insert(*date, DayException::Off);
            }
        }
        parts.pins = pins;
        Instance::new(parts)
    }

    fn is_absent(&self, visit: &VisitKey) -> bool {
        self.absent.contains(&(visit.crew.clone(), visit.date))
    }
}

impl Week {
    /// The plan of another week, without crews and jobs that this one does not have.
    pub fn plan_of(&self, other: &Self) -> Plan {
        match self.shares_instance(other) {
            true => other.plan.clone(),
            false => Draft::of(&other.instance, &other.plan).plan(&self.instance),
        }
    }
}
