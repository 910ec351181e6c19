//! Files with faults: every one is named with its place and remedy, and nothing is written.

use std::fs;

use super::{Firm, PLAN_FILES, names};

/// Asserts that a firm with a part of a file replaced is refused, and how.
#[track_caller]
fn refused(file: &str, old: &str, new: &str, told: &str) {
    Firm::new().but(file, old, new).refused().tells(&[told, "nothing was written"]);
}

/// Asserts that a firm with another file is refused, and how.
#[track_caller]
fn refused_file(file: &str, content: impl AsRef<[u8]>, told: &str) {
    Firm::new().with(file, content).refused().tells(&[told]);
}

#[test]
fn files_and_columns_that_are_missing() {
    for name in ["crews.csv", "sites.csv", "jobs.csv"] {
        let firm = Firm::new();
        fs::remove_file(firm.folder().join(name)).expect("there");
        firm.refused().tells(&[&format!("error: {name}: the folder needs a file {name}")]);
    }
    refused(
        "jobs.csv",
        "duration",
        "colour",
        "error: jobs.csv, line 1, column duration: the column duration is missing",
    );
    refused("jobs.csv", "J1,S1", ",S1", "error: jobs.csv, line 2, column job: every row needs a job");
    refused("settings.toml", "start", "begin", "horizon.start");
}

#[test]
fn dates() {
    for date in ["11/23/2026", "2026-13-01", "2026-02-30", "tomorrow", "23/11/26", "2026-11-24T08:00", "99999-01-01"] {
        let told = format!("error: jobs.csv, line 3, column due, value '{date}'");
        refused("jobs.csv", "2026-11-24", date, &told);
    }
    refused("settings.toml", "2026-11-23", "2026-11-31", "horizon.start");
}

#[test]
fn unknown_ids_come_with_a_suggestion() {
    let typo = Firm::new().but("jobs.csv", "roofing", "roofign");
    typo.run("check @/firm").ends(0).tells(&["warning: jobs.csv, line 2", "roofign"]);
    refused("jobs.csv", "J1,S1", "J1,S11", "error: jobs.csv, line 2, column site, value 'S11'");
    refused("crews.csv", "LYO1,Toits", "LYO1 A,Toits", "an id must not contain spaces");
    let known = "crew,site,score\nLYO3,S1,4\n";
    refused_file("preferences.csv", known, "error: preferences.csv, line 2, column crew, value 'LYO3'");
    refused_file("preferences.csv", known, "did you mean LYO");
}

#[test]
fn of_a_horizon_that_is_not_known_nothing_is_said_to_lie_outside() {
    let firm = Firm::new().with("settings.toml", "[horizon]\nstart = \"soon\"\n");
    for line in ["check @/firm", "plan @/firm --week 2026-W99"] {
        let run = firm.refuses(line).tells(&[", 0 warnings"]);
        assert!(!run.err.contains("outside the horizon"), "{}", run.err);
    }
}

#[test]
fn numbers_of_options() {
    for option in ["--iterations -1", "--seed x", "--threads 0", "--max-changes 1.5", "--threads many"] {
        Firm::new().refuses(&format!("plan @/firm {option}")).tells(&["write a whole number"]);
    }
    Firm::new().refuses("generate @/new --sites -5").tells(&["write a whole number"]);
}

#[test]
fn duplicates() {
    refused("jobs.csv", "J2,", "J1,", "error: jobs.csv, line 3, column job, value 'J1'");
    refused("crews.csv", "LYO2", "LYO1", "error: crews.csv, line 3, column crew, value 'LYO1'");
    refused("sites.csv", "S2", "S1", "error: sites.csv, line 3, column site, value 'S1'");
    refused("jobs.csv", "duration", "site", "this is the same column as site");
}

