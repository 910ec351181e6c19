//! Sites, bases and tours for a map program (GeoJSON, RFC 7946).

use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject};
use serde_json::{Value, json};

use crate::model::{Instance, Plan, Timetable, Tour, hhmm};

/// Every site and base as a point and every tour of the plan as a line, with ids and figures as properties. Where
/// coordinates are kilometres in a plane, which GeoJSON has no way to say, features come without geometry.
pub fn geojson(instance: &Instance, plan: &Plan) -> FeatureCollection {
    let timetable = Timetable::new(instance, plan);
    let mut visits = vec![0; instance.sites.len()];
    timetable.stops().for_each(|(_, stop)| visits[instance.jobs[stop.job].site] += 1);
    let sites = instance.sites.iter().zip(visits).map(|(site, visits)| {
        let properties =
            json!({"kind": "site", "site": site.id, "name": site.name, "region": site.region, "visits": visits});
        feature(point(instance, site.at), properties)
    });
    let bases = instance
        .crews
        .iter()
        .map(|crew| feature(point(instance, crew.at), json!({"kind": "base", "crew": crew.id, "name": crew.name})));
    let tours = timetable.tours.iter().map(|tour| feature(line(instance, tour), about(instance, tour)));
    FeatureCollection::new(sites.chain(bases).chain(tours))
}

fn about(instance: &Instance, tour: &Tour) -> Value {
    let jobs: Vec<_> = tour.stops.iter().map(|stop| instance.jobs[stop.job].id.as_str()).collect();
    json!({
        "kind": "tour",
        "crew": instance.crews[tour.crew].id,
        "date": tour.date.to_string(),
        "jobs": jobs,
        "leave": hhmm(tour.leave),
        "back": hhmm(tour.back),
        "km": tour.metres as f64 / 1_000.0,
        "travel_minutes": tour.travel,
    })
}

fn point(instance: &Instance, at: (f64, f64)) -> Option<GeometryValue> {
    (!instance.origin.planar).then(|| GeometryValue::new_point(position(at)))
}

fn line(instance: &Instance, tour: &Tour) -> Option<GeometryValue> {
    let base = instance.crews[tour.crew].at;
    let stops = tour.stops.iter().map(|stop| instance.sites[instance.jobs[stop.job].site].at);
    let places: Vec<_> = std::iter::once(base).chain(stops).chain([base]).map(position).collect();
    (!instance.origin.planar).then(|| GeometryValue::new_line_string(places))
}

/// Longitude before latitude.
fn position((latitude, longitude): (f64, f64)) -> [f64; 2] {
    [longitude, latitude]
}

fn feature(geometry: Option<GeometryValue>, properties: Value) -> Feature {
    let properties: Option<JsonObject> = properties.as_object().cloned();
    Feature { geometry: geometry.map(Geometry::new), properties, ..Feature::default() }
}
