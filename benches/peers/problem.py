"""What every solver is given, and an independent judge of what it gives back.

Distances and times are whole units of the data. A route is the tasks of one shift in order; waiting costs nothing and a
crew leaves its base when that is best.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Task:
    id: str
    place: int
    duration: int
    open: int
    close: int
    load: int = 0
    penalty: int = 0  # what leaving it out costs, in units of distance
    must: bool = False  # a plan without it is no plan


@dataclass(frozen=True)
class Shift:
    id: tuple
    base: int
    start: int
    end: int
    day: int = 0
    capacity: int | None = None
    longest: int | None = None  # most time from leaving the base to being back


@dataclass
class Problem:
    name: str
    distance: np.ndarray
    time: np.ndarray
    tasks: list[Task]
    shifts: list[Shift]
    allowed: np.ndarray  # tasks x shifts
    unit: float = 1.0  # units of distance in the figure that is reported


@dataclass
class Verdict:
    faults: list[str]
    left_out: list[str]
    distance: int
    cost: int


def judge(problem: Problem, routes: dict[int, list[int]]) -> Verdict:
    """Follows every route step by step."""
    faults, seen, distance = [], set(), 0
    for index, route in routes.items():
        shift = problem.shifts[index]
        for task in route:
            if task in seen:
                faults.append(f"{problem.tasks[task].id} is done twice")
            seen.add(task)
            if not problem.allowed[task, index]:
                faults.append(f"{problem.tasks[task].id} may not be done in shift {shift.id}")
        faults += times(problem, shift, route)
        load = sum(problem.tasks[task].load for task in route)
        if shift.capacity is not None and load > shift.capacity:
            faults.append(f"shift {shift.id} carries {load} of {shift.capacity}")
        stops = [shift.base, *(problem.tasks[task].place for task in route), shift.base]
        distance += sum(int(problem.distance[a, b]) for a, b in zip(stops, stops[1:]))
    missing = [task for i, task in enumerate(problem.tasks) if i not in seen]
    faults += [f"{task.id} is left out" for task in missing if task.must]
    fines = sum(task.penalty for task in missing)
    return Verdict(faults, [task.id for task in missing], distance, distance + fines)


def times(problem: Problem, shift: Shift, route: list[int]) -> list[str]:
    if not route:
        return []
    moment, place, starts = shift.start, shift.base, []
    for task in (problem.tasks[index] for index in route):
        moment = max(moment + int(problem.time[place, task.place]), task.open)
        if moment > task.close:
            return [f"{task.id} starts at {moment}, at the latest {task.close}"]
        starts.append(moment)
        moment, place = moment + task.duration, task.place
    back = moment + int(problem.time[place, shift.base])
    if back > shift.end:
        return [f"shift {shift.id} is back at {back}, at the latest {shift.end}"]
    latest = starts[-1]
    for here, after in zip(reversed(route[:-1]), reversed(route[1:])):
        task, following = problem.tasks[here], problem.tasks[after]
        latest = min(task.close, latest - int(problem.time[task.place, following.place]) - task.duration)
    leave = max(shift.start, latest - int(problem.time[shift.base, problem.tasks[route[0]].place]))
    if shift.longest is not None and back - leave > shift.longest:
        return [f"shift {shift.id} takes {back - leave}, at most {shift.longest}"]
    return []
