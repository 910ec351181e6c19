//! What browsers may ask.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Extension, Query, State as Shared};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use crate::board::{self, Board, Edit, Grip, VisitKey, Week, best_slots, mixed};
use crate::files::{self, Event};
use crate::i18n::Locale;
use crate::insight::Figures;
use crate::model::{CrewId, JobId};
use crate::report::Explanation;
use crate::report::messages::ServeMessages;
use crate::rules::RULES;
use crate::solve;

use super::background::{self, Asked};
use super::export::{self, Export};
use super::guard::{self, Guard, MOST_BYTES, Visitor};
use super::state::{FIRST, Refusal, State};
use super::{assets, locked, texts, view};

/// Seconds that a search may take at most.
const MOST_SECONDS: f64 = 3_600.0;
/// Characters of a scenario's name at most.
const MOST_NAME: usize = 60;
/// Times listed for a job.
const MOST_SLOTS: usize = 10;

/// The paths of the server.
pub fn router(state: Arc<State>, guard: Arc<Guard>) -> Router {
    tokio::spawn(Arc::clone(&state).watch_folder());
    Router::new()
        .route("/", get(assets::index))
        .route("/login", get(assets::login).post(log_in))
        .route("/page/{name}", get(assets::file))
        .route("/api/session", get(session))
        .route("/api/events", get(events))
        .route("/api/week", get(week))
        .route("/api/prices", get(prices))
        .route("/api/offer", get(offer))
        .route("/api/explain", get(explain))
        .route("/api/scenarios", get(scenarios).post(copy))
        .route("/api/proposal", get(proposal))
        .route("/api/picture", get(picture))
        .route("/api/edit", post(edit))
        .route("/api/undo", post(undo))
        .route("/api/redo", post(redo))
        .route("/api/accept", post(accept))
        .route("/api/dismiss", post(dismiss))
        .route("/api/slots", post(slots))
        .route("/api/optimise", post(optimise))
        .route("/api/stop", post(stop))
        .route("/api/export", post(export))
        .route("/api/save", post(save))
        .route("/api/folder", post(folder))
        .route("/api/open", post(open))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(guard, guard::watch))
        .with_state(state)
}

/// Which scenario, in which language.
#[derive(Deserialize)]
struct Scope {
    scenario: Option<String>,
    lang: Option<String>,
}

impl Scope {
    fn scenario(&self) -> &str {
        self.scenario.as_deref().unwrap_or(FIRST)
    }

    fn locale(&self, state: &State) -> Locale {
        self.lang.as_deref().and_then(|lang| lang.parse().ok()).unwrap_or(state.locale)
    }
}

/// Does what takes a while on a thread of its own.
async fn worked(
    state: Arc<State>,
    locale: Locale,
    work: impl FnOnce(&Arc<State>) -> Result<Value, Refusal> + Send + 'static,
) -> Response {
    answered(state, locale, move |state| work(state).map(|value| Json(value).into_response())).await
}

