//! Every number that steers the relaxed bound, with its default.

/// What steers the relaxed bound.
#[derive(Clone, Debug)]
pub struct RelaxedParams {
    /// Visits times shifts in which they may stand, beyond which no solver is asked: it would take most of an ordinary run.
    pub max_pairs: usize,
    /// Minutes between the points of a week's service at which its cost is approached by a line.
    pub chord_minutes: usize,
    /// Neighbours on each side of a node that are looked at together.
    pub nearest_neighbours: usize,
}

impl Default for RelaxedParams {
    fn default() -> Self {
        Self { max_pairs: 60_000, chord_minutes: 30, nearest_neighbours: 6 }
    }
}
