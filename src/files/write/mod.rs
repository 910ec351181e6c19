//! Writes a plan's output folder: files that appear whole or not at all.

mod cell;
mod curve;
mod folder;
mod tables;

use std::path::Path;

use crate::i18n::Locale;
use crate::insight::{ChangeCurve, Summary};
use crate::model::{Instance, Plan};
use crate::report::{LeftOut, Moved, Past, Report, geojson, picture};

pub(super) use curve::read_back as read_curve;
use folder::Result;
pub use folder::{WriteError, ensure_writable, replace as write_files};

/// What goes into the output folder.
#[derive(Clone, Copy, Debug)]
pub struct PlanOutput<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// The plan; its crews leave as [`crate::model::Timetable::settled`] says.
    pub plan: &'a Plan,
    /// Why jobs are left out, one entry per job with missing visits.
    pub left_out: &'a [LeftOut],
    /// The summary of the run.
    pub summary: &'a Summary,
    /// What changes, in the order of the report.
    pub moved: &'a [Moved],
    /// What how many changes bring, where that was asked.
    pub curve: Option<&'a ChangeCurve>,
    /// The language of the report.
    pub lang: Locale,
}

/// The files of a change curve.
pub const CURVE: [&str; 2] = ["change_curve.csv", "change_curve.svg"];

impl PlanOutput<'_> {
    /// Writes `plan.csv`, `routes.csv`, `unassigned.csv`, `changes.csv`, `summary.json`, `map.geojson`, `report.html` and
    /// the change curve into the folder `out`, or takes an earlier curve away. On any error the folder's files stay as
    /// they were.
    pub fn write(&self, out: &Path) -> Result<()> {
        let gone: &[&str] = if self.curve.is_none() { &CURVE } else { &[] };
        folder::replace_and_remove(out, &self.files()?, gone)
    }

    fn report(&self) -> Report<'_> {
        let Self { instance, plan, left_out, summary, moved, curve, lang } = *self;
        Report { instance, plan, left_out, summary, moved, curve, past: Past::Same, lang }
    }

    /// Name and content of every file.
    fn files(&self) -> Result<Vec<(&'static str, Vec<u8>)>> {
        let mut summary = serde_json::to_vec_pretty(self.summary)?;
        summary.push(b'\n');
        let mut files = vec![
            ("plan.csv", tables::plan(self.instance, self.plan)?),
            ("routes.csv", tables::routes(self.instance, self.plan)?),
            ("unassigned.csv", tables::unassigned(self.instance, self.left_out)?),
            ("changes.csv", tables::changes(self.instance, self.plan)?),
            ("summary.json", summary),
            ("map.geojson", geojson(self.instance, self.plan).to_string().into_bytes()),
            ("report.html", self.report().html()?.into_bytes()),
        ];
        if let Some(curve) = self.curve {
            files.push((CURVE[0], curve::curve(curve)?));
            files.push((CURVE[1], picture(self.lang, curve, true)?.into_bytes()));
        }
        Ok(files)
    }
}
