//! Who may use whom: the table of docs/architecture.md, held against the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folder or file of `src` and what it may use of the crate.
const TABLE: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("words", &["units"]),
    ("error", &[]),
    ("stop", &[]),
    ("model", &["units", "error"]),
    ("travel", &["model", "units"]),
    ("cost", &["model", "words", "units"]),
    ("rules", &["cost", "model", "words", "units"]),
    ("search", &["cost", "model", "stop", "units"]),
    ("genetic", &["search", "cost", "model", "units"]),
    ("milp", &["cost", "model", "stop", "units"]),
    ("check", &["rules", "cost", "model", "units"]),
    ("solve", &["milp", "genetic", "search", "check", "rules", "cost", "model", "stop", "units"]),
    ("report", &["check", "cost", "model", "words", "units"]),
    ("io", &["report", "check", "travel", "model", "words", "units", "error"]),
    ("generate", &["travel", "model", "units"]),
    ("suite", &["solve", "check", "io", "rules", "cost", "model", "stop", "units", "error"]),
    ("lib", &[]),
];

/// Types of the search's arithmetic, which no judge may know.
const ARITHMETIC: &[&str] = &["CostEvaluator", "WorkingPlan", "Segment", "Penalties"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The part of `src` that a file belongs to, and its text without unit tests and comments.
fn read(path: &Path) -> (String, String) {
    let inside = path.strip_prefix(root()).expect("below src");
    let part = inside.iter().next().expect("a name").to_string_lossy().trim_end_matches(".rs").to_owned();
    let text = fs::read_to_string(path).expect("a text");
    let is_tests = path.file_name().is_some_and(|name| name == "tests.rs");
    let code = text.split("#[cfg(test)]\nmod tests {").next().filter(|_| !is_tests).unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    (part, lines.collect::<Vec<_>>().join("\n"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The parts that a text names as `crate::part`.
fn used(code: &str) -> BTreeSet<&str> {
    let names = code.split("crate::").skip(1);
    names.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()).collect()
}

#[test]
fn nobody_uses_what_is_above() {
    let mut seen = BTreeSet::new();
    for path in sources(&root()) {
        let (part, code) = read(&path);
        if part == "cli" || part == "main" {
            continue;
        }
        let row = TABLE.iter().find(|(name, _)| *name == part);
        let (_, allowed) = row.unwrap_or_else(|| panic!("{}: {part} is not in the table", path.display()));
        for name in used(&code) {
            let fine = name == part || allowed.contains(&name);
            assert!(fine, "{}: {part} may not use {name}", path.display());
        }
        seen.insert(part);
    }
    assert_eq!(seen.len(), TABLE.len(), "every row of the table stands for something");
}

#[test]
fn only_the_command_line_prints_and_exits() {
    for path in sources(&root()) {
        let (part, code) = read(&path);
        for word in ["println!", "print!", "eprintln!", "eprint!", "dbg!", "process::exit"] {
            assert!(part == "cli" || part == "main" || !code.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn judges_do_not_know_the_arithmetic_of_the_search() {
    for path in sources(&root()) {
        let (part, code) = read(&path);
        if ["check", "rules", "report"].contains(&part.as_str()) {
            for word in ARITHMETIC {
                assert!(!code.contains(word), "{}: {word}", path.display());
            }
        }
    }
}
