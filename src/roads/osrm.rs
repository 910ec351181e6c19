//! The table service of OSRM (<https://project-osrm.org/docs/v5.24.0/api/#table-service>).

use serde_json::Value;

use super::{Point, RoadService, ServiceFault, Way, Ways};
use crate::error::Message;
use crate::http::{Client, json};

/// An OSRM server.
pub struct Osrm {
    client: Client,
    profile: String,
}

impl Osrm {
    /// The server of a client, for vehicles of a profile such as `driving`.
    pub fn new(client: Client, profile: &str) -> Self {
        Self { client, profile: profile.to_owned() }
    }
}

impl RoadService for Osrm {
    fn name(&self) -> String {
        format!("OSRM {}", self.client.base())
    }

    fn table(&self, sources: &[Point], destinations: &[Point]) -> Result<Ways, ServiceFault> {
        let all: Vec<String> =
            sources.iter().chain(destinations).map(|(lat, lon)| format!("{lon:.6},{lat:.6}")).collect();
        let numbers = |from: usize, count: usize| {
            (from..from + count).map(|number| number.to_string()).collect::<Vec<_>>().join(";")
        };
        let path = format!(
            "/table/v1/{}/{}?sources={}&destinations={}&annotations=duration,distance",
            self.profile,
            all.join(";"),
            numbers(0, sources.len()),
            numbers(sources.len(), destinations.len()),
        );
        let answer = self.client.get(&path).map_err(ServiceFault::Other)?;
        if answer.status == 413 || answer.status == 414 {
            return Err(ServiceFault::TooLarge);
        }
        let body = json(&answer.body).map_err(ServiceFault::Other)?;
        match body.get("code").and_then(Value::as_str) {
            Some("Ok") => {}
            Some("TooBig") => return Err(ServiceFault::TooLarge),
            Some("NoSegment") => return Err(no_road(&body)),
            Some(code) => {
                let said = body.get("message").and_then(Value::as_str).unwrap_or_default();
                let fault = Message::ServiceSays { said: format!("{code} {said}") };
                return Err(ServiceFault::Other(fault));
            }
            None => return Err(ServiceFault::Other(Message::NoTableOfRoads)),
        }
        let read = |key| numbers_of(&body, key, sources.len(), destinations.len()).map_err(ServiceFault::Other);
        let (metres, seconds) = (read("distances")?, read("durations")?);
        let ways = metres.into_iter().zip(seconds).map(|(metres, seconds)| {
            let way = |(metres, seconds): (Option<f64>, Option<f64>)| -> Option<Way> {
                Some((metres?.round() as i64, (seconds? * 10.0).round() as i64))
            };
            metres.into_iter().zip(seconds).map(way).collect()
        });
        let off_road = [snapped(&body, "sources", sources.len()), snapped(&body, "destinations", destinations.len())];
        Ok(Ways { ways: ways.collect(), off_road })
    }
}

/// The place that is near no road, out of "Could not find a matching segment for coordinate 3".
fn no_road(body: &Value) -> ServiceFault {
    let said = body.get("message").and_then(Value::as_str).unwrap_or_default();
    match said.rsplit(' ').next().and_then(|number| number.trim_end_matches('.').parse().ok()) {
        Some(place) => ServiceFault::NoRoad(place),
        None => ServiceFault::Other(Message::ServiceSays { said: said.to_owned() }),
    }
}

/// What OSRM may be short of nothing: two places on one spot of a road are a few tenths of a metre apart, either way.
const NEARLY_NOTHING: f64 = -1.0;

/// A table of numbers, none of them negative; nulls are ways that are not there.
fn numbers_of(body: &Value, key: &'static str, rows: usize, columns: usize) -> Result<Vec<Vec<Option<f64>>>, Message> {
    let table = body.get(key).and_then(Value::as_array).ok_or(Message::NoTableOfRoads)?;
    let found = table.len();
    if found != rows || table.iter().any(|row| row.as_array().map(Vec::len) != Some(columns)) {
        return Err(Message::OtherTableSize { rows, columns, found });
    }
    let number = |value: &Value| match value.as_f64() {
        None if value.is_null() => Ok(None),
        Some(number) if number > NEARLY_NOTHING && number <= 1e8 => Ok(Some(number.max(0.0))),
        _ => Err(Message::NoRoadNumber { value: value.to_string() }),
    };
    table.iter().map(|row| row.as_array().into_iter().flatten().map(number).collect()).collect()
}

/// How far from each place the nearest road is.
fn snapped(body: &Value, key: &str, count: usize) -> Vec<Option<f64>> {
    let places = body.get(key).and_then(Value::as_array);
    (0..count).map(|index| places?.get(index)?.get("distance")?.as_f64()).collect()
}
