//! Public benchmark sets: published solutions cost what is published, by our evaluator and by our checker.

use std::path::{Path, PathBuf};

use brigade::eval::{CostEvaluator, WorkingPlan};
use brigade::files::public::{Format, Routing, read_assignments, read_best_known, read_home_care, read_routing};
use brigade::i18n::Locale;
use brigade::judge::check_by;
use brigade::model::{DayId, Plan};
use brigade::suite::{Case, Family, HomeCareCase, Measure, PublicCase, RULES};

/// The folder of a public set; none, with a message, where the sets are not there.
fn set(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("BRIGADE_SHARED").map_or_else(beside, PathBuf::from);
    let folder = shared.join("instances").join(name);
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

fn case(path: &Path, format: Format, measure: Measure) -> Case {
    Case::new(&path.display().to_string(), routing(path, format), measure).expect("not too large")
}

fn routing(path: &Path, format: Format) -> Routing {
    read_routing(path, format).unwrap_or_else(|fault| panic!("{fault}"))
}

/// What a published plan costs: our checker and our evaluator find no broken rule and the same cost.
fn judged(case: &Case, routes: &[(usize, Vec<u32>)]) -> (f64, Vec<String>) {
    let plan = case.plan(routes).expect("known customers");
    let verdict = check_by(&case.instance, &plan, RULES);
    let mut faults: Vec<_> = verdict
        .violations
        .iter()
        .map(|fault| format!("{} {}", fault.code(), fault.text(&case.instance, Locale::En)))
        .collect();
    let (cost, excess, missing) = evaluated(case, &plan);
    assert_eq!(cost, verdict.total.0, "the evaluator and the checker agree on the cost");
    assert_eq!(excess == 0, faults.is_empty(), "the evaluator and the checker agree on the rules: {faults:?}");
    if missing > 0 {
        faults.push(format!("{missing} customers are not visited"));
    }
    (case.length(&plan), faults)
}

/// Cost, broken rules and customers left out by the evaluator.
fn evaluated(case: &Case, plan: &Plan) -> (i64, i64, usize) {
    let evaluator = CostEvaluator::new(&case.instance, RULES);
    let mut working = WorkingPlan::new(&evaluator);
    let routes = plan.routes.iter().map(|route| {
        let shift = case.instance.shift(route.crew, DayId::new(0)).expect("every vehicle works");
        (shift, route.visits.iter().map(|visit| evaluator.visits_of(visit.job)[0]).collect())
    });
    working.set_routes(routes.collect());
    let missing = evaluator.visit_ids().filter(|&visit| !working.is_planned(visit)).count();
    (working.cost().0, working.excess().iter().sum(), missing)
}

/// Routes of a `.sol` file: route k is that of vehicle k, and customer i is node i + 1.
fn published_routes(text: &str) -> (Vec<(usize, Vec<u32>)>, f64) {
    let words = |line: &str| line.split_whitespace().map(|word| word.parse::<u32>().expect("a number") + 1).collect();
    let route =
        |line: &str| line.strip_prefix("Route #").and_then(|line| line.split_once(':')).map(|(_, rest)| words(rest));
    let routes: Vec<Vec<u32>> = text.lines().filter_map(route).collect();
    let cost = text.lines().find_map(|line| line.strip_prefix("Cost:")).expect("a cost").trim().parse();
    (routes.into_iter().enumerate().collect(), cost.expect("a number"))
}

#[test]
fn solomon_tours_cost_what_is_published() {
    let Some(folder) = set("vrptw-solomon") else { return };
    let text = std::fs::read_to_string(folder.join("solutions.tsv")).expect("the published tours");
    let mut seen = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<_> = line.split('\t').collect();
        let (measure, decimals) =
            if cells[1] == "distance-trunc1" { (Measure::Tenths, 1) } else { (Measure::Doubles, 4) };
        let case = case(&folder.join(format!("{}.txt", cells[0])), Format::Solomon, measure);
        let tour = |tour: &str| tour.split_whitespace().map(|id| id.parse().expect("a number")).collect();
        let routes: Vec<_> = cells[4].split('|').map(tour).enumerate().collect();
        assert_eq!(routes.len(), cells[2].parse::<usize>().expect("a number"));
        let (value, faults) = judged(&case, &routes);
        assert!(faults.is_empty(), "{} {}: {faults:?}", cells[0], cells[1]);
        assert_eq!(
            format!("{value:.decimals$}"),
            format!("{:.decimals$}", cells[3].parse::<f64>().expect("a number")),
            "{}",
            cells[0]
        );
        seen += 1;
    }
    assert!(seen >= 60, "only {seen} tours");
}

