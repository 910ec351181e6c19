//! What steers the genetic search.

/// Every number that steers the genetic search.
#[derive(Clone, Debug)]
pub struct GeneticParams {
    /// Share of the search that makes the first plans.
    pub first_share: f64,
    /// How many first plans there are.
    pub first_plans: u32,
    /// Iterations of an education for each visit that the crossover touched.
    pub education: f64,
    /// Temperature at the start of an education, in mean travel costs of a visit.
    pub education_temperature: f64,
    /// Share of iterations of an education around what the crossover touched.
    pub local: f64,
    /// Crossovers in use, by index.
    pub crossovers: Vec<usize>,
    /// Which plans survive.
    pub population: PopulationParams,
}

impl Default for GeneticParams {
    fn default() -> Self {
        Self {
            first_share: 0.5,
            first_plans: 4,
            education: 20.0,
            education_temperature: 0.03,
            local: 0.8,
            crossovers: vec![0, 1, 2],
            population: PopulationParams::default(),
        }
    }
}

/// Which plans survive: the feasible and the infeasible ones each for themselves.
#[derive(Clone, Debug)]
pub struct PopulationParams {
    /// Plans of each kind that survive.
    pub survivors: usize,
    /// Plans of each kind born until only the survivors stay.
    pub generation: usize,
    /// The best, which no lack of diversity costs their life.
    pub elite: usize,
    /// Nearest plans that diversity is measured against.
    pub closest: usize,
}

impl Default for PopulationParams {
    fn default() -> Self {
        Self { survivors: 8, generation: 8, elite: 3, closest: 3 }
    }
}
