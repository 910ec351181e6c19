//! The week grid: crews by days, in each cell a bar of time with every visit and the way to it in scale.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::changes::{ChangeOf, mark, place};
use super::{PageContext, filter, named};
use crate::i18n::Locale;
use crate::insight::{ChangeKind, VisitChange};
use crate::judge::Verdict;
use crate::model::{CrewId, DayId, Instance, Lag, Stop, Timetable, Tour, hhmm, pin_words};
use crate::report::messages::{PageMessages, TerminalMessages};
use crate::units::Minutes;

/// Hours between two marks of the scale.
const TICK: Minutes = 120;

/// One ISO week.
pub struct GridWeek {
    pub label: String,
    pub days: Vec<Day>,
    pub ticks: Vec<Tick>,
    /// Where the break lies on the scale; none where there is none.
    pub pause: Option<Span>,
    pub rows: Vec<GridRow>,
}

/// A column.
pub struct Day {
    pub number: usize,
    pub label: String,
}

/// An hour on the scale.
pub struct Tick {
    pub at: String,
    pub label: String,
}

/// A stretch of the scale, in percent of its length.
pub struct Span {
    pub left: String,
    pub width: String,
}

/// A crew's row.
pub struct GridRow {
    pub crew: usize,
    pub id: String,
    pub name: String,
    pub regions: String,
    pub cells: Vec<GridCell>,
}

/// A crew's day.
pub struct GridCell {
    pub day: usize,
    /// The shift; none where the crew is off.
    pub shift: Option<Span>,
    pub plan: Option<Timeline>,
    pub today: Option<Timeline>,
}

/// One schedule of a crew's day.
pub struct Timeline {
    pub roads: Vec<GridRoad>,
    pub visits: Vec<VisitBar>,
    /// The time after the end of the shift.
    pub late: Option<Span>,
}

/// A way.
pub struct GridRoad {
    pub span: Span,
    pub label: String,
}

/// A visit.
pub struct VisitBar {
    pub span: Span,
    pub kind: &'static str,
    pub mark: &'static str,
    /// When it starts, for paper, which has no scale.
    pub start: String,
    pub text: String,
    /// All there is to know, lines separated by line breaks.
    pub label: String,
    pub region: usize,
}

/// The weeks of the horizon, those with work.
pub fn weeks(context: &PageContext<'_>) -> Vec<GridWeek> {
    let grid = Grid::new(context);
    let days = filter::shown_days(context);
    let week = |day: &DayId| grid.instance.dates[*day].iso_week();
    days.chunk_by(|a, b| week(a) == week(b)).map(|days| grid.week(days)).collect()
}

type ToursByCrewDay<'a> = HashMap<(CrewId, NaiveDate), &'a Tour>;

struct Grid<'a> {
    instance: &'a Instance,
    locale: Locale,
    plan: ToursByCrewDay<'a>,
    today: Option<ToursByCrewDay<'a>>,
    pinned: HashMap<(CrewId, NaiveDate, usize), &'static str>,
    change_of: ChangeOf,
    region_of: Vec<usize>,
    regions_of_crew: Vec<String>,
    /// First and last minute of the scale.
    scale: (Minutes, Minutes),
}

impl<'a> Grid<'a> {
    fn new(context: &'a PageContext<'_>) -> Self {
        let (instance, locale) = (context.report.instance, context.report.locale);
        let tours = |verdict: &'a Verdict| -> ToursByCrewDay<'a> {
            verdict.timetable.tours.iter().map(|tour| ((tour.crew, tour.date), tour)).collect()
        };
        let (plan, today) = (tours(&context.plan), context.today.as_ref().map(tours));
        let region_of = filter::region_numbers(instance);
        let plans: Vec<_> = [Some(context.report.plan), instance.current.as_ref()].into_iter().flatten().collect();
        let regions = |crew| filter::regions_of_crew(instance, &region_of, crew, &plans);
        Self {
            scale: scale(instance, &[Some(&context.plan.timetable), context.today.as_ref().map(|v| &v.timetable)]),
            pinned: pinned(instance, &context.plan.timetable),
            regions_of_crew: instance.crew_ids().map(regions).collect(),
            change_of: ChangeOf::new(context),
            instance,
            locale,
            plan,
            today,
            region_of,
        }
    }

