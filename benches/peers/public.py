"""Public instances of routing with windows as a `Problem`, in their published conventions."""

import math
from pathlib import Path

import numpy as np

from problem import Problem, Shift, Task


def read(family: str, path: Path, truncated: bool = False) -> Problem:
    if family in ("vrptw-solomon", "vrptw-homberger"):
        return solomon(path, 10 if truncated else SCALE)
    if family in ("mdvrptw", "sdvrptw"):
        return vrplib(path) if path.suffix == ".vrp" else cordeau(path)
    raise SystemExit(f"unknown family {family}: one of vrptw-solomon, vrptw-homberger, mdvrptw, sdvrptw")


SCALE = 1000  # units of time and distance in one of the data


def solomon(path: Path, scale: int) -> Problem:
    """Double precision, times rounded up, so that a plan is legal in exact arithmetic too; or, with a scale of ten, distances
    and times cut to one decimal."""
    lines = [line.split() for line in path.read_text().splitlines()]
    vehicles, capacity = next((int(a[0]), int(a[1])) for a in lines[1:] if len(a) == 2 and a[0].isdigit())
    rows = [[int(float(cell)) for cell in line] for line in lines if len(line) == 7 and line[0].isdigit()]
    exact = euclid([(row[1], row[2]) for row in rows])
    tasks = [
        Task(str(row[0]), row[0], row[6] * scale, row[4] * scale, row[5] * scale, row[3], must=True)
        for row in rows[1:]
    ]
    closes = rows[0][5] * scale
    shifts = [Shift((vehicle, 0), 0, 0, closes, 0, capacity) for vehicle in range(vehicles)]
    if scale == SCALE:
        return build(path.stem, exact, tasks, shifts, None)
    cut = np.floor(exact * scale + 1e-9).astype(np.int64)
    return Problem(path.stem, cut, cut, tasks, shifts, np.ones((len(tasks), len(shifts)), dtype=bool), scale)


def cordeau(path: Path) -> Problem:
    """Several depots, doubles."""
    lines = [[float(cell) for cell in line.split()] for line in path.read_text().splitlines() if line.split()]
    _, vehicles, customers, depots = (int(cell) for cell in lines[0][:4])
    limits = [(row[0], int(row[1])) for row in lines[1:1 + depots]]
    rows = lines[1 + depots:]
    exact = euclid([(row[1], row[2]) for row in rows])
    tasks = [
        Task(str(int(row[0])), i, round(row[3] * SCALE), round(row[-2] * SCALE), round(row[-1] * SCALE), int(row[4]), must=True)
        for i, row in enumerate(rows[:customers])
    ]
    shifts = []
    for depot, (longest, capacity) in enumerate(limits):
        row = rows[customers + depot]
        for vehicle in range(vehicles):
            start, end = round(row[-2] * SCALE), round(row[-1] * SCALE)
            shift = Shift((depot, vehicle), customers + depot, start, end, 0, capacity, round(longest * SCALE) or None)
            shifts.append(shift)
    return build(path.stem, exact, tasks, shifts, None)


def vrplib(path: Path) -> Problem:
    """Several depots or who may serve what; whole thousandths, rounded per edge."""
    head, sections, current = {}, {}, None
    for line in path.read_text().splitlines():
        words = line.replace(":", " : ").split()
        if not words or words[0] == "EOF":
            continue
        if words[0].endswith("_SECTION"):
            current = sections.setdefault(words[0], [])
        elif ":" in words:
            head[words[0]], current = words[-1], None
        elif current is not None:
            current.append([float(word) for word in words])
    rows = {name: {int(row[0]): row[1:] for row in section} for name, section in sections.items()}
    depots = [int(row[0]) for row in sections.get("DEPOT_SECTION", [[1]]) if row[0] > 0]
    nodes = sorted(rows["NODE_COORD_SECTION"])
    exact = euclid([rows["NODE_COORD_SECTION"][node] for node in nodes])
    windows, service, demand = (rows[f"{name}_SECTION"] for name in ("TIME_WINDOW", "SERVICE_TIME", "DEMAND"))
    clients = [node for node in nodes if node not in depots]
    tasks = [
        Task(str(node), nodes.index(node), round(service[node][0] * SCALE), *(round(t * SCALE) for t in windows[node]),
             int(demand[node][0]), must=True)
        for node in clients
    ]
    longest = round(float(head["VEHICLES_MAX_DURATION"]) * SCALE) if "VEHICLES_MAX_DURATION" in head else None
    homes, capacities = rows.get("VEHICLES_DEPOT_SECTION", {}), rows.get("CAPACITY_SECTION", {})
    shifts = []
    for vehicle in range(1, int(head["VEHICLES"]) + 1):
        depot = int(homes.get(vehicle, [depots[0]])[0])
        capacity = int(capacities[vehicle][0]) if vehicle in capacities else int(head["CAPACITY"])
        span = (round(t * SCALE) for t in windows.get(depot, (0, 1e6)))
        shifts.append(Shift((vehicle, 0), nodes.index(depot), *span, 0, capacity, longest))
    allowed = None
    if "VEHICLES_ALLOWED_CLIENTS_SECTION" in rows:
        may = [set(rows["VEHICLES_ALLOWED_CLIENTS_SECTION"][vehicle]) for vehicle in range(1, len(shifts) + 1)]
        allowed = np.array([[node in served for served in may] for node in clients])
    whole = np.floor(exact * SCALE + 0.5).astype(np.int64)
    return build(path.stem, exact, tasks, shifts, allowed, whole)


def euclid(points: list) -> np.ndarray:
    return np.array([[math.hypot(a[0] - b[0], a[1] - b[1]) for b in points] for a in points])


def build(name, exact, tasks, shifts, allowed, time=None) -> Problem:
    distance = np.floor(exact * SCALE + 0.5).astype(np.int64)
    time = np.ceil(exact * SCALE - 1e-9).astype(np.int64) if time is None else time
    allowed = np.ones((len(tasks), len(shifts)), dtype=bool) if allowed is None else allowed
    return Problem(name, distance, time, tasks, shifts, allowed, SCALE)
