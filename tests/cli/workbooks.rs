//! Workbooks, calendars and sheets on the command line, also as other programs read them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Firm, names};

#[test]
fn a_plan_of_a_workbook_is_that_of_its_folder() {
    let firm = Firm::new().planned();
    firm.run("convert @/firm @/firm.xlsx").ends(0);
    firm.run("plan @/firm.xlsx --iterations 50 --threads 1 -q").ends(0);
    let read = |path: &str| fs::read_to_string(firm.beside(path)).expect("written");
    for name in ["plan.csv", "routes.csv", "unassigned.csv", "changes.csv"] {
        assert_eq!(read(&format!("firm-plan/{name}")), read(&format!("plan/{name}")), "{name}");
    }
    firm.run("check @/firm.xlsx @/firm-plan").ends(0);
    firm.run("explain @/firm.xlsx @/firm-plan J1").ends(0);
    firm.run("compare @/firm.xlsx current @/firm-plan").ends(0);
    firm.run("report @/firm.xlsx @/firm-plan").ends(0);
    firm.run("replan @/firm.xlsx --from @/firm-plan --off LYO1:2026-11-26 --now 2026-11-24T07:00 --iterations 20 -q")
        .ends(0);
    assert!(names(&firm.beside("firm-replan/instance")).contains(&"crews.csv".to_owned()), "as CSV");
    firm.run("plan @/firm.xlsx --freeze 2026-11-23 --iterations 20 -q -o @/frozen").ends(0);
    assert!(firm.beside("frozen/instance/jobs.csv").is_file());
}

#[test]
fn a_folder_becomes_a_workbook_and_a_folder_again() {
    let firm = Firm::new();
    firm.run("convert @/firm @/a.xlsx --lang fr").ends(0);
    firm.run("convert @/a.xlsx @/again").ends(0);
    firm.run("convert @/again @/b.xlsx --lang fr").ends(0);
    assert_eq!(fs::read(firm.beside("a.xlsx")).expect("there"), fs::read(firm.beside("b.xlsx")).expect("there"));
    firm.refuses("convert @/firm @/a.xlsx").tells(&["a.xlsx is there already"]);
    firm.refuses("convert @/a.xlsx @/again").tells(&["again"]);
    firm.refuses("convert @/firm @/a.ods").tells(&["only .xlsx workbooks are written"]);
    let firm = firm.but("crews.csv", "LYO1,Toits", "\"LYO,1\",Toits").but("current.csv", "LYO1,J1", "\"LYO,1\",J1");
    let firm = firm.but("current.csv", "LYO1,J3", "\"LYO,1\",J3");
    firm.refuses("convert @/firm @/c.xlsx").tells(&["c.xlsx sheet crews cell A2, column crew, value 'LYO,1'"]);
}

#[test]
fn a_template_can_be_planned() {
    let firm = Firm::new();
    for language in ["en", "fr"] {
        let run = firm.run(&format!("new @/{language}.xlsx --start 2026-11-23 --lang {language}")).ends(0);
        assert!(run.out.contains(&format!("{language}-plan")), "{}", run.out);
        assert_eq!(firm.run(&format!("check @/{language}.xlsx")).ends(0).err, "");
        firm.refuses(&format!("new @/{language}.xlsx"));
    }
}

#[test]
fn workbooks_that_cannot_be_read() {
    let firm = Firm::new();
    fs::write(firm.beside("torn.xlsx"), "PK\u{3}\u{4} and no more").expect("writable");
    firm.refuses("plan @/torn.xlsx").tells(&["error: torn.xlsx: the workbook is damaged", "nothing was written"]);
    firm.refuses("check @/none.xlsx").tells(&["none.xlsx: there is no such workbook; brigade new FIRM.xlsx"]);
    firm.refuses("check @/none.xlsx --lang fr").tells(&["ce classeur n'existe pas"]);
}

#[test]
fn calendars_follow_the_plan() {
    let firm = Firm::new().planned();
    let calendar = |plan: &str, crew: &str| {
        let text = fs::read_to_string(firm.beside(plan).join("calendars").join(crew)).expect("written");
        text.replace("\r\n ", "")
    };
    let first = calendar("plan", "LYO1.ics");
    assert!(first.contains("TZID:Europe/Paris") && first.contains("TZOFFSETFROM:+0200") && first.contains("GEO:"));
    assert!(first.contains("UID:2026-11-23.LYO1.J1.1@brigade") && first.contains("SEQUENCE:0"), "{first}");
    firm.run("plan @/firm --iterations 50 --threads 1 -o @/plan -q").ends(0);
    assert_eq!(calendar("plan", "LYO1.ics"), first, "the same plan leaves all as it is");
    let other = calendar("plan", "LYO2.ics");
    firm.run("replan @/firm --from @/plan --off LYO1:2026-11-23..2026-11-27 --now 2026-11-22T07:00 --iterations 20 -q -o @/anew")
        .ends(0);
    let anew = calendar("anew", "LYO1.ics");
    assert!(anew.contains("STATUS:CANCELLED") && !anew.contains("STATUS:CONFIRMED"), "{anew}");
    assert!(anew.contains("SEQUENCE:1") && !anew.contains("SEQUENCE:0"), "{anew}");
    assert_eq!(
        calendar("anew", "LYO2.ics"),
        other.replace("SEQUENCE:0", "SEQUENCE:1"),
        "so that it rises with every plan"
    );
    firm.run("replan @/firm --from @/anew --now 2026-11-22T08:00 --iterations 20 -q -o @/again").ends(0);
    assert_eq!(calendar("again", "LYO1.ics"), anew, "cancelled once");
}

