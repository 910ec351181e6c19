//! A table of towns or postcodes and where they are.

use super::{Locator, Match};
use crate::error::Message;
use crate::files::{Town, fold};
use crate::model::Address;

/// A table of towns.
pub struct Towns {
    /// What it is called where answers are kept.
    name: String,
    towns: Vec<Town>,
}

/// How like two names have to be.
const ALIKE: f64 = 0.8;

impl Towns {
    /// A table of a name.
    pub fn new(name: String, towns: Vec<Town>) -> Self {
        Self { name, towns }
    }

    /// The middle of towns, with what it is called.
    fn middle(towns: &[&Town], score: f64) -> Option<Match> {
        let first = towns.first()?;
        let count = towns.len() as f64;
        let mean = |part: fn(&Town) -> f64| towns.iter().map(|town| part(town)).sum::<f64>() / count;
        let label = format!("{} {}", first.postcode, first.city).trim().to_owned();
        Some(Match { lat: mean(|town| town.at.0), lon: mean(|town| town.at.1), score, label })
    }
}

impl Locator for Towns {
    fn name(&self) -> String {
        self.name.clone()
    }

    /// By postcode and town; by town alone, where it is the only one of its name; by a like name of the postcode; by
    /// postcode alone; by town alone, where there are several.
    fn locate(&self, address: &Address) -> Result<Option<Match>, Message> {
        let (city, postcode) = (fold(&address.city), fold(&address.postcode));
        let by = |is_own: &dyn Fn(&Town) -> bool| self.towns.iter().filter(|town| is_own(town)).collect::<Vec<_>>();
        let named = |town: &Town| !city.is_empty() && fold(&town.city) == city;
        let coded = |town: &Town| !postcode.is_empty() && fold(&town.postcode) == postcode;
        let both = by(&|town| named(town) && coded(town));
        let (in_code, of_name) = (by(&coded), by(&named));
        let alike = || {
            let likeness = |town: &&&Town| strsim::normalized_damerau_levenshtein(&fold(&town.city), &city);
            let nearest = in_code.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
            (likeness(&nearest) >= ALIKE).then(|| Self::middle(&[nearest], ALIKE)).flatten()
        };
        let found = if !both.is_empty() {
            Self::middle(&both, 1.0)
        } else if of_name.len() == 1 && (postcode.is_empty() || of_name[0].postcode.is_empty()) {
            Self::middle(&of_name, 0.9)
        } else if !in_code.is_empty() && city.is_empty() {
            Self::middle(&in_code, 0.8)
        } else {
            let by_code = || Self::middle(&in_code, 0.5);
            let by_name = || Self::middle(&of_name[..of_name.len().min(1)], 0.4);
            alike().or_else(by_code).or_else(by_name)
        };
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn towns() -> Towns {
        let town =
            |city: &str, postcode: &str, lat| Town { city: city.into(), postcode: postcode.into(), at: (lat, 5.0) };
        let all = vec![
            town("Grenoble", "38000", 45.0),
            town("Grenoble", "38100", 45.2),
            town("Saint-Étienne", "42000", 45.4),
            town("Meylan", "38240", 45.6),
        ];
        Towns::new("towns.csv".into(), all)
    }

    fn at(postcode: &str, city: &str) -> Option<(f64, f64)> {
        let address = Address { street: String::new(), postcode: postcode.into(), city: city.into() };
        towns().locate(&address).expect("an answer").map(|found| (found.lat, found.score))
    }

    #[test]
    fn towns_by_what_is_known_of_them() {
        assert_eq!(at("38100", "GRENOBLE"), Some((45.2, 1.0)));
        assert_eq!(at("", "saint etienne"), Some((45.4, 0.9)));
        assert_eq!(at("38240", ""), Some((45.6, 0.8)));
        assert_eq!(at("38240", "Meylant"), Some((45.6, 0.8)));
        assert_eq!(at("38240", "Corenc"), Some((45.6, 0.5)));
        assert_eq!(at("", "Grenoble"), Some((45.0, 0.4)));
        assert_eq!(at("99999", "Nowhere"), None);
    }
}
