//! `brigade roads` against a server on the loopback address.

use std::fs;
use std::time::Duration;

use super::server::{Reply, Server};
use super::{Firm, contents, names};

/// The table of OSRM for a path: a way is as many hundredths of a degree as it spans, one way a metre longer.
fn table(path: &str, change: impl Fn(&mut serde_json::Value)) -> Reply {
    let (coordinates, query) =
        path.strip_prefix("/table/v1/driving/").and_then(|rest| rest.split_once('?')).expect(path);
    let places: Vec<(f64, f64)> = coordinates
        .split(';')
        .map(|place| place.split_once(',').expect(path))
        .map(|(lon, lat)| (lat.parse().expect(path), lon.parse().expect(path)))
        .collect();
    let side = |key: &str| -> Vec<(f64, f64)> {
        let list = query.split('&').find_map(|part| part.strip_prefix(key)?.strip_prefix('=')).expect(path);
        list.split(';').map(|index| places[index.parse::<usize>().expect(path)]).collect()
    };
    let (sources, destinations) = (side("sources"), side("destinations"));
    assert!(query.contains("annotations=duration,distance"), "{path}");
    let metres = |from: (f64, f64), to: (f64, f64)| {
        let direct = ((from.0 - to.0).abs() + (from.1 - to.1).abs()) * 100_000.0;
        if from == to { 0.0 } else { direct + f64::from(u8::from(from > to)) }
    };
    let rows = |factor: f64| -> Vec<Vec<f64>> {
        sources.iter().map(|&from| destinations.iter().map(|&to| metres(from, to) * factor).collect()).collect()
    };
    let snapped = |side: &[(f64, f64)]| vec![serde_json::json!({"distance": 3.0, "name": ""}); side.len()];
    let mut body = serde_json::json!({
        "code": "Ok", "distances": rows(1.0), "durations": rows(0.06),
        "sources": snapped(&sources), "destinations": snapped(&destinations),
    });
    change(&mut body);
    Reply::ok(body.to_string())
}

fn roads(firm: &Firm, server: &Server, more: &str) -> String {
    let run = firm.run(&format!("roads @/firm --osrm {} {more}", server.url)).ends(0);
    run.out + &run.err
}

fn distances(firm: &Firm) -> String {
    fs::read_to_string(firm.folder().join("distances.csv")).expect("written")
}

#[test]
fn all_ways_are_written_both_ways_and_the_report_names_their_date() {
    let (firm, server) = (Firm::new(), Server::start(|_, path, _| table(path, |_| {})));
    let told = roads(&firm, &server, "");
    // 3 sites and 2 bases: every ordered pair but those of two bases
    assert!(told.contains("18 ways written to distances.csv"), "{told}");
    let text = distances(&firm);
    assert!(text.starts_with("from,to,km,minutes\n") && text.lines().count() == 19, "{text}");
    // 0.2 + 0.15 degrees: 35 km and, at 0.06 s a metre, 35 minutes; one metre more the other way
    assert!(text.contains("S1,S2,35.001,35.002\n") && text.contains("S2,S1,35.000,35.000\n"), "{text}");
    let run = firm.run("plan @/firm --iterations 20 --threads 1 -o @/plan").ends(0);
    assert!(run.out.contains("Distances: roads of ") && run.out.contains("OSRM http://127.0.0.1"), "{}", run.out);
    let page = fs::read_to_string(firm.beside("plan/report.html")).expect("written");
    assert!(page.contains("roads of ") && page.contains("18 pairs; the rest: straight line x 1.3"));
    let firm = firm.but("distances.csv", "35.001,35.002", "36,36");
    let run = firm.run("plan @/firm --iterations 20 --threads 1 -o @/other").ends(0);
    assert!(!run.out.contains("roads of"), "a table that was changed is not the service's");
}

