//! Home health care routing and scheduling (Mankowska, Meisel, Bierwirth 2014) in the JSON of Ceschia and others (2024).

use std::collections::BTreeSet;

use serde::Deserialize;

use super::lines::{Text, issue};
use crate::error::InvalidInput;

/// Patients with one or two services, and caregivers who can do some of them, from one depot.
#[derive(Clone, Debug, PartialEq)]
pub struct HomeCare {
    /// The patients.
    pub patients: Vec<Patient>,
    /// The caregivers.
    pub caregivers: Vec<Caregiver>,
    /// Distances and travel times: the depot first, then the patients.
    pub distances: Vec<Vec<f64>>,
}

/// A patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Patient {
    /// The id in the file.
    pub id: String,
    /// Where the patient lives.
    pub at: (f64, f64),
    /// Earliest start of a service.
    pub open: f64,
    /// A start after it is late.
    pub late_after: f64,
    /// The services, by different caregivers.
    pub services: Vec<Service>,
    /// Least and most time from the start of the first service to that of the second.
    pub lag: (f64, f64),
}

/// A service that a patient needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The kind of service.
    pub kind: String,
    /// How long it takes.
    pub duration: f64,
}

/// A caregiver.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Caregiver {
    /// The id in the file.
    pub id: String,
    /// The kinds of service that the caregiver can do.
    pub abilities: BTreeSet<String>,
}

#[derive(Deserialize)]
struct File {
    patients: Vec<FilePatient>,
    caregivers: Vec<Caregiver>,
    distances: Vec<Vec<f64>>,
}

#[derive(Deserialize)]
struct FilePatient {
    id: String,
    location: (f64, f64),
    time_window: (f64, f64),
    required_caregivers: Vec<FileService>,
    synchronization: Option<Synchronization>,
}