#[test]
fn the_calendar_of_a_crew_that_is_gone_is_cancelled() {
    let firm = Firm::new().planned();
    let calendars = firm.beside("plan/calendars");
    let firm = firm
        .with("crews.csv", "crew,lat,lon,skills\nLYO1,45.75,4.85,roofing masonry\n")
        .with("current.csv", "date,crew,job\n2026-11-23,LYO1,J1\n");
    firm.run("plan @/firm --iterations 50 --threads 1 -o @/plan -q").ends(0);
    let gone = fs::read_to_string(calendars.join("LYO2.ics")).expect("kept");
    assert!(gone.contains("STATUS:CANCELLED") && !gone.contains("STATUS:CONFIRMED"), "{gone}");
    assert!(gone.starts_with("BEGIN:VCALENDAR") && gone.ends_with("END:VCALENDAR\r\n"), "{gone}");
    let firm = firm.but("settings.toml", "2026-11-23", "2026-11-30").with("current.csv", "date,crew,job\n");
    firm.run("plan @/firm --iterations 50 --threads 1 -o @/plan -q").ends(0);
    assert_eq!(names(&calendars), ["LYO1.ics"], "the events of last week stay as they were");
}

#[test]
fn sheets_for_crews_and_the_wall() {
    let firm = Firm::new();
    firm.run("plan @/firm --iterations 50 --threads 1 -q").ends(0);
    firm.run("sheets @/firm/plan").ends(0);
    let folder = firm.folder().join("plan/sheets");
    assert_eq!(names(&folder), ["LYO1.html", "LYO2.html", "wall.html"]);
    let page = fs::read_to_string(folder.join("LYO1.html")).expect("written");
    assert!(page.contains("Mairie") && page.contains("destination=45.800000,4.800000"), "{page}");
    firm.run("sheets @/firm @/firm/plan -o @/elsewhere --lang fr").ends(0);
    assert!(fs::read_to_string(firm.beside("elsewhere/wall.html")).expect("written").contains("Équipe"));
    fs::write(folder.join("wall.html"), "mine").expect("writable");
    firm.refuses("sheets @/firm/plan").tells(&["wall.html"]);
    firm.run("plan @/firm --iterations 50 -q -o @/far/away").ends(0);
    firm.refuses("sheets @/far/away").tells(&["brigade sheets INSTANCE PLAN"]);
}

/// A Python that has openpyxl and icalendar; none where scripts/readers has not put one there.
fn python() -> Option<PathBuf> {
    let own = std::env::var_os("BRIGADE_READERS").map(PathBuf::from);
    let python = own.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/readers/bin/python"));
    let found = Command::new(&python).args(["-c", "import openpyxl, icalendar"]).output();
    let is_there = found.is_ok_and(|output| output.status.success());
    if !is_there {
        eprintln!("SKIPPED: no openpyxl and icalendar; scripts/readers gets them");
    }
    is_there.then_some(python)
}

#[test]
fn other_programs_read_every_figure_back() {
    let Some(python) = python() else { return };
    let firm = Firm::new().planned();
    firm.run("generate @/large --crews 8 --sites 40 --seed 3").ends(0);
    firm.run("plan @/large --iterations 200 --no-bound --lang fr -q -o @/large-plan").ends(0);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/read.py");
    for plan in ["plan", "large-plan"] {
        let read = Command::new(&python).arg(&script).arg(firm.beside(plan)).output().expect("runs");
        let said = format!("{}{}", String::from_utf8_lossy(&read.stdout), String::from_utf8_lossy(&read.stderr));
        assert!(read.status.success(), "{plan}: {said}");
    }
}

/// Converts a file with LibreOffice; whether that is there.
fn converted(file: &Path, format: &str, out: &Path) -> bool {
    let home = format!("-env:UserInstallation=file://{}", out.join("profile").display());
    let arguments = [home.as_str(), "--headless", "--convert-to", format, "--outdir"];
    let run = Command::new("soffice").args(arguments).arg(out).arg(file).output();
    let is_there = run.is_ok_and(|output| output.status.success());
    if !is_there {
        eprintln!("SKIPPED: no LibreOffice; scripts/readers gets it");
    }
    is_there
}

#[test]
fn libreoffice_reads_and_writes_the_same_week() {
    let firm = Firm::new().planned();
    firm.run("convert @/firm @/firm.xlsx").ends(0);
    let out = firm.beside("office");
    for format in ["ods", "xls"] {
        if !converted(&firm.beside("firm.xlsx"), format, &out) {
            return;
        }
        firm.run(&format!("plan @/office/firm.{format} --iterations 50 --threads 1 -q -o @/{format}")).ends(0);
        let read = |folder: &str| fs::read_to_string(firm.beside(folder).join("plan.csv")).expect("written");
        assert_eq!(read(format), read("plan"), "{format}");
    }
    firm.run("new @/template.xlsx").ends(0);
    for file in ["template.xlsx", "plan/plan.xlsx"] {
        assert!(converted(&firm.beside(file), "pdf", &out));
    }
    assert!(out.join("template.pdf").is_file() && out.join("plan.pdf").is_file());
}