#[test]
fn only_what_is_missing_is_asked_unless_all_is_to_be_refreshed() {
    let server = Server::start(|_, path, _| table(path, |_| {}));
    let firm = Firm::new().with("distances.csv", "from,to,km,minutes\nS1,S2,7,8\nnowhere,S1,1,1\n");
    let told = roads(&firm, &server, "");
    assert!(told.contains("16 ways written") && told.contains("1 pairs were there"), "{told}");
    let text = distances(&firm);
    assert!(text.contains("S1,S2,7,8\n") && !text.contains("S2,S1,") && text.contains("nowhere,S1,1,1\n"), "{text}");
    let before = server.asked();
    assert!(roads(&firm, &server, "").contains("No way is missing."));
    assert_eq!((server.asked(), distances(&firm)), (before, text));
    roads(&firm, &server, "--refresh");
    let text = distances(&firm);
    assert!(text.contains("S1,S2,35.001,") && text.contains("S2,S1,35.000,") && !text.contains("S1,S2,7,8"), "{text}");
}

#[test]
fn a_run_that_was_cut_short_goes_on() {
    let firm = Firm::new();
    let server = Server::start(|number, path, _| match number {
        0..=2 => table(path, |_| {}),
        _ => Reply::ok("<html>down for repairs</html>"),
    });
    let run = firm.run(&format!("roads @/firm --osrm {} --block 2", server.url)).ends(2);
    run.tells(&[&server.url, "a page (HTML)", "nothing was written"]);
    assert!(!firm.folder().join("distances.csv").exists());
    // The address is another one, so that the answers are those of another service ...
    let other = Server::start(|_, path, _| table(path, |_| {}));
    roads(&firm, &other, "--block 2");
    let all = other.asked();
    assert!(!names(&firm.folder()).iter().any(|name| name.contains("partial")), "nothing is left");
    let whole = distances(&firm);
    // ... while a server that comes back has no need to answer again.
    let firm = Firm::new();
    let back = Server::start(|number, path, _| match number {
        3 => Reply::ok("no JSON"),
        _ => table(path, |_| {}),
    });
    firm.run(&format!("roads @/firm --osrm {} --block 2", back.url)).ends(2);
    roads(&firm, &back, "--block 2");
    assert_eq!((back.asked(), distances(&firm)), (all + 1, whole));
}

#[test]
fn what_roads_do_not_reach_is_listed() {
    let firm = Firm::new();
    let server = Server::start(|_, path, _| {
        table(path, |body| {
            body["distances"][0][1] = serde_json::Value::Null;
            body["sources"][2]["distance"] = 1234.4.into();
            body["distances"][1][2] = 900_000.0.into();
            // A real server says this of two places on one spot.
            body["distances"][2][0] = (-0.4).into();
        })
    });
    let told = roads(&firm, &server, "");
    assert!(told.contains("Without a way (1)") && told.contains("S1 - S2"), "{told}");
    assert!(told.contains("S3: 1234 m") && told.contains("More than 5 times"), "{told}");
    assert!(!distances(&firm).contains("S1,S2,") && distances(&firm).contains("S3,S1,0.000,"));
    let firm = Firm::new();
    let server = Server::start(|_, path, _| {
        let has_first = path.contains("4.800000,45.800000");
        let refusal = r#"{"code":"NoSegment","message":"Could not find a matching segment for coordinate 0"}"#;
        if has_first { Reply::status("400 Bad Request", refusal) } else { table(path, |_| {}) }
    });
    let told = roads(&firm, &server, "");
    assert!(told.contains("S1: no road at all") && told.contains("10 ways written"), "{told}");
}

#[test]
fn blocks_shrink_to_what_a_server_allows() {
    let firm = Firm::new();
    let server = Server::start(|_, path, _| {
        let count = path.split('?').next().map_or(0, |places| places.matches(';').count() + 1);
        let refusal = r#"{"code":"TooBig","message":"Too many table coordinates"}"#;
        if count > 4 { Reply::status("400 Bad Request", refusal) } else { table(path, |_| {}) }
    });
    let told = roads(&firm, &server, "");
    assert!(told.contains("18 ways written"), "{told}");
    assert!(distances(&firm).contains("S1,S2,35.001,35.002\n"));
}