#[test]
fn numbers() {
    for number in ["NaN", "inf", "-inf", "91", "1e400", "45°", "0x10", ""] {
        refused("sites.csv", "45.80", number, "error: sites.csv, line 2, column lat");
    }
    for number in ["-60", "1e30", "NaN", "999999999999999999999", "0", "-1:30", "1h75"] {
        let told = format!("error: jobs.csv, line 5, column duration, value '{number}'");
        refused("jobs.csv", ",60,", &format!(",{number},"), &told);
    }
    for setting in ["speed_kmh = 0", "speed_kmh = -5", "speed_kmh = nan", "detour = inf", "speed_kmh = \"fast\""] {
        refused("settings.toml", "[horizon]", &format!("[travel]\n{setting}\n[horizon]"), "error: settings.toml");
    }
    refused("settings.toml", "[horizon]", "[weights]\nlate_day = 1e18\n[horizon]", "weights.late_day");
    refused("settings.toml", "[horizon]", "[horizon]\ndays = 0", "horizon.days");
    refused("settings.toml", "[horizon]", "[horizon]\ndays = 1000000", "horizon.days");
    refused("settings.toml", "[horizon]", "[horizon]\ndays = -5", "a whole number of days between 1 and 366");
}

#[test]
fn rules_that_contradict_each_other() {
    let jobs = "job,site,duration,open,close,after,earliest,latest\n";
    let job = |row: &str| format!("{jobs}{row}\n");
    refused_file("jobs.csv", job("J1,S1,60,14:00,09:00,,,"), "jobs.csv, line 2");
    refused_file("jobs.csv", job("J1,S1,60,,,,2026-11-27,2026-11-24"), "jobs.csv, line 2");
    refused_file("jobs.csv", job("J1,S1,60,,,J2,,\nJ2,S1,60,,,J1,,"), "column after");
    refused_file("jobs.csv", job("J1,S1,60,,,J1,,"), "jobs.csv, line 2, column after");
    refused_file("crews.csv", "crew,lat,lon,start,end\nLYO1,45,5,17:00,08:00\n", "crews.csv, line 2");
}

#[test]
fn what_is_no_table() {
    refused_file("jobs.csv", "", "error: jobs.csv, line 1: the file is empty");
    refused_file("jobs.csv", "\n\n \n", "error: jobs.csv, line 1: the file is empty");
    refused_file("jobs.csv", b"PK\x03\x04\x00\x00junk\xff", "error: jobs.csv, line 1: not a text file");
    refused_file("settings.toml", b"\x00\xff\x01", "settings.toml");
    refused_file("settings.toml", "[horizon\nstart", "settings.toml");
    refused("jobs.csv", "J2,S2", "\"J2,S2", "jobs.csv, line 3: a quote is opened in this row and never closed");
    refused("jobs.csv", "J2,S2,90,masonry,", "J2;S2;90;masonry;", "error: jobs.csv, line 3");
    refused("jobs.csv", "J1,S1,120,roofing,", "J1,S1,120,roofing,,,,7", "this row has");
    let firm = Firm::new();
    fs::remove_file(firm.folder().join("jobs.csv")).expect("there");
    fs::create_dir(firm.folder().join("jobs.csv")).expect("writable");
    firm.refused().tells(&["error: jobs.csv: a file is expected here"]);
}

#[test]
fn a_cell_of_ten_megabytes() {
    let cell = "x".repeat(10 << 20);
    let run =
        Firm::new().but("jobs.csv", "J1,S1", &format!("J1,{cell}")).refused().tells(&["jobs.csv, line 2", "shorten"]);
    assert!(run.err.len() < 1_000, "the message does not repeat the cell");
}

#[test]
fn all_faults_are_told_at_once() {
    let firm =
        Firm::new().but("jobs.csv", "120", "long").but("jobs.csv", "J2,S2", "J2,S9").but("crews.csv", "45.75", "95");
    let run = firm.refused().tells(&[
        "crews.csv, line 2, column lat",
        "jobs.csv, line 2, column duration",
        "jobs.csv, line 3, column site",
    ]);
    assert!(run.err.ends_with("3 errors, 0 warnings; nothing was written\n"), "{}", run.err);
    firm.run("check @/firm").ends(2);
}

