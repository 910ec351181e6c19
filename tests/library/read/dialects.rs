//! Every way in which spreadsheets write tables.

use brigade::model::{CrewId, Instance, JobId, PlaceId, ToolId};
use encoding_rs::WINDOWS_1252;

use super::firm::FirmFiles;

/// The firm as a French spreadsheet has it, with `;` as the delimiter.
const FRENCH: [(&str, &str); 9] = [
    (
        "Équipes.csv",
        "Équipe;Libellé;Chef équipe;Effectif;Latitude;Longitude;Compétences;Matériel;Début;Fin;Jours travaillés;Heures sup;Max heures semaine;Coût km;Coût heure;Coût jour;Capacité;Trajet max;Max chantiers jour\n\
      É1;Façade;Noémie;2;45,5;5,25;toit:2;grue;7h30;16h;Lun Mar Mer. jeudi VEN;1h;35,5;0,72;39;5;2,5;1,5h;3\n",
    ),
    ("chantiers.csv", "Chantier;Nom;Latitude;LNG;Secteur;Équipe habituelle\nC1;Mairie;45,5;5,5;Isère;É1\n"),
    (
        "Travaux.CSV",
        "Tâche;Chantier;Nom;Durée;Passages;Compétences;Outils;Membres min;Nb équipes;Écart débuts;Charge;Au plus tôt;Au plus tard;Échéance;Jours;Ouverture;Fermeture;Priorité;Risque;Même équipe;Écart max jours;Après;Équipes autorisées;Équipes interdites\n\
      T1;C1;Pose;1,5h;2;toit:2*2;grue;2;1;15;1,5;23/11/2026;27/11/2026;26/11/2026;lun mar mer;8h;12h;9;0,25;exige;3;;É1;\n\
      T2;C1;;30;;;;;;;;;;;;;;;;non;;T1;;\n",
    ),
    ("calendrier.csv", "Équipe;Date;Congé;Début;Fin\nÉ1;24/11/2026;non;9h;15h\n"),
    ("membres.csv", "Personne;Équipe;Compétences;Absences\nM1;É1;toit:3;23/11/2026 27/11/2026\nM2;É1;toit:2;\n"),
    ("outils.csv", "Outil;Quantité\ngrue;2\n"),
    ("preferences.csv", "Équipe;Tâche;Chantier;Zone;Note\nÉ1;T1;;;-2,5\nÉ1;;;Isère;1\n"),
    ("distances.csv", "De;Vers;km;minutes\nÉ1;C1;12,3456;15,2\n"),
    ("Actuel.csv", "Date;Équipe;Travail;Ordre;Début;Verrouillé\n23/11/2026;É1;T1;1;8h30;équipe\n"),
];

fn french(encode: impl Fn(&str) -> Vec<u8>, delimiter: char) -> Instance {
    let (_parent, folder) = FirmFiles::new().folder();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            std::fs::remove_file(path).unwrap();
        }
    }
    for (name, text) in FRENCH {
        std::fs::write(folder.join(name), encode(&text.replace(';', &delimiter.to_string()))).unwrap();
    }
    let loaded =
        brigade::files::read_instance(&folder, &Default::default()).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(loaded.warnings, []);
    loaded.instance
}

fn utf8(text: &str) -> Vec<u8> {
    text.into()
}

