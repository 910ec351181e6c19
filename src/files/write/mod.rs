//! Writes a plan's output folder: files that appear whole or not at all.

mod book;
mod calendars;
mod cell;
mod curve;
mod folder;
mod french_notes;
mod instance;
mod plan_book;
mod tables;
mod workbook;

use std::path::Path;

use super::carried::{EVENTS, INSTANCE};
use super::events::{Event, events_text, told};
use super::sealed::{SUMMARY, SealedSummary, hashes, is_ours, stated};
use crate::i18n::Locale;
use crate::insight::{ChangeCurve, Summary};
use crate::model::{Instance, Plan};
use crate::report::{ChangeEntry, LeftOut, PreviousRun, Report, Told, geojson, picture};

pub(crate) use cell::text as cell_text;
pub(super) use curve::read_back as read_curve;
use folder::Result;
pub(super) use folder::leftovers;
pub use folder::{WriteError, between_files, ensure_ours, ensure_writable, replace as write_files};
pub(super) use instance::files as instance_files;
pub use workbook::WorkbookStyle;
pub(super) use workbook::workbook as instance_workbook;

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
    /// The plan folder that this plan goes on from, where it is one of a week planned anew.
    pub from: Option<&'a Path>,
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

/// The files of every plan, `summary.json` last.
pub const FILES: [&str; 8] = [
    "plan.csv",
    "routes.csv",
    "unassigned.csv",
    "changes.csv",
    "map.geojson",
    "report.html",
    "plan.xlsx",
    "summary.json",
];

/// The names of all files that a plan folder may have.
pub fn known_names() -> impl Iterator<Item = String> {
    let carried = instance::names().map(|name| format!("{INSTANCE}/{name}"));
    FILES.into_iter().chain(CURVE).chain([EVENTS]).map(str::to_owned).chain(carried)
}

/// The names of the calendars that the summary in a plan folder names.
pub fn stated_calendars(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let files = stated(&folder.join(SUMMARY)).unwrap_or_default();
    files.into_keys().filter(|name| name.starts_with(calendars::CALENDARS))
}

/// Makes sure that a plan of an instance can be written into the folder `out`, with a change curve or an instance to `carry` where it is to
/// have one: to be asked before a long run. Neither what brigade has not written nor `source` may stand in the way.
///
/// # Errors
/// Something that may not be replaced, or a folder that takes no files.
pub fn ensure_place(out: &Path, source: &Path, instance: &Instance, curve: bool, carry: bool) -> Result<()> {
    ensure_apart(out, source, carry)?;
    let calendars = calendars::names(instance);
    let names = FILES.into_iter().chain(CURVE.into_iter().filter(|_| curve)).chain(carry.then_some(EVENTS));
    let names = names.chain(calendars.iter().map(String::as_str));
    folder::ensure_ours(out, &names.collect::<Vec<_>>(), |name| is_ours(out, name))?;
    ensure_writable(out)
}

/// Makes sure that a plan folder can carry an instance, where it is to `carry` one, or that one of an earlier run may go
/// else: neither may touch `source`, nor anything that brigade has not written.
fn ensure_apart(out: &Path, source: &Path, carry: bool) -> Result<()> {
    let instance = out.join(INSTANCE);
    let ours = is_ours(out, EVENTS) || is_bare(&instance);
    let is_source = || instance.canonicalize().ok().is_some_and(|own| source.canonicalize().ok() == Some(own));
    // With both, the plan would seem to carry them.
    let in_the_way = || carry || out.join(EVENTS).exists();
    if instance.exists() && if ours { is_source() } else { in_the_way() } {
        return Err(WriteError::Foreign(instance));
    }
    Ok(())
}

/// Whether there is nothing in a folder but what killed runs have left.
pub fn is_bare(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|entries| entries.count() == leftovers(folder).len())
}

