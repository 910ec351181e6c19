//! The board: scenarios of a week, each of them made of the edits that count.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use brigade_model::model::{CrewId, Instance, JobId, Plan};
use chrono::NaiveDate;

use crate::draft::Draft;
use crate::edit::{Action, Edit, Entry, RouteRow};
use crate::log::{EditLog, LogError};
use crate::prices::{Offer, stranded};
use crate::week::Week;

/// What is wrong with the source of a board.
pub type SourceError = Box<dyn std::error::Error + Send + Sync>;

/// Where the instance of a board comes from.
pub trait Source: Send + Sync {
    /// The instance, with the jobs of further tables beside its own.
    ///
    /// # Errors
    /// What is wrong with the tables.
    fn instance(&self, added: &[String]) -> Result<Instance, SourceError>;

    /// The plan from which the edits go on, of the instance without further jobs.
    fn plan(&self, instance: &Instance) -> Plan;
}

/// Why an edit is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BoardError {
    /// The log can't be read or written.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A further job is wrong.
    #[error("{0}")]
    Source(SourceError),
    /// There is no such scenario.
    #[error("no scenario {0}")]
    NoScenario(String),
    /// A scenario of that name is there.
    #[error("scenario {0} is there")]
    Taken(String),
    /// There is nothing of the author to take back, or to do again.
    #[error("nothing to take back")]
    Nothing,
    /// Somebody has built on it.
    #[error("{0} has built on it")]
    BuiltOn(String),
}

/// A scenario as it is.
struct Scenario {
    entries: Vec<Entry>,
    /// What the edits that count make.
    draft: Draft,
    week: Arc<Week>,
    /// Numbers of the edits that count.
    active: BTreeSet<u64>,
}

/// The scenarios of a week.
pub struct Board {
    source: Box<dyn Source>,
    log: Box<dyn EditLog>,
    first: Draft,
    scenarios: BTreeMap<String, Scenario>,
    names: Vec<String>,
}

impl Board {
    /// The board of a source with what its log says; `name` is the scenario that there is at least.
    ///
    /// # Errors
    /// A source or a log that can't be read.
    pub fn open(source: Box<dyn Source>, mut log: Box<dyn EditLog>, name: &str) -> Result<Self, BoardError> {
        let instance = source.instance(&[]).map_err(BoardError::Source)?;
        let first = Draft::of(&instance, &source.plan(&instance));
        let mut names = log.scenarios()?;
        if names.is_empty() {
            log.create(name, &[])?;
            names.push(name.to_owned());
        }
        let mut board = Self { source, log, first, scenarios: BTreeMap::new(), names: Vec::new() };
        for name in names {
            let entries = board.log.entries(&name)?;
            board.keep(name, entries)?;
        }
        Ok(board)
    }

    /// The names of the scenarios, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The log, for notes.
    pub fn log(&mut self) -> &mut dyn EditLog {
        self.log.as_mut()
    }

    /// The week of a scenario.
    ///
    /// # Errors
    /// An unknown name.
    pub fn week(&self, scenario: &str) -> Result<Arc<Week>, BoardError> {
        Ok(Arc::clone(&self.own(scenario)?.week))
    }

    /// All rows of a scenario, in order.
    ///
    /// # Errors
    /// An unknown name.
    pub fn entries(&self, scenario: &str) -> Result<&[Entry], BoardError> {
        Ok(&self.own(scenario)?.entries)
    }

    /// The edits of a scenario that count, in order.
    ///
    /// # Errors
    /// An unknown name.
    pub fn edits(&self, scenario: &str) -> Result<impl Iterator<Item = (&Entry, &Edit)>, BoardError> {
        let own = self.own(scenario)?;
        let counted = own.entries.iter().filter(|entry| own.active.contains(&entry.number));
        Ok(counted.filter_map(|entry| if let Action::Edit(edit) = &entry.action { Some((entry, edit)) } else { None }))
    }

    /// Takes an edit into a scenario: it is in the log before this returns.
    ///
    /// # Errors
    /// A job that is wrong, or a log that can't be written; the week is then as it was.
    pub fn edit(&mut self, scenario: &str, author: &str, edit: Edit) -> Result<u64, BoardError> {
        let (draft, week) = self.drafted_with(scenario, &edit)?;
        let action = Action::Edit(edit);
        let number = self.log.append(scenario, author, &action)?;
        let own = self.own_mut(scenario)?;
        own.entries.push(Entry { number, author: author.to_owned(), action });
        own.active.insert(number);
        (own.draft, own.week) = (draft, Arc::new(week));
        Ok(number)
    }

    /// The week that an edit would make of a scenario; nothing is kept.
    ///
    /// # Errors
    /// A job that is wrong.
    pub fn tried(&self, scenario: &str, edit: &Edit) -> Result<Week, BoardError> {
        self.drafted_with(scenario, edit).map(|(_, week)| week)
    }

