//! The map: bases, sites and tours drawn from their coordinates, today's schedule beside the proposal.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{Label, Lettering, Room};
use super::{PageContext, filter, named};
use crate::i18n::Locale;
use crate::judge::Verdict;
use crate::model::{CrewId, Instance, SiteId, Tour};
use crate::report::messages::{CountMessages, PageMessages};
use crate::report::site_named;

/// Width of the drawing, in its own units; its height follows the land.
const WIDTH: f64 = 720.0;
/// Free space around the outermost places.
const MARGIN: f64 = 24.0;
/// Height of the strip with the scale.
const SCALE: f64 = 22.0;
/// How near to the edge places further out are drawn.
const EDGE: f64 = 8.0;
/// How many colours and how many kinds of dashes tell crews apart.
pub const COLOURS: usize = 8;
const DASHES: usize = 3;
/// Crews in the legend at most; beyond that the filter names them.
const LEGEND: usize = 40;
/// Letters of the names of bases, regions and sites.
const BASES: Lettering = Lettering { size: 10.0, breadth: 0.75, distances: &[7.0, 18.0, 30.0], most: &[24] };
const REGIONS: Lettering = Lettering { size: 16.0, breadth: 0.72, distances: &[18.0, 36.0, 60.0], most: &[24] };
const SITES: Lettering = Lettering { size: 9.0, breadth: 0.62, distances: &[3.5], most: &[40, 22] };
/// Sites on a map that is not crowded at most.
const CROWD: usize = 400;
/// A place this many times as far from the middle as nine of ten is drawn at the edge.
const FAR: f64 = 3.0;
/// Kilometres of a degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;

/// Both schedules on the same land.
pub struct Map {
    pub width: String,
    pub height: String,
    pub bases: Vec<MapPoint>,
    pub sites: Vec<MapPoint>,
    /// The sites of a crowded map, region by region.
    pub dots: Vec<Dots>,
    pub regions: Vec<RegionName>,
    pub bar: ScaleBar,
    pub panels: Vec<Panel>,
    pub legend: Vec<LegendEntry>,
    /// Whether there are so many places that they are drawn small, and bases without their names.
    pub crowded: bool,
}

/// A place on the drawing.
pub struct MapPoint {
    pub x: String,
    pub y: String,
    pub label: String,
    /// Its name on the drawing, where there is room.
    pub name: Option<PlacedName>,
    pub crews: String,
    pub region: String,
    pub cross: bool,
}

/// A name on the drawing.
pub struct PlacedName {
    pub x: String,
    pub y: String,
    pub anchor: &'static str,
    pub text: String,
}

impl From<Label> for PlacedName {
    fn from(Label { x, y, anchor, text }: Label) -> Self {
        Self { x: units(x), y: units(y), anchor, text }
    }
}

/// A region's name on the drawing.
pub struct RegionName {
    pub region: usize,
    pub name: PlacedName,
}

/// All sites of a region.
pub struct Dots {
    pub region: usize,
    pub path: String,
}

/// A length on the drawing and what it is on the road.
pub struct ScaleBar {
    pub x: String,
    pub y: String,
    pub length: String,
    pub text: String,
}

/// One schedule.
pub struct Panel {
    pub title: String,
    pub label: String,
    pub tours: Vec<TourLine>,
    /// Whether crosses tell what is left out.
    pub proposal: bool,
}

/// A tour.
pub struct TourLine {
    pub path: String,
    pub label: String,
    pub crew: usize,
    pub day: String,
    pub regions: String,
    pub style: String,
}

/// How a crew is drawn.
pub struct LegendEntry {
    pub crew: usize,
    pub text: String,
    pub style: String,
}