/// The same with an answer of any kind.
async fn answered(
    state: Arc<State>,
    locale: Locale,
    work: impl FnOnce(&Arc<State>) -> Result<Response, Refusal> + Send + 'static,
) -> Response {
    let permit = state.workers.acquire().await;
    let own = Arc::clone(&state);
    let done = tokio::task::spawn_blocking(move || work(&own)).await;
    drop(permit);
    match done {
        Ok(Ok(response)) => response,
        Ok(Err(refusal)) => refusal.answer(locale),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn log_in(Extension(guard): Extension<Arc<Guard>>, body: String) -> Response {
    let password = body.trim_end_matches(['\r', '\n']).strip_prefix("password=").unwrap_or_default().to_owned();
    let tried = tokio::task::spawn_blocking(move || {
        let session = guard.log_in(&password);
        session.map(|session| guard.session_cookie(&session))
    });
    match tried.await {
        Ok(Some(cookie)) => ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response(),
        _ => Redirect::to("/login#wrong").into_response(),
    }
}

async fn session(
    Shared(state): Shared<Arc<State>>,
    Extension(visitor): Extension<Visitor>,
    Query(scope): Query<Scope>,
) -> Response {
    let locale = scope.locale(&state);
    Json(
        json!({ "token": visitor.token, "author": visitor.author, "lang": locale.code(), "texts": texts::all(locale) }),
    )
    .into_response()
}

async fn events(Shared(state): Shared<Arc<State>>) -> Sse<impl Stream<Item = Result<Message, Infallible>>> {
    let told = BroadcastStream::new(state.told.subscribe());
    // Who has missed something asks for the week anew.
    let told = told.map(|message| message.unwrap_or_else(|_| json!({ "kind": "missed" })));
    let told = told.take_while(|message| message["kind"] != "end");
    let told = told.map(|message| Ok(Message::default().data(message.to_string())));
    Sse::new(told).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

async fn week(
    Shared(state): Shared<Arc<State>>,
    Extension(visitor): Extension<Visitor>,
    Query(scope): Query<Scope>,
) -> Response {
    let locale = scope.locale(&state);
    answered(state, locale, move |state| {
        let (week, number) = state.week(scope.scenario())?;
        let shown = state.shown(&week, locale);
        let board = state.board();
        let (undo, redo) = board.can(scope.scenario(), &visitor.author)?;
        let absent = board.edits(scope.scenario())?.fold(BTreeSet::new(), |mut absent, (_, edit)| {
            match edit {
                Edit::Absence { crew, date, .. } => drop(absent.insert((crew.clone(), date.to_string()))),
                Edit::Presence { crew, date } => drop(absent.remove(&(crew.clone(), date.to_string()))),
                _ => {}
            }
            absent
        });
        let rows = json!({
            "scenario": scope.scenario(),
            "scenarios": board.names(),
            "number": number,
            "title": view::title(&week.instance, locale),
            "undo": undo,
            "redo": redo,
            "absent": absent,
            "edits": board.edits(scope.scenario())?.count(),
            "folderChanged": state.is_changed.load(Ordering::Relaxed),
        });
        // Both are objects with members.
        let text = format!("{},{}", &shown[..shown.len() - 1], &rows.to_string()[1..]);
        Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
    })
    .await
}

fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(value), Value::Object(more)) = (value, more) {
        value.extend(more);
    }
}

/// A visit that is picked up, and perhaps where it is to go.
#[derive(Deserialize)]
struct Picked {
    #[serde(flatten)]
    scope: Scope,
    job: String,
    crew: Option<String>,
    date: Option<NaiveDateText>,
    to_crew: Option<String>,
    to_date: Option<NaiveDateText>,
}

/// A date as texts have it.
#[derive(Clone, Copy)]
struct NaiveDateText(NaiveDate);

impl<'d> Deserialize<'d> for NaiveDateText {
    fn deserialize<D: serde::Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

impl Picked {
    fn grip(&self, week: &Week) -> Result<Grip, Refusal> {
        let from = self.crew.as_deref().zip(self.date);
        grip(week, &self.job, from.map(|(crew, date)| (crew, date.0)))
    }
}

fn grip(week: &Week, job: &str, from: Option<(&str, NaiveDate)>) -> Result<Grip, Refusal> {
    let gone = || Refusal::words(|locale| locale.no_such_visit());
    let job = job_of(week, job).ok_or_else(gone)?;
    let grip = match from {
        Some((crew, date)) => Grip::Planned { job, crew: crew_of(week, crew)?, date },
        None => Grip::LeftOut(job),
    };
    if grip.is_in(week) { Ok(grip) } else { Err(gone()) }
}

fn job_of(week: &Week, id: &str) -> Option<JobId> {
    week.instance.jobs.iter().position(|job| job.id == id).map(JobId::new)
}

fn crew_of(week: &Week, id: &str) -> Result<CrewId, Refusal> {
    let crew = week.instance.crews.iter().position(|crew| crew.id == id).map(CrewId::new);
    crew.ok_or_else(|| Refusal::words(|locale| locale.no_such_crew()))
}

async fn prices(Shared(state): Shared<Arc<State>>, Query(picked): Query<Picked>) -> Response {
    let locale = picked.scope.locale(&state);
    worked(state, locale, move |state| {
        let (week, number) = state.week(picked.scope.scenario())?;
        let grip = picked.grip(&week)?;
        let cells = board::prices(&week, grip);
        let out = match grip {
            Grip::Planned { .. } => view::offer(&week.instance, &board::without(&week, grip), locale),
            Grip::LeftOut(_) => Value::Null,
        };
        Ok(json!({ "number": number, "cells": view::prices(&week.instance, &cells, locale), "out": out }))
    })
    .await
}

async fn offer(Shared(state): Shared<Arc<State>>, Query(picked): Query<Picked>) -> Response {
    let locale = picked.scope.locale(&state);
    worked(state, locale, move |state| {
        let (week, _) = state.week(picked.scope.scenario())?;
        let grip = picked.grip(&week)?;
        let to = picked.to_crew.as_deref().zip(picked.to_date).ok_or_else(Refusal::senseless)?;
        let offer = board::offer(&week, grip, (crew_of(&week, to.0)?, to.1.0));
        Ok(view::offer(&week.instance, &offer, locale))
    })
    .await
}

#[derive(Deserialize)]
struct OfJob {
    #[serde(flatten)]
    scope: Scope,
    job: String,
}

async fn explain(Shared(state): Shared<Arc<State>>, Query(asked): Query<OfJob>) -> Response {
    let locale = asked.scope.locale(&state);
    worked(state, locale, move |state| {
        let (week, _) = state.week(asked.scope.scenario())?;
        let job = job_of(&week, &asked.job).ok_or_else(|| Refusal::words(|locale| locale.no_such_visit()))?;
        let explained = solve::explain(&week.instance, RULES, &week.plan, job);
        let text = Explanation::new(&week.instance, &week.verdict.timetable, &explained, locale);
        let rows = |rows: &[crate::report::AlternativeRow]| -> Vec<Value> {
            let row = |row: &crate::report::AlternativeRow| {
                json!({ "place": row.place, "cents": view::cents(row.extra), "because": row.because, "givesWay": row.gives_way })
            };
            rows.iter().map(row).collect()
        };
        let day = |day: &crate::report::DayText| {
            let cost = |row: &crate::report::CostRow| {
                json!({ "rule": row.rule.name(locale), "cents": view::cents(row.amount), "text": row.attribution })
            };
            json!({
                "sentence": day.sentence,
                "costs": day.costs.iter().map(cost).collect::<Vec<_>>(),
                "total": view::cents(day.total),
                "alternatives": rows(&day.alternatives),
            })
        };
        let remedy = |row: &crate::report::RemedyRow| {
            json!({ "change": row.change, "then": row.then, "cents": view::cents(row.extra) })
        };
        Ok(json!({
            "headline": text.headline,
            "days": text.days.iter().map(day).collect::<Vec<_>>(),
            "leftOut": text.left_out,
            "waysIn": rows(&text.ways_in),
            "remedies": text.remedies.iter().map(remedy).collect::<Vec<_>>(),
        }))
    })
    .await
}

/// An edit as the page asks for it.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Wish {
    Move { job: String, from: Option<At>, to: At, cents: i64 },
    LeaveOut { job: String, from: At },
    Pin { job: String, at: At },
    Unpin { job: String, at: At },
    Absence { at: At },
    Presence { at: At },
    Job { job: Map<String, Value> },
}

#[derive(Deserialize)]
struct At {
    crew: String,
    date: NaiveDateText,
}

#[derive(Deserialize)]
struct Asking {
    #[serde(flatten)]
    scope: Scope,
    edit: Wish,
}

async fn edit(
    Shared(state): Shared<Arc<State>>,
    Extension(visitor): Extension<Visitor>,
    Json(asking): Json<Asking>,
) -> Response {
    let locale = asking.scope.locale(&state);
    worked(state, locale, move |state| {
        let scenario = asking.scope.scenario();
        let mut board = state.board();
        let week = board.week(scenario)?;
        let before = week.verdict.total;
        let edit = edit_of(&week, asking.edit)?;
        let number = board.edit(scenario, &visitor.author, edit)?;
        let after = board.week(scenario)?.verdict.total;
        drop(board);
        state.tell_changed(scenario);
        Ok(json!({ "number": number, "cents": view::cents(after - before) }))
    })
    .await
}

fn edit_of(week: &Week, wish: Wish) -> Result<Edit, Refusal> {
    let key = |job: String, at: At| VisitKey { job, crew: at.crew, date: at.date.0 };
    let blocked = |blocked: board::Blocked, week: &Week| {
        let (rule, instance) = (blocked.rule, Arc::clone(&week.instance));
        Refusal::words(move |locale| match &blocked.violation {
            Some(violation) => format!("{}: {}", rule.name(locale), violation.text(&instance, locale)),
            None => rule.name(locale),
        })
    };
    match wish {
        Wish::Move { job, from, to, cents } => {
            let grip = grip(week, &job, from.as_ref().map(|at| (at.crew.as_str(), at.date.0)))?;
            let to = (crew_of(week, &to.crew)?, to.date.0);
            let offer = board::offer(week, grip, to).map_err(|fault| blocked(fault, week))?;
            if view::cents(offer.cost) != cents {
                return Err(Refusal::words(|locale| locale.price_changed()));
            }
            Ok(Board::edit_of(week, grip.job(), &offer))
        }
        Wish::LeaveOut { job, from } => {
            let grip = grip(week, &job, Some((&from.crew, from.date.0)))?;
            let offer = board::without(week, grip).map_err(|fault| blocked(fault, week))?;
            Ok(Board::edit_of(week, grip.job(), &offer))
        }
        Wish::Pin { job, at } | Wish::Unpin { job, at } if grip(week, &job, Some((&at.crew, at.date.0))).is_err() => {
            Err(Refusal::words(|locale| locale.no_such_visit()))
        }
        Wish::Pin { job, at } => Ok(Edit::Pin(key(job, at))),
        Wish::Unpin { job, at } => Ok(Edit::Unpin(key(job, at))),
        Wish::Absence { at } | Wish::Presence { at }
            if crew_of(week, &at.crew).is_err() || week.instance.day(at.date.0).is_none() =>
        {
            Err(Refusal::words(|locale| locale.no_such_crew()))
        }
        Wish::Absence { at } => Ok(Board::absence(week, crew_of(week, &at.crew)?, at.date.0)),
        Wish::Presence { at } => Ok(Edit::Presence { crew: at.crew, date: at.date.0 }),
        Wish::Job { job } => new_job(job),
    }
}

/// A job of a form, as the reader of urgent jobs understands it.
fn new_job(mut fields: Map<String, Value>) -> Result<Edit, Refusal> {
    fields.retain(|_, value| value.as_str() != Some(""));
    fields.insert("event".into(), "urgent-job".into());
    let line = Value::Object(fields).to_string();
    let read = files::read_events("", line.as_bytes()).into_iter().next().ok_or_else(Refusal::senseless)?;
    match read.event {
        Ok(Event::UrgentJob(table)) => {
            let id = files::job_of(&table).ok_or_else(Refusal::senseless)?;
            let table = String::from_utf8(table.bytes).map_err(|_| Refusal::senseless())?;
            Ok(Edit::Job { id, table })
        }
        Ok(_) => Err(Refusal::senseless()),
        Err(message) => Err(Refusal::words(move |locale| message.text(locale))),
    }
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(flatten)]
    scope: Scope,
    job: Map<String, Value>,
}