    fn week(&self, days: &[DayId]) -> GridWeek {
        let week = self.instance.dates[days[0]].iso_week();
        let clock = &self.instance.settings.clock;
        let (first, last) = self.scale;
        let hours = (first..=last).step_by(TICK as usize);
        let tick = |at: Minutes| Tick { at: self.percent(at - first), label: (at / 60).to_string() };
        GridWeek {
            label: self.locale.week(week.year(), week.week()),
            days: days
                .iter()
                .map(|&number| Day { number: number.index(), label: self.locale.day(self.instance.dates[number]) })
                .collect(),
            ticks: hours.map(tick).collect(),
            pause: (clock.pause() > 0).then(|| self.span(clock.from, clock.until)),
            rows: self.instance.crew_ids().map(|crew| self.row(crew, days)).collect(),
        }
    }

    fn row(&self, crew: CrewId, days: &[DayId]) -> GridRow {
        let own = &self.instance.crews[crew];
        GridRow {
            crew: crew.index(),
            id: own.id.clone(),
            name: own.name.clone(),
            regions: self.regions_of_crew[crew].clone(),
            cells: days.iter().map(|&day| self.cell(crew, day)).collect(),
        }
    }

    fn cell(&self, crew: CrewId, day: DayId) -> GridCell {
        let date = self.instance.dates[day];
        let lane =
            |tours: &ToursByCrewDay<'_>, today: bool| tours.get(&(crew, date)).map(|tour| self.timeline(tour, today));
        GridCell {
            day: day.index(),
            shift: self.instance.hours(crew, date).map(|(start, end)| self.span(start, end)),
            plan: lane(&self.plan, false),
            today: self.today.as_ref().and_then(|tours| lane(tours, true)),
        }
    }

    fn timeline(&self, tour: &Tour, today: bool) -> Timeline {
        let mut roads = Vec::new();
        let mut from = tour.leave;
        for stop in &tour.stops {
            roads.extend(self.road(from, stop.arrive, self.locale.road_to(stop.travel)));
            from = stop.finish;
        }
        let home = tour.travel - tour.stops.iter().map(|stop| stop.travel).sum::<Minutes>();
        roads.extend(self.road(from, tour.back, self.locale.road_home(home)));
        let visits = tour.stops.iter().enumerate().map(|(position, stop)| self.bar(tour, position, stop, today));
        Timeline {
            roads,
            visits: visits.collect(),
            late: (tour.back > tour.end).then(|| self.span(tour.end.max(tour.leave), tour.back)),
        }
    }

    fn road(&self, from: Minutes, until: Minutes, label: String) -> Option<GridRoad> {
        (until > from).then(|| GridRoad { span: self.span(from, until), label })
    }

    fn bar(&self, tour: &Tour, position: usize, stop: &Stop, today: bool) -> VisitBar {
        let job = &self.instance.jobs[stop.job];
        let site = &self.instance.sites[job.site];
        let change = self.change_of.get(today, (stop.job, tour.crew, tour.date));
        let kind = change.map(VisitChange::kind);
        let pin = self.pinned.get(&(tour.crew, tour.date, position)).filter(|_| !today);
        VisitBar {
            span: self.span(stop.start, stop.finish),
            kind: kind.map_or("planned", ChangeKind::word),
            mark: kind.map_or("", mark),
            start: hhmm(stop.start),
            text: format!("{} {}", job.id, if site.name.is_empty() { &job.name } else { &site.name }),
            label: self.label(tour, stop, change, today, pin.is_some()),
            region: self.region_of[job.site],
        }
    }

