//! Which search finds the cheapest plan in the same processor time.
//!
//! `cargo bench --bench strategies -- [--seconds S] [--seeds N] [--weeks service-30x300,...] [--searches
//! annealing,...]` runs each search on one island for S seconds of processor time per generated week, the searches
//! taking turns, and prints the cost of each plan against the first search; with `--iterations N`, so many instead.
//! Processor time, read from Linux, does not count what other programs take. With `--threads N` whole runs of so many
//! threads take S seconds by the clock instead. A search may have parameters, such as
//! `annealing:descents=1:without=or-opt`; `variant` lists them. `vrptw-homberger@*_10_*` instead of a week takes the
//! cases of a public set whose names match, from the folder of that name in `--data DIR`. With `--off N` the first N
//! crews of a week without a pin do not work, so that the others have more than they can do.

use std::fs::read_to_string;
use std::path::Path;
use std::time::{Duration, Instant};

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use brigade::eval::CostEvaluator;
use brigade::files::public::read_routing;
use brigade::generate::{self, generate};
use brigade::genetic::CROSSOVERS;
use brigade::judge::check_by;
use brigade::model::Instance;
use brigade::rules::RULES;
use brigade::rules::Rule;
use brigade::search::{LnsState, Neighbours, SearchParams, Solution};
use brigade::solve::{SolveOptions, Strategy, construct, finish, solve};
use brigade::stop::StoppingCriterion;
use brigade::suite::{self, Case, Family, Problem};

/// Seconds that this thread has been computing, or all threads of this process.
fn processor_seconds() -> f64 {
    if option("--threads", "").is_empty() {
        let text = read_to_string("/proc/thread-self/schedstat").expect("Linux counts processor time");
        let nanoseconds: f64 = text.split(' ').next().and_then(|word| word.parse().ok()).expect("a number");
        return nanoseconds / 1e9;
    }
    let text = read_to_string("/proc/self/stat").expect("Linux counts processor time");
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields[index].parse::<f64>().expect("a number");
    (ticks(11) + ticks(12)) / 100.0
}

fn option(name: &str, default: &str) -> String {
    let mut words = std::env::args().skip_while(|word| word != name);
    words.nth(1).unwrap_or_else(|| default.into())
}

/// A problem, its rules and the seed of the search.
struct Trial {
    name: String,
    instance: Instance,
    rules: &'static [&'static dyn Rule],
    seed: u64,
}

/// A generated week such as `service-30x300`, or the cases of a public set.
fn trials(name: &str, seed: u64) -> Vec<Trial> {
    if let Some((family, pattern)) = name.split_once('@') {
        return cases(family, pattern, seed);
    }
    let (profile, size) = name.split_once('-').expect("a week such as service-30x300");
    let (crews, sites) = size.split_once('x').expect("a size such as 30x300");
    let number = |text: &str| text.parse().expect("a number");
    let profile = profile.parse().expect("a profile");
    let options = generate::GeneratorOptions { crews: number(crews), sites: number(sites), seed, profile };
    let mut instance = generate(&options).expect("a size within range").instance;
    let unpinned = instance.crew_ids().filter(|&crew| instance.pins.iter().all(|pin| pin.crew != Some(crew)));
    let absent: Vec<_> = unpinned.take(option("--off", "0").parse().expect("a number of crews")).collect();
    instance.shifts.iter_mut().filter(|shift| absent.contains(&shift.crew)).for_each(|shift| shift.off = true);
    vec![Trial { name: name.into(), instance, rules: RULES, seed }]
}

/// The routing cases of a public set whose names match a pattern.
fn cases(family: &str, pattern: &str, seed: u64) -> Vec<Trial> {
    let folder = Path::new(&option("--data", ".")).join(family);
    let pattern = glob::Pattern::new(pattern).expect("a pattern");
    let files = Family::named(family).and_then(|family| family.cases(&folder, None)).expect("cases of the family");
    let matching = files.into_iter().filter(|file| pattern.matches(&file.instance));
    let trial = |file: suite::CaseFile| {
        let Problem::Routing(format) = file.problem else { return None };
        let routing = read_routing(&file.path, format).expect("a sound file");
        let case = Case::new(&file.instance, routing, file.objective.measure).expect("a case");
        Some(Trial { name: file.instance, instance: case.instance, rules: suite::RULES, seed })
    };
    matching.filter_map(trial).collect()
}

/// A search and its parameters, such as `annealing:descents=1:without=swap-star`.
fn variant(text: &str) -> (Strategy, SearchParams) {
    let mut words = text.split(':');
    let strategy = words.next().unwrap_or_default().parse().expect("a search");
    let mut params = SearchParams::default();
    for word in words {
        let (name, value) = word.split_once('=').expect("parameter=value");
        let number = || value.parse::<f64>().expect("a number");
        match name {
            "initial-temperature" => params.initial_temperature = number(),
            "final-temperature" => params.final_temperature = number(),
            "divided-from" => params.divided_from = number() as usize,
            "long-route" => params.recreate.long_route = number() as usize,
            "descents" => params.descents = number(),
            "history" => params.history = number() as usize,
            "neighbours" => params.neighbours.nearest = number() as usize,
            "shifts" => params.recreate.max_shifts = number() as usize,
            "extra-unassigned" => params.recreate.extra_unassigned = number() as usize,
            "crossing-rate" => params.genetic.crossing_rate = number(),
            "laggard" => params.genetic.laggard = number(),
            "laggards-from" => params.genetic.laggards_from = number(),
            "crossing-from" => params.genetic.crossing_from = number(),
            "without" => params.operators.retain(|operator| operator.name() != value),
            "without-crossover" => params.genetic.crossovers.retain(|&index| CROSSOVERS[index].0 != value),
            _ => panic!("no parameter {name}"),
        }
    }
    (strategy, params)
}

