//! Parameters of the relaxed bound, with their defaults.

/// Parameters of the relaxed bound.
#[derive(Clone, Debug)]
pub struct RelaxedParams {
    /// Candidate assignments beyond which no linear program is solved: it would take most of an ordinary run.
    pub max_pairs: usize,
    /// Minutes between the chords that approximate the cost of a week's service time.
    pub chord_minutes: usize,
    /// Nearest predecessors and successors of a node whose pairs are checked for compatible times.
    pub nearest_neighbours: usize,
}

impl Default for RelaxedParams {
    fn default() -> Self {
        Self { max_pairs: 60_000, chord_minutes: 30, nearest_neighbours: 6 }
    }
}
