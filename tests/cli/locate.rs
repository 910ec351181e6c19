//! `brigade locate`: coordinates out of addresses.

use std::fs;

use super::Firm;
use super::server::{Reply, Server};

const SITES: &str = "\u{feff}Chantier;Adresse;CP;Ville;note\r\nS1;8 bd du Port;80000;Amiens;à \"ne pas\" perdre\r\n\
    S2;;38000;Grenoble;\r\nS3;;;Atlantis;\r\n";

/// A firm whose sites have addresses only.
fn firm() -> Firm {
    let firm = Firm::new().with(
        "sites.csv",
        SITES.replace("\"ne pas\"", "\"\"ne pas\"\"").replace("à ", "\"à ").replace("perdre", "perdre\""),
    );
    fs::write(
        firm.beside("towns.csv"),
        "Ville;CP;latitude;longitude;insee\nAmiens;80000;49,89;2,29;x\nGrenoble;38000;45,18;5,72;y\n",
    )
    .expect("writable");
    firm
}

fn sites(firm: &Firm) -> String {
    fs::read_to_string(firm.folder().join("sites.csv")).expect("readable")
}

/// A recorded shape of an answer of the API: what is not read is shortened.
fn feature(label: &str, kind: &str, postcode: &str, score: f64, at: [f64; 2]) -> Reply {
    Reply::ok(
        serde_json::json!({
            "type": "FeatureCollection", "version": "draft", "attribution": "BAN", "licence": "ETALAB-2.0", "limit": 1,
            "features": [{
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": at},
                "properties": {"label": label, "score": score, "id": "80021_6590_00008", "type": kind, "name": label,
                    "postcode": postcode, "citycode": "80021", "city": "Amiens", "x": 648952.58, "y": 6977867.25,
                    "context": "80, Somme, Hauts-de-France", "importance": 0.67},
            }],
        })
        .to_string(),
    )
}

fn base() -> Server {
    Server::start(|_, path, _| {
        if path.contains("Amiens") {
            feature("8 Boulevard du Port 80000 Amiens", "housenumber", "80000", 0.97, [2.290084, 49.897443])
        } else if path.contains("Grenoble") {
            feature("Grenoble", "municipality", "38000", 0.55, [5.72, 45.18])
        } else {
            Reply::ok(r#"{"type": "FeatureCollection", "features": []}"#)
        }
    })
}

#[test]
fn check_names_the_command_once() {
    let run = firm().refused();
    assert_eq!(run.err.matches("brigade locate").count(), 1, "{}", run.err);
    assert!(run.err.contains("3 rows from line 2"), "{}", run.err);
}

#[test]
fn a_table_of_towns_fills_what_is_missing() {
    let firm = firm();
    let run = firm.run("locate @/firm --table @/towns.csv").ends(0);
    assert!(run.out.contains("2 sites") && run.out.contains("S3: Atlantis"), "{}", run.out);
    let text = sites(&firm);
    assert!(text.starts_with("\u{feff}Chantier;Adresse;CP;Ville;note;lat;lon\r\n"), "{text}");
    assert!(
        text.contains("\r\nS1;8 bd du Port;80000;Amiens;\"à \"\"ne pas\"\" perdre\";49.890000;2.290000\r\n"),
        "{text}"
    );
    assert!(text.contains("\r\nS3;;;Atlantis;;;\r\n"), "{text}");
    let run = firm.run("locate @/firm --table @/towns.csv").ends(0);
    assert!(run.out.contains("0 sites") && sites(&firm) == text, "{}", run.out);
}

#[test]
fn the_address_base_is_asked_once_and_doubts_are_listed() {
    let (firm, server) = (firm(), base());
    let ask = format!("locate @/firm --ban {}", server.url);
    let run = firm.run(&ask).ends(0);
    assert!(run.out.contains("2 sites") && run.out.contains("S2") && run.out.contains("0.55"), "{}", run.out);
    assert!(run.out.contains("S3: Atlantis"), "{}", run.out);
    assert!(sites(&firm).contains(";49.897443;2.290084\r\n"), "{}", sites(&firm));
    assert!(
        server.paths()[0].starts_with("/search/?q=8%20bd%20du%20Port%2080000%20Amiens&limit=1"),
        "{:?}",
        server.paths()
    );
    assert_eq!(server.asked(), 3);
    firm.run(&ask).ends(0);
    assert_eq!(server.asked(), 3, "even what was not found is not asked again");
    let text = sites(&firm).replace("Atlantis;;;", "Atlantis;;45,5;5,1");
    let firm = firm.with("sites.csv", text);
    firm.run("check @/firm").ends(0);
    assert!(firm.run(&ask).ends(0).out.contains("All sites"));
}

#[test]
fn an_answer_of_another_kind_is_doubtful() {
    let firm = firm();
    let server = Server::start(|_, _, _| feature("Amiens", "municipality", "80000", 0.95, [2.3, 49.9]));
    let run = firm.run(&format!("locate @/firm --ban {}", server.url)).ends(0);
    assert!(run.out.contains("S1: 8 bd du Port, 80000 Amiens -> Amiens (0.60)"), "a town for a street: {}", run.out);
    assert!(run.out.contains("S2: 38000 Grenoble -> Amiens (0.60)"), "another postcode: {}", run.out);
}

#[test]
fn bad_servers_and_tables_are_told_and_nothing_is_written() {
    let firm = firm();
    let ask = |server: &Server, parts: &[&str]| {
        firm.refuses(&format!("locate @/firm --timeout 1 --ban {}", server.url)).tells(&[&server.url]).tells(parts)
    };
    ask(&Server::start(|_, _, _| Reply::ok("<html>")), &["a page (HTML)"]);
    ask(&Server::start(|_, _, _| Reply::ok("{}")), &["not that of the address base"]);
    ask(&Server::start(|_, _, _| feature("x", "street", "1", 7.0, [0.0, 0.0])), &["not that of the address base"]);
    ask(&Server::start(|_, _, _| feature("x", "street", "1", 0.7, [0.0, 900.0])), &["not that of the address base"]);
    ask(&Server::start(|_, _, _| Reply::redirect("https://elsewhere.example/")), &["elsewhere.example"]);
    firm.refuses("locate @/firm --table @/none.csv").tells(&["none.csv"]);
    firm.refuses("locate @/firm --table @/firm/jobs.csv").tells(&["jobs.csv", "lat"]);
    firm.refuses("locate @/firm --table @/firm/crews.csv").tells(&["crews.csv: no row names a town"]);
    firm.refuses("locate @/firm");
    firm.refuses("locate @/firm --table @/towns.csv --ban http://127.0.0.1:1");
}