    /// Goes on from another source: edits of crews and jobs that it does not have count for nothing.
    ///
    /// # Errors
    /// A source that can't be read; the board then stays as it was.
    pub fn set_source(&mut self, source: Box<dyn Source>) -> Result<(), BoardError> {
        let instance = source.instance(&[]).map_err(BoardError::Source)?;
        let first = Draft::of(&instance, &source.plan(&instance));
        let mut made: Vec<(Draft, Arc<Week>)> = Vec::new();
        for scenario in self.scenarios.values() {
            let draft = drafted(&first, &scenario.entries, &scenario.active);
            let week = week_of(source.as_ref(), &draft, made.iter().map(|(draft, week)| (draft, week.as_ref())))?;
            made.push((draft, Arc::new(week)));
        }
        for (scenario, made) in self.scenarios.values_mut().zip(made) {
            (scenario.draft, scenario.week) = made;
        }
        (self.source, self.first) = (source, first);
        Ok(())
    }

    /// The tables of the further jobs of a scenario.
    ///
    /// # Errors
    /// An unknown name.
    pub fn tables(&self, scenario: &str) -> Result<Vec<String>, BoardError> {
        Ok(self.own(scenario)?.draft.tables().to_vec())
    }

    /// Takes the last edit of an author that counts back.
    ///
    /// # Errors
    /// None of theirs, or one that another author's later edit touches.
    pub fn undo(&mut self, scenario: &str, author: &str) -> Result<(), BoardError> {
        let number = self.edits(scenario)?.filter(|(entry, _)| entry.author == author).last();
        let number = number.map(|(entry, _)| entry.number).ok_or(BoardError::Nothing)?;
        self.ensure_free(scenario, number)?;
        let mut active = self.own(scenario)?.active.clone();
        active.remove(&number);
        self.change(scenario, author, Action::Undo(number), active)
    }

    /// Does what an author took back last again, if they have not edited since.
    ///
    /// # Errors
    /// Nothing taken back, or another author's later edit that touches it.
    pub fn redo(&mut self, scenario: &str, author: &str) -> Result<(), BoardError> {
        let number = self.undone(scenario, author)?.ok_or(BoardError::Nothing)?;
        self.ensure_free(scenario, number)?;
        let mut active = self.own(scenario)?.active.clone();
        active.insert(number);
        self.change(scenario, author, Action::Redo(number), active)
    }

    /// What an author can take back and do again.
    ///
    /// # Errors
    /// An unknown name.
    pub fn can(&self, scenario: &str, author: &str) -> Result<(bool, bool), BoardError> {
        let undo = self.edits(scenario)?.any(|(entry, _)| entry.author == author);
        Ok((undo, self.undone(scenario, author)?.is_some()))
    }

    /// Makes a named copy of a scenario.
    ///
    /// # Errors
    /// A name that is there, or a log that can't be written.
    pub fn copy(&mut self, scenario: &str, name: &str) -> Result<(), BoardError> {
        if self.scenarios.contains_key(name) {
            return Err(BoardError::Taken(name.to_owned()));
        }
        let rows: Vec<_> =
            self.edits(scenario)?.map(|(entry, _)| (entry.author.clone(), entry.action.clone())).collect();
        self.log.create(name, &rows)?;
        let entries = self.log.entries(name)?;
        self.keep(name.to_owned(), entries)
    }

    /// The edit that carries an offer out.
    pub fn edit_of(week: &Week, job: JobId, offer: &Offer) -> Edit {
        let routes = offer.routes.iter().map(|(crew, date, jobs)| route_row(&week.instance, *crew, *date, jobs));
        Edit::Routes { routes: routes.collect(), jobs: vec![week.instance.jobs[job].id.clone()] }
    }

    /// The edit that says that a crew is not there on a date: its visits are left out, and with them those of the same day
    /// that can't do without.
    pub fn absence(week: &Week, crew: CrewId, date: NaiveDate) -> Edit {
        let rows = stranded(week, crew, date).into_iter();
        let rows = rows.map(|(crew, date, jobs)| route_row(&week.instance, crew, date, &jobs));
        Edit::Absence { crew: week.instance.crews[crew].id.clone(), date, routes: rows.collect() }
    }

    /// The edit that makes a week's routes those of another plan of the same instance; none where they are the same.
    pub fn edit_to(week: &Week, plan: &Plan) -> Option<Edit> {
        let (instance, before) = (&week.instance, week.routes());
        let mut after = before.clone();
        after.values_mut().for_each(Vec::clear);
        for (job, crew, date) in plan.visits() {
            after.entry((date, crew)).or_default().push(job);
        }
        let changed: Vec<_> = after.iter().filter(|(shift, jobs)| before.get(shift) != Some(jobs)).collect();
        let touched = |(shift, jobs): &(&(NaiveDate, CrewId), &Vec<JobId>)| -> Vec<JobId> {
            let own = before.get(shift).cloned().unwrap_or_default();
            let (gone, new) =
                (own.iter().filter(|job| !jobs.contains(job)), jobs.iter().filter(|job| !own.contains(job)));
            gone.chain(new).copied().collect()
        };
        let jobs: BTreeSet<JobId> = changed.iter().flat_map(touched).collect();
        let rows = changed.iter().map(|((date, crew), jobs)| route_row(instance, *crew, *date, jobs));
        let jobs = jobs.into_iter().map(|job| instance.jobs[job].id.clone()).collect();
        (!changed.is_empty()).then(|| Edit::Routes { routes: rows.collect(), jobs })
    }