impl Map {
    pub fn new(context: &PageContext<'_>) -> Self {
        let (instance, locale) = (context.report.instance, context.report.locale);
        let drawing = Drawing::new(instance);
        let draw = Drawer { instance, locale, drawing: &drawing, region_of: filter::region_numbers(instance) };
        let mut panels = Vec::new();
        panels.extend(context.today.as_ref().map(|today| draw.panel(locale.today(), today, false)));
        panels.push(draw.panel(locale.proposal(), &context.plan, true));
        let missing: BTreeSet<SiteId> =
            context.report.left_out.iter().map(|entry| instance.jobs[entry.job].site).collect();
        let crowded = instance.crews.len() > LEGEND || instance.sites.len() > CROWD;
        let mut room = draw.room();
        let (bases, regions) = (draw.bases(&mut room), draw.regions(&mut room));
        let mut site = |site| draw.site(site, missing.contains(&site), (!crowded).then_some(&mut room));
        Self {
            width: units(WIDTH),
            height: units(drawing.height),
            bases,
            sites: instance.site_ids().map(&mut site).collect(),
            dots: draw.dots(),
            regions,
            bar: drawing.scale_bar(locale),
            panels,
            legend: draw.legend(),
            crowded,
        }
    }
}

fn units(value: f64) -> String {
    format!("{value:.1}")
}

/// From coordinates to the drawing: kilometres east and south, then in scale.
struct Drawing {
    planar: bool,
    /// Cosine of the middle latitude.
    shrink: f64,
    west: f64,
    north: f64,
    per_km: f64,
    height: f64,
}

impl Drawing {
    fn new(instance: &Instance) -> Self {
        let places: Vec<_> = places(instance).collect();
        let middle = places.iter().map(|place| place.0).sum::<f64>() / places.len().max(1) as f64;
        let planar = instance.origin.planar;
        let shrink = middle.to_radians().cos();
        let mut drawing = Self { planar, shrink, west: 0.0, north: 0.0, per_km: 1.0, height: WIDTH };
        let around = near(places.iter().map(|&place| drawing.km(place)).collect());
        let around = around.into_iter().fold(None, |around, (x, y)| {
            let (west, east, north, south) = around.unwrap_or((x, x, y, y));
            Some((x.min(west), x.max(east), y.min(north), y.max(south)))
        });
        let Some((west, east, north, south)) = around else { return drawing };
        let (wide, high) = ((east - west).max(0.1), (south - north).max(0.1));
        let inner = WIDTH - 2.0 * MARGIN;
        drawing.per_km = (inner / wide).min(1.2 * inner / high);
        (drawing.west, drawing.north) = (west - (inner / drawing.per_km - wide) / 2.0, north);
        drawing.height = high * drawing.per_km + 2.0 * MARGIN + SCALE;
        drawing
    }

    /// Kilometres to the east and to the south.
    fn km(&self, (a, b): (f64, f64)) -> (f64, f64) {
        if self.planar { (a, -b) } else { (b * KM_PER_DEGREE * self.shrink, -a * KM_PER_DEGREE) }
    }

    /// A place on the drawing; at its edge, seen from the middle, where it lies further out.
    fn point(&self, place: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.place(place);
        let (half_width, half_height) = (WIDTH / 2.0, (self.height - SCALE) / 2.0);
        let (across, down) = (x - half_width, y - half_height);
        let out = (across.abs() / (half_width - EDGE)).max(down.abs() / (half_height - EDGE)).max(1.0);
        (half_width + across / out, half_height + down / out)
    }

    /// How many kilometres lie between a place and where it is drawn.
    fn beyond(&self, place: (f64, f64)) -> f64 {
        let ((x, y), (drawn_x, drawn_y)) = (self.place(place), self.point(place));
        (x - drawn_x).hypot(y - drawn_y) / self.per_km
    }

    fn place(&self, place: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.km(place);
        (MARGIN + (x - self.west) * self.per_km, MARGIN + (y - self.north) * self.per_km)
    }

    /// A round length of about a fifth of the drawing.
    fn scale_bar(&self, locale: Locale) -> ScaleBar {
        let about = WIDTH / 5.0 / self.per_km;
        let power = 10_f64.powf(about.log10().floor());
        let km = [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|&km| km <= about).unwrap_or(power);
        ScaleBar {
            x: units(MARGIN),
            y: units(self.height - 12.0),
            length: units(km * self.per_km),
            text: format!("{} km", locale.number(km, if km < 1.0 { 1 } else { 0 })),
        }
    }
}