#[test]
fn french_names_mean_the_same_columns() {
    let week = french(utf8, ';');
    let crew = &week.crews[0];
    assert_eq!(
        (crew.id.as_str(), crew.name.as_str(), crew.chief.as_str(), crew.members),
        ("É1", "Façade", "Noémie", 2)
    );
    assert_eq!((crew.start, crew.end, crew.overtime, crew.max_week_minutes), (450, 960, 60, Some(2_130)));
    assert_eq!(
        (crew.max_travel, crew.max_sites_per_day, crew.equipment.len(), crew.people.len()),
        (Some(90), Some(3), 1, 2)
    );
    assert_eq!(
        [crew.cost_km.unwrap().0, crew.cost_hour.unwrap().0, crew.cost_day.0, crew.capacity.unwrap().0],
        [720_000, 39_000_000, 5_000_000, 2_500_000]
    );
    assert_eq!((crew.days, crew.exceptions.len()), ([true, true, true, true, true, false, false], 1));
    assert_eq!(
        (week.sites[0].region.as_str(), week.sites[0].usual_crew, week.sites[0].at),
        ("Isère", Some(CrewId::new(0)), (45.5, 5.5))
    );
    let job = &week.jobs[0];
    assert_eq!((job.duration, job.visits, job.min_members, job.crews, job.start_within), (90, 2, 2, 1, Some(15)));
    assert_eq!((job.load.0, job.delay_risk.0, job.priority, job.max_gap_days), (1_500_000, 250_000, 9, Some(3)));
    assert_eq!(
        (job.open, job.close, job.only_crews.as_slice(), week.jobs[1].after.as_slice()),
        (Some(480), Some(720), [CrewId::new(0)].as_slice(), [JobId::new(0)].as_slice())
    );
    assert!(job.earliest < job.due && job.due < job.latest && job.days.is_some());
    assert_eq!(
        (job.skills[0].level, job.skills[0].people, job.tools.as_slice()),
        (2, 2, [(ToolId::new(0), 1)].as_slice())
    );
    assert_eq!(
        (
            week.tools[0].quantity,
            week.score(CrewId::new(0), JobId::new(0)).0,
            week.score(CrewId::new(0), JobId::new(1)).0
        ),
        (2, -2_500_000, 1_000_000)
    );
    assert_eq!(
        (
            week.travel.leg(PlaceId::new(1), PlaceId::new(0)).metres,
            week.travel.leg(PlaceId::new(1), PlaceId::new(0)).minutes
        ),
        (12_346, 16)
    );
    assert_eq!((week.pins[0].word(), week.current.unwrap().routes[0].visits.len()), ("crew", 1));
}

#[test]
fn encodings_and_delimiters_change_nothing() {
    let told = |mut week: Instance| {
        week.origin.sha256.clear();
        format!("{week:?}")
    };
    let expected = told(french(utf8, ';'));
    let marked = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let windows = |text: &str| WINDOWS_1252.encode(text).0.into_owned();
    let utf16 = |text: &str| "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let crlf = |text: &str| text.replace('\n', "\r\n").into_bytes();
    let old_mac = |text: &str| text.replace('\n', "\r").into_bytes();
    let quoted = |text: &str| {
        let quote =
            |line: &str| line.split('\t').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join("\t") + "\n";
        text.lines().map(quote).collect::<String>().into_bytes()
    };
    let all = [
        french(utf8, '\t'),
        french(marked, ';'),
        french(windows, ';'),
        french(utf16, '\t'),
        french(crlf, ';'),
        french(old_mac, ';'),
        french(quoted, '\t'),
    ];
    for (index, other) in all.into_iter().enumerate() {
        assert_eq!(told(other), expected, "dialect {index}");
    }
}

#[test]
fn the_rest_of_the_french_names() {
    let firm = FirmFiles::new()
        .without("jobs.csv")
        .without("tools.csv")
        .with("taches.csv", "TRAVAIL;chantier;libellé;durée;visites;effectif_min;équipes;risque retard;jours\nJ1;S1;n;1h;2;2;2;0,5;lun mar\n")
        .with("crews.csv", "equipe;nom;chef;membres;latitude;longitude;jours;équipement;heures supplémentaires\nA;n;c;2;45;5;lun;grue;30\nB;n;c;2;45;5;;;\n")
        .with("calendar.csv", "équipe;date;repos\nA;25/11/2026;oui\n")
        .without("members.csv")
        .with("members.csv", "membre;équipe\nm;A\n")
        .without("preferences.csv")
        .with("current.csv", "date;équipe;tâche;figé\n23/11/2026;A;J1;date\n");
    let week = firm.instance();
    assert_eq!(
        (week.jobs[0].visits, week.jobs[0].crews, week.jobs[0].min_members, week.jobs[0].delay_risk.0),
        (2, 2, 2, 500_000)
    );
    assert_eq!((week.crews[0].overtime, week.crews[0].members, week.crews[0].people.len()), (30, 2, 1));
    assert_eq!((week.pins[0].word(), week.crews[0].exceptions.len(), week.crews[0].equipment.len()), ("date", 1, 1));
}