    fn own(&self, scenario: &str) -> Result<&Scenario, BoardError> {
        self.scenarios.get(scenario).ok_or_else(|| BoardError::NoScenario(scenario.to_owned()))
    }

    fn own_mut(&mut self, scenario: &str) -> Result<&mut Scenario, BoardError> {
        self.scenarios.get_mut(scenario).ok_or_else(|| BoardError::NoScenario(scenario.to_owned()))
    }

    fn keep(&mut self, name: String, entries: Vec<Entry>) -> Result<(), BoardError> {
        let mut active = BTreeSet::new();
        for entry in &entries {
            match entry.action {
                Action::Edit(_) => active.insert(entry.number),
                Action::Undo(number) => active.remove(&number),
                Action::Redo(number) => active.insert(number),
            };
        }
        let draft = drafted(&self.first, &entries, &active);
        let week = Arc::new(self.made(&draft)?);
        self.scenarios.insert(name.clone(), Scenario { entries, draft, week, active });
        self.names.push(name);
        Ok(())
    }

    /// A scenario with one more edit.
    fn drafted_with(&self, scenario: &str, edit: &Edit) -> Result<(Draft, Week), BoardError> {
        let mut draft = self.own(scenario)?.draft.clone();
        draft.take(edit);
        let week = self.made(&draft)?;
        Ok((draft, week))
    }

    fn made(&self, draft: &Draft) -> Result<Week, BoardError> {
        let known = self.scenarios.values().map(|scenario| (&scenario.draft, scenario.week.as_ref()));
        week_of(self.source.as_ref(), draft, known)
    }

    fn change(
        &mut self,
        scenario: &str,
        author: &str,
        action: Action,
        active: BTreeSet<u64>,
    ) -> Result<(), BoardError> {
        let draft = drafted(&self.first, &self.own(scenario)?.entries, &active);
        let week = self.made(&draft)?;
        let number = self.log.append(scenario, author, &action)?;
        let own = self.own_mut(scenario)?;
        own.entries.push(Entry { number, author: author.to_owned(), action });
        (own.active, own.draft, own.week) = (active, draft, Arc::new(week));
        Ok(())
    }

    /// Whether no later edit that counts touches what an edit does.
    fn ensure_free(&self, scenario: &str, number: u64) -> Result<(), BoardError> {
        let own = self.own(scenario)?;
        let edit = own.entries.iter().find(|entry| entry.number == number);
        let Some(Action::Edit(edit)) = edit.map(|entry| &entry.action) else { return Err(BoardError::Nothing) };
        let mut later = self.edits(scenario)?.filter(|(entry, _)| entry.number > number);
        match later.find(|(_, other)| edit.touches(other)) {
            Some((entry, _)) => Err(BoardError::BuiltOn(entry.author.clone())),
            None => Ok(()),
        }
    }

    /// The edit that an author took back last, where they have not edited since.
    fn undone(&self, scenario: &str, author: &str) -> Result<Option<u64>, BoardError> {
        let mut stack = Vec::new();
        for entry in self.own(scenario)?.entries.iter().filter(|entry| entry.author == author) {
            match entry.action {
                Action::Edit(_) => stack.clear(),
                Action::Undo(number) => stack.push(number),
                Action::Redo(_) => drop(stack.pop()),
            }
        }
        Ok(stack.pop())
    }
}

/// The week of a draft. It shares its instance with one of the weeks that are known, where it can.
fn week_of<'w>(
    source: &dyn Source,
    draft: &Draft,
    mut known: impl Iterator<Item = (&'w Draft, &'w Week)>,
) -> Result<Week, BoardError> {
    if let Some((_, week)) = known.find(|(other, _)| other.amends_alike(draft)) {
        return Ok(week.with_plan(&draft.plan(&week.instance)));
    }
    let instance = source.instance(draft.tables()).map_err(BoardError::Source)?;
    Ok(draft.week(instance))
}

fn drafted(first: &Draft, entries: &[Entry], active: &BTreeSet<u64>) -> Draft {
    let mut draft = first.clone();
    for entry in entries.iter().filter(|entry| active.contains(&entry.number)) {
        if let Action::Edit(edit) = &entry.action {
            draft.take(edit);
        }
    }
    draft
}

fn route_row(instance: &Instance, crew: CrewId, date: NaiveDate, jobs: &[JobId]) -> RouteRow {
    let jobs = jobs.iter().map(|&job| instance.jobs[job].id.clone()).collect();
    RouteRow { date, crew: instance.crews[crew].id.clone(), jobs }
}