/// What the plan that a search finds from a start costs, and iterations per second.
fn run(
    (strategy, params): &(Strategy, SearchParams),
    evaluator: &CostEvaluator<'_>,
    start: &Solution,
    seed: u64,
    seconds: f64,
) -> (i64, f64) {
    let near = &Neighbours::new(evaluator, &params.neighbours);
    let rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut search = strategy.start(LnsState::new(evaluator, near, params, start, rng));
    let begun = processor_seconds();
    let total: Option<u64> = option("--iterations", "").parse().ok();
    let (mut iterations, mut progress) = (0, 0.0);
    while progress < 1.0 {
        search.iterate(progress);
        iterations += 1;
        match total {
            Some(total) => progress = iterations as f64 / total as f64,
            None if iterations % 8 == 0 => progress = (processor_seconds() - begun) / seconds,
            None => {}
        }
    }
    let rate = iterations as f64 / (processor_seconds() - begun);
    let best = finish(evaluator, near, search.best().clone(), seed);
    assert_eq!(best.breaches, (0, 0), "a plan that keeps every rule");
    (best.cost.0, rate)
}

/// The same of a whole run of some threads, by the clock.
fn run_threads(
    (strategy, params): &(Strategy, SearchParams),
    trial: &Trial,
    threads: usize,
    seconds: f64,
) -> (i64, f64) {
    let Trial { instance, rules, seed, .. } = trial;
    let (strategy, params) = (Some(*strategy), params.clone());
    let mut options = SolveOptions { rules, seed: *seed, threads, strategy, params, ..SolveOptions::default() };
    let total: Option<u64> = option("--iterations", "").parse().ok();
    options.schedule.islands.least = option("--islands", "4").parse().expect("a number");
    let begun = processor_seconds();
    let time = total.is_none().then(|| Duration::from_secs_f64(seconds));
    let stop = StoppingCriterion::new(Instant::now(), time, total);
    let outcome = solve(instance, &options, &stop, &|_| {});
    let taken = processor_seconds() - begun;
    (check_by(instance, &outcome.plan, rules).total.0, taken)
}

const WEEKS: &str = "construction-15x98,construction-40x300,service-30x300,service-100x1500";

fn main() {
    // `cargo test --benches` only sees whether it runs.
    let (short, long) = (("0.5", "1", "service-5x20"), ("10", "3", WEEKS));
    let (seconds, seeds, weeks) = if std::env::args().any(|word| word == "--bench") { long } else { short };
    let seconds: f64 = option("--seconds", seconds).parse().expect("seconds");
    let seeds: u64 = option("--seeds", seeds).parse().expect("a number of seeds");
    let weeks = option("--weeks", weeks);
    let threads: Option<usize> = option("--threads", "").parse().ok();
    let searches = option("--searches", "genetic,annealing,iterated");
    let strategies: Vec<(Strategy, SearchParams)> = searches.split(',').map(variant).collect();
    println!("| week | seed | start | {} |", searches.replace(',', " | "));
    println!("|---|---:|---:|{}", "---:|".repeat(strategies.len()));
    for week in weeks.split(',') {
        let trials: Vec<_> = (1..=seeds).flat_map(|seed| trials(week, seed)).collect();
        let mut changes = vec![Vec::new(); strategies.len()];
        for trial @ Trial { name, instance, rules, seed } in &trials {
            let evaluator = CostEvaluator::new(instance, rules);
            let near = Neighbours::new(&evaluator, &SearchParams::default().neighbours);
            let start = construct(&evaluator, &near, *seed);
            let result = |variant| match threads {
                None => run(variant, &evaluator, &start, *seed, seconds),
                Some(threads) => run_threads(variant, trial, threads, seconds),
            };
            let found: Vec<_> = strategies.iter().map(result).collect();
            let percent = |cost: i64| 100.0 * (cost as f64 / found[0].0 as f64 - 1.0);
            let euros = |cost: i64| cost as f64 / 3e9;
            let cells: Vec<_> = found
                .iter()
                .map(|&(cost, rate)| format!("{:.2} ({:+.2} %, {rate:.0}/s)", euros(cost), percent(cost)))
                .collect();
            println!("| {name} | {seed} | {:.2} | {} |", euros(start.cost.0), cells.join(" | "));
            changes.iter_mut().zip(&found).for_each(|(changes, &(cost, _))| changes.push(percent(cost)));
        }
        let means: Vec<_> = changes.iter().map(|changes| mean_and_error(changes)).collect();
        println!("| {week} | mean | | {} |", means.join(" | "));
    }
}

/// The mean of some percentages and its standard error.
fn mean_and_error(values: &[f64]) -> String {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    format!("{mean:+.2} ± {:.2} %", (variance / count).sqrt())
}