/// When a job that is not there yet could be done.
async fn slots(Shared(state): Shared<Arc<State>>, Json(wanted): Json<Wanted>) -> Response {
    let locale = wanted.scope.locale(&state);
    worked(state, locale, move |state| {
        let edit = new_job(wanted.job)?;
        let week = state.board().tried(wanted.scope.scenario(), &edit)?;
        let Edit::Job { id, .. } = &edit else { return Err(Refusal::senseless()) };
        let job = job_of(&week, id).ok_or_else(Refusal::senseless)?;
        Ok(json!({ "slots": view::slots(&week.instance, &best_slots(&week, job, MOST_SLOTS), locale) }))
    })
    .await
}

async fn undo(
    Shared(state): Shared<Arc<State>>,
    Extension(visitor): Extension<Visitor>,
    Json(scope): Json<Scope>,
) -> Response {
    taken_back(state, scope, move |board, scenario| board.undo(scenario, &visitor.author)).await
}

async fn redo(
    Shared(state): Shared<Arc<State>>,
    Extension(visitor): Extension<Visitor>,
    Json(scope): Json<Scope>,
) -> Response {
    taken_back(state, scope, move |board, scenario| board.redo(scenario, &visitor.author)).await
}

async fn taken_back(
    state: Arc<State>,
    scope: Scope,
    take: impl FnOnce(&mut Board, &str) -> Result<(), board::BoardError> + Send + 'static,
) -> Response {
    let locale = scope.locale(&state);
    worked(state, locale, move |state| {
        take(&mut state.board(), scope.scenario())?;
        state.tell_changed(scope.scenario());
        Ok(json!({}))
    })
    .await
}

