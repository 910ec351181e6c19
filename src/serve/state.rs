//! The board behind the server, and what browsers are told when it changes.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Weak};

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, broadcast};

use crate::board::{Board, BoardError, LogError, Week};
use crate::error::InvalidInput;
use crate::i18n::Locale;
use crate::report::messages::ServeMessages;

use super::background::{Proposal, Running};
use super::locked;
use super::source::{self, FilesSource, Place};
use super::view;

/// The scenario that there is from the start.
pub const FIRST: &str = "week";
/// Weeks that are kept as they were shown.
const MOST_SHOWN: usize = 8;
/// Messages that a slow browser may miss before it has to ask anew.
const BACKLOG: usize = 64;

/// All that the server knows.
pub struct State {
    board: Mutex<Board>,
    place: Mutex<Place>,
    /// The language of browsers that ask for none.
    pub locale: Locale,
    /// What browsers are told.
    pub told: broadcast::Sender<Value>,
    /// The proposals that wait, by scenario.
    pub proposals: Mutex<BTreeMap<String, Arc<Proposal>>>,
    /// The search in the background.
    pub running: Mutex<Option<Running>>,
    /// Whether the folder is another than the one that was read.
    pub is_changed: AtomicBool,
    /// As many requests at a time are worked on as there are cores.
    pub workers: Semaphore,
    /// The weeks shown last, in the languages asked for, the newest last.
    shown: Mutex<VecDeque<ShownWeek>>,
}

/// A week as JSON, in a language; the week itself may be gone.
type ShownWeek = (Weak<Week>, Locale, Arc<str>);

impl State {
    /// The state of a board.
    pub fn new(mut board: Board, place: Place, locale: Locale) -> Self {
        let known = source::hash(board.log());
        let is_changed = place.hash().is_some_and(|now| known.is_some_and(|known| known != now));
        Self {
            board: Mutex::new(board),
            place: Mutex::new(place),
            locale,
            told: broadcast::channel(BACKLOG).0,
            proposals: Mutex::default(),
            running: Mutex::default(),
            is_changed: AtomicBool::new(is_changed),
            workers: Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)),
            shown: Mutex::default(),
        }
    }

    /// A week as browsers are shown it, as JSON.
    pub fn shown(&self, week: &Arc<Week>, locale: Locale) -> Arc<str> {
        let is_it = |shown: &&ShownWeek| shown.0.ptr_eq(&Arc::downgrade(week)) && shown.1 == locale;
        if let Some((_, _, text)) = locked(&self.shown).iter().find(is_it) {
            return Arc::clone(text);
        }
        let text: Arc<str> = view::week(week, locale).to_string().into();
        let mut shown = locked(&self.shown);
        shown.push_back((Arc::downgrade(week), locale, Arc::clone(&text)));
        if shown.len() > MOST_SHOWN {
            shown.pop_front();
        }
        text
    }

    /// The board, for one request at a time.
    pub fn board(&self) -> MutexGuard<'_, Board> {
        locked(&self.board)
    }

    /// Where the instance lies.
    pub fn place(&self) -> Place {
        locked(&self.place).clone()
    }

    /// Puts another board in place of the one that there is.
    pub fn replace(&self, board: Board, place: Place) {
        *self.board() = board;
        *locked(&self.place) = place;
        locked(&self.proposals).clear();
        self.is_changed.store(false, Ordering::Relaxed);
        self.tell(json!({ "kind": "opened" }));
    }

    /// The week of a scenario and the number of its last row.
    pub fn week(&self, scenario: &str) -> Result<(Arc<Week>, u64), BoardError> {
        let board = self.board();
        let number = board.entries(scenario)?.last().map_or(0, |entry| entry.number);
        Ok((board.week(scenario)?, number))
    }

    /// Tells all browsers something.
    pub fn tell(&self, message: Value) {
        // Nobody may be listening.
        let _ = self.told.send(message);
    }

    /// Tells all browsers that a scenario has changed.
    pub fn tell_changed(&self, scenario: &str) {
        self.tell(json!({ "kind": "week", "scenario": scenario }));
    }

    /// Stops what runs, and lets the browsers go.
    pub fn end(&self) {
        if let Some(running) = locked(&self.running).as_ref() {
            running.stop();
        }
        self.tell(json!({ "kind": "end" }));
    }

    /// Goes on from the folder as it is now, or stays with what was read.
    pub fn decide(&self, take: bool) -> Result<(), Refusal> {
        let place = self.place();
        let Some(path) = &place.instance else { return Err(Refusal::words(|locale| locale.not_saved_here())) };
        let (files, hash, _) = source::read(path)?;
        let mut board = self.board();
        if take {
            board.set_source(Box::new(FilesSource::new(place.name.clone(), files.clone())?))?;
            source::keep(board.log(), &files, &hash)?;
            for scenario in board.names().to_vec() {
                self.tell_changed(&scenario);
            }
        } else {
            source::set_hash(board.log(), &hash)?;
        }
        self.is_changed.store(false, Ordering::Relaxed);
        self.tell(json!({ "kind": "folder", "changed": false }));
        Ok(())
    }

    /// The files of the folder; none where there is no folder.
    fn ages(&self) -> Vec<FileAge> {
        self.place().instance.map(|path| ages(&path)).unwrap_or_default()
    }

    /// Looks from time to time whether somebody else has changed the folder.
    pub async fn watch_folder(self: Arc<Self>) {
        let mut seen = self.ages();
        let mut told = self.told.subscribe();
        loop {
            tokio::select! {
                () = tokio::time::sleep(std::time::Duration::from_secs(2)) => {}
                message = told.recv() => {
                    if message.is_ok_and(|message| message["kind"] == "end") { return }
                    continue;
                }
            }
            let now = self.ages();
            if now == seen {
                continue;
            }
            seen = now;
            let own = Arc::clone(&self);
            let looked = tokio::task::spawn_blocking(move || {
                let known = source::hash(own.board().log());
                let is_changed = own.place().instance.is_some()
                    && own.place().hash().is_none_or(|now| known.is_none_or(|known| known != now));
                own.is_changed.store(is_changed, Ordering::Relaxed);
                own.tell(json!({ "kind": "folder", "changed": is_changed }));
            });
            let _ = looked.await;
        }
    }
}