#[test]
fn a_first_line_names_the_delimiter() {
    let expected = FirmFiles::new().instance();
    for (line, delimiter) in [("sep=,\n", ","), ("sep=;\r\n", ";"), ("\"SEP=\t\"\n", "\t"), ("\u{feff}sep=;\n", ";")] {
        let jobs = line.to_owned() + &FirmFiles::new().text("jobs.csv").replace(',', delimiter);
        let week = FirmFiles::new().with("jobs.csv", jobs.clone()).instance();
        assert_eq!(format!("{:?}", week.jobs), format!("{:?}", expected.jobs), "{line:?}");
        let errors = FirmFiles::new().with("jobs.csv", jobs.replace("120", "soon")).errors();
        assert_eq!(errors, [super::firm::at("jobs.csv", 3, "duration")], "{line:?}");
    }
    let utf16: Vec<u8> =
        "\u{feff}sep=;\r\noutil;quantite\r\nlift;2,0\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(FirmFiles::new().with("tools.csv", utf16).instance().tools[0].quantity, 2);
    let commas = "sep=;\ntool;quantity;\"a,b,c,d\"\nlift;2;\n";
    assert_eq!(FirmFiles::new().with("tools.csv", commas).warnings().len(), 1, "an unknown column");
    for line in ["sep=|", "sep=", "sep=;,"] {
        let issue = &FirmFiles::new().with("tools.csv", format!("{line}\ntool|quantity\nlift|2\n")).issues()[0];
        assert_eq!((super::firm::place(issue), issue.value.as_str()), (super::firm::at("tools.csv", 1, ""), line));
    }
}

#[test]
fn settings_in_every_encoding() {
    let text = "[horizon]\r\nstart = \"23/11/2026 00:00\" # été\r\n";
    let mark = "\u{feff}".to_owned() + text;
    let utf16: Vec<u8> = mark.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [mark.into_bytes(), utf16, WINDOWS_1252.encode(text).0.into_owned()] {
        assert_eq!(FirmFiles::new().with("settings.toml", bytes).warnings(), []);
    }
    let errors = FirmFiles::new().with("settings.toml", "[horizon]\nstart = \"\u{1}\"\n").errors();
    assert_eq!(errors, [super::firm::at("settings.toml", 2, "")]);
}

#[test]
fn headers_with_units_apostrophes_and_points() {
    let crews = "\u{feff}Équipe (n\u{b0});Latitude;Longitude;Chef d\u{2019}équipe;Heures sup. [par jour];Compétences;\n\
        A;45;5;Noémie;1h;gas:3;x\nB;45;5;;;roof;\n";
    let firm = FirmFiles::new().with("crews.csv", crews);
    assert_eq!(firm.warnings(), []);
    let week = firm.instance();
    assert_eq!((week.crews[0].chief.as_str(), week.crews[0].overtime), ("Noémie", 60));
    let errors = FirmFiles::new().with("crews.csv", crews.replace("1h", "1 heure")).errors();
    assert_eq!(errors, [super::firm::at("crews.csv", 2, "Heures sup. [par jour]")]);
}

#[test]
fn dates_times_and_durations_of_spreadsheets() {
    let header = "job;site;duration;earliest;due;open;close;visits";
    let with = |row: &str| FirmFiles::new().with("jobs.csv", format!("{header}\n{row}\nJ2;S2;60;;;;;\n"));
    let week = with("J1;S1;01:30:00;2026-11-23 00:00:00;27/11/2026 00:00;08:00:00;8 h 30;1\u{a0}").instance();
    let job = &week.jobs[0];
    assert_eq!((job.duration, job.open, job.close, job.visits), (90, Some(480), Some(510), 1));
    assert_eq!([job.earliest, job.due].map(|date| date.unwrap().to_string()), ["2026-11-23", "2026-11-27"]);
    for (column, value, told) in [
        ("duration", "01:30:15", "seconds"),
        ("duration", "2 jours", "a duration looks like"),
        ("earliest", "23/11/2026 10:00", "without a time of day"),
        ("due", "31/11/2026", "there is no 31 November 2026"),
        ("open", "08:00:30", "seconds"),
        ("visits", "1,5", "whole number"),
    ] {
        let mut row = "J1;S1;60;;;;;".split(';').collect::<Vec<_>>();
        row[header.split(';').position(|name| name == column).unwrap()] = value;
        let issue = &with(&row.join(";")).issues()[0];
        assert_eq!((super::firm::place(issue), issue.value.as_str()), (super::firm::at("jobs.csv", 2, column), value));
        assert!(issue.advice.to_string().contains(told), "{issue}");
    }
}

