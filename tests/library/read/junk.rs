//! Whatever the bytes, reading ends with a value or with issues.

use std::sync::LazyLock;

use brigade::files::{ReadOptions, read_instance, read_plan};
use brigade::model::{Instance, Timetable};
use proptest::prelude::*;

use super::firm::FirmFiles;

const FILES: [&str; 10] = [
    "settings.toml",
    "crews.csv",
    "sites.csv",
    "jobs.csv",
    "tools.csv",
    "members.csv",
    "calendar.csv",
    "preferences.csv",
    "current.csv",
    "distances.csv",
];

static FIRM: LazyLock<Instance> = LazyLock::new(|| FirmFiles::new().instance());

/// Reads the firm with one file changed; an instance that is accepted must stand being used.
fn read(file: &str, content: Vec<u8>) -> Result<(), TestCaseError> {
    let (_parent, folder) = FirmFiles::new().with(file, content).folder();
    match read_instance(&folder, &ReadOptions::default()) {
        Ok(loaded) => {
            let plan = loaded.instance.current.clone().unwrap_or_default();
            let tours = Timetable::new(&loaded.instance, &plan).tours.len();
            prop_assert_eq!(tours, plan.routes.len());
        }
        Err(faults) => prop_assert!(!faults.0.is_empty()),
    }
    Ok(())
}

/// Text in the manner of a table.
fn table() -> impl Strategy<Value = String> {
    let word =
        "[a-z]{0,3}|[0-9]{1,4}|[-+=@'\":;.,/*hé ]{1,3}|A|B|S1|J[12]|crew|job|date|2026-11-2[3-9]|1e[0-9]{1,4}|08:00";
    let word = prop_oneof![4 => word, 1 => "[0-9hT:;|\u{a0}\u{200b}\u{301}é-]{1,6}"];
    let row = prop::collection::vec(word, 0..6);
    let rows = prop::collection::vec(row, 0..6);
    let first =
        prop_oneof![6 => Just(""), 1 => Just("sep=;\n"), 1 => Just("sep=\t\n"), 1 => Just("A title; of a table\n")];
    (first, rows, prop::sample::select(&[",", ";", "\t"][..])).prop_map(|(first, rows, delimiter)| {
        first.to_owned() + &rows.iter().map(|cells| cells.join(delimiter)).collect::<Vec<_>>().join("\n")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn bytes(file in prop::sample::select(&FILES[..]), content in prop::collection::vec(any::<u8>(), 0..200)) {
        read(file, content)?;
    }

    #[test]
    fn rows(file in prop::sample::select(&FILES[..]), rows in table(), headed in any::<bool>()) {
        let header = if FILES[0] == file || file == "distances.csv" || !headed {
            String::new()
        } else {
            FirmFiles::new().text(file).lines().next().unwrap_or_default().to_owned()
        };
        read(file, format!("{header}\n{rows}").into_bytes())?;
    }

    #[test]
    fn grids(rows in table(), delimiter in prop::sample::select(&[",", ";"][..])) {
        let header = ["crew", "2026-11-23", "24/11/2026", "23/11/2026 00:00", "x"].join(delimiter);
        read("current.csv", format!("{header}\n{rows}").into_bytes())?;
    }

    #[test]
    fn damaged(file in prop::sample::select(&FILES[..9]), at in 0..500usize, bytes in prop::collection::vec(any::<u8>(), 0..4)) {
        let mut content = FirmFiles::new().text(file).into_bytes();
        let at = at.min(content.len());
        let end = (at + bytes.len()).min(content.len());
        content.splice(at..end, bytes);
        read(file, content)?;
    }

    #[test]
    fn plans(content in prop::collection::vec(any::<u8>(), 0..200), rows in table(), routes in table()) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("plan.csv"), &content).unwrap();
        if let Ok((plan, _)) = read_plan(folder.path(), &FIRM) {
            prop_assert_eq!(Timetable::new(&FIRM, &plan).tours.len(), plan.routes.len());
        }
        std::fs::write(folder.path().join("plan.csv"), format!("date,crew,job\n{rows}")).unwrap();
        std::fs::write(folder.path().join("routes.csv"), format!("date,crew,leave\n{routes}")).unwrap();
        if let Err(faults) = read_plan(folder.path(), &FIRM) {
            prop_assert!(!faults.0.is_empty());
        }
    }
}
