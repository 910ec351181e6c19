//! France's national address base (Base Adresse Nationale): the search of its API
//! (<https://adresse.data.gouv.fr/outils/api-doc/adresse>).

use serde_json::Value;

use super::{Locator, Match};
use crate::error::Message;
use crate::http::{Client, encoded, json};
use crate::model::Address;

/// A server of the address base.
pub struct Ban {
    client: Client,
}

/// What a match of another kind than what was asked is worth at most: a town for a street, another postcode.
const OF_OTHER_KIND: f64 = 0.6;

impl Ban {
    /// The server of a client, such as `https://api-adresse.data.gouv.fr`.
    pub fn new(client: Client) -> Self {
        Self { client }
    }
}

impl Locator for Ban {
    fn name(&self) -> String {
        format!("BAN {}", self.client.base())
    }

    fn locate(&self, address: &Address) -> Result<Option<Match>, Message> {
        let answer = self.client.get(&format!("/search/?q={}&limit=1", encoded(&address.line().replace(", ", " "))))?;
        let body = json(&answer.body)?;
        // An address too short or strange for it is a 400, which says why.
        if answer.status == 400 {
            return Ok(None);
        }
        let features = body.get("features").and_then(Value::as_array).ok_or(Message::NoAddressBase)?;
        let Some(feature) = features.first() else { return Ok(None) };
        let found = read(feature, address).ok_or(Message::NoAddressBase)?;
        Ok(Some(found))
    }
}

fn read(feature: &Value, address: &Address) -> Option<Match> {
    let at = |index: usize, most: f64| {
        let degrees = feature.get("geometry")?.get("coordinates")?.get(index)?.as_f64()?;
        (degrees.abs() <= most).then_some(degrees)
    };
    let properties = feature.get("properties")?;
    let word = |key: &str| properties.get(key).and_then(Value::as_str).unwrap_or_default();
    let score = properties.get("score")?.as_f64().filter(|score| (0.0..=1.001).contains(score))?;
    let is_other_town =
        !address.postcode.is_empty() && !word("postcode").is_empty() && word("postcode") != address.postcode;
    let is_only_town = !address.street.is_empty() && word("type") == "municipality";
    let most = if is_other_town || is_only_town { OF_OTHER_KIND } else { 1.0 };
    Some(Match { lat: at(1, 90.0)?, lon: at(0, 180.0)?, score: score.min(most), label: word("label").to_owned() })
}
