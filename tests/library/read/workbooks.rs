//! Workbooks: the same week as from CSV, positions by cell, and everything that can be wrong with one.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use brigade::error::{Issue, Severity};
use brigade::files::{InstanceTables, Loaded, ReadOptions, WorkbookStyle, read_instance};
use brigade::i18n::Locale;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::firm::FirmFiles;
use crate::judge::random;

/// A sheet: its name, and its rows of texts.
type Sheet<'s> = (&'s str, &'s [&'s [&'s str]]);

const CREWS: Sheet = ("crews", &[&["crew", "lat", "lon"], &["A", "45", "5"]]);
const SITES: Sheet = ("sites", &[&["site", "lat", "lon"], &["S", "45.1", "5"]]);
const JOBS: Sheet = ("jobs", &[&["job", "site", "duration"], &["J", "S", "60"]]);
const SETTINGS: Sheet = ("settings", &[&["key", "value"], &["horizon.start", "2026-11-23"]]);

/// A workbook of texts, changed before it is saved.
fn workbook(sheets: &[Sheet], change: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).expect("a name");
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                sheet.write_string(row as u32, column as u16, *text).expect("a cell");
            }
        }
    }
    change(&mut workbook);
    workbook.save_to_buffer().expect("a workbook")
}

/// The workbook of a small firm, one sheet changed.
fn firm(name: &str, change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    workbook(&[CREWS, SITES, JOBS, SETTINGS], |book| {
        change(book.worksheet_from_name(name).expect("a sheet"));
    })
}

/// Another text in a part of a workbook.
fn edited(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("readable");
        if name == part {
            let text = String::from_utf8(content).expect("text");
            assert!(text.contains(from), "{from} is not in {text}");
            content = text.replace(from, to).into_bytes();
        }
        written.start_file(name, SimpleFileOptions::default()).expect("writable");
        written.write_all(&content).expect("writable");
    }
    written.finish().expect("writable").into_inner()
}

fn read(bytes: &[u8]) -> Result<Loaded, Vec<Issue>> {
    let room = tempfile::tempdir().expect("a folder");
    let file = room.path().join("firm.xlsx");
    fs::write(&file, bytes).expect("writable");
    read_instance(&file, &ReadOptions::default()).map_err(|faults| faults.0)
}

/// What is said of a workbook that is refused.
#[track_caller]
fn refused(bytes: &[u8]) -> String {
    let faults = read(bytes).expect_err("refused");
    faults.iter().map(|issue| issue.text(Locale::En) + "\n").collect()
}

#[track_caller]
fn told(bytes: &[u8], parts: &[&str]) {
    let text = refused(bytes);
    parts.iter().for_each(|part| assert!(text.contains(part), "{part:?} is not in: {text}"));
}

#[test]
fn a_week_is_the_same_from_a_workbook() {
    let (_room, folder) = FirmFiles::new().folder();
    let tables = InstanceTables::read(&folder, &ReadOptions::default()).expect("sound");
    let expected = read_instance(&folder, &ReadOptions::default()).expect("sound");
    for (locale, style) in
        [(Locale::En, WorkbookStyle::Plain), (Locale::Fr, WorkbookStyle::Plain), (Locale::Fr, WorkbookStyle::Template)]
    {
        let bytes = tables.workbook(locale, style).expect("written");
        assert_eq!(bytes, tables.workbook(locale, style).expect("written"), "the same bytes");
        let loaded = read(&bytes).expect("sound");
        assert_eq!(format!("{:?}", loaded.instance.jobs), format!("{:?}", expected.instance.jobs));
        assert_eq!(format!("{:?}", loaded.instance.crews), format!("{:?}", expected.instance.crews));
        assert_eq!(loaded.instance.current, expected.instance.current);
        assert_eq!(loaded.instance.settings, expected.instance.settings);
        let again = InstanceTables::of_workbook("firm.xlsx", bytes).expect("sound");
        assert_eq!(again.files().expect("written"), tables.files().expect("written"));
    }
}

#[test]
fn random_weeks_go_into_a_workbook_and_back() {
    for seed in 0..40 {
        let (sketch, pins) = random::sketch(&mut random::Chance::new(seed));
        let folder = tempfile::tempdir().expect("a folder");
        crate::judge::files::write_instance(folder.path(), &sketch, &pins);
        let Ok(tables) = InstanceTables::read(folder.path(), &ReadOptions::default()) else { continue };
        let own = tables.files().expect("written");
        let locale = Locale::ALL[seed as usize % 2];
        let bytes = tables.workbook(locale, WorkbookStyle::Plain).expect("written");
        let again = InstanceTables::of_workbook("week.xlsx", bytes).expect("sound");
        assert_eq!(again.files().expect("written"), own, "seed {seed}");
    }
}