/// The points that a drawing is made for: one far away would press all others together.
fn near(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    if points.len() < 10 {
        return points;
    }
    let median = |part: fn(&(f64, f64)) -> f64| {
        let mut values: Vec<f64> = points.iter().map(part).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let (x, y) = (median(|point| point.0), median(|point| point.1));
    let distance = |point: &(f64, f64)| (point.0 - x).hypot(point.1 - y);
    points.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    let usual = points.get((points.len() * 9 / 10).saturating_sub(1)).map_or(0.0, distance);
    points.retain(|point| usual == 0.0 || distance(point) <= FAR * usual);
    points
}

fn places(instance: &Instance) -> impl Iterator<Item = (f64, f64)> + '_ {
    instance.sites.iter().map(|site| site.at).chain(instance.crews.iter().map(|crew| crew.at))
}

struct Drawer<'a> {
    instance: &'a Instance,
    locale: Locale,
    drawing: &'a Drawing,
    region_of: Vec<usize>,
}

impl Drawer<'_> {
    fn panel(&self, title: String, verdict: &Verdict, proposal: bool) -> Panel {
        let tours = &verdict.timetable.tours;
        let metres: i64 = tours.iter().map(|tour| tour.metres).sum();
        let km = self.locale.number(metres as f64 / 1_000.0, 0);
        let label = self.locale.map_alt(&title, tours.len(), &km);
        Panel { title, label, tours: tours.iter().map(|tour| self.tour(tour)).collect(), proposal }
    }

    fn tour(&self, tour: &Tour) -> TourLine {
        let (instance, locale) = (self.instance, self.locale);
        let base = instance.crews[tour.crew].at;
        let sites = tour.stops.iter().map(|stop| instance.jobs[stop.job].site);
        let stops = sites.clone().map(|site| instance.sites[site].at);
        let points: Vec<_> = std::iter::once(base).chain(stops).chain([base]).collect();
        let place = |&place: &(f64, f64)| {
            let (x, y) = self.drawing.point(place);
            format!("{x:.1},{y:.1}")
        };
        let km = locale.number(tour.metres as f64 / 1_000.0, 1);
        TourLine {
            path: format!("M{}", points.iter().map(place).collect::<Vec<_>>().join("L")),
            label: locale.tour_label(
                &self.crew(tour.crew),
                &locale.day(tour.date),
                &locale.visits(tour.stops.len()),
                &km,
                tour.travel,
            ),
            crew: tour.crew.index(),
            day: instance.day(tour.date).map(|day| day.index().to_string()).unwrap_or_default(),
            regions: filter::tokens(sites.map(|site| self.region_of[site])),
            style: style(tour.crew),
        }
    }

    fn crew(&self, crew: CrewId) -> String {
        let own = &self.instance.crews[crew];
        named(&own.id, &own.name)
    }

    /// The drawing with its places and its scale on it.
    fn room(&self) -> Room {
        let mut room = Room::new(WIDTH, self.drawing.height);
        self.instance.crews.iter().for_each(|crew| room.keep_free(self.drawing.point(crew.at), 5.0));
        self.instance.sites.iter().for_each(|site| room.keep_free(self.drawing.point(site.at), 2.5));
        for part in 0..8 {
            room.keep_free((MARGIN + 20.0 * f64::from(part), self.drawing.height - 16.0), 12.0);
        }
        room
    }

    fn site(&self, site: SiteId, cross: bool, room: Option<&mut Room>) -> MapPoint {
        let own = &self.instance.sites[site];
        let (x, y) = self.drawing.point(own.at);
        let name = if own.name.is_empty() { &own.id } else { &own.name };
        let beyond = self.drawing.beyond(own.at);
        let name = if beyond < 1.0 { name.clone() } else { self.locale.far_out(name, &self.locale.number(beyond, 0)) };
        MapPoint {
            x: units(x),
            y: units(y),
            label: site_named(own),
            name: room.and_then(|room| room.place((x, y), &name, SITES)).map(PlacedName::from),
            crews: String::new(),
            region: self.region_of[site].to_string(),
            cross,
        }
    }

    /// A path per region that is a dot at each of its sites: thousands of circles would take long to draw.
    fn dots(&self) -> Vec<Dots> {
        let sites = || SiteId::range(self.region_of.len());
        let dot = |site: SiteId| {
            let (x, y) = self.drawing.point(self.instance.sites[site].at);
            format!("M{x:.1},{y:.1}h0")
        };
        let path = |region| sites().filter(|&site| self.region_of[site] == region).map(dot).collect();
        (0..filter::regions(self.instance).len()).map(|region| Dots { region, path: path(region) }).collect()
    }

    /// One square per place with bases.
    fn bases(&self, room: &mut Room) -> Vec<MapPoint> {
        let mut at: BTreeMap<(String, String), Vec<CrewId>> = BTreeMap::new();
        for (crew, own) in CrewId::enumerate(&self.instance.crews) {
            let (x, y) = self.drawing.point(own.at);
            at.entry((units(x), units(y))).or_default().push(crew);
        }
        let mut point = |((x, y), crews): ((String, String), Vec<CrewId>)| {
            let ids: Vec<_> = crews.iter().map(|&crew| self.instance.crews[crew].id.as_str()).collect();
            let text = if ids.len() > 2 { format!("{} +{}", ids[0], ids.len() - 1) } else { ids.join(" ") };
            let label = self.locale.base_of(&ids.join(", "));
            let place = self.drawing.point(self.instance.crews[crews[0]].at);
            MapPoint {
                x,
                y,
                label,
                name: room.place(place, &text, BASES).map(PlacedName::from),
                crews: filter::tokens(crews.into_iter().map(CrewId::index)),
                region: String::new(),
                cross: false,
            }
        };
        at.into_iter().map(&mut point).collect()
    }

    /// The name of each region near the middle of its sites.
    fn regions(&self, room: &mut Room) -> Vec<RegionName> {
        let names = filter::regions(self.instance);
        let mut found = Vec::new();
        for (number, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let own = SiteId::range(self.region_of.len()).filter(|&site| self.region_of[site] == number);
            let points: Vec<_> = own.map(|site| self.drawing.point(self.instance.sites[site].at)).collect();
            let median = |part: fn(&(f64, f64)) -> f64| {
                let mut values: Vec<f64> = points.iter().map(part).collect();
                values.sort_by(f64::total_cmp);
                values[values.len() / 2]
            };
            let middle = (median(|point| point.0), median(|point| point.1));
            let placed = room.place(middle, name, REGIONS).map(PlacedName::from);
            found.extend(placed.map(|name| RegionName { region: number, name }));
        }
        found
    }

    fn legend(&self) -> Vec<LegendEntry> {
        if self.instance.crews.len() > LEGEND {
            return Vec::new();
        }
        let entry = |crew: CrewId| LegendEntry {
            crew: crew.index(),
            text: self.instance.crews[crew].id.clone(),
            style: style(crew),
        };
        self.instance.crew_ids().map(entry).collect()
    }
}

