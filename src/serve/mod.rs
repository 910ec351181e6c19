//! The planner's board as a web server: one binary, no request to any other machine.
//!
//! `guard` lets nobody in who should not be; `api` takes requests; `state` holds the board and what it is told to all
//! browsers; `view` is a week as the page shows it. The page itself lies in `page/`.

mod api;
mod assets;
mod background;
mod export;
mod guard;
mod source;
mod state;
mod texts;
mod view;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::board::{Board, BoardError, LogError, SqliteLog};
use crate::error::{InvalidInput, Issue, Say, System};
use crate::i18n::Locale;
use crate::report::messages::ServeMessages;

use guard::Guard;
use source::Place;
use state::State;

/// What a server serves, to whom.
#[derive(Debug)]
pub struct ServeOptions {
    /// The instance; none = an example.
    pub instance: Option<PathBuf>,
    /// Where it listens.
    pub listen: SocketAddr,
    /// The address that browsers use.
    pub public_url: Option<String>,
    /// The password or its argon2 hash.
    pub password: Option<String>,
    /// The database of the edits.
    pub database: Option<PathBuf>,
    /// Whether the browser is opened.
    pub open: bool,
    /// The language of the terminal, and of browsers that ask for none.
    pub locale: Locale,
}

/// A server that is ready.
#[derive(Clone, Copy, Debug)]
pub struct Opened<'o> {
    /// The address of the page.
    pub url: &'o str,
    /// What was read, but perhaps not as meant.
    pub warnings: &'o [Issue],
}

/// Why a server does not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum ServeError {
    /// The instance has faults.
    Input(InvalidInput),
    /// An address other than this machine, without password or public address.
    NeedsPassword,
    /// Neither a password nor a hash.
    BadPassword,
    /// No address of a page.
    BadUrl(String),
    /// The address can't be listened on.
    Listen(SocketAddr, std::io::Error),
    /// The database can't be used.
    Database(PathBuf, LogError),
}

impl ServeError {
    /// Why, in the words of a language.
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::Input(input) => input.text(locale),
            Self::NeedsPassword => locale.needs_password(),
            Self::BadPassword => locale.bad_password(),
            Self::BadUrl(url) => locale.bad_public_url(url),
            Self::Listen(at, fault) => locale.cannot_listen(&at.to_string(), &System::from(fault).say(locale)),
            Self::Database(path, fault) => {
                let path = path.display().to_string();
                match fault {
                    LogError::Locked => locale.database_locked(&path),
                    LogError::Newer { found, known } => locale.database_newer(&path, *found, *known),
                    LogError::Foreign => locale.database_foreign(&path),
                    other => locale.database_fault(&path, &other.to_string()),
                }
            }
        }
    }
}

/// Serves until the process is asked to end; `opened` is called once browsers can come.
///
/// # Errors
/// An instance with faults, a database or an address that can't be used, an open address without a password.
pub fn serve(options: ServeOptions, opened: impl FnOnce(Opened<'_>)) -> Result<(), ServeError> {
    let guard = Guard::new(&options)?;
    let place = Place::of(&options);
    let database = place.database.clone();
    let refused = |fault| ServeError::Database(database.clone(), fault);
    // Faults of the instance are told before there is a database.
    let read = if database.exists() { None } else { Some(source::first(&place).map_err(ServeError::Input)?) };
    if let Some(folder) = database.parent() {
        // A folder that can't be made is told by the database.
        let _ = std::fs::create_dir_all(folder);
    }
    let mut log: Box<dyn crate::board::EditLog> = Box::new(SqliteLog::open(&database).map_err(refused)?);
    let (source, warnings) = source::open(&place, log.as_mut(), read).map_err(|fault| match fault {
        source::Fault::Input(input) => ServeError::Input(input),
        source::Fault::Log(fault) => refused(fault),
    })?;
    let board = Board::open(Box::new(source), log, state::FIRST).map_err(|fault| match fault {
        BoardError::Log(fault) => refused(fault),
        BoardError::Source(fault) => match fault.downcast::<InvalidInput>() {
            Ok(input) => ServeError::Input(*input),
            Err(fault) => refused(LogError::Other(fault.to_string())),
        },
        other => refused(LogError::Other(other.to_string())),
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let listening = |fault| ServeError::Listen(options.listen, fault);
    let runtime = runtime.map_err(listening)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(options.listen).await.map_err(listening)?;
        let at = listener.local_addr().map_err(listening)?;
        let guard = Arc::new(guard.at(at));
        let url = guard.url();
        opened(Opened { url: &url, warnings: &warnings });
        if options.open {
            open_browser(&url);
        }
        let state = Arc::new(State::new(board, place, options.locale));
        let app = api::router(Arc::clone(&state), guard);
        let service = app.into_make_service_with_connect_info::<SocketAddr>();
        let ending = Arc::clone(&state);
        let ended = axum::serve(listener, service).with_graceful_shutdown(async move {
            asked_to_end().await;
            ending.end();
        });
        ended.await.map_err(listening)
    })?;
    // Searches that still run are not waited for.
    runtime.shutdown_background();
    Ok(())
}

/// What a mutex holds: whoever panicked with it did so before or after a change.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            return;
        }
    }
    let _ = interrupted.await;
}

/// Opens the browser of the desktop, where there is one.
fn open_browser(url: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    let quiet = std::process::Stdio::null;
    // Without a desktop the address on the terminal has to do.
    let _ = std::process::Command::new(program)
        .args(arguments)
        .arg(url)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
}
