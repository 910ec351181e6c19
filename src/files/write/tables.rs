//! The four tables of an output folder.

use std::collections::BTreeMap;

use super::folder::{Result, WriteError};
use chrono::NaiveDate;

use super::cell::{km, text};
use crate::files::columns::{PLAN, ROUTES};
use crate::files::schema::Schema;
use crate::insight;
use crate::insight::VisitChange;
use crate::model::{CrewId, Instance, Plan, Stop, Timetable, Tour, hhmm, pin_words};
use crate::report::LeftOut;

const UNASSIGNED: [&str; 4] = ["job", "missing", "reason", "detail"];
/// What the column `pinned` says of a visit that keeps no pin: a word, since readers may insist on one.
const NOT_PINNED: &str = "no";
const CHANGES: [&str; 6] = ["job", "kind", "from_crew", "from_date", "to_crew", "to_date"];

/// `plan.csv`: one row per visit.
pub fn plan(instance: &Instance, plan: &Plan) -> Result<Vec<u8>> {
    let timetable = Timetable::new(instance, plan);
    let pinned: BTreeMap<_, _> = pin_words(instance, &timetable).into_iter().collect();
    let mut rows = Vec::new();
    for (index, tour) in timetable.tours.iter().enumerate() {
        for (position, stop) in tour.stops.iter().enumerate() {
            let word = pinned.get(&(index, position)).copied().unwrap_or(NOT_PINNED);
            rows.push(visit(instance, tour, stop, position + 1, word));
        }
    }
    table(names(&PLAN.schema), rows)
}

fn visit(instance: &Instance, tour: &Tour, stop: &Stop, sequence: usize, pinned: &str) -> [String; 11] {
    let job = &instance.jobs[stop.job];
    [
        tour.date.to_string(),
        text(&instance.crews[tour.crew].id).into(),
        sequence.to_string(),
        text(&job.id).into(),
        text(&instance.sites[job.site].id).into(),
        hhmm(stop.arrive),
        hhmm(stop.start),
        hhmm(stop.finish),
        km(stop.metres),
        stop.travel.to_string(),
        pinned.into(),
    ]
}

/// `routes.csv`: one row per used shift.
pub fn routes(instance: &Instance, plan: &Plan) -> Result<Vec<u8>> {
    let timetable = Timetable::new(instance, plan);
    let header = names(&ROUTES.schema).chain(ROUTES.schema.carried.iter().copied());
    table(header, timetable.tours.iter().map(|tour| route(instance, tour)))
}

fn route(instance: &Instance, tour: &Tour) -> [String; 9] {
    [
        tour.date.to_string(),
        text(&instance.crews[tour.crew].id).into(),
        hhmm(tour.leave),
        hhmm(tour.back),
        tour.stops.len().to_string(),
        km(tour.metres),
        tour.travel.to_string(),
        tour.service.to_string(),
        tour.overtime.to_string(),
    ]
}

/// `unassigned.csv`: one row per job with unassigned visits.
pub fn unassigned(instance: &Instance, left_out: &[LeftOut]) -> Result<Vec<u8>> {
    let row = |entry: &LeftOut| {
        let id = text(&instance.jobs[entry.job].id).into();
        [id, entry.unassigned.to_string(), entry.reason.code().into(), text(&entry.detail).into()]
    };
    table(UNASSIGNED, left_out.iter().map(row))
}

/// `changes.csv`: every row of today's schedule and every visit of the plan, once each.
pub fn changes(instance: &Instance, plan: &Plan) -> Result<Vec<u8>> {
    table(CHANGES, insight::changes(instance, plan).iter().map(|change| row_of(instance, change)))
}

fn row_of(instance: &Instance, change: &VisitChange) -> [String; 6] {
    let crew = |side: Option<(CrewId, NaiveDate)>| {
        side.map(|(crew, _)| text(&instance.crews[crew].id).into_owned()).unwrap_or_default()
    };
    let date = |side: Option<(CrewId, NaiveDate)>| side.map(|(_, date)| date.to_string()).unwrap_or_default();
    [
        text(&instance.jobs[change.job].id).into(),
        change.kind().word().into(),
        crew(change.from),
        date(change.from),
        crew(change.to),
        date(change.to),
    ]
}

/// The names of the columns that are read back.
fn names(schema: &Schema) -> impl Iterator<Item = &'static str> {
    schema.headings().into_iter().map(|heading| heading.name)
}

/// A table as text.
pub fn table<const N: usize>(
    header: impl IntoIterator<Item = &'static str>,
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| WriteError::Text(Box::new(error.into_error())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sketch;

    fn sketch() -> Sketch {
        let mut sketch = Sketch::new();
        sketch.crew("=ada", (0.0, 0.0));
        sketch.crew("bob", (0.0, 0.0));
        sketch.site("farm, south", (10.5, 0.0));
        sketch.job("roof", 120);
        sketch.pin(0, Some(0), None);
        sketch
    }

    fn string(bytes: Result<Vec<u8>>) -> String {
        String::from_utf8(bytes.expect("a table")).expect("text")
    }

    #[test]
    fn a_visit_and_its_route() {
        let sketch = sketch();
        let instance = sketch.instance();
        let settled = Timetable::new(&instance, &sketch.plan(&[(0, 0, &[0])])).settled(&instance);
        assert_eq!(
            string(plan(&instance, &settled)),
            "date,crew,sequence,job,site,arrive,start,finish,km,travel_minutes,pinned\n\
             2026-11-23,'=ada,1,roof,\"farm, south\",08:11,08:11,10:11,10.500,11,crew\n"
        );
        assert_eq!(
            string(routes(&instance, &settled)),
            "date,crew,leave,back,visits,km,travel_minutes,service_minutes,overtime_minutes\n\
             2026-11-23,'=ada,08:00,10:22,1,21.000,22,120,0\n"
        );
    }

    #[test]
    fn a_visit_without_a_pin_says_so() {
        let mut sketch = sketch();
        sketch.parts.pins.clear();
        let table = string(plan(&sketch.instance(), &sketch.plan(&[(0, 0, &[0])])));
        assert!(table.ends_with(",no\n"), "{table}");
    }

    #[test]
    fn what_is_left_out_and_what_changes() {
        let mut sketch = sketch();
        sketch.current(&[(0, 0, &[0])]);
        let instance = sketch.instance();
        let entry = LeftOut { unassigned: 1, detail: "-- \"full\"".into(), ..LeftOut::default() };
        assert_eq!(
            string(unassigned(&instance, &[entry])),
            "job,missing,reason,detail\nroof,1,room,\"'-- \"\"full\"\"\"\n"
        );
        assert_eq!(
            string(changes(&instance, &sketch.plan(&[(1, 2, &[0])]))),
            "job,kind,from_crew,from_date,to_crew,to_date\nroof,moved-crew,'=ada,2026-11-23,bob,2026-11-25\n"
        );
    }
}
