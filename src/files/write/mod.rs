//! Writes a plan's output folder: files that appear whole or not at all.

mod cell;
mod curve;
mod folder;
mod instance;
mod tables;

use std::path::Path;

use super::carried::{EVENTS, INSTANCE};
use super::events::{Event, events_text};
use crate::i18n::Locale;
use crate::insight::{ChangeCurve, Summary};
use crate::model::{Instance, Plan};
use crate::report::{ChangeEntry, LeftOut, PreviousRun, Report, geojson, picture};

pub(super) use curve::read_back as read_curve;
use folder::Result;
pub use folder::{WriteError, ensure_writable, replace as write_files};
pub(super) use instance::files as instance_files;

/// What goes into the output folder.
#[derive(Clone, Copy, Debug)]
pub struct PlanOutput<'a> {
    /// The instance.
    pub instance: &'a Instance,
    /// The plan; its crews leave as [`crate::model::Timetable::settled`] says.
    pub plan: &'a Plan,
    /// Why jobs are left out, one entry per job with unassigned visits.
    pub left_out: &'a [LeftOut],
    /// The summary of the run.
    pub summary: &'a Summary,
    /// What changes, in the order of the report.
    pub change_list: &'a [ChangeEntry],
    /// What how many changes bring, where that was asked.
    pub curve: Option<&'a ChangeCurve>,
    /// What the folder carries for the next command; none where the plan is one of the instance as it is.
    pub carried: Option<&'a CarriedFiles>,
    /// The language of the report.
    pub locale: Locale,
}

/// The files of a change curve.
pub const CURVE: [&str; 2] = ["change_curve.csv", "change_curve.svg"];

/// The instance of a plan as files, and what was said.
#[derive(Clone, Debug)]
pub struct CarriedFiles {
    /// Names and contents of the instance's files.
    pub instance: Vec<(String, Vec<u8>)>,
    /// What was said, in order.
    pub events: Vec<Event>,
}

/// Makes sure that a plan folder can carry an instance, where it is to `carry` one, or that one of an earlier run may go
/// else: neither may touch `source`, nor anything that brigade has not written.
///
/// # Errors
/// The folder of the instance is another's.
pub fn ensure_apart(out: &Path, source: &Path, carry: bool) -> Result<()> {
    let instance = out.join(INSTANCE);
    let carried = instance.exists() && out.join(EVENTS).is_file();
    let is_source = || instance.canonicalize().ok().is_some_and(|own| source.canonicalize().ok() == Some(own));
    if instance.exists() && if carried { is_source() } else { carry } {
        return Err(WriteError::Foreign(instance));
    }
    Ok(())
}

impl PlanOutput<'_> {
    /// Writes `plan.csv`, `routes.csv`, `unassigned.csv`, `changes.csv`, `map.geojson`, `report.html`, the change curve,
    /// what the folder carries, and last `summary.json` into the folder `out`; takes away what an earlier run left of these
    /// and this one does not write.
    ///
    /// # Errors
    /// On any error the folder's files stay as they were.
    pub fn write(&self, out: &Path) -> Result<()> {
        let files = self.files()?;
        let mut gone: Vec<String> = CURVE.map(str::to_owned).to_vec();
        let carried = out.join(INSTANCE).is_dir() && out.join(EVENTS).is_file();
        if carried {
            gone.extend(instance::names().map(|name| format!("{INSTANCE}/{name}")).chain([EVENTS.to_owned()]));
        }
        gone.retain(|name| !files.iter().any(|(written, _)| written == name));
        folder::replace_and_remove(out, &files, &gone)?;
        if carried && self.carried.is_none() {
            // Stays where somebody keeps something else there.
            let _ = std::fs::remove_dir(out.join(INSTANCE));
        }
        Ok(())
    }

    fn report(&self) -> Report<'_> {
        let Self { instance, plan, left_out, summary, change_list, curve, locale, .. } = *self;
        Report { instance, plan, left_out, summary, change_list, curve, previous_run: PreviousRun::Same, locale }
    }

    /// Name and content of every file.
    fn files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let mut summary = serde_json::to_vec_pretty(self.summary)?;
        summary.push(b'\n');
        let own = |(name, content): (&str, Vec<u8>)| (name.to_owned(), content);
        let mut files: Vec<_> = [
            ("plan.csv", tables::plan(self.instance, self.plan)?),
            ("routes.csv", tables::routes(self.instance, self.plan)?),
            ("unassigned.csv", tables::unassigned(self.instance, self.left_out)?),
            ("changes.csv", tables::changes(self.instance, self.plan)?),
            ("map.geojson", geojson(self.instance, self.plan).to_string().into_bytes()),
            ("report.html", self.report().html()?.into_bytes()),
        ]
        .into_iter()
        .map(own)
        .collect();
        if let Some(curve) = self.curve {
            files.push(own((CURVE[0], curve::curve(curve)?)));
            files.push(own((CURVE[1], picture(self.locale, curve, true)?.into_bytes())));
        }
        if let Some(CarriedFiles { instance, events }) = self.carried {
            files.extend(instance.iter().map(|(name, content)| (format!("{INSTANCE}/{name}"), content.clone())));
            files.push(own((EVENTS, events_text(events).into_bytes())));
        }
        files.push(own(("summary.json", summary)));
        Ok(files)
    }
}