#[test]
fn tours_of_vrplib_sets_cost_what_is_published() {
    for name in ["sdvrptw", "mdvrptw/vidal-al-2013-mdvrptw"] {
        let Some(folder) = set(name) else { return };
        let mut seen = 0;
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|extension| extension != "vrp") {
                continue;
            }
            let case = case(&path, Format::Vrplib, Measure::Thousandths);
            let text = std::fs::read_to_string(path.with_extension("sol")).expect("a published solution");
            let (routes, cost) = published_routes(&text);
            let (value, faults) = judged(&case, &routes);
            assert!(faults.is_empty(), "{}: {faults:?}", path.display());
            assert_eq!(value, cost, "{}", path.display());
            seen += 1;
        }
        assert!(seen >= 19, "{name}: only {seen} solutions");
    }
}

#[test]
fn cordeau_files_are_read() {
    let Some(folder) = set("mdvrptw/cordeau-al-2001-mdvrptw") else { return };
    for (file, customers, depots) in [("pr01.txt", 48, 4), ("pr10.txt", 288, 6), ("pr20.txt", 288, 6)] {
        let routing = routing(&folder.join(file), Format::Cordeau);
        assert_eq!((routing.customers.len(), routing.depots.len()), (customers, depots), "{file}");
    }
}

#[test]
fn certificates_cost_what_is_published() {
    let Some(folder) = set("gap") else { return };
    let best = read_best_known(&folder).expect("readable").expect("there");
    let (mut equal, mut seen) = (0, 0);
    for part in ["cattrysse1994", "chu1997", "yagiura2004"] {
        for entry in std::fs::read_dir(folder.join("solutions").join(part)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy().replace("_solution", "");
            let Ok(problems) = read_assignments(&folder.join(part).join(&name)) else { continue };
            let problem = &problems[0];
            let text = std::fs::read_to_string(&path).expect("a certificate");
            let agents: Vec<usize> = text.split_whitespace().map(|word| word.parse().expect("an agent")).collect();
            let cost = problem.cost(&agents).unwrap_or_else(|| panic!("{name} overloads an agent"));
            let known = best.value(&format!("{part}/{name}"), "min total cost").expect("a value");
            let known: f64 = known.parse().expect("a number");
            assert!(cost as f64 >= known, "{name}: {cost} is below {known}");
            equal += usize::from(cost as f64 == known);
            seen += 1;
        }
    }
    assert!(seen >= 70 && equal + 8 >= seen, "{equal} of {seen} certificates are as good as the list says");
}

/// The routes of a published solution of home care: caregiver, and each service with its start.
fn home_care_routes(text: &str) -> Vec<(String, Vec<(String, f64)>)> {
    let json: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let word = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let visit = |stop: &serde_json::Value| {
        let name = format!("{}/{}", word(&stop["patient"]), word(&stop["service"]));
        (name, stop["arrival_time"].as_f64().expect("a time"))
    };
    let route = |route: &serde_json::Value| {
        let stops = route["locations"].as_array().into_iter().flatten();
        (word(&route["caregiver_id"]), stops.filter(|stop| stop["patient"].is_string()).map(visit).collect())
    };
    json["routes"].as_array().expect("a list").iter().map(route).collect()
}

#[test]
fn home_care_costs_what_is_published() {
    let Some(folder) = set("hhcrsp-mankowska") else { return };
    let best = read_best_known(&folder).expect("readable").expect("there");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder.join("solutions")).expect("a folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let Some((name, _)) = stem.strip_prefix("sol-").and_then(|stem| stem.rsplit_once('-')) else { continue };
        let Ok(problem) = read_home_care(&folder.join(format!("{name}.json"))) else { continue };
        let case = HomeCareCase::new(name, problem).expect("not too large");
        let routes = home_care_routes(&std::fs::read_to_string(&path).expect("a published solution"));
        let plan = case.plan(&routes).expect("known services");
        let verdict = check_by(case.instance(), &plan, case.rules());
        assert!(verdict.is_legal() && verdict.timetable.missing.iter().all(|&missing| missing == 0), "{name}");
        let (value, known): (f64, f64) = (
            case.value(&plan).parse().expect("a number"),
            best.value(name, "(distance + total tardiness + max tardiness)/3")
                .expect("listed")
                .parse()
                .expect("a number"),
        );
        assert!((value - known).abs() < 1e-5 * known, "{name}: {value}, not {known}");
        let by_rules: f64 = case.bound(verdict.total).parse().expect("a number");
        assert!((by_rules - value).abs() < 2e-3, "{name}: {by_rules} by the rules, not {value}");
        seen += 1;
    }
    assert!(seen >= 20, "only {seen} solutions");
}

#[test]
fn every_case_of_crews_is_read() {
    for (name, cases) in [("hconvrp", 83), ("hhcrsp-mankowska", 29), ("strsp-kovacs", 48), ("smptsp", 37)] {
        let Some(folder) = set(name) else { return };
        let found = Family::named(name).and_then(|family| family.cases(&folder, None)).expect("cases");
        assert!(found.len() * 2 >= cases, "{name}: only {} cases", found.len());
        for case in found {
            let read = case.read().unwrap_or_else(|fault| panic!("{fault}")).expect("a problem of crews");
            assert!(read.size() > 0, "{}", case.instance);
        }
    }
}
