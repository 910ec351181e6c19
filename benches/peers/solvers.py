"""The peers, each given its best encoding and what is left of the time after its set-up."""

import json
import time as clock
from datetime import datetime, timedelta, timezone

import numpy as np

from problem import Problem, judge

Routes = dict[int, list[int]]


def groups(problem: Problem) -> list[list[int]]:
    """Shifts that are alike in everything."""
    found: dict[tuple, list[int]] = {}
    for index, shift in enumerate(problem.shifts):
        key = (shift.base, shift.start, shift.end, shift.day, shift.capacity, shift.longest,
               problem.allowed[:, index].tobytes())
        found.setdefault(key, []).append(index)
    return list(found.values())


def crews_of(problem: Problem) -> list[list[int]]:
    """The shifts of each crew; on a single day each shift is one."""
    if len({shift.day for shift in problem.shifts}) == 1:
        return [[index] for index in range(len(problem.shifts))]
    found: dict[int, list[int]] = {}
    for index, shift in enumerate(problem.shifts):
        found.setdefault(shift.id[0], []).append(index)
    return list(found.values())


def classes_of(problem: Problem, by_crew: list[list[int]]) -> tuple[list[int], list[set[int]]]:
    """One skill for the tasks that the same crews may ever do: that of each task, and those of each crew."""
    ever = np.array([problem.allowed[:, members].any(axis=1) for members in by_crew])
    classes, skill_of = np.unique(ever.T, axis=0, return_inverse=True)
    skills = [{index for index, row in enumerate(classes) if row[number]} for number in range(len(by_crew))]
    return [int(skill) for skill in skill_of.ravel()], skills


def pyvrp(problem: Problem, seconds: float, threads: int, seed: int, began: float) -> Routes:
    """One profile per set of tasks that a shift may do; every task required first. Where that fails it gets the whole time
    once more, with prizes for the tasks."""
    import pyvrp as lib
    from pyvrp.stop import MaxRuntime

    alike = groups(problem)
    bases = sorted({shift.base for shift in problem.shifts})
    order = bases + [task.place for task in problem.tasks]
    distance, duration = problem.distance[np.ix_(order, order)], problem.time[np.ix_(order, order)]
    profiles: dict[bytes, int] = {}
    distances, durations, types = [], [], []
    for members in alike:
        shift, mask = problem.shifts[members[0]], problem.allowed[:, members[0]]
        if mask.tobytes() not in profiles:
            profiles[mask.tobytes()] = len(distances)
            barred = np.concatenate([np.zeros(len(bases), dtype=bool), ~mask])
            distances.append(barring(distance, barred))
            durations.append(barring(duration, barred))
        depot = bases.index(shift.base)
        types.append(lib.VehicleType(
            len(members), [shift.capacity] if shift.capacity is not None else [], depot, depot, tw_early=shift.start,
            tw_late=shift.end, shift_duration=shift.longest or 2**40, profile=profiles[mask.tobytes()]))
    loaded = any(shift.capacity is not None for shift in problem.shifts)
    places = [lib.Location(0, 0) for _ in order]
    depots = [lib.Depot(index) for index in range(len(bases))]

    def run(required: bool, limit: float):
        clients = [
            lib.Client(len(bases) + index, delivery=[task.load] if loaded else [], service_duration=task.duration,
                       tw_early=task.open, tw_late=task.close, prize=0 if required else task.penalty, required=required)
            for index, task in enumerate(problem.tasks)
        ]
        data = lib.ProblemData(places, clients, depots, types, distances, durations)
        return lib.solve(data, MaxRuntime(max(0.1, limit)), seed=seed).best

    optional = any(not task.must for task in problem.tasks)
    best = run(True, began + seconds - clock.monotonic())
    if optional and not best.is_feasible():
        best = run(False, seconds)
    free = {index: list(members) for index, members in enumerate(alike)}
    routes = {}
    for route in best.routes():
        visits = [activity.idx for activity in route if activity.is_client()]
        routes[free[route.vehicle_type()].pop()] = visits
    return routes


def barring(matrix: np.ndarray, barred: np.ndarray) -> np.ndarray:
    """The matrix with places that may not be visited far away."""
    matrix = matrix.copy()
    matrix[:, barred] = matrix[barred, :] = 10**8
    np.fill_diagonal(matrix, 0)
    return matrix


