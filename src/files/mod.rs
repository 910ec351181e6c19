//! Readers and writers: an instance from its folder or workbook, a plan from and to its folder.
//!
//! A file passes through `dialect` (text), `records` (cells), `sheet` (header) and `table` (rows), which reads cells by
//! `cell` and `list` as `columns` declares them: a new column is a row there. The sheets of a `workbook` come as records.
//! `link` resolves the ids between `tables`, and `instance`
//! puts the whole together. Every step goes on after a fault and reports it to `issues`, so that all faults of all
//! files are told at once. `settings` reads by the table of settings that the model declares.

mod amended;
mod carried;
mod cell;
mod columns;
mod declare;
mod dialect;
mod events;
mod fold;
mod folder;
mod grid;
mod history;
mod instance;
mod iso_week;
pub(crate) mod issues;
mod limits;
mod link;
mod list;
mod number;
mod past;
mod pins;
mod plan;
pub mod public;
mod records;
mod road_table;
mod safe_name;
mod schedule;
mod schema;
mod sealed;
mod settings;
mod sheet;
mod site_sheet;
pub(crate) mod sizes;
mod snapshot;
mod table;
mod tables;
mod visible;
mod warnings;
mod workbook;
mod write;
mod written;

pub use amended::{InstanceTables, instance_of, instance_with};
pub use carried::{Carried, read_carried};
pub(crate) use dialect::decode;
pub use events::{Event, EventLine, date, job_of, moment, read_events, told, urgent_jobs};
pub use fold::{compared, fold};
pub use folder::instance_beside;
pub use folder::name as file_name;
pub(crate) use folder::read as read_contents;
pub use instance::{Loaded, ReadOptions, default_out, input_sha256, name, read_instance};
pub use past::{PastRun, read_past_curve, read_past_run};
pub use plan::read_plan;
pub use road_table::{RoadPlace, RoadTable, RoadsNote};
pub use safe_name::safe_names;
pub(crate) use sealed::hash;
pub use sealed::{folder_sha256, is_ours, resealed, sealed_plan, warn_of_mixed};
pub use settings::template as settings_template;
pub use site_sheet::{SiteSheet, Town, UnplacedSite, read_towns};
pub use snapshot::{ensure_snapshot, is_snapshot, read_snapshot, write_snapshot};
pub use tables::JobTable;
pub use visible::visible;
pub use workbook::is_workbook;
pub(crate) use write::cell_text;
pub use write::{
    CarriedFiles, PlanOutput, WorkbookStyle, WriteError, between_files, ensure_ours, ensure_place, ensure_writable,
    is_bare, write_files,
};