async fn scenarios(Shared(state): Shared<Arc<State>>, Query(scope): Query<Scope>) -> Response {
    let locale = scope.locale(&state);
    worked(state, locale, |state| {
        let names = state.board().names().to_vec();
        let mut rows = Vec::new();
        for name in names {
            let (week, _) = state.week(&name)?;
            let mut row = view::figures(&week.instance, &Figures::new(&week.instance, &week.verdict));
            let gap = locked(&state.proposals).get(&name).and_then(|proposal| proposal.gap_of(&week));
            merge(&mut row, json!({ "name": name, "gap": gap }));
            rows.push(row);
        }
        Ok(json!({ "scenarios": rows }))
    })
    .await
}

#[derive(Deserialize)]
struct Copying {
    #[serde(flatten)]
    scope: Scope,
    name: String,
    /// A point of the picture that the copy is to be.
    point: Option<String>,
}

async fn copy(
    Shared(state): Shared<Arc<State>>,
    Extension(visitor): Extension<Visitor>,
    Json(copying): Json<Copying>,
) -> Response {
    let locale = copying.scope.locale(&state);
    worked(state, locale, move |state| {
        let name = copying.name.trim();
        if name.is_empty() || name.chars().count() > MOST_NAME || name.chars().any(char::is_control) {
            return Err(Refusal::words(|locale| locale.scenario_name_form()));
        }
        let point = copying.point.as_ref().map(|point| point_of(state, copying.scope.scenario(), point)).transpose()?;
        let mut board = state.board();
        board.copy(copying.scope.scenario(), name)?;
        if let Some(point) = point {
            let week = board.week(name)?;
            if let Some(edit) = Board::edit_to(&week, &week.plan_of(&point)) {
                board.edit(name, &visitor.author, edit)?;
            }
        }
        drop(board);
        state.tell(json!({ "kind": "scenarios" }));
        Ok(json!({ "scenario": name }))
    })
    .await
}