#[test]
fn a_sample_proposes_settings_and_writes_nothing() {
    let firm = Firm::new();
    let server = Server::start(|_, path, _| table(path, |_| {}));
    let before = contents(&firm.folder());
    let told = roads(&firm, &server, "--sample 20");
    assert!(told.contains("speed_kmh = 60") && told.contains("detour = "), "{told}");
    assert!(before == contents(&firm.folder()));
}

#[test]
fn bad_servers_are_told_and_nothing_is_written() {
    let firm = Firm::new();
    let ask = |server: &Server, parts: &[&str]| {
        firm.refuses(&format!("roads @/firm --timeout 1 --osrm {}", server.url)).tells(&[&server.url]).tells(parts)
    };
    ask(&Server::start(|_, _, _| Reply::ok("<!doctype html><p>hello</p>")), &["a page (HTML)"]);
    ask(&Server::start(|_, _, _| Reply::ok("[1, 2")), &["no JSON"]);
    ask(&Server::start(|_, _, _| Reply::ok("{}")), &["not that of a table service"]);
    ask(&Server::start(|_, _, _| Reply::ok("null")), &["not that of a table service"]);
    ask(&Server::start(|_, _, _| Reply::redirect("http://evil.example/")), &["ask elsewhere, http://evil.example/"]);
    ask(
        &Server::start(|_, path, _| table(path, |body| body["durations"][0][1] = (-1.0).into())),
        &["-1.0 where metres"],
    );
    ask(&Server::start(|_, path, _| table(path, |body| body["distances"][0][1] = "far".into())), &["far"]);
    let short = |body: &mut serde_json::Value| drop(body["distances"].as_array_mut().expect("rows").pop());
    ask(&Server::start(move |_, path, _| table(path, short)), &["must have 5 rows of 5 ways"]);
    let refusal = r#"{"code":"InvalidUrl","message":"URL string malformed"}"#;
    ask(&Server::start(move |_, _, _| Reply::status("400 Bad Request", refusal)), &["URL string malformed"]);
    let busy = Server::start(|_, _, _| Reply::status("503 Service Unavailable", "busy"));
    ask(&busy, &["the fault 503"]);
    assert_eq!(busy.asked(), 4, "asked again and again");
    ask(&Server::start(|_, path, _| table(path, |_| {}).cut(20)), &["breaks off"]);
    ask(&Server::start(|_, path, _| table(path, |_| {}).after(Duration::from_secs(3))), &["within 1 s"]);
    firm.refuses("roads @/firm --timeout 1 --osrm http://127.0.0.1:1").tells(&["no server answers"]);
    firm.refuses("roads @/firm --osrm 127.0.0.1").tells(&["an address looks like"]);
}

#[test]
fn a_server_that_recovers_is_asked_again() {
    let firm = Firm::new();
    let server = Server::start(|number, path, _| match number {
        0 => Reply::status("502 Bad Gateway", ""),
        1 => table(path, |_| {}).cut(3),
        _ => table(path, |_| {}),
    });
    assert!(roads(&firm, &server, "").contains("18 ways written"));
}

#[test]
fn workbooks_and_planes_have_no_roads() {
    let firm = Firm::new();
    firm.run("convert @/firm @/book.xlsx").ends(0);
    firm.refuses("roads @/book.xlsx --osrm http://127.0.0.1:1").tells(&["brigade convert"]);
    let planar = Firm::new()
        .with("crews.csv", "crew,x,y\nA,0,0\n")
        .with("sites.csv", "site,x,y\nS1,1,1\nS2,2,2\nS3,3,3\n")
        .with("jobs.csv", "job,site,duration\nJ1,S1,60\n");
    planar.refuses("roads @/firm --osrm http://127.0.0.1:1").tells(&["kilometres in a plane"]);
}