#[test]
fn numbers_with_spaces_and_points() {
    let crews = |capacity: &str| {
        FirmFiles::new()
            .with("crews.csv", format!("crew;lat;lon;skills;capacity\nA;45;5;gas:3;{capacity}\nB;45;5;roof;\n"))
    };
    for text in ["1 234,5", "1\u{a0}234,5", "1\u{202f}234,50", "1\u{2009}234.5", "1.234,5"] {
        assert_eq!(crews(text).instance().crews[0].capacity.unwrap().0, 1_234_500_000, "{text}");
    }
    for text in ["1.23,4", "1 .5", "12,345.6", "1 x"] {
        assert_eq!(crews(text).errors(), [super::firm::at("crews.csv", 2, "capacity")], "{text}");
    }
}

#[test]
fn ids_are_compared_as_they_look() {
    let firm = FirmFiles::new()
        .edit("crews.csv", "A,Alpha", "\u{feff}E\u{301}1\u{200b},Alpha")
        .edit("sites.csv", "North,A", "North,\u{a0}É\u{ad}1")
        .edit("calendar.csv", "A,", "E\u{301}1,")
        .edit("preferences.csv", "A,", "É1\u{2060},")
        .edit("current.csv", "A,", "\u{200b}É1,");
    assert_eq!(firm.warnings(), []);
    assert_eq!(firm.instance().crews[0].id, "É1");
    let name = FirmFiles::new().edit("crews.csv", "Alpha", "e\u{301}\u{200d}x").instance();
    assert_eq!(name.crews[0].name, "e\u{301}\u{200d}x", "names for people stay as they are");
    let blank = FirmFiles::new().edit("jobs.csv", "J3,S1", "\u{200b},S1");
    assert_eq!(blank.errors(), [super::firm::at("jobs.csv", 4, "job")]);
}

#[test]
fn a_title_above_the_header_is_named_once() {
    for title in ["Équipes 2026;;;\n", "Nos équipes, semaine 48\n\n", "Équipes\n;;\nÉtat au;23/11\n"] {
        let table =
            |skills: &str| format!("{title}Équipe;Latitude;Longitude;Compétences\nA;45,5;5;{skills}\nB;45;5;\n");
        let header = 1 + title.matches('\n').count() as u64;
        let firm = FirmFiles::new().with("crews.csv", table("gas:3"));
        let issues = firm.issues();
        assert_eq!(firm.errors(), [super::firm::at("crews.csv", 1, "")], "{title:?}");
        assert!(issues[0].advice.to_string().contains(&format!("which are on line {header}")), "{}", issues[0]);
        let errors = FirmFiles::new().with("crews.csv", table("gas:x")).errors();
        let expected = [super::firm::at("crews.csv", 1, ""), super::firm::at("crews.csv", header + 1, "Compétences")];
        assert_eq!(errors, expected, "{title:?}");
    }
}

/// The firm whose crews and jobs are tables with semicolons.
fn semicolons(skills: &str, equipment: &str, jobs: &str) -> FirmFiles {
    FirmFiles::new()
        .with("crews.csv", format!("crew;lat;lon;skills;equipment\nA;45;5;{skills};{equipment}\nB;45;5;;\n"))
        .with("jobs.csv", format!("job;site;duration;skills;tools;after\n{jobs}"))
        .without("members.csv")
}

