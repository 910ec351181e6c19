"""Runs brigade and its peers on the same instances, interleaved, and has every plan judged.

    python compare.py weekly --crews 30 --jobs 300 --seeds 3 --time 60
    python compare.py vrptw-solomon --data DIR --only 'R1*' --seeds 3 --time 10

Each run is a process of its own with the whole time for set-up and search. Units of the data in the table: kilometres
for weeks, the published unit for public instances.
"""

import argparse
import csv
import fnmatch
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import public
import weekly
from problem import Problem, judge
from solvers import PEERS

ROOT = Path(__file__).resolve().parents[2]
BRIGADE = ROOT / "target/release/brigade"


def main() -> None:
    options = arguments()
    if options.child:
        return child(options)
    with tempfile.TemporaryDirectory() as scratch:
        results = []
        for name in instances(options):
            for seed in [options.seed] if options.seed else range(1, options.seeds + 1):
                for solver in options.solvers:
                    results.append(run(options, name, seed, solver, options.keep or Path(scratch)))
                    print(json.dumps(results[-1]) if options.json else row(results[-1]), flush=True)
        if not options.json:
            print()
            print(summary(results, options.solvers))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", help="weekly, vrptw-solomon, vrptw-homberger, mdvrptw or sdvrptw")
    parser.add_argument("--data", type=Path, help="folder of the public instances")
    parser.add_argument("--only", default="*", help="which of them, by name; of weeks, by number")
    parser.add_argument("--crews", type=int, default=30)
    parser.add_argument("--jobs", type=int, default=300)
    parser.add_argument("--instances", type=int, default=1, help="how many weeks")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seed", type=int, help="this seed alone")
    parser.add_argument("--time", type=float, default=30, help="seconds, set-up included")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--solvers", type=lambda text: text.split(","), default=["brigade", *PEERS])
    parser.add_argument("--brigade", type=Path, default=BRIGADE, help="the command to run")
    parser.add_argument("--truncated", action="store_true", help="Solomon and Homberger by distances cut to one decimal")
    parser.add_argument("--bound", action="store_true", help="brigade proves a bound of public instances too")
    parser.add_argument("--keep", type=Path, help="folder for brigade's files (default: a temporary one)")
    parser.add_argument("--json", action="store_true", help="print a JSON object per run, and no summary")
    parser.add_argument("--child", nargs=3, metavar=("SOLVER", "NAME", "SEED"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = set(options.solvers) - {"brigade", *PEERS}
    if unknown:
        parser.error(f"unknown solvers: {', '.join(sorted(unknown))}; known: brigade, {', '.join(PEERS)}")
    if options.family != "weekly" and options.data is None:
        parser.error("--data says where the public instances are")
    return options


def instances(options) -> list[str]:
    """Numbers of weeks, or paths of public instances below the data folder."""
    if options.family == "weekly":
        numbers = [str(number) for number in range(1, options.instances + 1)]
        return [number for number in numbers if fnmatch.fnmatch(number, options.only)]
    files = [path for path in sorted(options.data.rglob("*")) if path.suffix in (".txt", ".vrp")]
    return [str(path) for path in files if fnmatch.fnmatch(path.stem, options.only)]


def load(options, name: str) -> Problem:
    if options.family == "weekly":
        return weekly.make(options.crews, options.jobs, int(name))[0]
    return public.read(options.family, Path(name), options.truncated)


def run(options, name: str, seed: int, solver: str, scratch: Path) -> dict:
    """One solver on one instance; the judge's verdict on what it found."""
    problem = load(options, name)
    began = time.monotonic()
    bound = None
    if solver == "brigade":
        routes, bound = brigade(options, problem, name, seed, scratch)
    else:
        command = [sys.executable, __file__, *sys.argv[1:], "--child", solver, name, str(seed)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{solver} failed on {problem.name}")
        routes = {int(shift): route for shift, route in json.loads(done.stdout.splitlines()[-1]).items()}
    seconds = time.monotonic() - began
    verdict = judge(problem, routes)
    for fault in verdict.faults[:3]:
        print(f"  {solver}: {fault}")
    return {"instance": problem.name, "seed": seed, "solver": solver, "seconds": seconds, "legal": not verdict.faults,
            "left_out": len(verdict.left_out), "distance": verdict.distance / problem.unit,
            "cost": verdict.cost / problem.unit, "bound": bound}


def child(options) -> None:
    """A peer, alone in its process; the clock starts before anything is read."""
    began = time.monotonic()
    solver, name, seed = options.child
    routes = PEERS[solver](load(options, name), options.time, options.threads, int(seed), began)
    print(json.dumps(routes))


def brigade(options, problem: Problem, name: str, seed: int, scratch: Path) -> tuple[dict[int, list[int]], float | None]:
    """The routes, and a bound of public instances where one is asked for."""
    common = ["--time", str(options.time), "--threads", str(options.threads)]
    if options.family == "weekly":
        folder = scratch / problem.name
        weekly.write(weekly.make(options.crews, options.jobs, int(name))[1], folder)
        subprocess.run([options.brigade, "plan", folder, "--seed", str(seed), "--no-bound", "--quiet", *common],
                       check=True)
        return weekly.read_plan(problem, folder / "plan/plan.csv"), None
    if options.truncated:
        common += ["--objective", "truncated"]
    if options.bound:
        common.append("--bound")
    path, out = Path(name), scratch / problem.name
    # Finished seeds are kept in the results, so that only this one is run.
    subprocess.run([options.brigade, "bench", options.family, path.parent, "--only", path.stem, "--seeds", str(seed),
                    "-o", out / "results.csv", "--solutions", out, *common],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with (out / "results.csv").open() as file:
        bounds = [line["bound"] for line in csv.DictReader(file) if line["seed"] == str(seed)]
    return solution(problem, out / f"{path.stem}.{seed}.csv"), float(bounds[0]) if bounds and bounds[0] else None


def solution(problem: Problem, path: Path) -> dict[int, list[int]]:
    """Routes of a solution file: each crew of the file takes a vehicle of its kind."""
    index = {task.id: number for number, task in enumerate(problem.tasks)}
    tours: dict[str, list[tuple[int, int]]] = {}
    with path.open() as file:
        for line in csv.DictReader(file):
            tours.setdefault(line["crew"], []).append((int(line["sequence"]), index[line["job"]]))
    numbers = {crew: int(crew) - 1 if crew.isdigit() else int(crew.lstrip("abcdefghijklmnopqrstuvwxyz-")) - 1
               for crew in tours}
    return {numbers[crew]: [task for _, task in sorted(tour)] for crew, tour in tours.items()}


def row(result: dict) -> str:
    legal = "" if result["legal"] else "  NOT LEGAL"
    return (f"{result['instance']:24} seed {result['seed']}  {result['solver']:8} {result['distance']:12.3f}"
            f"  left out {result['left_out']:4}  cost {result['cost']:14.3f}  {result['seconds']:6.1f} s{legal}")


def summary(results: list[dict], solvers: list[str]) -> str:
    """Per solver: medians over seeds, means of them over instances, and how often nobody was better."""
    lines = [f"{'solver':8} {'mean cost':>14} {'mean distance':>14} {'left out':>9} {'best':>5} {'illegal':>8}"]
    runs = sorted({(result["instance"], result["seed"]) for result in results})
    names = sorted({instance for instance, _ in runs})
    legal = [result for result in results if result["legal"]]
    for solver in solvers:
        own = [result for result in results if result["solver"] == solver]

        def mean(key: str) -> float:
            medians = [[r[key] for r in own if r["instance"] == name and r["legal"]] for name in names]
            found = [statistics.median(values) for values in medians if values]
            return statistics.fmean(found) if found else float("nan")

        best = 0
        for instance, seed in runs:
            same = {r["solver"]: r["cost"] for r in legal if (r["instance"], r["seed"]) == (instance, seed)}
            best += solver in same and same[solver] <= min(same.values()) + 1e-9
        lines.append(f"{solver:8} {mean('cost'):14.3f} {mean('distance'):14.3f} {mean('left_out'):9.1f} {best:5}"
                     f" {sum(not r['legal'] for r in own):8}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
