//! `brigade report`, the languages, and the files for other programs.

use std::fs;

use serde_json::Value;

use super::{Firm, brigade};

fn read(firm: &Firm, name: &str) -> String {
    fs::read_to_string(firm.beside(name)).expect("written")
}

/// A page without the line that tells two languages apart in any page.
fn html_lang(page: &str) -> &str {
    let start = page.find("<html lang=\"").expect("a page") + 12;
    &page[start..start + 2]
}

#[test]
fn the_page_of_a_run_can_be_made_again() {
    let firm = Firm::new().planned();
    let first = read(&firm, "plan/report.html");
    assert!(first.starts_with("<!DOCTYPE html>") && first.contains("J1") && first.contains("Mairie"));
    let run = firm.run("report @/firm @/plan -o @/again.html").ends(0);
    assert!(run.out.trim_end().ends_with("again.html"), "{}", run.out);
    assert!(read(&firm, "again.html") == first, "the same input and plan give the same page");
    firm.run("report @/firm @/plan").ends(0);
    firm.run("report @/firm @/plan/plan.csv -o @/lone.html").ends(0);
    assert!(read(&firm, "lone.html").contains("not known: the plan folder has no summary.json"));
    firm.run("report @/firm current -o @/current.html").ends(0);
}

#[test]
fn a_page_loads_nothing_from_elsewhere() {
    let page = read(&Firm::new().planned(), "plan/report.html");
    for word in ["http://", "https://", "@import", "url(\"", "src="] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.contains("Content-Security-Policy"));
}

#[test]
fn names_from_files_are_text() {
    let firm = Firm::new().but("sites.csv", "Mairie", "<script>alert(1)</script>").but(
        "crews.csv",
        "Toits",
        "\"\"\" onload=x & <b>\"",
    );
    let firm = firm.planned();
    let page = read(&firm, "plan/report.html");
    assert_eq!(page.matches("<script").count(), 1, "only its own");
    assert!(!page.contains("<b>\"") && !page.contains("\" onload"));
    let map: Value = serde_json::from_str(&read(&firm, "plan/map.geojson")).expect("JSON");
    assert_eq!(map["features"][0]["properties"]["name"], "<script>alert(1)</script>");
}

#[test]
fn a_plan_of_another_instance() {
    let firm = Firm::new().planned();
    let room = firm.beside("");
    brigade(&room, "generate @/other --crews 3 --sites 8").ends(0);
    firm.refuses("report @/other @/plan").tells(&["was made for the instance firm, not for other", "plan again"]);
    fs::remove_file(firm.beside("plan/summary.json")).expect("written");
    firm.refuses("report @/other @/plan").tells(&["the instance doesn't have", "name the instance"]);
    firm.refuses("report @/firm @/plan --week 2027-W02").tells(&["no visit lies in the horizon", "--week"]);
    firm.refuses("report @/firm @/nowhere").tells(&["there is no such plan"]);
    firm.refuses("report @/firm @/plan -o @/plan").tells(&["is a folder"]);
    fs::write(firm.beside("plan/summary.json"), "{").expect("writable");
    firm.refuses("report @/firm @/plan").tells(&["summary.json", "plan again"]);
}

#[test]
fn input_that_has_changed_since_is_told() {
    let firm = Firm::new().planned().but("jobs.csv", "J1,S1,120", "J1,S1,125");
    firm.run("report @/firm @/plan").ends(0);
    assert!(read(&firm, "plan/report.html").contains("changed since the plan was made"));
}

