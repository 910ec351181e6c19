//! Where the firm works: towns between Lyon, Grenoble, Annecy and Chambéry, and its four agencies.

use super::random::RandomSource;

/// A point in hundred-thousandths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GeoPoint {
    pub(super) lat: i32,
    pub(super) lon: i32,
}

/// A town: name, place, agency that serves it, how much work there is, and how far it spreads in hundreds of metres.
#[derive(Clone, Copy, Debug)]
pub(super) struct Town {
    pub(super) name: &'static str,
    pub(super) at: GeoPoint,
    pub(super) agency: usize,
    pub(super) weight: usize,
    spread: i32,
}

/// An agency: its region, the code in its crews' ids, its yard, and its share of the crews.
pub(super) struct Agency {
    pub(super) region: &'static str,
    pub(super) code: &'static str,
    pub(super) yard: GeoPoint,
    pub(super) weight: usize,
}

pub(super) const AGENCIES: [Agency; 4] = [
    agency("Lyon", "LYO", 45.69530, 4.95120, 8),
    agency("Grenoble", "GRE", 45.17240, 5.75610, 5),
    agency("Annecy", "ANN", 45.93610, 6.07930, 4),
    agency("Chambéry", "CHA", 45.59870, 5.87450, 4),
];

pub(super) const TOWNS: [Town; 42] = [
    town("Lyon", 45.7578, 4.8320, 0, 12, 35),
    town("Villeurbanne", 45.7667, 4.8803, 0, 6, 20),
    town("Vaulx-en-Velin", 45.7768, 4.9186, 0, 3, 18),
    town("Saint-Priest", 45.6966, 4.9447, 0, 4, 20),
    town("Décines-Charpieu", 45.7690, 4.9589, 0, 3, 18),
    town("Oullins", 45.7141, 4.8078, 0, 2, 15),
    town("Caluire-et-Cuire", 45.7954, 4.8472, 0, 3, 15),
    town("Tassin-la-Demi-Lune", 45.7640, 4.7800, 0, 2, 18),
    town("Brignais", 45.6739, 4.7541, 0, 2, 20),
    town("L'Arbresle", 45.8357, 4.6170, 0, 1, 25),
    town("Villefranche-sur-Saône", 45.9891, 4.7188, 0, 3, 28),
    town("Vienne", 45.5253, 4.8745, 0, 3, 28),
    town("Bourgoin-Jallieu", 45.5861, 5.2736, 0, 3, 30),
    town("Crémieu", 45.7254, 5.2490, 0, 1, 28),
    town("Meximieux", 45.9051, 5.1958, 0, 1, 25),
    town("Montluel", 45.8513, 5.0570, 0, 2, 22),
    town("Grenoble", 45.1885, 5.7245, 1, 9, 25),
    town("Saint-Martin-d'Hères", 45.1674, 5.7653, 1, 4, 18),
    town("Échirolles", 45.1436, 5.7183, 1, 4, 15),
    town("Fontaine", 45.1934, 5.6877, 1, 3, 15),
    town("Voreppe", 45.2983, 5.6373, 1, 2, 18),
    town("Voiron", 45.3645, 5.5922, 1, 4, 28),
    town("Crolles", 45.2847, 5.8836, 1, 3, 25),
    town("Vif", 45.0558, 5.6714, 1, 2, 18),
    town("Tullins", 45.3012, 5.4865, 1, 1, 22),
    town("Vizille", 45.0779, 5.7728, 1, 2, 18),
    town("Villard-de-Lans", 45.0703, 5.5516, 1, 1, 18),
    town("Annecy", 45.8992, 6.1294, 2, 9, 30),
    town("Cran-Gevrier", 45.9041, 6.1040, 2, 3, 15),
    town("Rumilly", 45.8668, 5.9446, 2, 3, 25),
    town("Thônes", 45.8812, 6.3262, 2, 1, 20),
    town("Faverges", 45.7461, 6.2935, 2, 2, 22),
    town("Saint-Jorioz", 45.8306, 6.1588, 2, 2, 16),
    town("La Roche-sur-Foron", 46.0672, 6.3117, 2, 2, 25),
    town("Alby-sur-Chéran", 45.8163, 6.0206, 2, 1, 20),
    town("Chambéry", 45.5646, 5.9178, 3, 8, 25),
    town("Aix-les-Bains", 45.6885, 5.9153, 3, 5, 22),
    town("Le Bourget-du-Lac", 45.6462, 5.8598, 3, 2, 15),
    town("Montmélian", 45.5031, 6.0530, 3, 2, 20),
    town("Albertville", 45.6755, 6.3927, 3, 3, 25),
    town("Pontcharra", 45.4334, 6.0172, 3, 2, 22),
    town("Yenne", 45.7049, 5.7583, 3, 1, 20),
];

/// Hundred-thousandths of a degree in a hundred metres northwards, and eastwards at this latitude.
const NORTH: i32 = 90;
const EAST: i32 = 128;

const fn point(lat: f64, lon: f64) -> GeoPoint {
    GeoPoint { lat: (lat * 100_000.0 + 0.5) as i32, lon: (lon * 100_000.0 + 0.5) as i32 }
}

const fn town(name: &'static str, lat: f64, lon: f64, agency: usize, weight: usize, spread: i32) -> Town {
    Town { name, at: point(lat, lon), agency, weight, spread }
}

const fn agency(region: &'static str, code: &'static str, lat: f64, lon: f64, weight: usize) -> Agency {
    Agency { region, code, yard: point(lat, lon), weight }
}

impl GeoPoint {
    /// Latitude and longitude in degrees.
    pub(super) fn degrees(self) -> (f64, f64) {
        (f64::from(self.lat) / 100_000.0, f64::from(self.lon) / 100_000.0)
    }

    /// A point nearby, normally distributed with a standard deviation of `spread` hundred metres.
    pub(super) fn scattered(self, spread: i32, rng: &mut RandomSource) -> Self {
        Self { lat: self.lat + rng.bell(spread * NORTH), lon: self.lon + rng.bell(spread * EAST) }
    }

    /// The square of a rough distance in hundreds of metres.
    pub(super) fn rough_square(self, other: Self) -> i64 {
        let north = i64::from((self.lat - other.lat) / NORTH);
        let east = i64::from((self.lon - other.lon) / EAST);
        north * north + east * east
    }
}

impl Town {
    /// A place in or around the town.
    pub(super) fn place(&self, rng: &mut RandomSource) -> GeoPoint {
        self.at.scattered(self.spread, rng)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_lie_within_an_hour_and_a_half_of_their_agency() {
        for town in &TOWNS {
            let square = town.at.rough_square(AGENCIES[town.agency].yard);
            assert!(square < 500 * 500, "{} is {square} away", town.name);
        }
    }

    #[test]
    fn a_degree_is_written_as_it_was_given() {
        assert_eq!(TOWNS[0].at, GeoPoint { lat: 4_575_780, lon: 483_200 });
        assert_eq!(TOWNS[0].at.degrees(), (45.7578, 4.832));
    }
}