fn point_of(state: &State, scenario: &str, point: &str) -> Result<Week, Refusal> {
    let none = || Refusal::words(|locale| locale.no_proposal());
    let proposals = locked(&state.proposals);
    let own = proposals.get(scenario).ok_or_else(none)?;
    let found = own.points.iter().find(|(name, _)| name == point);
    found.map(|(_, week)| week.clone()).ok_or_else(none)
}

#[derive(Deserialize)]
struct Search {
    #[serde(flatten)]
    scope: Scope,
    seconds: f64,
    changes: Option<u32>,
    #[serde(default)]
    picture: bool,
}

async fn optimise(Shared(state): Shared<Arc<State>>, Json(search): Json<Search>) -> Response {
    let locale = search.scope.locale(&state);
    worked(state, locale, move |state| {
        if !(search.seconds > 0.0 && search.seconds <= MOST_SECONDS) {
            return Err(Refusal::senseless());
        }
        let (week, _) = state.week(search.scope.scenario())?;
        let time = Duration::from_secs_f64(search.seconds);
        let asked = Asked { time, most_changes: search.changes, picture: search.picture };
        if !background::start(state, search.scope.scenario(), week, asked) {
            return Err(Refusal::words(|locale| locale.is_running()));
        }
        Ok(json!({}))
    })
    .await
}

