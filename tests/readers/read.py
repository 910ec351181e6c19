"""Reads what brigade writes with other people's programs, and says what does not agree.

    read.py PLAN_FOLDER

plan.xlsx (openpyxl): every row of plan.csv and routes.csv stands in its sheet, with the same figures; dates are dates,
headers are frozen, pages are A4 across.  calendars/*.ics (icalendar): an event for every visit, at its time, none over
another, every UID once.
"""
import csv
import datetime
import pathlib
import sys

import icalendar
import openpyxl

folder = pathlib.Path(sys.argv[1])
faults = []


def table(name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return [{key: value.removeprefix("'") for key, value in row.items()} for row in csv.DictReader(file)]


def clock(value):
    """Minutes of a time in a cell."""
    if isinstance(value, datetime.timedelta):
        return round(value.total_seconds() / 60)
    if isinstance(value, datetime.time):
        return value.hour * 60 + value.minute
    if isinstance(value, datetime.datetime):
        return round((value - datetime.datetime(1899, 12, 30)).total_seconds() / 60)
    return round(float(value) * 1440)


def minutes(text):
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def expect(what, found, wanted):
    if found != wanted:
        faults.append(f"{what}: {found!r}, not {wanted!r}")


plan, routes = table("plan.csv"), table("routes.csv")
book = openpyxl.load_workbook(folder / "plan.xlsx")
sheets = {sheet.title: sheet for sheet in book.worksheets}
by_english = dict(zip("verdict week plan changes left routes crews costs".split(), book.worksheets))
rows = list(by_english["plan"].iter_rows(min_row=2, values_only=True))
expect("visits", len(rows), len(plan))
for row, visit in zip(rows, plan):
    expect("date", row[0].date().isoformat(), visit["date"])
    expect("crew, sequence, job, site", [row[1], int(row[3]), row[4], row[6]],
           [visit["crew"], int(visit["sequence"]), visit["job"], visit["site"]])
    expect(f"times of {visit['job']}", [clock(value) for value in row[8:11]],
           [minutes(visit[key]) for key in ("arrive", "start", "finish")])
    expect(f"way to {visit['job']}", [round(row[11], 3), int(row[12])],
           [float(visit["km"]), int(visit["travel_minutes"])])
rows = list(by_english["routes"].iter_rows(min_row=2, values_only=True))
expect("tours", len(rows), len(routes))
for row, route in zip(rows, routes):
    expect("date and crew", [row[0].date().isoformat(), row[1]], [route["date"], route["crew"]])
    expect("leave and back", [clock(row[3]), clock(row[4])], [minutes(route["leave"]), minutes(route["back"])])
    expect("figures", [int(row[5]), round(row[6], 3), int(row[7]), clock(row[8]), clock(row[9])],
           [int(route["visits"]), float(route["km"]), int(route["travel_minutes"]), int(route["service_minutes"]),
            int(route["overtime_minutes"])])
for sheet in book.worksheets:
    expect(f"paper of {sheet.title}", [sheet.page_setup.paperSize, sheet.page_setup.orientation], [9, "landscape"])
    if sheet is not by_english["verdict"]:
        expect(f"frozen rows of {sheet.title}", str(sheet.freeze_panes)[-1], "2")
        expect(f"repeated rows of {sheet.title}", sheet.print_title_rows, "$1:$1")

seen, events = set(), []
for file in sorted((folder / "calendars").glob("*.ics")):
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    for line in ("PRODID", "VERSION"):
        expect(f"{file.name}: {line} lines", file.read_text("utf-8").count(f"\n{line}:"), 1)
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    confirmed = []
    for event in calendar.walk("VEVENT"):
        uid = str(event["UID"])
        expect(f"{file.name}: {uid} is there once", uid in seen, False)
        seen.add(uid)
        expect(f"{file.name}: zone", {event["DTSTART"].params["TZID"]} <= zones, True)
        if str(event["STATUS"]) == "CONFIRMED":
            confirmed.append((event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"])))
    confirmed.sort(key=lambda event: event[0])
    for (_, end, one), (start, _, other) in zip(confirmed, confirmed[1:]):
        if start < end:
            faults.append(f"{file.name}: {one} and {other} overlap")
    events += [(start.replace(tzinfo=None), end.replace(tzinfo=None)) for start, end, _ in confirmed]


def moment(date, text):
    return datetime.datetime.fromisoformat(date) + datetime.timedelta(minutes=minutes(text))


wanted = sorted((moment(visit["date"], visit["start"]), moment(visit["date"], visit["finish"])) for visit in plan)
expect("events", sorted(events), wanted)
print("\n".join(faults[:20]))
sys.exit(bool(faults))