/// Colour and dashes of a crew's tours.
fn style(crew: CrewId) -> String {
    let crew = crew.index();
    format!("k{} q{}", crew % COLOURS, crew / COLOURS % DASHES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Sketch;

    #[test]
    fn one_far_place_leaves_the_others_their_room() {
        let mut sketch = Sketch::new();
        sketch.crew("ada", (0.0, 0.0));
        for site in 0..12 {
            sketch.site(&format!("farm {site}"), (f64::from(site), f64::from(site % 4)));
        }
        let apart = |sketch: &Sketch| {
            let instance = sketch.instance();
            let drawing = Drawing::new(&instance);
            let at = |site: usize| drawing.point(instance.sites[SiteId::new(site)].at);
            assert!(instance.site_ids().all(|site| {
                let (x, y) = drawing.point(instance.sites[site].at);
                (0.0..=WIDTH).contains(&x) && (0.0..=drawing.height).contains(&y)
            }));
            (at(11).0 - at(0).0, drawing.beyond(instance.sites[SiteId::new(instance.sites.len() - 1)].at))
        };
        assert_eq!(apart(&sketch).1, 0.0);
        let before = apart(&sketch).0;
        sketch.site("far", (500.0, 0.0));
        let (after, beyond) = apart(&sketch);
        assert!(after > 0.9 * before && beyond > 400.0, "{before} {after} {beyond}");
    }
}