async fn stop(Shared(state): Shared<Arc<State>>) -> Response {
    if let Some(running) = locked(&state.running).as_ref() {
        running.stop();
    }
    Json(json!({})).into_response()
}

async fn proposal(Shared(state): Shared<Arc<State>>, Query(scope): Query<Scope>) -> Response {
    let locale = scope.locale(&state);
    worked(state, locale, move |state| {
        let (week, _) = state.week(scope.scenario())?;
        let proposals = locked(&state.proposals);
        let Some(proposal) = proposals.get(scope.scenario()).cloned() else { return Ok(Value::Null) };
        drop(proposals);
        // The proposal beside the week as it is by now.
        let from_here = week.as_current();
        let then = week.with_plan(&week.plan_of(&proposal.week));
        let moves: Vec<_> = crate::insight::changes(&from_here, &then.plan)
            .iter()
            .filter(|change| change.from != change.to)
            .map(|change| (change.job, change.from, change.to))
            .collect();
        let brings = solve::gains(&week.instance, RULES, &then.plan, &moves);
        let mut rows = view::change_rows(&from_here, &then.plan, locale);
        for (row, brings) in rows.iter_mut().zip(&brings) {
            merge(row, json!({ "brings": brings.map(view::cents) }));
        }
        Ok(json!({
            "name": proposal.name,
            "figures": view::figures(&week.instance, &Figures::new(&week.instance, &then.verdict)),
            "legal": then.verdict.is_legal(),
            "cents": view::cents(then.verdict.total - week.verdict.total),
            "gap": proposal.gap_of(&then),
            "rows": rows,
        }))
    })
    .await
}

async fn picture(Shared(state): Shared<Arc<State>>, Query(scope): Query<Scope>) -> Response {
    let proposals = locked(&state.proposals);
    let points = proposals.get(scope.scenario()).map(|proposal| background::points(proposal));
    Json(json!({ "points": points.unwrap_or_default() })).into_response()
}

/// Which jobs to take over, from the proposal or from today's schedule.
#[derive(Deserialize)]
struct Accepting {
    #[serde(flatten)]
    scope: Scope,
    jobs: Vec<String>,
    #[serde(default)]
    from_today: bool,
}

async fn accept(
    Shared(state): Shared<Arc<State>>,
    Extension(visitor): Extension<Visitor>,
    Json(accepting): Json<Accepting>,
) -> Response {
    let locale = accepting.scope.locale(&state);
    worked(state, locale, move |state| {
        let none = || Refusal::words(|locale| locale.no_proposal());
        let proposed = locked(&state.proposals).get(accepting.scope.scenario()).cloned();
        let mut board = state.board();
        let week = board.week(accepting.scope.scenario())?;
        let plan = match accepting.from_today {
            true => week.instance.current.clone().ok_or_else(none)?,
            false => week.plan_of(&proposed.ok_or_else(none)?.week),
        };
        let wanted: BTreeSet<&str> = accepting.jobs.iter().map(String::as_str).collect();
        let jobs: BTreeSet<JobId> =
            week.instance.job_ids().filter(|&job| wanted.contains(week.instance.jobs[job].id.as_str())).collect();
        let Some(edit) = Board::edit_to(&week, &mixed(&week, &plan, &jobs)) else { return Ok(json!({ "cents": 0 })) };
        board.edit(accepting.scope.scenario(), &visitor.author, edit)?;
        let then = board.week(accepting.scope.scenario())?;
        drop(board);
        state.tell_changed(accepting.scope.scenario());
        let worse = then.verdict.violations.len() > week.verdict.violations.len();
        Ok(json!({ "cents": view::cents(then.verdict.total - week.verdict.total), "breaks": worse }))
    })
    .await
}

