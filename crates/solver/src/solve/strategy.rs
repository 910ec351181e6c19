//! Which search improves the start.

use std::fmt;
use std::str::FromStr;

use crate::eval::CostEvaluator;
use crate::genetic::Genetic;
use crate::search::{Annealing, IteratedSearch, LnsState, Metaheuristic, ShiftsFirst};

/// A way to search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// Islands that anneal and cross.
    #[default]
    Genetic,
    /// Ruin and recreate, accepted by annealing; islands copy the best plan of all.
    Annealing,
    /// Iterated local search: small ruins, a descent after each.
    Iterated,
    /// As few shifts as can be, then annealing: for where using a shift costs more than any drive.
    ShiftsFirst,
}

impl Strategy {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Genetic, Self::Annealing, Self::Iterated, Self::ShiftsFirst];

    /// The search that does best: where few visits may change, one that tries many small steps from good plans; docs/history.md
    /// has the figures.
    pub fn suited(evaluator: &CostEvaluator<'_>) -> Self {
        if evaluator.most_changes() < i64::MAX { Self::Iterated } else { Self::default() }
    }

    /// The search, which goes on from a state.
    pub fn start<'w>(self, lns: LnsState<'w, 'w>) -> Box<dyn Metaheuristic + 'w> {
        match self {
            Self::Annealing => Box::new(Annealing::new(lns)),
            Self::Iterated => Box::new(IteratedSearch::new(lns)),
            Self::Genetic => Box::new(Genetic::new(Annealing::new(lns))),
            Self::ShiftsFirst => Box::new(ShiftsFirst::new(lns)),
        }
    }
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Annealing => "annealing",
            Self::Iterated => "iterated",
            Self::Genetic => "genetic",
            Self::ShiftsFirst => "shifts-first",
        })
    }
}

impl FromStr for Strategy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().find(|strategy| strategy.to_string() == text);
        known.copied().ok_or_else(|| "write genetic, annealing, iterated or shifts-first".into())
    }
}