#[test]
fn cells_mean_what_the_spreadsheet_shows() {
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let time = Format::new().set_num_format("hh:mm");
    let bytes = workbook(&[CREWS, SITES, JOBS, ("reglages", &[&["Clé", "Valeur"], &["horizon.start"]])], |book| {
        let settings = book.worksheet_from_name("reglages").expect("there");
        let start = ExcelDateTime::from_ymd(2026, 11, 23).expect("a date");
        settings.write_datetime_with_format(1, 1, &start, &date).expect("a cell");
        for (row, key, value) in [(2, "costs.km", 0.75), (3, "horizon.days", 3.0)] {
            settings.write_string(row, 0, key).expect("a cell");
            settings.write_number(row, 1, value).expect("a cell");
        }
        settings.write_string(4, 0, "day.break").and_then(|sheet| sheet.write_string(4, 1, "aucune")).expect("a cell");
        settings.write_string(5, 0, "costs.hour").and_then(|sheet| sheet.write_string(5, 1, "1 025,5")).expect("text");
        for (row, key, value) in [
            (6, "calendar.closed", "2026-11-24, 25/11/2026"),
            (7, "calendar.open", "none"),
            (8, "firm.timezone", "UTC"),
        ] {
            settings.write_string(row, 0, key).and_then(|sheet| sheet.write_string(row, 1, value)).expect("text");
        }
        let jobs = book.worksheet_from_name("jobs").expect("there");
        for (column, name) in [(3, "due"), (4, "open"), (5, "priority"), (6, ""), (7, "skills")] {
            jobs.write_string(0, column, name).expect("a cell");
        }
        let moment = |hours| ExcelDateTime::from_hms(hours, 30, 0).expect("a time");
        jobs.write_datetime_with_format(1, 2, moment(1), &time).expect("a cell");
        jobs.write_datetime_with_format(1, 3, &start, &date).expect("a cell");
        jobs.write_datetime_with_format(1, 4, moment(8), &time).expect("a cell");
        jobs.write_formula(1, 5, Formula::new("2+3").set_result("5")).expect("a cell");
        jobs.write_string(1, 6, "a note").and_then(|sheet| sheet.write_string(1, 9, "#REF!")).expect("a cell");
        book.worksheet_from_name("crews").and_then(|sheet| sheet.write_number(1, 1, 45.1)).expect("a cell");
    });
    let Loaded { instance, warnings } = read(&bytes).expect("sound");
    assert_eq!(warnings, []);
    let (job, settings) = (instance.jobs.first().expect("a job"), &instance.settings);
    assert_eq!((job.duration, job.open, job.priority), (90, Some(510), 5));
    assert_eq!(job.due.map(|due| due.to_string()).as_deref(), Some("2026-11-23"));
    assert_eq!((settings.days, settings.clock.pause(), settings.cost_km.to_f64()), (3, 0, 0.75));
    assert_eq!(settings.cost_hour.to_f64(), 1_025.5);
    let closed = |day| settings.closed.contains(settings.start + chrono::Days::new(day));
    assert_eq!([closed(0), closed(1), closed(2), closed(3)], [false, true, true, false]);
    assert_eq!(settings.timezone.name(), "UTC");
    let later = edited(&bytes, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
    let start = read(&later).expect("sound").instance.settings.start;
    assert_eq!(start.to_string(), "2030-11-24", "the dates of the other system are four years and a day later");
}

#[test]
fn positions_are_cells() {
    let bytes = firm("jobs", |sheet| {
        sheet.write_string(1, 2, "soon").expect("a cell");
        sheet.write_string(2, 0, "K").and_then(|sheet| sheet.write_string(2, 1, "S")).expect("a cell");
    });
    told(
        &bytes,
        &[
            "error: firm.xlsx sheet jobs cell C2, column duration, value 'soon': a duration",
            "error: firm.xlsx sheet jobs cell C3, column duration: every row needs a duration",
        ],
    );
    let faults = read(&bytes).expect_err("refused");
    assert!(faults[0].text(Locale::Fr).starts_with("erreur : firm.xlsx feuille jobs cellule C2, colonne duration"));
    let bytes = firm("crews", |sheet| {
        for row in 1..5 {
            sheet.write_string(row, 0, format!("C{row}")).expect("a cell");
            sheet.write_string(row, 1, "north").and_then(|sheet| sheet.write_string(row, 2, "5")).expect("a cell");
        }
    });
    told(&bytes, &["firm.xlsx sheet crews, column lat, 4 cells from B2 (B2 'north', B3 'north', B4 'north', ...): "]);
    let bytes = firm("settings", |sheet| {
        sheet.write_string(2, 0, "costs.km").and_then(|sheet| sheet.write_string(2, 1, "much")).expect("a cell");
        sheet.write_string(3, 0, "costs.mile").and_then(|sheet| sheet.write_string(3, 1, "1")).expect("a cell");
        sheet.write_string(4, 0, "costs.km").and_then(|sheet| sheet.write_string(4, 1, "1")).expect("a cell");
    });
    told(
        &bytes,
        &[
            "firm.xlsx sheet settings cell B3, column value, value 'much': must be a number",
            "warning: firm.xlsx sheet settings row 4, column costs.mile",
            "firm.xlsx sheet settings cell A5, column key, value 'costs.km': line 3 already has this id",
        ],
    );
    told(&workbook(&[CREWS, SITES, JOBS], |_| ()), &["firm.xlsx sheet settings, column horizon.start: the first date"]);
}

#[test]
fn sheets_that_are_missing_twice_or_misnamed() {
    told(
        &workbook(&[CREWS, SITES, SETTINGS, ("jobz", JOBS.1)], |_| ()),
        &[
            "firm.xlsx sheet jobs: the workbook needs a sheet jobs",
            "warning: firm.xlsx sheet jobz: this sheet is not read; if it is meant to be the table jobs",
        ],
    );
    told(
        &workbook(&[CREWS, SITES, SETTINGS, JOBS, ("travaux", JOBS.1)], |_| ()),
        &["firm.xlsx sheet travaux: jobs is the same table under another name"],
    );
}

#[test]
fn what_is_wrong_with_cells() {
    let at =
        |row, column: u16, change: &dyn Fn(&mut Worksheet, u32, u16)| firm("jobs", |sheet| change(sheet, row, column));
    let error = at(1, 2, &|sheet, row, column| {
        sheet.write_formula(row, column, Formula::new("#REF!+1").set_result("#REF!")).expect("a cell");
    });
    told(&error, &["firm.xlsx sheet jobs cell C2, column duration, value '#REF!': the formula gives an error"]);
    let formula = at(1, 2, &|sheet, row, column| {
        sheet.write_formula(row, column, Formula::new("30+30").set_result("60")).expect("a cell");
    });
    let part = "xl/worksheets/sheet3.xml";
    assert!(read(&formula).is_ok());
    told(&edited(&formula, part, "<v>60</v>", ""), &["sheet jobs cell C2, column duration", "no stored value"]);
    let merged = at(0, 0, &|sheet, _, _| {
        sheet.write_string(2, 0, "K").and_then(|sheet| sheet.write_string(2, 2, "60")).expect("a cell");
        sheet.merge_range(1, 1, 2, 1, "S", &Format::new()).expect("a range");
    });
    told(&merged, &["firm.xlsx sheet jobs cell B2, column site: cells B2:B3 are merged"]);
    let twice = at(0, 3, &|sheet, row, column| {
        sheet.write_string(row, column, "duration").expect("a cell");
    });
    told(&twice, &["firm.xlsx sheet jobs cell D1, column duration: this is the same column"]);
    let header = at(0, 3, &|sheet, row, column| {
        sheet.write_formula(row, column, Formula::new("NA()").set_result("#N/A")).expect("a cell");
    });
    told(&header, &["firm.xlsx sheet jobs cell D1, column #N/A", "the formula gives an error"]);
    let title = workbook(&[CREWS, SITES, SETTINGS, ("jobs", &[&["Our jobs"], &[], JOBS.1[0], JOBS.1[1]])], |_| ());
    told(&title, &["firm.xlsx sheet jobs row 1, value 'Our jobs': a title stands above", "on line 3"]);
}

#[test]
fn the_grid_that_planners_keep() {
    let rows: &[&[&str]] = &[&["Équipe", "", "24/11/2026"], &["A", "", "J"]];
    let date = Format::new().set_num_format("ddd dd/mm");
    let bytes = workbook(&[CREWS, SITES, JOBS, SETTINGS, ("Actuel", rows)], |book| {
        let sheet = book.worksheet_from_name("Actuel").expect("there");
        let monday = ExcelDateTime::from_ymd(2026, 11, 23).expect("a date");
        sheet.write_datetime_with_format(0, 1, &monday, &date).expect("a cell");
    });
    let current = read(&bytes).expect("sound").instance.current.expect("a schedule");
    assert_eq!(current.routes.len(), 1);
    assert_eq!(current.routes[0].date.to_string(), "2026-11-24");
    let bytes = workbook(&[CREWS, SITES, JOBS, SETTINGS, ("Actuel", rows)], |book| {
        let sheet = book.worksheet_from_name("Actuel").expect("there");
        sheet.write_formula(1, 2, Formula::new("NA()").set_result("#N/A")).expect("a cell");
    });
    told(&bytes, &["firm.xlsx sheet Actuel cell C2, column 24/11/2026, value '#N/A': the formula gives an error"]);
}

#[test]
fn files_that_are_no_workbooks() {
    for (bytes, words) in [
        (&b"crew,lat,lon\n"[..], "this is no workbook, whatever its name says"),
        (b"", "the file is empty"),
        (b"PK\x03\x04", "the workbook is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "the workbook is damaged"),
    ] {
        told(bytes, &["error: firm.xlsx: ", words]);
    }
    let whole = firm("jobs", |_| ());
    told(&whole[..whole.len() / 2], &["firm.xlsx: the workbook is damaged"]);
    let mut other = ZipWriter::new(Cursor::new(Vec::new()));
    other.start_file("word/document.xml", SimpleFileOptions::default()).expect("writable");
    told(&other.finish().expect("writable").into_inner(), &["this is no workbook"]);
    let mut locked = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file");
    locked.create_stream("/EncryptedPackage").expect("a stream");
    locked.flush().expect("writable");
    told(&locked.into_inner().into_inner(), &["protected by a password; save it without one"]);
}

#[test]
fn bombs_are_refused_in_words() {
    let far = firm("jobs", |sheet| {
        sheet.write_string(1, 16_000, "x").expect("a cell");
    });
    told(&far, &["firm.xlsx sheet jobs: cell WQK2 is too far right; the last column that is read is ALL"]);
    let deep = firm("jobs", |sheet| {
        for row in 2..7_000 {
            sheet.write_string(row, 999, "x").expect("a cell");
        }
    });
    told(&deep, &["firm.xlsx sheet jobs: the sheet reaches too far; at most 6000000 cells"]);
    let mut written = ZipWriter::new_append(Cursor::new(firm("jobs", |_| ()))).expect("an archive");
    written.start_file("xl/media/zeros", SimpleFileOptions::default()).expect("writable");
    let zeros = vec![0; 1 << 20];
    for _ in 0..500 {
        written.write_all(&zeros).expect("writable");
    }
    let bomb = written.finish().expect("writable").into_inner();
    assert!(bomb.len() < 1_000_000);
    told(&bomb, &["unpacked, the workbook is too large; at most 500 MB"]);
    let strings =
        edited(&firm("jobs", |_| ()), "xl/sharedStrings.xml", "uniqueCount=\"", "uniqueCount=\"9999999999999");
    told(&strings, &["the workbook is damaged"]);
}

fn folder(files: &[(&str, &[u8])]) -> (TempDir, Result<Loaded, Vec<Issue>>) {
    let room = tempfile::tempdir().expect("a folder");
    files.iter().for_each(|(name, bytes)| fs::write(room.path().join(name), bytes).expect("writable"));
    let read = read_instance(room.path(), &ReadOptions::default()).map_err(|faults| faults.0);
    (room, read)
}

#[test]
fn a_folder_with_a_workbook() {
    let bytes = firm("jobs", |_| ());
    let (room, alone) = folder(&[("firm.XLSX", &bytes), ("~$firm.xlsx", b"lock"), (".~lock.firm.xlsx#", b"lock")]);
    let alone = alone.expect("sound");
    assert_eq!(alone.warnings, []);
    assert_eq!(Path::new(&alone.instance.name), room.path().file_name().expect("a name"));
    let (_, beside) = folder(&[("firm.xlsx", &bytes), ("settings.toml", b"[horizon]\nstart = 2027-01-04\n")]);
    let beside = beside.expect("sound");
    assert_eq!(beside.instance.settings.start.to_string(), "2026-11-23");
    assert!(beside.warnings[0].text(Locale::En).starts_with("warning: settings.toml: this file is not read beside"));
    let (_, two) = folder(&[("a.xlsx", &bytes), ("b.ods", &bytes)]);
    let two = two.expect_err("refused");
    assert_eq!((two.len(), two[0].severity), (1, Severity::Error));
    assert!(two[0].text(Locale::En).starts_with("error: b.ods: the folder has another workbook, a.xlsx"));
    let (_room, csv) = FirmFiles::new().folder();
    fs::write(csv.join("old.xlsx"), "whatever").expect("writable");
    let warnings = read_instance(&csv, &ReadOptions::default()).expect("sound").warnings;
    assert!(warnings[0].text(Locale::En).contains("old.xlsx: this workbook is not read, since crews.csv is there"));
    let missing = read_instance(&csv.join("none.xlsx"), &ReadOptions::default()).expect_err("none").to_string();
    assert!(missing.contains("there is no such workbook; brigade new"), "{missing}");
}