#[test]
fn lists_by_commas_and_bars() {
    let read = |skills: &str, equipment: &str, after: &str| {
        let jobs = format!("J1;S1;60;gas;crane;\nJ2;S1;60;roof;lift;\nJ3;S1;1h;{skills};{equipment};{after}\n");
        let firm = semicolons(skills, equipment, &jobs);
        let week = firm.instance();
        let crew = &week.crews[0];
        (crew.levels.clone(), crew.equipment.len(), week.jobs[2].tools.len(), week.jobs[2].after.len())
    };
    let expected = read("gas:2 roof", "crane lift", "J1 J2");
    assert_eq!(expected, (vec![2, 1], 2, 2, 2));
    for (skills, equipment, after) in [
        ("gas:2,roof", "crane,lift", "J1,J2"),
        ("gas:2, roof", "crane , lift", "J1, J2"),
        ("gas:2|roof", "crane | lift", "J1|J2"),
        ("gas:2,|roof ,", "|crane lift|", "J1 J2,"),
    ] {
        assert_eq!(read(skills, equipment, after), expected, "{skills}");
    }
    let errors = semicolons("gas", "", "J1;S1;60;gas;;\nJ2;S1;60;;;J1,J9\nJ,3;S1;60;;;\n").errors();
    assert_eq!(errors, [super::firm::at("jobs.csv", 3, "after"), super::firm::at("jobs.csv", 4, "job")]);
    let bar = FirmFiles::new().edit("jobs.csv", "J3,S1", "J|3,S1");
    assert_eq!(bar.errors(), [super::firm::at("jobs.csv", 4, "job")]);
    let quoted = FirmFiles::new().edit("jobs.csv", "J3,S1", "\"J,3\",S1").instance();
    assert_eq!(quoted.jobs[2].id, "J,3", "commas separate cells there, no lists");
}

#[test]
fn skills_tools_and_regions_go_by_their_first_spelling() {
    let firm = FirmFiles::new()
        .edit("crews.csv", "gas:3 roof,crane", "GÁS:3 roof,Crane")
        .edit("members.csv", "B2,B,roof", "B2,B,Roof")
        .edit("jobs.csv", "J3,S1,60,1,,,", "J3,S1,60,1,ROOF,LIFT crane,")
        .edit("preferences.csv", "B,,,South", "B,,,sou\u{301}th");
    assert_eq!(firm.warnings(), []);
    let week = firm.instance();
    assert_eq!(week.skills.iter().collect::<Vec<_>>(), ["GÁS", "roof"]);
    assert_eq!(week.tools.iter().map(|tool| tool.id.as_str()).collect::<Vec<_>>(), ["lift", "Crane"]);
    assert_eq!(week.score(CrewId::new(1), JobId::new(1)).0, -2_500_000);
    assert_eq!(FirmFiles::new().row("tools.csv", "Lift,1").errors(), [super::firm::at("tools.csv", 3, "tool")]);
    let (_parent, folder) = FirmFiles::new().folder();
    let bytes = "travail;chantier;duree (h);competences;outils\nU\u{301}1;S1\u{200b};1,5;Roof,GAS:2;LIFT\n".into();
    let added = [brigade::files::JobTable { name: "urgent.csv".into(), bytes }];
    let options = brigade::files::ReadOptions { added: &added, ..Default::default() };
    let loaded = brigade::files::read_instance(&folder, &options).unwrap_or_else(|faults| panic!("{faults}"));
    let (job, skills) = (&loaded.instance.jobs[3], &loaded.instance.skills);
    assert_eq!((job.id.as_str(), job.duration, job.skills.len(), skills.len()), ("Ú1", 90, 2, 2));
    assert_eq!(loaded.warnings, []);
    let twice = FirmFiles::new().edit("crews.csv", "gas:3 roof", "gas:3 Gas");
    assert_eq!(twice.errors(), [super::firm::at("crews.csv", 2, "skills")]);
    let other = FirmFiles::new().row("tools.csv", "crane,1").row("jobs.csv", "j1,S1,60").instance();
    assert_eq!(other.jobs.len(), 4, "case counts in ids");
}

#[test]
fn a_comma_between_cells_is_no_decimal_comma() {
    let quoted = FirmFiles::new().edit("crews.csv", "45.0", "\"45,0\"");
    assert_eq!(quoted.errors(), [super::firm::at("crews.csv", 2, "lat")]);
}

#[test]
fn apostrophes_against_formulas_come_off() {
    let firm = FirmFiles::new()
        .edit("crews.csv", "Alpha", "'=Alpha")
        .edit("sites.csv", "One", "'One")
        .edit("jobs.csv", "J3", "'-J3");
    let week = firm.instance();
    assert_eq!(
        (week.crews[0].name.as_str(), week.sites[0].name.as_str(), week.jobs[2].id.as_str()),
        ("=Alpha", "'One", "-J3")
    );
}