def vroom(problem: Problem, seconds: float, threads: int, seed: int, began: float) -> Routes:
    """Days as windows on one long clock, everything else as skills. It has no seed."""
    import vroom as lib

    day = 10 * max(shift.end for shift in problem.shifts)
    model = lib.Input()
    model.set_durations_matrix("car", problem.time.astype(np.uint32))
    model.set_costs_matrix("car", problem.distance.astype(np.uint32))
    by_crew = crews_of(problem)
    skill_of, skills_of = classes_of(problem, by_crew)
    for members, skills in zip(by_crew, skills_of):
        for index in members:
            shift = problem.shifts[index]
            model.add_vehicle(lib.Vehicle(
                index, start=shift.base, end=shift.base, skills=skills,
                capacity=[shift.capacity] if shift.capacity is not None else (),
                time_window=lib.TimeWindow(shift.day * day + shift.start, shift.day * day + shift.end)))
    highest = max(task.penalty for task in problem.tasks) or 1
    loaded = any(shift.capacity is not None for shift in problem.shifts)
    for index, task in enumerate(problem.tasks):
        open_days = sorted({s.day for i, s in enumerate(problem.shifts) if problem.allowed[index, i]})
        windows = [lib.TimeWindow(d * day + task.open, d * day + task.close) for d in open_days]
        if windows:
            model.add_job(lib.Job(index, task.place, default_service=task.duration, skills={skill_of[index]},
                                  delivery=lib.Amount([task.load]) if loaded else lib.Amount([]),
                                  priority=int(100 * task.penalty / highest), time_windows=windows))
    left = max(0.1, began + seconds - clock.monotonic())
    solution = model.solve(exploration_level=5, nb_threads=threads, timeout=timedelta(seconds=left))
    routes: Routes = {}
    steps = solution.routes[solution.routes["type"] == "job"]
    for vehicle, task in zip(steps["vehicle_id"], steps["id"]):
        routes.setdefault(int(vehicle), []).append(int(task))
    return routes


