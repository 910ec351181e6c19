//! Parameters of the genetic search, with their defaults.

/// Parameters of the genetic search.
#[derive(Clone, Debug)]
pub struct GeneticParams {
    /// Share of the search that builds the initial population.
    pub initial_share: f64,
    /// Size of the initial population.
    pub initial_plans: u32,
    /// Iterations of an education per visit that the crossover touched.
    pub education: f64,
    /// Initial temperature of an education, in mean travel costs per visit.
    pub education_temperature: f64,
    /// Probability that an iteration of an education starts at a visit that the crossover touched.
    pub local: f64,
    /// Crossovers in use, by index.
    pub crossovers: Vec<usize>,
    /// Survivor selection.
    pub population: PopulationParams,
}

impl Default for GeneticParams {
    fn default() -> Self {
        Self {
            initial_share: 0.5,
            initial_plans: 4,
            education: 20.0,
            education_temperature: 0.03,
            local: 0.8,
            crossovers: vec![0, 1, 2],
            population: PopulationParams::default(),
        }
    }
}

/// Survivor selection, for the feasible and the infeasible subpopulation separately (Vidal and others 2012).
#[derive(Clone, Debug)]
pub struct PopulationParams {
    /// Minimum subpopulation size, to which survivor selection reduces it.
    pub survivors: usize,
    /// Generation size: individuals added before survivor selection.
    pub generation: usize,
    /// Elite individuals, protected by the weight of diversity in the biased fitness.
    pub elite: usize,
    /// Closest individuals in the diversity contribution.
    pub closest: usize,
}

impl Default for PopulationParams {
    fn default() -> Self {
        Self { survivors: 8, generation: 8, elite: 3, closest: 3 }
    }
}
