//! A week as a planner edits it by hand.
//!
//! [`Week`] is an instance with a plan that is timed and judged. [`prices`] says of every cell what a visit that was picked
//! up would cost there, or which rule keeps it out; [`best_slots`] says when a job can be done. A [`Board`] holds the edits: an
//! append-only [`EditLog`] from which the week is made again, with undo, redo and scenarios.

mod board;
mod draft;
mod edit;
mod evaluated;
mod grip;
mod judged;
mod log;
mod mixed;
mod prices;
mod slots;
mod sqlite;
mod week;

pub use board::{Board, BoardError, Source, SourceError};
pub use edit::{Action, Edit, Entry, RouteRow, VisitKey};
pub use grip::Grip;
pub use log::{EditLog, LogError, MemoryLog};
pub use mixed::mixed;
pub use prices::{Blocked, Cell, Offer, offer, prices, without};
pub use slots::{Slot, best_slots};
pub use sqlite::SqliteLog;
pub use week::{Week, tour_length};
