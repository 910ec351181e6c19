//! Writes a plan's output folder: files that appear whole or not at all.

mod cell;
mod curve;
mod folder;
mod tables;

use std::path::Path;

use crate::model::{Instance, Plan};
use crate::report::{LeftOut, Past, Report, Summary, geojson};
use crate::words::Lang;

pub use curve::write_curve;
use folder::Result;
pub use folder::{WriteError, ensure_writable, replace as write_files};

/// What goes into the output folder.
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// The plan; its crews leave as [`crate::model::Timetable::settled`] says.
    pub plan: &'a Plan,
    /// Why jobs are left out, one entry per job with missing visits.
    pub left_out: &'a [LeftOut],
    /// The summary of the run.
    pub summary: &'a Summary,
    /// The language of the report.
    pub lang: Lang,
}

impl Output<'_> {
    /// Writes `plan.csv`, `routes.csv`, `unassigned.csv`, `changes.csv`, `summary.json`, `map.geojson` and `report.html`
    /// into the folder `out`. On any error the folder's files stay as they were.
    pub fn write(&self, out: &Path) -> Result<()> {
        folder::replace(out, &self.files()?)
    }

    fn report(&self) -> Report<'_> {
        let Self { instance, plan, left_out, summary, lang } = *self;
        Report { instance, plan, left_out, summary, past: Past::Same, lang }
    }

    /// Name and content of every file.
    fn files(&self) -> Result<[(&'static str, Vec<u8>); 7]> {
        let mut summary = serde_json::to_vec_pretty(self.summary)?;
        summary.push(b'\n');
        Ok([
            ("plan.csv", tables::plan(self.instance, self.plan)?),
            ("routes.csv", tables::routes(self.instance, self.plan)?),
            ("unassigned.csv", tables::unassigned(self.instance, self.left_out)?),
            ("changes.csv", tables::changes(self.instance, self.plan)?),
            ("summary.json", summary),
            ("map.geojson", geojson(self.instance, self.plan).to_string().into_bytes()),
            ("report.html", self.report().html()?.into_bytes()),
        ])
    }
}
