//! Where names stand on the map: beside their places, whole, and none on another.

/// A rectangle of the drawing.
#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// How a kind of names is written.
#[derive(Clone, Copy, Debug)]
pub struct Lettering {
    /// Height of the letters, in units of the drawing.
    pub size: f64,
    /// Width of a letter of middling breadth, as a share of its height.
    pub breadth: f64,
    /// How far from its place a name may stand, nearest first.
    pub distances: &'static [f64],
    /// Characters of a name at most; fewer where there is no room for so many.
    pub most: &'static [usize],
}

/// A name in its place on the line: where it starts, ends or has its middle, as `anchor` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub x: f64,
    pub y: f64,
    pub anchor: &'static str,
    pub text: String,
}

/// The room that is left on a drawing.
pub struct Room {
    width: f64,
    height: f64,
    taken: Vec<Area>,
}

/// Directions from a place, as shares of the name's width and height: to the right first, where people expect it.
const DIRECTIONS: [(f64, f64); 8] =
    [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0)];

impl Room {
    /// An empty drawing.
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, taken: Vec::new() }
    }

    /// Keeps a square about a point free.
    pub fn keep_free(&mut self, (x, y): (f64, f64), half: f64) {
        self.taken.push(Area { left: x - half, top: y - half, right: x + half, bottom: y + half });
    }

    /// Finds a place for the name of a point; none where there is no room.
    pub fn place(&mut self, (x, y): (f64, f64), name: &str, lettering: Lettering) -> Option<Label> {
        lettering.most.iter().find_map(|&most| self.place_whole((x, y), shortened(name, most), lettering))
    }

    fn place_whole(&mut self, (x, y): (f64, f64), text: String, lettering: Lettering) -> Option<Label> {
        let (wide, high) = (breadth(&text, lettering.breadth) * lettering.size, lettering.size * 1.1);
        let spots = lettering.distances.iter().flat_map(|&distance| {
            DIRECTIONS.map(|(across, down)| {
                let middle = (x + across * (wide / 2.0 + distance), y + down * (high / 2.0 + distance));
                let (left, top) = (middle.0 - wide / 2.0, middle.1 - high / 2.0);
                (across, Area { left, top, right: left + wide, bottom: top + high })
            })
        });
        let (across, spot) = spots.into_iter().find(|(_, spot)| self.is_free(spot))?;
        self.taken.push(spot);
        let (x, anchor) = match across {
            1.0 => (spot.left, "start"),
            -1.0 => (spot.right, "end"),
            _ => (x, "middle"),
        };
        Some(Label { x, y: spot.bottom - 0.28 * lettering.size, anchor, text })
    }

    fn is_free(&self, spot: &Area) -> bool {
        let inside =
            spot.left >= 1.0 && spot.top >= 1.0 && spot.right <= self.width - 1.0 && spot.bottom <= self.height;
        inside && !self.taken.iter().any(|taken| taken.meets(spot))
    }
}

/// The breadth of a text in units of its height; letters of East Asian scripts and pictures are square.
fn breadth(text: &str, usual: f64) -> f64 {
    text.chars().map(|letter| if u32::from(letter) < 0x1100 { usual } else { 1.05 }).sum()
}

fn shortened(name: &str, most: usize) -> String {
    match name.char_indices().nth(most.saturating_sub(1)) {
        Some((end, last)) if name.len() > end + last.len_utf8() => format!("{}…", name[..end].trim_end()),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTERING: Lettering = Lettering { size: 10.0, breadth: 0.6, distances: &[6.0, 20.0], most: &[24] };

    fn area(label: &Label) -> Area {
        let (wide, bottom) = (10.0 * breadth(&label.text, 0.6), label.y + 2.8);
        let left = match label.anchor {
            "start" => label.x,
            "end" => label.x - wide,
            _ => label.x - wide / 2.0,
        };
        Area { left, top: bottom - 11.0, right: left + wide, bottom }
    }

    #[test]
    fn names_cover_no_others_and_stay_on_the_drawing() {
        let mut room = Room::new(300.0, 200.0);
        let places = [(2.0, 2.0), (298.0, 198.0), (150.0, 100.0), (152.0, 101.0), (151.0, 99.0), (298.0, 2.0)];
        let labels: Vec<_> =
            places.iter().filter_map(|&place| room.place(place, "Rennes Est Beaulieu", LETTERING)).collect();
        assert!(labels.len() >= 5, "{labels:?}");
        for (index, label) in labels.iter().enumerate() {
            let own = area(label);
            assert!(own.left >= 0.0 && own.top >= 0.0 && own.right <= 300.0 && own.bottom <= 200.0, "{label:?}");
            assert!(labels[index + 1..].iter().all(|other| !own.meets(&area(other))), "{labels:?}");
        }
    }

    #[test]
    fn where_there_is_no_room_there_is_no_name() {
        let mut room = Room::new(60.0, 40.0);
        assert_eq!(room.place((30.0, 20.0), "a name that is too long", LETTERING), None);
        assert!(room.place((30.0, 20.0), "é", LETTERING).is_some());
    }

    #[test]
    fn long_names_are_cut_between_letters() {
        assert_eq!(shortened("Équipe", 6), "Équipe");
        assert_eq!(shortened("Équipes", 6), "Équip…");
        assert_eq!(shortened("", 6), "");
    }
}
