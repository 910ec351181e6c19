"""A judge of plans of public sets, as `brigade bench --solutions` writes them: exact arithmetic on the original files, and
nothing shared with brigade.

    python suites.py FAMILY DIR SOLUTIONS [RESULTS]

judges every SOLUTIONS/INSTANCE.SEED.csv and, with RESULTS, compares with the value that stands there. Exit code 1 where
a plan breaks a rule or does not cost what is said. Families: vrptw-solomon, vrptw-homberger, hconvrp, hhcrsp-mankowska,
strsp-kovacs, smptsp.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

NOISE = 1e-6


def routes_of(path: Path) -> dict:
    """Visits (job, start) by crew and day, in order."""
    routes = defaultdict(list)
    with path.open() as file:
        for row in sorted(csv.DictReader(file), key=lambda row: int(row["sequence"])):
            routes[row["crew"], int(row["day"])].append((row["job"], float(row["start"])))
    return routes


def numbers(path: Path) -> list:
    return [line.split() for line in path.read_text().splitlines() if line.split()]


def twice(routes: dict) -> list:
    seen, faults = set(), []
    for (_, day), visits in routes.items():
        for job, _ in visits:
            if (job, day) in seen:
                faults.append(f"{job} is done twice")
            seen.add((job, day))
    return faults


def in_time(name, visits, window, duration, time, depot_open, depot_close):
    """Follows the starts of a route; `time` is by places, None = the depot."""
    faults, moment, place = [], depot_open, None
    for job, start in visits:
        if start < moment + time(place, job) - NOISE:
            faults.append(f"{name} is at {job} before it can be there")
        opens, closes = window(job)
        if not opens - NOISE <= start <= closes + NOISE:
            faults.append(f"{job} starts at {start}, not in {opens}..{closes}")
        moment, place = start + duration(job), job
    if moment + time(place, None) > depot_close + NOISE:
        faults.append(f"{name} is back after {depot_close}")
    return faults


def solomon(folder: Path, instance: str, routes: dict):
    """Fewest vehicles, then distance."""
    lines = numbers(folder / f"{instance}.txt")
    capacity = next(int(line[1]) for line in lines[1:] if len(line) == 2 and line[0].isdigit())
    rows = {line[0]: [float(cell) for cell in line[1:]] for line in lines if len(line) == 7 and line[0].isdigit()}
    depot = rows.pop("0")

    def time(a, b):
        return math.dist((rows[a] if a else depot)[:2], (rows[b] if b else depot)[:2])

    faults, length = twice(routes), 0.0
    for (vehicle, _), visits in routes.items():
        faults += in_time(vehicle, visits, lambda job: rows[job][3:5], lambda job: rows[job][5], time, depot[3], depot[4])
        if sum(rows[job][2] for job, _ in visits) > capacity:
            faults.append(f"vehicle {vehicle} carries too much")
        length += sum(time(a, b) for a, b in pairwise([None, *(job for job, _ in visits), None]))
    done = {job for visits in routes.values() for job, _ in visits}
    faults += [f"{job} is left out" for job in rows if job not in done]
    return faults, (len(routes), length)


def hconvrp(folder: Path, instance: str, routes: dict):
    lines = numbers(folder / f"{instance}.txt")
    head = {" ".join(line[:-1]): line[-1] for line in lines if line[0] in ("MAXTIME", "DAYS")}
    fleet = []
    for line in lines:
        if line[0].startswith("TYPE"):
            fleet += [[float(cell) for cell in line[2:]]] * int(line[1])
    depot = next((float(line[1]), float(line[2])) for line in lines if line[0] == "DEPOT")
    first, then = (lines.index([word]) for word in ("CUSTOMERCOORDINATES", "CUSTOMERDEMANDS"))
    places = [[float(cell) for cell in line] for line in lines[first + 1:then]]
    count = len(places)
    demands = {line[0]: [float(cell) for cell in line[1:]] for line in lines[then + 1:then + 1 + count]}
    may = {line[0]: line[1:] for line in lines[then + 2 + count:]}

    def at(job):
        return places[int(job) - 1][:2] if job else depot

    faults, cost, sees = twice(routes), 0.0, defaultdict(set)
    for (vehicle, day), visits in routes.items():
        capacity, fixed, variable, speed = fleet[int(vehicle) - 1]
        length = sum(math.dist(at(a), at(b)) for a, b in pairwise([None, *(job for job, _ in visits), None]))
        if length / speed + sum(places[int(job) - 1][2] for job, _ in visits) > float(head["MAXTIME"]) + NOISE:
            faults.append(f"vehicle {vehicle} takes too long on day {day}")
        if sum(demands[job][day - 1] for job, _ in visits) > capacity + NOISE:
            faults.append(f"vehicle {vehicle} carries too much on day {day}")
        for job, _ in visits:
            sees[job].add(vehicle)
            if demands[job][day - 1] == 0:
                faults.append(f"{job} asks for nothing on day {day}")
            if may and may[job][int(vehicle) - 1] != "1":
                faults.append(f"vehicle {vehicle} may not visit {job}")
        cost += fixed + variable * length
    faults += [f"{job} sees {len(vehicles)} vehicles" for job, vehicles in sees.items() if len(vehicles) > 1]
    done = {(job, day) for (_, day), visits in routes.items() for job, _ in visits}
    asked = [(job, day + 1) for job, row in demands.items() for day, demand in enumerate(row) if demand > 0]
    faults += [f"{job} is left out on day {day}" for job, day in asked if (job, day) not in done]
    return faults, cost


def hhcrsp(folder: Path, instance: str, routes: dict):
    data = json.loads((folder / f"{instance}.json").read_text())
    place = {patient["id"]: index + 1 for index, patient in enumerate(data["patients"])}
    able = {caregiver["id"]: set(caregiver["abilities"]) for caregiver in data["caregivers"]}
    patients = {patient["id"]: patient for patient in data["patients"]}
    needs = {
        f"{patient['id']}/{need['service']}": (patient, need)
        for patient in data["patients"] for need in patient["required_caregivers"]
    }

    def time(a, b):
        return data["distances"][place[a.split("/")[0]] if a else 0][place[b.split("/")[0]] if b else 0]

    faults, travel, late, starts, by = twice(routes), 0.0, [], {}, {}
    for (caregiver, _), visits in routes.items():
        faults += in_time(caregiver, visits, lambda job: (needs[job][0]["time_window"][0], math.inf),
                          lambda job: needs[job][1]["duration"], time, 0.0, math.inf)
        travel += sum(time(a, b) for a, b in pairwise([None, *(job for job, _ in visits), None]))
        for job, start in visits:
            patient, need = needs[job]
            if need["service"] not in able[caregiver]:
                faults.append(f"{caregiver} can't do {job}")
            late.append(max(0.0, start - patient["time_window"][1]))
            starts[job], by[job] = start, caregiver
    for name, patient in patients.items():
        jobs = [f"{name}/{need['service']}" for need in patient["required_caregivers"]]
        if not all(job in starts for job in jobs):
            faults.append(f"{name} is left out")
        elif len(jobs) == 2:
            step = patient["synchronization"]
            least, most = (0, 0) if step["type"] == "simultaneous" else step["distance"]
            if by[jobs[0]] == by[jobs[1]]:
                faults.append(f"{name} has one caregiver for both")
            if not least - NOISE <= starts[jobs[1]] - starts[jobs[0]] <= most + NOISE:
                faults.append(f"the services of {name} are out of step")
    return faults, (travel + sum(late) + max(late)) / 3


def strsp(folder: Path, instance: str, routes: dict):
    stem, which = instance.split(":")
    people = "technicians_noTeam" if which == "complete" else "techniciansReduced_noTeam"
    lines = numbers(folder / people / f"technicians_{stem}.txt")
    count, domains, levels = int(lines[1][-1]), int(lines[2][-1]), int(lines[3][-1])
    able = [[int(cell) for cell in line[1:]] for line in lines[5:5 + count]]
    rows = {line[0]: [float(cell) for cell in line[1:]] for line in numbers(folder / "tasks_noTeam" / f"{stem}.txt")[3:]}
    number, depot = next(iter(rows.items()))
    del rows[number]

    def time(a, b):
        return math.dist((rows[a] if a else depot)[:2], (rows[b] if b else depot)[:2])

    faults, length = twice(routes), 0.0
    for (technician, _), visits in routes.items():
        faults += in_time(technician, visits, lambda job: rows[job][3:5], lambda job: rows[job][5], time, depot[3], depot[4])
        length += sum(time(a, b) for a, b in pairwise([None, *(job for job, _ in visits), None]))
        for job, _ in visits:
            for domain in range(domains):
                asked = rows[job][7 + domain * levels:7 + (domain + 1) * levels]
                if any(people > 0 and able[int(technician) - 1][domain] <= level for level, people in enumerate(asked)):
                    faults.append(f"technician {technician} can't do {job}")
    done = {job for visits in routes.values() for job, _ in visits}
    return faults, length + sum(200 + sum(row[7:]) ** 1.5 for job, row in rows.items() if job not in done)


def smptsp(folder: Path, instance: str, routes: dict):
    lines = [line for line in numbers(folder / f"{instance}.dat") if not line[0].startswith("#")]
    count = int(lines[1][-1])
    tasks = [[int(cell) for cell in line] for line in lines[2:2 + count]]
    able = [set(line[1:]) for line in lines[3 + count:]]
    faults, done = twice(routes), set()
    for (worker, _), visits in routes.items():
        done |= {job for job, _ in visits}
        faults += [f"{worker} can't do {job}" for job, _ in visits if job not in able[int(worker)]]
        times = [tasks[int(job)] for job, _ in visits]
        faults += [f"{worker} does two tasks at {b[0]}" for a, b in pairwise(times) if b[0] < a[1]]
        faults += [f"{job} starts at another time" for job, start in visits if start != tasks[int(job)][0]]
    faults += [f"{job} is left out" for job in range(count) if str(job) not in done]
    return faults, float(len(routes))


JUDGES = {"vrptw-solomon": solomon, "vrptw-homberger": solomon, "hconvrp": hconvrp, "hhcrsp-mankowska": hhcrsp,
          "strsp-kovacs": strsp, "smptsp": smptsp}


def main(family: str, folder: str, solutions: str, results: str | None = None) -> int:
    said = {}
    if results:
        with open(results) as file:
            said = {(row["instance"], row["seed"]): row["value"] for row in csv.DictReader(file)}
    bad = 0
    for path in sorted(Path(solutions).rglob("*.csv")):
        instance, seed = str(path.relative_to(solutions))[:-4].rsplit(".", 1)
        faults, value = JUDGES[family](Path(folder), instance, routes_of(path))
        cells = [float(cell) for cell in said.get((instance, seed), "").split("/") if cell]
        mine = list(value) if isinstance(value, tuple) else [value]
        if cells and len(cells) < len(mine):
            mine = mine[1:]  # distance alone
        if cells and any(abs(a - b) > 1e-3 for a, b in zip(cells, mine, strict=True)):
            faults.append(f"costs {mine}, not {cells}")
        bad += bool(faults)
        print(instance, seed, "/".join(f"{part:.4f}".rstrip("0").rstrip(".") for part in mine), *faults[:3], sep="  ")
    print(f"{bad} of the plans are wrong" if bad else "all plans are right")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