async fn dismiss(Shared(state): Shared<Arc<State>>, Json(scope): Json<Scope>) -> Response {
    locked(&state.proposals).remove(scope.scenario());
    state.tell(json!({ "kind": "done", "scenario": scope.scenario() }));
    Json(json!({})).into_response()
}

async fn export(Shared(state): Shared<Arc<State>>, Json(scope): Json<Scope>) -> Response {
    let locale = scope.locale(&state);
    worked(state, locale, move |state| {
        let (week, _) = state.week(scope.scenario())?;
        let out = export::out(&state.place(), scope.scenario());
        exported(state, &scope, &week, locale)?.write(&out)?;
        Ok(json!({ "told": export::told(locale, &out, false) }))
    })
    .await
}

async fn save(Shared(state): Shared<Arc<State>>, Json(scope): Json<Scope>) -> Response {
    let locale = scope.locale(&state);
    worked(state, locale, move |state| {
        let Some(path) = state.place().instance else {
            return Err(Refusal::words(|locale| locale.not_saved_here()));
        };
        if !path.is_dir() || path.join("crews.csv").metadata().is_err() && path.join("equipes.csv").metadata().is_err()
        {
            return Err(Refusal::words(|locale| locale.workbook_not_saved()));
        }
        if state.is_changed.load(Ordering::Relaxed) {
            return Err(Refusal::words(|locale| locale.changed_since()));
        }
        let (week, _) = state.week(scope.scenario())?;
        exported(state, &scope, &week, locale)?.save(&path)?;
        if let Some(hash) = state.place().hash() {
            super::source::set_hash(state.board().log(), &hash)?;
        }
        Ok(json!({ "told": export::told(locale, &path, true) }))
    })
    .await
}

fn exported<'w>(state: &State, scope: &Scope, week: &'w Week, locale: Locale) -> Result<Export<'w>, Refusal> {
    let mut board = state.board();
    let edits = board.edits(scope.scenario())?.map(|(_, edit)| edit.clone()).collect();
    let tables = board.tables(scope.scenario())?;
    let files = super::source::kept(board.log())?;
    Ok(Export { week, edits, tables, files, locale })
}

#[derive(Deserialize)]
struct Decision {
    lang: Option<String>,
    take: bool,
}

async fn folder(Shared(state): Shared<Arc<State>>, Json(decision): Json<Decision>) -> Response {
    let scope = Scope { scenario: None, lang: decision.lang };
    let locale = scope.locale(&state);
    worked(state, locale, move |state| state.decide(decision.take).map(|()| json!({}))).await
}

/// Files that were dropped onto the page; contents have a character for each byte.
#[derive(Deserialize)]
struct Dropped {
    lang: Option<String>,
    name: String,
    files: Vec<(String, String)>,
}

/// Opens an instance that was dropped onto the page, for everybody at the board.
async fn open(Shared(state): Shared<Arc<State>>, Json(dropped): Json<Dropped>) -> Response {
    let scope = Scope { scenario: None, lang: dropped.lang };
    let locale = scope.locale(&state);
    worked(state, locale, move |state| {
        let name: String = dropped.name.chars().filter(|letter| !letter.is_control()).take(MOST_NAME).collect();
        let bytes =
            |text: &str| text.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect::<Option<Vec<u8>>>();
        let files: Option<Vec<_>> =
            dropped.files.iter().map(|(name, text)| Some((name.clone(), bytes(text)?))).collect();
        let files = files.filter(|_| !name.trim().is_empty()).ok_or_else(Refusal::senseless)?;
        let (board, place) = super::source::dropped(&name, files)?;
        state.replace(board, place);
        Ok(json!({}))
    })
    .await
}