    /// Everything about a visit, line by line.
    fn label(&self, tour: &Tour, stop: &Stop, change: Option<&VisitChange>, today: bool, pinned: bool) -> String {
        let (instance, locale) = (self.instance, self.locale);
        let job = &instance.jobs[stop.job];
        let (site, crew) = (&instance.sites[job.site], &instance.crews[tour.crew]);
        let mut lines = vec![named(&job.id, &job.name)];
        lines.push(
            [site.name.as_str(), site.address.line().as_str(), site.region.as_str()]
                .iter()
                .filter(|t| !t.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(" · "),
        );
        lines.push(locale.v_time(&hhmm(stop.start), &hhmm(stop.finish), &locale.day(tour.date)));
        lines.push(locale.v_crew(&named(&crew.id, &crew.name)));
        lines.push(locale.v_road(&locale.number(f64::from(stop.metres) / 1_000.0, 1), stop.travel));
        lines.extend(self.skills(stop).map(|skills| locale.v_skills(&skills)));
        lines.extend(job.late_after.map(|after| locale.v_promised(&hhmm(after))));
        let after = |lag: Lag| locale.v_with(lag.least, lag.most, &instance.jobs[lag.job].id);
        lines.extend(job.with.map(after));
        lines.extend(job.due.map(|due| locale.v_due(&locale.day(due))));
        lines.extend(change.map(|change| self.change(change, today)));
        lines.extend(pinned.then(|| locale.pinned_mark()));
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    fn skills(&self, stop: &Stop) -> Option<String> {
        let needs = &self.instance.jobs[stop.job].skills;
        let words = needs.iter().map(|need| format!("{}:{}", self.instance.skills[need.skill], need.level));
        (!needs.is_empty()).then(|| words.collect::<Vec<_>>().join(", "))
    }

    fn change(&self, change: &VisitChange, today: bool) -> String {
        let locale = self.locale;
        let other = if today { change.to } else { change.from };
        match (change.kind(), other) {
            (ChangeKind::Kept, _) => locale.v_kept(),
            (_, Some(end)) if today => locale.v_becomes(&place(self.instance, locale, end)),
            (_, Some(end)) => locale.v_was(&place(self.instance, locale, end)),
            (_, None) if today => locale.v_dropped(),
            (_, None) => locale.v_added(),
        }
    }

    fn span(&self, from: Minutes, until: Minutes) -> Span {
        Span { left: self.percent(from - self.scale.0), width: self.percent(until - from) }
    }

    fn percent(&self, minutes: Minutes) -> String {
        format!("{:.2}", 100.0 * f64::from(minutes) / f64::from(self.scale.1 - self.scale.0))
    }
}

/// Whole hours that hold every shift and tour.
fn scale(instance: &Instance, timetables: &[Option<&Timetable>]) -> (Minutes, Minutes) {
    let shifts = instance.shifts.iter().map(|shift| (shift.start, shift.end));
    let tours = timetables.iter().flatten().flat_map(|timetable| &timetable.tours);
    let ends = |tour: &Tour| tour.stops.iter().map(|stop| stop.finish).fold(tour.back, Minutes::max);
    let starts = |tour: &Tour| tour.stops.iter().map(|stop| stop.start).fold(tour.leave, Minutes::min);
    let spans = shifts.chain(tours.map(|tour| (starts(tour), ends(tour))));
    let (first, last) = spans.fold((Minutes::MAX, Minutes::MIN), |(low, high), (a, b)| (low.min(a), high.max(b)));
    if first > last { (8 * 60, 18 * 60) } else { (first / 60 * 60, (last + 59) / 60 * 60) }
}

fn pinned(instance: &Instance, timetable: &Timetable) -> HashMap<(CrewId, NaiveDate, usize), &'static str> {
    let place = |index: usize| (timetable.tours[index].crew, timetable.tours[index].date);
    let words = pin_words(instance, timetable).into_iter();
    words.map(|((tour, position), word)| ((place(tour).0, place(tour).1, position), word)).collect()
}