/// Name, size and age of a file.
type FileAge = (PathBuf, u64, Option<std::time::SystemTime>);

/// Names, sizes and ages of the files of an instance that are not the board's own.
fn ages(path: &std::path::Path) -> Vec<FileAge> {
    let entries = std::fs::read_dir(path).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let files = entries.chain([path.to_owned()]).filter(|path| path.is_file());
    let own = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains("board.db"));
    let mut ages: Vec<_> = files
        .filter(|path| !own(path))
        .filter_map(|path| path.metadata().ok().map(|data| (path, data.len(), data.modified().ok())))
        .collect();
    ages.sort();
    ages
}

/// Why a request is refused.
pub struct Refusal {
    status: StatusCode,
    words: Box<dyn Fn(Locale) -> String + Send>,
}

impl Refusal {
    /// A request that can't be done as things are.
    pub fn words(words: impl Fn(Locale) -> String + Send + 'static) -> Self {
        Self { status: StatusCode::CONFLICT, words: Box::new(words) }
    }

    /// A request that makes no sense.
    pub fn senseless() -> Self {
        Self { status: StatusCode::BAD_REQUEST, words: Box::new(|locale| locale.bad_request()) }
    }

    /// What goes back to the browser.
    pub fn answer(&self, locale: Locale) -> Response {
        (self.status, axum::Json(json!({ "error": (self.words)(locale) }))).into_response()
    }
}

impl From<BoardError> for Refusal {
    fn from(error: BoardError) -> Self {
        match error {
            BoardError::Log(fault) => fault.into(),
            BoardError::Source(fault) => match fault.downcast::<InvalidInput>() {
                Ok(input) => (*input).into(),
                Err(fault) => {
                    let fault = fault.to_string();
                    Self::words(move |_| fault.clone())
                }
            },
            BoardError::NoScenario(_) => Self::words(|locale| locale.no_such_scenario()),
            BoardError::Taken(_) => Self::words(|locale| locale.scenario_taken()),
            BoardError::BuiltOn(_) => Self::words(|locale| locale.built_on()),
            _ => Self::words(|locale| locale.nothing_to_undo()),
        }
    }
}

impl From<LogError> for Refusal {
    fn from(fault: LogError) -> Self {
        let full = matches!(fault, LogError::Full);
        let fault = fault.to_string();
        let words =
            move |locale: Locale| if full { locale.database_full() } else { locale.database_fault("board.db", &fault) };
        Self { status: StatusCode::INSUFFICIENT_STORAGE, words: Box::new(words) }
    }
}

impl From<InvalidInput> for Refusal {
    fn from(input: InvalidInput) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, words: Box::new(move |locale| input.text(locale)) }
    }
}
