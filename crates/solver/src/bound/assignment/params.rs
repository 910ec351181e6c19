//! Parameters of the relaxed bound, with their defaults.

/// Parameters of the relaxed bound.
#[derive(Clone, Debug)]
pub struct RelaxedParams {
    /// Candidate assignments beyond which no linear program is solved: it would take most of an ordinary run.
    pub max_pairs: usize,
    /// Candidate assignments beyond which there is no program at all: each takes more than a kilobyte.
    pub max_modelled: usize,
    /// Terms of all rows of order, beyond which further ones are left out of the program.
    pub max_order_terms: usize,
    /// Minutes between the chords that approximate the cost of a week's service time.
    pub chord_minutes: usize,
    /// Nearest predecessors and successors of a node whose pairs are checked for compatible times.
    pub nearest_neighbours: usize,
}

impl Default for RelaxedParams {
    fn default() -> Self {
        Self {
            max_pairs: 60_000,
            max_modelled: 1_000_000,
            max_order_terms: 500_000,
            chord_minutes: 30,
            nearest_neighbours: 6,
        }
    }
}
