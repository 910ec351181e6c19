//! Which search finds the cheapest plan in the same processor time.
//!
//! `cargo bench --bench strategies -- [--seconds S] [--seeds N] [--weeks service-30x300,...] [--searches annealing,...]`
//! runs each search on one island for S seconds of processor time per generated week, the searches taking turns, and
//! prints the cost of each plan against the first search. Processor time, read from Linux, does not count what other
//! programs take. A search may have parameters: `annealing:descents=1:without=or-opt`; `variant` lists them.

use std::fs::read_to_string;

use rand::SeedableRng;
use rand_xoshiro::Xoshiro256PlusPlus;

use brigade::cost::CostEvaluator;
use brigade::generate::{Options, Profile, generate};
use brigade::genetic::CROSSOVERS;
use brigade::rules::RULES;
use brigade::search::{Neighbours, Params, Solution, Walk};
use brigade::solve::{Strategy, construct, finish};

/// Seconds that this thread has been computing.
fn processor_seconds() -> f64 {
    let text = read_to_string("/proc/thread-self/schedstat").expect("Linux counts processor time");
    let nanoseconds: f64 = text.split(' ').next().and_then(|word| word.parse().ok()).expect("a number");
    nanoseconds / 1e9
}

fn option(name: &str, default: &str) -> String {
    let mut words = std::env::args().skip_while(|word| word != name);
    words.nth(1).unwrap_or_else(|| default.into())
}

/// Profile, crews and sites of a week such as `service-30x300`.
fn parse(week: &str) -> Option<(Profile, usize, usize)> {
    let (profile, size) = week.split_once('-')?;
    let (crews, sites) = size.split_once('x')?;
    Some((profile.parse().ok()?, crews.parse().ok()?, sites.parse().ok()?))
}

/// A search and its parameters, such as `annealing:descents=1:without=swap-star`.
fn variant(text: &str) -> (Strategy, Params) {
    let mut words = text.split(':');
    let strategy = words.next().unwrap_or_default().parse().expect("a search");
    let mut params = Params::default();
    for word in words {
        let (name, value) = word.split_once('=').expect("parameter=value");
        let number = || value.parse::<f64>().expect("a number");
        match name {
            "hot" => params.temperatures.0 = number(),
            "cold" => params.temperatures.1 = number(),
            "descents" => params.descents = number(),
            "history" => params.history = number() as usize,
            "shifts" => params.most_shifts = number() as usize,
            "retried" => params.retried = number() as usize,
            "first-share" => params.evolution.first_share = number(),
            "first-plans" => params.evolution.first_plans = number() as u32,
            "education" => params.evolution.education = number(),
            "warm" => params.evolution.warm = number(),
            "local" => params.evolution.local = number(),
            "without" => params.operators.retain(|operator| operator.name() != value),
            "without-crossover" => params.evolution.crossovers.retain(|&index| CROSSOVERS[index].0 != value),
            _ => panic!("no parameter {name}"),
        }
    }
    (strategy, params)
}

/// The plan that a search finds from a start, and how many iterations it took.
fn run(
    (strategy, params): &(Strategy, Params),
    evaluator: &CostEvaluator<'_>,
    near: &Neighbours,
    start: &Solution,
    seed: u64,
    seconds: f64,
) -> (i64, u64) {
    let mut search = strategy.start(Walk::new(evaluator, near, params, start, Xoshiro256PlusPlus::seed_from_u64(seed)));
    let begun = processor_seconds();
    let (mut iterations, mut share) = (0, 0.0);
    while share < 1.0 {
        search.iterate(share);
        iterations += 1;
        if iterations % 8 == 0 {
            share = (processor_seconds() - begun) / seconds;
        }
    }
    let best = finish(evaluator, near, search.best().clone(), seed);
    assert_eq!(best.breaches, (0, 0), "a plan that keeps every rule");
    (best.cost, iterations)
}

const WEEKS: &str = "construction-15x98,construction-40x300,service-30x300,service-100x1500";

fn main() {
    // `cargo test --benches` only sees whether it runs.
    let (short, long) = (("0.5", "1", "service-5x20"), ("10", "3", WEEKS));
    let (seconds, seeds, weeks) = if std::env::args().any(|word| word == "--bench") { long } else { short };
    let seconds: f64 = option("--seconds", seconds).parse().expect("seconds");
    let seeds: u64 = option("--seeds", seeds).parse().expect("a number of seeds");
    let weeks = option("--weeks", weeks);
    let searches = option("--searches", "annealing,iterated,genetic");
    let strategies: Vec<(Strategy, Params)> = searches.split(',').map(variant).collect();
    println!("| week | seed | start | {} |", searches.replace(',', " | "));
    println!("|---|---:|---:|{}", "---:|".repeat(strategies.len()));
    for week in weeks.split(',') {
        let (profile, crews, sites) = parse(week).expect("a week such as service-30x300");
        let mut sums = vec![0.0; strategies.len()];
        for seed in 1..=seeds {
            let instance = generate(&Options { crews, sites, seed, profile }).expect("a size within range").instance;
            let evaluator = CostEvaluator::new(&instance, RULES);
            let near = Neighbours::new(&evaluator, Params::default().neighbours);
            let start = construct(&evaluator, &near, seed);
            let found: Vec<_> =
                strategies.iter().map(|variant| run(variant, &evaluator, &near, &start, seed, seconds)).collect();
            let percent = |cost: i64| 100.0 * (cost as f64 / found[0].0 as f64 - 1.0);
            let euros = |cost: i64| cost as f64 / 3e9;
            let cells: Vec<_> = found
                .iter()
                .map(|&(cost, iterations)| format!("{:.2} ({:+.2} %, {iterations})", euros(cost), percent(cost)))
                .collect();
            println!("| {week} | {seed} | {:.2} | {} |", euros(start.cost), cells.join(" | "));
            sums.iter_mut().zip(&found).for_each(|(sum, &(cost, _))| *sum += percent(cost));
        }
        let means: Vec<_> = sums.iter().map(|sum| format!("{:+.2} %", sum / seeds as f64)).collect();
        println!("| {week} | mean | | {} |", means.join(" | "));
    }
}