#[derive(Deserialize)]
struct FileService {
    service: String,
    duration: f64,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Synchronization {
    Simultaneous,
    Sequential { distance: (f64, f64) },
}

/// Patients or caregivers, at most.
const MOST: usize = 10_000;
/// Times and distances, at most.
const LARGEST: f64 = 10_000.0;

/// Reads the problem.
pub fn parse(text: &Text) -> Result<HomeCare, InvalidInput> {
    let file: File = serde_json::from_str(text.as_str()).map_err(|fault| {
        let line = (fault.line() > 0).then_some(fault.line() as u64);
        issue(text.file(), line, "", "", format!("the JSON of a home care problem should stand here: {fault}"))
    })?;
    let whole = |advice: String| issue(text.file(), None, "", "", advice);
    if file.patients.is_empty() || file.caregivers.is_empty() || file.patients.len().max(file.caregivers.len()) > MOST {
        return Err(whole(format!("give 1 to {MOST} patients, and as many caregivers")));
    }
    let places = file.patients.len() + 1;
    let square = file.distances.len() == places && file.distances.iter().all(|row| row.len() == places);
    if !square || !file.distances.iter().flatten().all(|&leg| is_amount(leg)) {
        let size = format!("give 'distances' {places} rows of {places} numbers from 0 to {LARGEST}");
        return Err(whole(format!("{size}: the depot, then every patient")));
    }
    let mut used = BTreeSet::new();
    let mut patients = Vec::new();
    for patient in file.patients {
        let (id, line) = (patient.id.clone(), line_of(text, &patient.id));
        let refused = |advice: &str| issue(text.file(), line, "patients", &id, advice);
        if !used.insert(id.clone()) {
            return Err(refused("two patients have this id; give each its own"));
        }
        patients.push(checked(patient).map_err(refused)?);
    }
    for caregiver in &file.caregivers {
        if !used.insert(caregiver.id.clone()) {
            let line = line_of(text, &caregiver.id);
            return Err(issue(
                text.file(),
                line,
                "caregivers",
                &caregiver.id,
                "this id is used above; give each its own",
            ));
        }
    }
    Ok(HomeCare { patients, caregivers: file.caregivers, distances: file.distances })
}

/// The line in which an id first stands.
fn line_of(text: &Text, id: &str) -> Option<u64> {
    let quoted = format!("\"{id}\"");
    text.as_str().lines().position(|line| line.contains(&quoted)).map(|index| index as u64 + 1)
}

fn is_amount(number: f64) -> bool {
    (0.0..=LARGEST).contains(&number)
}

fn checked(patient: FilePatient) -> Result<Patient, &'static str> {
    let FilePatient { id, location, time_window: (open, close), required_caregivers, synchronization } = patient;
    let lag = match (required_caregivers.len(), synchronization) {
        (1, None) => (0.0, 0.0),
        (2, Some(Synchronization::Simultaneous)) => (0.0, 0.0),
        (2, Some(Synchronization::Sequential { distance })) => distance,
        _ => return Err("give one service, or two with a 'synchronization' of type simultaneous or sequential"),
    };
    let times = [open, close, lag.0, lag.1].into_iter().chain(required_caregivers.iter().map(|each| each.duration));
    if !times.into_iter().all(is_amount) {
        return Err("times and durations are numbers from 0 to 10000");
    }
    if open > close || lag.0 > lag.1 {
        return Err("a time window or the distance of two services ends before it begins");
    }
    let services = required_caregivers.into_iter().map(|each| Service { kind: each.service, duration: each.duration });
    Ok(Patient { id, at: location, open, late_after: close, services: services.collect(), lag })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = r#"{"patients": [
        {"id": "p1", "location": [1, 2], "time_window": [0, 60],
         "required_caregivers": [{"service": "s1", "duration": 14.0}]},
        {"id": "p2", "location": [4, 6], "time_window": [30, 90],
         "required_caregivers": [{"service": "s1", "duration": 10}, {"service": "s2", "duration": 20}],
         "synchronization": {"type": "sequential", "distance": [5, 15]}}],
        "services": [], "central_offices": [],
        "caregivers": [{"id": "c1", "abilities": ["s1"]}, {"id": "c2", "abilities": ["s2", "s1"]}],
        "distances": [[0, 1, 2], [1, 0, 3.5], [2, 3.5, 0]]}"#;

    #[test]
    fn patients_and_caregivers() {
        let read = parse(&Text::of(CASE)).expect("a valid file");
        assert_eq!((read.patients.len(), read.caregivers.len(), read.distances[1][2]), (2, 2, 3.5));
        let second = &read.patients[1];
        assert_eq!((second.open, second.late_after, second.lag), (30.0, 90.0, (5.0, 15.0)));
        assert_eq!(second.services[1], Service { kind: "s2".into(), duration: 20.0 });
        let at_once = CASE.replace(r#""sequential", "distance": [5, 15]"#, r#""simultaneous""#);
        assert_eq!(parse(&Text::of(&at_once)).expect("a valid file").patients[1].lag, (0.0, 0.0));
    }

    #[test]
    fn faults_name_the_line() {
        let faults = [
            (CASE.replace(r#""location": [1, 2], "#, ""), Some(3), "missing field `location`"),
            (CASE[..CASE.len() - 9].to_string(), Some(9), "the JSON of a home care problem"),
            (CASE.replace("[0, 60]", "[70, 60]"), Some(2), "ends before it begins"),
            (CASE.replace(r#""p2""#, r#""p1""#), Some(2), "two patients have this id"),
            (CASE.replace(r#""c2""#, r#""c1""#), Some(8), "give each its own"),
            (CASE.replace("sequential", "never"), Some(6), "unknown variant"),
            (CASE.replace("14.0", "-14"), Some(2), "from 0 to 10000"),
            (CASE.replace("[2, 3.5, 0]", "[2, 3.5]"), None, "3 rows of 3 numbers"),
        ];
        for (text, line, advice) in faults {
            let fault = parse(&Text::of(&text)).expect_err(&text).0.remove(0);
            assert_eq!(fault.line, line, "{fault}");
            assert!(fault.to_string().contains(advice), "{fault}");
        }
    }
}
