//! What reaches a terminal: text from files, options and paths, and nothing in it that acts on the terminal.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Firm, Run, command};

/// Clears the screen, sets a title, turns the writing round; by C0, C1, DEL and marks of direction.
const HOSTILE: [&str; 5] = ["\u{1b}[2J", "\u{9b}31m", "\u{1b}]0;x\u{7}\u{8}\u{7f}", "\u{202e}", "\u{2066}\u{61c}"];

/// The firm with something hostile in every id and name, in a folder with a hostile name; tables have no C0.
fn hostile(evil: &str) -> (Firm, PathBuf) {
    let (firm, path, evil) = (Firm::new(), evil, &tabular(evil));
    for name in ["crews.csv", "sites.csv", "jobs.csv", "current.csv"] {
        let mut text = fs::read_to_string(firm.folder().join(name)).expect("readable");
        for word in ["LYO1", "S1", "J1", "J3", "roofing", "Toits", "Mairie"] {
            text = text.replace(word, &format!("{word}{evil}"));
        }
        let text = text.replace(&format!("Toits{evil}"), &format!("\"Toits{evil}\nThe plan keeps every hard rule.\""));
        fs::write(firm.folder().join(name), text).expect("writable");
    }
    let folder = firm.beside(&format!("firm{path}\nerror: none"));
    fs::rename(firm.folder(), &folder).expect("writable");
    (firm, folder)
}

/// What of a text may stand in a table.
fn tabular(text: &str) -> String {
    text.chars().filter(|letter| *letter >= ' ').collect()
}

/// Runs `brigade` with arguments that may hold anything.
fn run(at: &Path, arguments: &[&str]) -> Run {
    Run::from(command().args(arguments).current_dir(at).output().expect("runs"))
}

/// Asserts that nothing printed acts on a terminal or makes a line of its own.
#[track_caller]
fn is_tame(run: &Run, arguments: &[&str]) {
    assert!(matches!(run.code, Some(0 | 2 | 3)), "{arguments:?}: {}", run.err);
    for text in [&run.out, &run.err] {
        let acts = |letter: &char| {
            letter.is_control() && *letter != '\n'
                || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
        };
        assert_eq!(text.chars().find(acts), None, "{arguments:?}: {text:?}");
        let lines = || text.lines().filter(|line| *line == "error: none" || *line == "The plan keeps every hard rule.");
        assert!(lines().count() <= 1, "{arguments:?}: {text}");
    }
}

#[cfg(unix)]
#[test]
fn no_command_lets_text_act_on_a_terminal() {
    for evil in HOSTILE {
        let (firm, folder) = hostile(evil);
        let room = firm.beside("");
        let instance = folder.to_str().expect("text");
        let plan = firm.beside(&format!("plan{evil}"));
        let plan = plan.to_str().expect("text");
        let tame = |arguments: &[&str]| {
            let run = run(&room, arguments);
            is_tame(&run, arguments);
            run
        };
        let search = ["--iterations", "20", "--threads", "1"];
        let planned = tame(&[&["plan", instance, "-v", "-o", plan], &search[..]].concat()).ends(0);
        assert!(planned.out.contains("\\u{"), "{}", planned.out);
        let (job, crew) = (format!("J1{}", tabular(evil)), format!("LYO1{}", tabular(evil)));
        let off = format!("{crew}:2026-11-25");
        let events = format!(
            "{{\"event\":\"cancelled\",\"job\":\"no{0}\"}}\n{{\"event\":\"no{0}\"}}\n{{\"event\":\"cancelled\",\"job\":{1}}}\n{evil}\n",
            evil.chars().map(|letter| format!("\\u{:04x}", u32::from(letter))).collect::<String>(),
            serde_json::json!(job),
        );
        fs::write(firm.beside("events"), events).expect("writable");
        fs::write(firm.beside(&format!("urgent{evil}")), format!("job,site,duration,{evil}\nU{evil},S1,6{evil}\n"))
            .expect("writable");
        let urgent = format!("urgent{evil}");
        let replanned = ["replan", instance, "--from", plan, "--now", "2026-11-24T07:00", "-o", "new"];
        tame(&[&replanned[..], &["--off", &off, "--events", "events"], &search[..]].concat());
        tame(&[&replanned[..], &["--add", &urgent], &search[..]].concat());
        tame(&[&replanned[..], &["--off", &format!("LYO{evil}:2026-11-25")], &search[..]].concat());
        for lang in ["en", "fr"] {
            for arguments in [
                &["check", instance][..],
                &["check", instance, plan],
                &["check", instance, "current"],
                &["check", instance, "new"],
                &["compare", instance, "current", plan],
                &["explain", instance, plan],
                &["explain", instance, plan, &job],
                &["explain", instance, plan, &evil.repeat(3)],
                &["explain", instance, plan, "--crew", &crew],
                &["explain", instance, plan, "--crew", evil],
                &["report", instance, plan],
                &["report", instance, plan, "-o", &format!("{plan}/{evil}/page")],
                &["check", evil],
                &["check", instance, evil],
                &["check", instance, "--week", evil],
                &["plan", instance, "--time", evil],
                &["plan", instance, &format!("--{evil}")],
                &["plan", instance, "--search", evil],
                &["plan", instance, "--freeze", evil],
                &["plan", instance, "--change-curve", evil],
                &["replan", instance, "--from", evil],
                &["replan", instance, "--from", plan, "--off", evil],
                &["replan", instance, "--from", plan, "--now", evil],
                &["replan", instance, "--from", plan, "--events", evil],
                &["generate", plan],
                &["generate", "made", "--profile", evil],
                &["new", plan],
                &["new", &format!("{lang}{evil}\nerror: none")],
                &["new", "new firm", "--start", evil],
                &["bench", evil, plan],
                &["bench", "solomon", evil],
                &["bench", "solomon", plan, "--only", evil],
                &["completions", evil],
                &[evil],
                &["--lang", evil],
            ] {
                tame(&[arguments, &["--lang", lang]].concat());
            }
        }
        for (name, text) in [
            ("crews.csv", format!("crew,lat,lon,{evil}\nA{evil} b,4{evil}5,3,\n\"{evil}")),
            ("settings.toml", format!("[horizon]\nstart = \"{evil}\"\n\"{evil}\" = 1\n")),
            ("settings.toml", format!("[{evil}")),
        ] {
            fs::write(folder.join(name), text).expect("writable");
            tame(&["check", instance]);
        }
    }
}

#[test]
fn what_is_asked_of_brigade_itself_is_printed_as_it_is() {
    let tabs = run(Path::new("."), &["completions", "elvish"]);
    assert!(tabs.code == Some(0) && tabs.out.ends_with('\n') && !tabs.out.contains("\\t"), "{}", tabs.out);
    for arguments in [&["--help"][..], &["plan", "--help"], &["--version"]] {
        let help = run(Path::new("."), arguments);
        assert!(help.code == Some(0) && help.err.is_empty() && help.out.contains("brigade"), "{arguments:?}");
    }
}
