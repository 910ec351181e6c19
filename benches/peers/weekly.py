"""Made-up service weeks in which kilometres are the only cost after what is left out, as brigade's CSV folder and as a
`Problem`. Skills, days, windows and homes differ; nothing is in them that a routing library can't express."""

import csv
import datetime
import math
import random
from pathlib import Path

import numpy as np

from problem import Problem, Shift, Task

DAYS = 5
START, END = 8 * 60, 17 * 60
SPEED = 50  # km/h
MONDAY = datetime.date(2026, 11, 23)
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri"]
SKILLS = ["boilers", "cooling", "electrics", "gas", "plumbing", "solar"]
PATTERNS = [(0, 1), (0, 3, 4), (1, 2), (2, 5), (3, 4), (0, 2, 4), (1, 3, 5), (0, 1, 2, 3, 4, 5)]


def make(crews: int, jobs: int, seed: int) -> tuple[Problem, dict[str, str]]:
    """The week, and the texts of its files."""
    draw = random.Random(seed)
    towns = [(draw.uniform(0, 120), draw.uniform(0, 120)) for _ in range(8)]

    def place() -> tuple[float, float]:
        if draw.random() < 0.3:
            return round(draw.uniform(0, 120), 3), round(draw.uniform(0, 120), 3)
        x, y = draw.choice(towns)
        return round(x + draw.gauss(0, 8), 3), round(y + draw.gauss(0, 8), 3)

    sites = [place() for _ in range(jobs)]
    bases = [place() for _ in range(crews)]
    patterns = [draw.choice(PATTERNS) for _ in range(crews)]
    held = sorted({skill for pattern in patterns for skill in pattern})
    shifts = [Shift((crew, day), jobs + crew, START, END, day) for crew in range(crews) for day in range(DAYS)]
    tasks, rows, allowed = [], [], np.zeros((jobs, len(shifts)), dtype=bool)
    for job in range(jobs):
        skill, priority, duration = draw.choice(held), draw.randint(1, 9), draw.choice([30, 45, 60, 90, 120])
        days = sorted(draw.sample(range(DAYS), draw.randint(1, 3))) if draw.random() < 0.4 else list(range(DAYS))
        window = draw.choice([(480, 600), (600, 720), (780, 900)]) if draw.random() < 0.4 else (START, END)
        tasks.append(Task(f"j{job}", job, duration, *window, penalty=priority * (400_000 + duration * 2_500)))
        for index, shift in enumerate(shifts):
            crew, day = shift.id
            allowed[job, index] = skill in patterns[crew] and day in days
        clock = [f"{minute // 60:02}:{minute % 60:02}" for minute in window]
        weekdays = " ".join(WEEKDAYS[day] for day in days)
        rows.append([f"j{job}", f"s{job}", duration, SKILLS[skill], weekdays, *clock, priority])
    points = np.array(sites + bases)
    metres = distances(points)
    minutes = -(-metres * 60 // (SPEED * 1000))
    problem = Problem(f"weekly-{jobs}x{crews}-{seed}", metres, minutes, tasks, shifts, allowed, 1000.0)
    skills = [" ".join(SKILLS[skill] for skill in pattern) for pattern in patterns]
    files = {
        "crews.csv": table(["crew", "x", "y", "skills", "start", "end"], [
            [f"c{crew}", *bases[crew], skills[crew], "08:00", "17:00"] for crew in range(crews)]),
        "sites.csv": table(["site", "x", "y"], [[f"s{job}", *sites[job]] for job in range(jobs)]),
        "jobs.csv": table(["job", "site", "duration", "skills", "days", "open", "close", "priority"], rows),
        "settings.toml": SETTINGS,
    }
    return problem, files


SETTINGS = f"""[horizon]
start = "{MONDAY}"
days = {DAYS}
[day]
break = ""
[travel]
speed_kmh = {SPEED}
[costs]
km = 1.0
hour = 0.0
overtime_hour = 0.0
[weights]
late_day = 0.0
risk_day = 0.0
long_trip_minute = 0.0
overload = 0.0
change_crew = 0.0
change_day = 0.0
second_crew = 0.0
preference = 0.0
overskill = 0.0
"""


def distances(points: np.ndarray) -> np.ndarray:
    """Whole metres between points in kilometres, halves up."""
    count = len(points)
    metres = np.zeros((count, count), dtype=np.int64)
    for i in range(count):
        for j in range(i):
            metres[i, j] = metres[j, i] = math.floor(math.hypot(*(points[i] - points[j])) * 1000 + 0.5)
    return metres


def table(header: list[str], rows: list[list]) -> str:
    lines = [header, *rows]
    return "".join(",".join(str(cell) for cell in line) + "\n" for line in lines)


def write(files: dict[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


def read_plan(problem: Problem, path: Path) -> dict[int, list[int]]:
    """The routes of a plan.csv."""
    index = {shift.id: i for i, shift in enumerate(problem.shifts)}
    routes: dict[int, list[int]] = {}
    with path.open() as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["sequence"]))
    for row in rows:
        day = (datetime.date.fromisoformat(row["date"]) - MONDAY).days
        routes.setdefault(index[int(row["crew"][1:]), day], []).append(int(row["job"][1:]))
    return routes