impl PlanOutput<'_> {
    /// Writes `plan.csv`, `routes.csv`, `unassigned.csv`, `changes.csv`, `map.geojson`, `report.html`, `plan.xlsx`, calendars,
    /// the change curve, what the folder carries, and last `summary.json`, with the hash of every other file, into the
    /// folder `out`; takes away what an earlier run left of these and this one does not write.
    ///
    /// # Errors
    /// On any error the folder's files stay as they were.
    pub fn write(&self, out: &Path) -> Result<()> {
        let files = self.files(out)?;
        let beside: Vec<_> = files.iter().map(|(name, _)| name).filter(|name| !name.starts_with(INSTANCE)).collect();
        folder::ensure_ours(out, &beside, |name| is_ours(out, name))?;
        let is_gone = |name: &String| !files.iter().any(|(written, _)| written == name) && is_ours(out, name);
        let gone: Vec<String> = known_names().chain(stated_calendars(out)).filter(is_gone).collect();
        folder::replace_and_remove(out, &files, &gone)?;
        if self.carried.is_none() {
            let instance = out.join(INSTANCE);
            let ours = gone.iter().any(|name| name.starts_with(INSTANCE)) || !leftovers(&instance).is_empty();
            if ours {
                folder::remove_leftovers(&instance);
                // Stays where somebody keeps something else there.
                let _ = std::fs::remove_dir(instance);
            }
        }
        Ok(())
    }

    /// The content of `plan.xlsx`.
    ///
    /// # Errors
    /// A text that no cell can hold.
    pub fn workbook(&self) -> Result<Vec<u8>> {
        plan_book::plan_book(self)
    }

    fn page(&self) -> Result<Vec<u8>> {
        let Self { instance, plan, left_out, summary, change_list, curve, locale, .. } = *self;
        let told = &self.carried.map_or_else(Told::default, |carried| told(instance, &carried.events, locale));
        let previous_run = PreviousRun::Same;
        let report = Report { instance, plan, left_out, summary, change_list, curve, told, previous_run, locale };
        Ok(report.html()?.into_bytes())
    }

    /// Name and content of every file, of a plan that takes the place of the one in `out`.
    fn files(&self, out: &Path) -> Result<Vec<(String, Vec<u8>)>> {
        let own = |(name, content): (&str, Vec<u8>)| (name.to_owned(), content);
        let mut files: Vec<_> = [
            ("plan.csv", tables::plan(self.instance, self.plan)?),
            ("routes.csv", tables::routes(self.instance, self.plan)?),
            ("unassigned.csv", tables::unassigned(self.instance, self.left_out)?),
            ("changes.csv", tables::changes(self.instance, self.plan)?),
            ("map.geojson", geojson(self.instance, self.plan).to_string().into_bytes()),
            ("report.html", self.page()?),
            ("plan.xlsx", self.workbook()?),
        ]
        .into_iter()
        .map(own)
        .collect();
        let before: Vec<&Path> = self.from.into_iter().chain([out]).filter(|folder| is_ours(folder, SUMMARY)).collect();
        let calendars = calendars::calendars(self.instance, self.plan, &before, self.locale);
        files.extend(calendars.into_iter().map(|(name, text)| (name, text.into_bytes())));
        if let Some(curve) = self.curve {
            files.push(own((CURVE[0], curve::curve(curve)?)));
            files.push(own((CURVE[1], picture(self.locale, curve, true)?.into_bytes())));
        }
        if let Some(CarriedFiles { instance, events }) = self.carried {
            files.extend(instance.iter().map(|(name, content)| (format!("{INSTANCE}/{name}"), content.clone())));
            files.push(own((EVENTS, events_text(events).into_bytes())));
        }
        let sealed = SealedSummary { summary: self.summary, files: hashes(&files) };
        let mut summary = serde_json::to_vec_pretty(&sealed)?;
        summary.push(b'\n');
        files.push(own((SUMMARY, summary)));
        Ok(files)
    }
}