#[test]
fn faults_of_one_kind_are_told_once_with_their_number() {
    let rows: String = (0..38).map(|row| format!("J{row},S1,soon{row}\n")).collect();
    let firm = Firm::new().with("jobs.csv", format!("job,site,Duration\n{rows}"));
    fs::remove_file(firm.folder().join("current.csv")).expect("there");
    let run = firm.refused();
    let place =
        "error: jobs.csv, column Duration, 38 rows from line 2 (2 'soon0', 3 'soon1', 4 'soon2', ...): a duration";
    assert!(run.err.starts_with(place), "{}", run.err);
    assert!(run.err.ends_with("\n38 errors, 0 warnings; nothing was written\n"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 2);
}

/// A firm whose tables have French names, headers and numbers.
fn french_firm() -> Firm {
    let firm = Firm::new();
    for name in ["crews.csv", "sites.csv", "jobs.csv", "current.csv"] {
        fs::remove_file(firm.folder().join(name)).expect("there");
    }
    firm.with("equipes.csv", "équipe;lat;lon;compétences\nA;45,75;4,85;maçonnerie\n")
        .with("chantiers.csv", "chantier;lat;lon\nS1;45,80;4,80\n")
        .with(
            "travaux.csv",
            "travail;chantier;durée;compétences;ouverture;fermeture;échéance\nJ1;S1;2h;maçonnerie;;;\n",
        )
}

#[test]
fn faults_in_the_planners_language_and_with_the_planners_names() {
    let told = |file: &str, content: &str, words: &[&str]| {
        let run = french_firm().with(file, content).refuses("check @/firm --lang fr");
        run.tells(words)
    };
    let header = "travail;chantier;Durée;compétences;Ouverture;Fermeture;échéance;équipes autorisées";
    let run = told(
        "travaux.csv",
        &format!(
            "{header}\nJ1;S9;1.5x;;;;31/11/2026;\nJ2;S1;2h;;10:00;09:00;;\nJ3;S1;99h;;;;;A9\nJ3;S1;1h;;;;08/12/26;A\n"
        ),
        &[
            "erreur : travaux.csv, colonne Durée, 2 lignes à partir de la ligne 2 (2 « 1.5x », 4 « 99h ») : une durée s'écrit \
             90 (minutes), 1:30, 1h30 ou 1,5h, et va de 1 à 1440 minutes",
            "erreur : travaux.csv, ligne 2, colonne échéance, valeur « 31/11/2026 » : il n'y a pas de 31 novembre 2026",
            "erreur : travaux.csv, ligne 5, colonne échéance, valeur « 08/12/26 » : une année a quatre chiffres",
            "erreur : travaux.csv, ligne 3, colonne Fermeture, valeur « 09:00 » : ne doit pas précéder Ouverture, 10:00",
            "erreur : travaux.csv, ligne 2, colonne chantier, valeur « S9 » : rien n'a cet identifiant ; vouliez-vous dire S1 ?",
            "erreur : travaux.csv, ligne 4, colonne équipes autorisées, valeur « A9 »",
            "ligne 5, colonne travail, valeur « J3 » : la ligne 4 a déjà cet identifiant",
            "8 erreurs, 0 avertissement ; rien n'a été écrit",
        ],
    );
    for english in ["error", "line", "column", "must", ".csv and"] {
        assert!(!run.err.contains(english), "{english}: {}", run.err);
    }
    told("travaux.csv", "travail;durée\nJ1;2h\n", &["la colonne chantier manque dans l'en-tête"]);
    told(
        "travaux.csv",
        "travail;chantier;durée\nJ1;Lyon;2h\n",
        &["rien n'a cet identifiant ; l'ajouter à chantiers.csv, ou en écrire un qui s'y trouve"],
    );
    let warned = french_firm()
        .with("planning actuel.csv", "date;équipe;travail\n")
        .with("travaux.csv", "travail;chantier;durée;compétences\nJ1;S1;2h;zinguerie\n")
        .run("check @/firm --lang fr")
        .ends(0);
    warned.tells(&[
        "attention : planning actuel.csv : ce fichier n'est pas lu ; si c'est le tableau actuel.csv, lui donner ce nom",
        "attention : travaux.csv, ligne 2, colonne compétences, valeur « zinguerie » : aucune équipe ne l'a : ajouter la \
         compétence à une équipe dans equipes.csv ou membres.csv",
    ]);
}

#[test]
fn a_wrong_command_in_french() {
    let firm = Firm::new();
    for (line, told) in [
        ("plan @/firm --week 2025-W53 --lang fr", "--week, valeur « 2025-W53 » : 2025 a 52 semaines"),
        ("plan @/firm --week lundi --lang fr", "une semaine s'écrit 2026-W48"),
        ("plan @/firm --lang fr --freeze 31/11/2026", "il n'y a pas de 31 novembre 2026"),
        ("plan @/firm --lang fr --frieze 3", "erreur : option inconnue --frieze ; vouliez-vous dire --freeze ?"),
        ("plan @/firm --lang fr --change-curve 0,peu", "écrire des nombres comme 5, ou tous"),
        ("plan @/firm --lang=fr --threads 0", "écrire un nombre entier de 1 à 256"),
        ("check @/rien --lang fr", "ce dossier n'existe pas ; brigade new DOSSIER"),
        ("check @/firm @/rien --lang fr", "écrire actuel pour le planning actuel"),
        ("explain @/firm actuel J9 --lang fr", "il n'y a pas d'intervention J9 ; vouliez-vous dire"),
        (
            "replan @/firm --from actuel --now 24/11/2026T7h30 --off LYO9:24/11/2026 --lang fr",
            "--off LYO9:24/11/2026 : il n'y a pas d'équipe LYO9",
        ),
        ("plan @/firm --week 2025-W53", "2025 has 52 weeks"),
    ] {
        firm.refuses(line).tells(&[told]);
    }
    let help = firm.run("plan --lang fr --help").ends(0);
    assert!(help.out.contains("Trouver une meilleure semaine") && !help.out.contains("Print help"), "{}", help.out);
}

#[test]
fn faults_leave_an_older_plan_alone() {
    let firm = Firm::new();
    firm.run("plan @/firm --iterations 20 -q").ends(0);
    let firm = firm.but("jobs.csv", "120", "long");
    firm.refused();
    assert_eq!(names(&firm.folder().join("plan")), PLAN_FILES);
}

#[test]
fn a_plan_that_cannot_be_read() {
    let firm = Firm::new();
    fs::write(firm.beside("bad.csv"), "date,crew,job\nsoon,LYO1,J1\n").expect("writable");
    firm.refuses("check @/firm @/bad.csv").tells(&["error: bad.csv, line 2, column date, value 'soon'"]);
    firm.refuses("compare @/firm current @/bad.csv").tells(&["bad.csv, line 2"]);
}

#[test]
fn no_crew() {
    refused_file("crews.csv", "crew,lat,lon\n", "error: crews.csv, line 1: there is no crew");
}

#[test]
fn no_job_is_a_short_week() {
    let firm = Firm::new().with("jobs.csv", "job,site,duration\n");
    fs::remove_file(firm.folder().join("current.csv")).expect("there");
    firm.run("plan @/firm --iterations 20").ends(0).tells(&["warning: jobs.csv, line 1: there is no job"]);
    let plan = fs::read_to_string(firm.folder().join("plan/plan.csv")).expect("written");
    assert_eq!(plan.lines().count(), 1);
    firm.run("check @/firm @/firm/plan").ends(0);
}

#[test]
fn quotes_and_newlines_in_names() {
    let firm = Firm::new()
        .but("crews.csv", "Toits", "\"Toits \"\"A\"\",\nLyon\"")
        .but("sites.csv", "Mairie", "\"Mairie;\r\nannexe\"")
        .but("sites.csv", "Gare", "5\" pipe");
    let run = firm.run("plan @/firm --iterations 20").ends(0);
    assert_eq!(run.err, "");
    assert!(run.out.contains("Toits"));
    firm.run("check @/firm @/firm/plan").ends(0);
}