def ortools(problem: Problem, seconds: float, threads: int, seed: int, began: float) -> Routes:
    """Guided local search from the cheapest insertion. It runs on one thread."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    places = [task.place for task in problem.tasks]
    bases = [shift.base for shift in problem.shifts]
    nodes = places + bases
    first = len(places)
    ends = list(range(first, len(nodes)))
    manager = pywrapcp.RoutingIndexManager(len(nodes), len(bases), ends, ends)
    routing = pywrapcp.RoutingModel(manager)
    order = np.array(nodes)
    distance = problem.distance[np.ix_(order, order)].tolist()
    service = np.array([task.duration for task in problem.tasks] + [0] * len(bases))
    travel = (problem.time[np.ix_(order, order)] + service[:, None]).tolist()
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(distance))
    horizon = max(shift.end for shift in problem.shifts)
    routing.AddDimension(routing.RegisterTransitMatrix(travel), horizon, horizon, False, "time")
    moments = routing.GetDimensionOrDie("time")
    if any(shift.capacity is not None for shift in problem.shifts):
        loads = [task.load for task in problem.tasks] + [0] * len(bases)
        demand = routing.RegisterUnaryTransitVector(loads)
        capacities = [2**40 if s.capacity is None else s.capacity for s in problem.shifts]
        routing.AddDimensionWithVehicleCapacity(demand, 0, capacities, True, "load")
    for index, shift in enumerate(problem.shifts):
        moments.CumulVar(routing.Start(index)).SetRange(shift.start, shift.end)
        moments.CumulVar(routing.End(index)).SetRange(shift.start, shift.end)
        if shift.longest is not None:
            moments.SetSpanUpperBoundForVehicle(shift.longest, index)
    for index, task in enumerate(problem.tasks):
        node = manager.NodeToIndex(index)
        moments.CumulVar(node).SetRange(task.open, task.close)
        vehicles = np.flatnonzero(problem.allowed[index]).tolist()
        if len(vehicles) < len(bases):
            routing.VehicleVar(node).SetValues([-1, *vehicles])
        routing.AddDisjunction([node], 10**9 if task.must else task.penalty)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(max(100, int(1000 * (began + seconds - clock.monotonic()))))
    solution = routing.SolveWithParameters(parameters)
    routes: Routes = {}
    if solution is None:
        return routes
    for vehicle in range(len(bases)):
        index = solution.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(index):
            routes.setdefault(vehicle, []).append(manager.IndexToNode(index))
            index = solution.Value(routing.NextVar(index))
    return routes


def vrp(problem: Problem, seconds: float, threads: int, seed: int, began: float) -> Routes:
    """Reinterpretcat's vrp: as many tasks as can be, then the shortest way. Where that leaves any out, it gets the whole time
    once more to keep the dearest ones, and the better plan counts. It has no seed, and its limit is whole seconds."""
    best = pragmatic(problem, False, began + seconds - clock.monotonic(), threads)
    if judge(problem, best).left_out and not any(task.must for task in problem.tasks):
        valued = pragmatic(problem, True, seconds, threads)
        best = min(best, valued, key=lambda routes: judge(problem, routes).cost)
    return best


def pragmatic(problem: Problem, valued: bool, seconds: float, threads: int) -> Routes:
    """The model of vrp: the days of a crew are shifts of one vehicle on one long clock, who may do what are skills."""
    import vrp_cli as lib

    by_crew = crews_of(problem)
    skill_of, skills_of = classes_of(problem, by_crew)
    day = 10 * max(shift.end for shift in problem.shifts)
    vehicles = [vehicle(problem, number, by_crew[number], skills, day) for number, skills in enumerate(skills_of)]
    loaded = any(shift.capacity is not None for shift in problem.shifts)
    jobs = []
    for index, task in enumerate(problem.tasks):
        days = sorted({shift.day for i, shift in enumerate(problem.shifts) if problem.allowed[index, i]})
        windows = [[moment(d * day + task.open), moment(d * day + task.close)] for d in days]
        places = [{"location": {"index": task.place}, "duration": task.duration, "times": windows}]
        work = {"deliveries": [{"places": places, "demand": [task.load]}]} if loaded else {"services": [{"places": places}]}
        value = {"value": task.penalty} if valued else {}
        jobs.append({"id": f"{index}", "skills": {"allOf": [f"{skill_of[index]}"]}, **work, **value})
    first = {"type": "maximize-value" if valued else "minimize-unassigned"}
    model = {"plan": {"jobs": jobs}, "fleet": {"vehicles": vehicles, "profiles": [{"name": "car"}]},
             "objectives": [[first], [{"type": "minimize-cost"}]]}
    matrix = {"profile": "car", "travelTimes": problem.time.ravel().tolist(),
              "distances": problem.distance.ravel().tolist()}
    config = {"termination": {"maxTime": max(1, int(seconds))},
              "environment": {"parallelism": {"numThreadPools": 1, "threadsPerPool": threads}}}
    solution = json.loads(lib.solve_pragmatic(
        problem=json.dumps(model), matrices=[json.dumps(matrix)], config=json.dumps(config)))
    routes: Routes = {}
    for tour in solution["tours"]:
        done = [activity for stop in tour["stops"] for activity in stop["activities"] if "jobId" in activity]
        tasks = [int(activity["jobId"]) for activity in done if activity["type"] in ("service", "delivery")]
        routes[by_crew[int(tour["typeId"])][tour["shiftIndex"]]] = tasks
    return routes


def vehicle(problem: Problem, number: int, members: list[int], skills: set[int], day: int) -> dict:
    """A crew as vrp sees it; its shifts differ in their hours only."""
    shifts = [problem.shifts[index] for index in members]
    place = {"location": {"index": shifts[0].base}}
    limits = {} if shifts[0].longest is None else {"limits": {"maxDuration": shifts[0].longest}}
    return {"typeId": f"{number}", "vehicleIds": [f"{number}"], "profile": {"matrix": "car"},
            "costs": {"fixed": 0, "distance": 1, "time": 0},
            "shifts": [{"start": {"earliest": moment(shift.day * day + shift.start), **place},
                        "end": {"latest": moment(shift.day * day + shift.end), **place}} for shift in shifts],
            "capacity": [2**30 if shifts[0].capacity is None else shifts[0].capacity],
            "skills": [f"{skill}" for skill in sorted(skills)], **limits}


def moment(units: int) -> str:
    """A time of vrp, a second for each unit."""
    return (datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=int(units))).strftime("%Y-%m-%dT%H:%M:%SZ")


PEERS = {"pyvrp": pyvrp, "vroom": vroom, "ortools": ortools, "vrp": vrp}