#[test]
fn french_by_option_and_by_locale() {
    let firm = Firm::new();
    let run = firm.run("plan @/firm --iterations 50 --threads 1 -o @/plan --lang fr").ends(0);
    for words in
        ["Le plan respecte toutes les règles", "heures de route", "Par rapport au planning actuel", "lun. 23/11"]
    {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert_eq!(html_lang(&read(&firm, "plan/report.html")), "fr");
    assert!(read(&firm, "plan/plan.csv").starts_with("date,crew,sequence"), "headers stay");
    for (locale, lang) in [("fr_FR.UTF-8", "fr"), ("de_DE.UTF-8", "en"), ("C", "en")] {
        let (instance, plan) = (firm.folder(), firm.beside("plan"));
        let mut command = super::command();
        command.env("LC_ALL", locale).arg("report").arg(&instance).arg(&plan).assert().success();
        assert_eq!(html_lang(&read(&firm, "plan/report.html")), lang, "{locale}");
    }
    let checked = firm.run("check @/firm @/plan --lang fr").ends(0);
    assert!(checked.out.ends_with("Le plan respecte toutes les règles.\n"), "{}", checked.out);
    let compared = firm.run("compare @/firm current @/plan --lang fr").ends(0);
    assert!(compared.out.contains("€ total") && compared.out.contains("écart"), "{}", compared.out);
}

#[test]
fn an_unknown_language_is_refused() {
    Firm::new().refuses("plan @/firm --lang de --iterations 50").tells(&["'de'", "brigade speaks en and fr"]);
}

#[test]
fn the_summary_keeps_its_schema() {
    let schema = include_str!("../../docs/summary.schema.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).expect("JSON")).expect("a schema");
    let room = tempfile::tempdir().expect("a folder");
    brigade(room.path(), "generate @/demo --crews 4 --sites 16").ends(0);
    brigade(room.path(), "plan @/demo --iterations 100 -q").ends(0);
    let mut summaries = vec![fs::read_to_string(room.path().join("demo/plan/summary.json")).expect("written")];
    let firm = Firm::new().but("jobs.csv", "J3,S3,1h30,roofing,", "J3,S3,1h30,timber,");
    fs::remove_file(firm.folder().join("current.csv")).expect("there");
    summaries.push(read(&firm.planned(), "plan/summary.json"));
    for summary in summaries {
        let summary: Value = serde_json::from_str(&summary).expect("JSON");
        let faults: Vec<_> = schema.iter_errors(&summary).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
}

#[test]
fn a_map_of_sites_bases_and_tours() {
    let map: Value = serde_json::from_str(&read(&Firm::new().planned(), "plan/map.geojson")).expect("JSON");
    let features = map["features"].as_array().expect("features");
    let kinds = |kind: &str| features.iter().filter(|one| one["properties"]["kind"] == kind).count();
    assert_eq!((kinds("site"), kinds("base")), (3, 2));
    assert!(kinds("tour") >= 2);
    let mairie = &features[0];
    assert_eq!(mairie["geometry"]["coordinates"], serde_json::json!([4.8, 45.8]), "longitude first");
    let tour = features.iter().find(|one| one["properties"]["kind"] == "tour").expect("a tour");
    let line = tour["geometry"]["coordinates"].as_array().expect("a line");
    assert_eq!(line.first(), line.last(), "from the base and back");
    assert_eq!(line.len(), tour["properties"]["jobs"].as_array().expect("jobs").len() + 2);
}

#[test]
fn a_plane_has_no_place_on_a_map() {
    let firm = Firm::new()
        .with("crews.csv", "crew,x,y,skills\nLYO1,0,0,roofing\nLYO2,1,1,masonry\n")
        .with("sites.csv", "site,x,y\nS1,3,4\nS2,0,9\nS3,5,5\n")
        .planned();
    let map: Value = serde_json::from_str(&read(&firm, "plan/map.geojson")).expect("JSON");
    assert!(map["features"].as_array().expect("features").iter().all(|one| one["geometry"].is_null()));
    assert!(read(&firm, "plan/report.html").contains("straight lines in the plane"));
}

#[test]
fn a_new_firm_can_be_planned_at_once() {
    let room = tempfile::tempdir().expect("a folder");
    for lang in ["en", "fr"] {
        let made = brigade(room.path(), &format!("new @/{lang} --lang {lang}")).ends(0);
        assert!(made.out.contains("brigade plan"), "{}", made.out);
        let checked = brigade(room.path(), &format!("check @/{lang}")).ends(0);
        assert_eq!(checked.err, "", "no warnings");
        assert!(checked.out.contains("sound. 3 crews, 8 sites, 12 jobs, 17 visits"), "{}", checked.out);
        let planned = brigade(room.path(), &format!("plan @/{lang} --iterations 300")).ends(0);
        assert!(planned.out.contains("every visit is planned") && planned.out.contains(" saves "), "{}", planned.out);
        brigade(room.path(), &format!("new @/{lang}")).ends(2).tells(&["is not empty"]);
    }
    let dated = brigade(room.path(), "new @/dated --start 2027-01-04").ends(0);
    assert!(dated.err.is_empty() && brigade(room.path(), "check @/dated --week 2027-W01").ends(0).err.is_empty());
    let marked = std::fs::read_to_string(room.path().join("fr/travaux.csv")).expect("written");
    assert!(marked.starts_with("\u{feff}travail;chantier;"), "as a French Excel wants it");
    brigade(room.path(), "new @/never --start 30/02/2027").ends(2).tells(&["there is no 30 February 2027"]);
    brigade(room.path(), "new @/never --start 9999-12-30").ends(2).tells(&["9999-12-30"]);
}

#[test]
fn capacity_is_told_before_any_search() {
    let firm = Firm::new();
    let fine = firm.run("check @/firm").ends(0);
    assert!(fine.out.contains("roofing:1") && fine.out.contains("all work"), "{}", fine.out);
    assert!(!fine.out.contains("More is asked") && !fine.out.contains("no plan can hold"));
    let firm = firm
        .but("jobs.csv", "J1,S1,120", "J1,S1,7h")
        .but("jobs.csv", "duration,skills,due", "duration,visits,skills,due")
        .but("jobs.csv", "7h,roofing", "7h,5,roofing")
        .but("jobs.csv", "J2,S2,90,", "J2,S2,90,,")
        .but("jobs.csv", "J3,S3,1h30,roofing", "J3,S3,1h30,,timber")
        .but("jobs.csv", "J4,S3,60,", "J4,S3,60,,");
    let short = firm.run("check @/firm").ends(0);
    assert!(short.out.contains("1 job that no plan can hold") && short.out.contains("J3"), "{}", short.out);
    assert!(short.out.contains("35.0") && short.out.contains("(7.0)"), "{}", short.out);
    let firm = firm.but("jobs.csv", "J4,S3,60,,masonry,", "J4,S3,7h,5,roofing,");
    assert!(firm.run("check @/firm").ends(0).out.contains("More is asked than there is: roofing:1, timber:1."));
}

#[test]
fn shells_complete() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = brigade(std::path::Path::new("."), &format!("completions {shell}")).ends(0);
        assert!(script.out.contains("brigade") && script.out.contains("compare"), "{shell}");
    }
    brigade(std::path::Path::new("."), "completions csh").ends(2);
}
