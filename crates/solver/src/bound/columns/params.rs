//! Every number that steers a proof, with its default.

use std::time::Duration;

use brigade_model::units::Money;

/// What steers a proof, phase by phase.
#[derive(Clone, Debug)]
pub struct ProofParams {
    /// Tasks of an ng-set, 1 to 32.
    pub ng_size: usize,
    /// Two amounts nearer than this are the same to the cent.
    pub half_cent: Money,
    /// Pricing problems beyond which dual ascent comes before the linear program.
    pub ascent_from_subproblems: usize,
    /// Tasks beyond which the linear program takes longer than it is worth.
    pub max_tasks_in_lp: usize,
    /// The share of the time left at which some bound should be there.
    pub late_share: f64,
    /// Pricing.
    pub pricing: PricingParams,
    /// Dual ascent by the bundle method.
    pub ascent: AscentParams,
    /// Column generation.
    pub generation: GenerationParams,
    /// Lazy rows and cuts.
    pub cuts: CutParams,
    /// The per-crew Lagrangian decomposition.
    pub crews: CrewParams,
    /// Route enumeration.
    pub enumeration: EnumerationParams,
    /// Integer programs over routes, the restricted-master heuristic among them.
    pub selection: SelectionParams,
}

impl Default for ProofParams {
    fn default() -> Self {
        Self {
            ng_size: 24,
            half_cent: Money(Money::PER_EURO / 200),
            ascent_from_subproblems: 100,
            max_tasks_in_lp: 1_000,
            late_share: 0.4,
            pricing: PricingParams::default(),
            ascent: AscentParams::default(),
            generation: GenerationParams::default(),
            cuts: CutParams::default(),
            crews: CrewParams::default(),
            enumeration: EnumerationParams::default(),
            selection: SelectionParams::default(),
        }
    }
}

/// What steers pricing.
#[derive(Clone, Debug)]
pub struct PricingParams {
    /// Most routes taken of a pricing problem at a time.
    pub max_routes: usize,
    /// Most labels of a pricing problem at a time.
    pub max_labels: usize,
    /// Arcs that leave a node in sparse pricing; twice as many leave the base.
    pub max_sparse_arcs: usize,
    /// Buckets of a shift at most: a day's minutes are fewer, the thousandths of public sets are many more.
    pub max_buckets: usize,
    /// Most subset-row cuts that a pricing problem's labels keep a state of; the other bits are left to unpreceded visits.
    pub max_priced_cuts: usize,
}

impl Default for PricingParams {
    fn default() -> Self {
        Self { max_routes: 8, max_labels: 1_500_000, max_sparse_arcs: 12, max_buckets: 2_048, max_priced_cuts: 112 }
    }
}

/// What steers dual ascent.
#[derive(Clone, Debug)]
pub struct AscentParams {
    /// Euros by which a visit that nobody covers becomes worth more, to begin with.
    pub first_step: f64,
    /// Most rounds of pricing.
    pub max_rounds: usize,
    /// Most passes over all weights between them.
    pub max_passes: usize,
    /// The share of the predicted increase that makes multipliers the new centre: a serious step.
    pub serious_share: f64,
    /// The share of the predicted increase beyond which steps grow.
    pub growing_share: f64,
    /// How steps grow.
    pub growth: f64,
    /// How steps shrink after null steps.
    pub shrinkage: f64,
    /// Null steps in a row that shrink every further step.
    pub max_null_steps: u32,
    /// The predicted increase, as a share of the bound, at which broken rows come in.
    pub separation_share: f64,
    /// The predicted increase, as a share of the bound, that is not worth another round.
    pub converged_share: f64,
    /// By how much a row must be broken to come in.
    pub violation: f64,
    /// Weights are at rest where a pass over all of them saves less, in steps.
    pub rest_steps: f64,
    /// Euros above the cheapest route of its pricing problem from which a route is of no use.
    pub useless_euros: f64,
    /// Rounds without use after which a route is forgotten.
    pub max_idle_rounds: u32,
}

impl Default for AscentParams {
    fn default() -> Self {
        Self {
            first_step: 20.0,
            max_rounds: 200,
            max_passes: 100,
            serious_share: 0.1,
            growing_share: 0.5,
            growth: 1.5,
            shrinkage: 0.7,
            max_null_steps: 3,
            separation_share: 0.05,
            converged_share: 2e-4,
            violation: 0.1,
            rest_steps: 1e-3,
            useless_euros: 5.0,
            max_idle_rounds: 4,
        }
    }
}

/// What steers column generation.
#[derive(Clone, Debug)]
pub struct GenerationParams {
    /// How much of the former multipliers stays in the next ones (Neame 1999).
    pub smoothing: f64,
    /// Minutes of service of a week that the first master can choose from.
    pub first_service_points: usize,
    /// What a column counts for where the master is solved, in labels.
    pub work_per_column: u64,
    /// Seed of the solver.
    pub solver_seed: i32,
}

impl Default for GenerationParams {
    fn default() -> Self {
        Self { smoothing: 0.6, first_service_points: 24, work_per_column: 5, solver_seed: 1 }
    }
}

/// What steers lazy rows and cuts.
#[derive(Clone, Debug)]
pub struct CutParams {
    /// Broken by less than this in the solution of a linear program, a lazy row stays out.
    pub lazy_violation: f64,
    /// Rounds of cuts go on where they close at least this share of what is left of the gap, or a greater one than they take
    /// of the time.
    pub min_gap_closed: f64,
    /// Rounds in a row that close less, at which cuts end.
    pub max_weak_rounds: u32,
    /// The share of the gap by which the bound may stay behind a linear program with cuts.
    pub lp_tolerance: f64,
    /// Broken by less than this, a subset-row cut is not worth its labels.
    pub subset_row_violation: f64,
    /// Most subset-row cuts.
    pub max_subset_rows: usize,
    /// Most subset-row cuts added at a time.
    pub subset_rows_at_a_time: usize,
    /// Most units of a subset-row cut.
    pub max_units: u32,
    /// Most subset-row cuts of one round that share a unit.
    pub max_cuts_per_unit: usize,
    /// Broken by less than this, a zero-half cut is not worth its row.
    pub zero_half_violation: f64,
    /// Most rows in the sum of a zero-half cut.
    pub max_summed_rows: u32,
    /// Most zero-half cuts added at a time.
    pub zero_halves_at_a_time: usize,
    /// Most zero-half cuts of one round that share a row.
    pub max_cuts_per_row: usize,
    /// Elimination over GF(2), which finds both.
    pub elimination: EliminationParams,
}

impl Default for CutParams {
    fn default() -> Self {
        Self {
            lazy_violation: 1e-4,
            min_gap_closed: 0.03,
            max_weak_rounds: 2,
            lp_tolerance: 0.01,
            subset_row_violation: 0.05,
            max_subset_rows: 500,
            subset_rows_at_a_time: 30,
            max_units: 9,
            max_cuts_per_unit: 4,
            zero_half_violation: 0.05,
            max_summed_rows: 25,
            zero_halves_at_a_time: 80,
            max_cuts_per_row: 8,
            elimination: EliminationParams::default(),
        }
    }
}

/// What steers the elimination over GF(2).
#[derive(Clone, Debug)]
pub struct EliminationParams {
    /// Rows further than this from their limit are of no use in a sum.
    pub max_slack: f64,
    /// Sums broken by less than this are left.
    pub min_violation: f64,
    /// Most variables of the solution that are odd in a sum.
    pub max_odd: u32,
}

impl Default for EliminationParams {
    fn default() -> Self {
        Self { max_slack: 0.5, min_violation: 0.05, max_odd: 40 }
    }
}

/// What steers the per-crew Lagrangian decomposition.
#[derive(Clone, Debug)]
pub struct CrewParams {
    /// Most routes listed of a crew and the share of the time left for the programs of all: at first, and for those that need
    /// more.
    pub steps: [(usize, f64); 2],
    /// The share of the gap for which a crew is not asked again.
    pub little_gain: f64,
    /// How often the part of the gap is halved for which a crew's routes are listed.
    pub max_halvings: u32,
}

impl Default for CrewParams {
    fn default() -> Self {
        Self { steps: [(2_000, 0.1), (20_000, 0.3)], little_gain: 0.02, max_halvings: 12 }
    }
}

/// What steers route enumeration.
#[derive(Clone, Debug)]
pub struct EnumerationParams {
    /// Most routes that are listed for an integer program.
    pub max_routes: usize,
    /// Routes within a gap were too many: they are counted again where it is this much narrower.
    pub narrower: f64,
    /// Routes that are listed for a part of the gap, one after the other. More than the first two may take the solver a
    /// gigabyte.
    pub parts: [usize; 4],
    /// Such large parts are for when so much time is left,
    pub long: Duration,
    /// or so many times what the step before took.
    pub quick: u32,
    /// How often a part is halved before that is given up.
    pub max_halvings: u32,
    /// How often it is made wider again by half of what it was narrowed last.
    pub refinements: u32,
    /// The share of the time left for a solver with the first few routes.
    pub few_share: f64,
    /// The share of the time left for a solver with all routes listed.
    pub all_share: f64,
    /// Partial routes of one length, in multiples of the room for routes, at which listing ends: before dominance,
    pub max_extended: usize,
    /// and after it.
    pub max_undominated: usize,
}

impl Default for EnumerationParams {
    fn default() -> Self {
        Self {
            max_routes: 30_000,
            narrower: 0.7,
            parts: [8_000, 120_000, 200_000, 300_000],
            long: Duration::from_secs(100),
            quick: 2,
            max_halvings: 7,
            refinements: 2,
            few_share: 0.25,
            all_share: 0.6,
            max_extended: 20,
            max_undominated: 4,
        }
    }
}

/// What steers integer programs over routes.
#[derive(Clone, Debug)]
pub struct SelectionParams {
    /// The share of the time left for the restricted-master heuristic before the cuts.
    pub first_share: f64,
    /// The same after them.
    pub last_share: f64,
    /// The same where the linear program comes to its end late, or not at all.
    pub last_resort_share: f64,
    /// Most routes of the restricted-master heuristic.
    pub max_heuristic_routes: usize,
    /// Routes beyond which presolving takes longer than it saves: all are there because the bound can't rule them out.
    pub max_presolved: usize,
    /// Most nodes of an integer program where the clock does not end it.
    pub max_nodes: u64,
    /// What a node counts for, in labels per route.
    pub work_per_node: u64,
    /// Seed of the solver.
    pub solver_seed: i32,
    /// Feasibility tolerance of the solver.
    pub tolerance: f64,
    /// The least absolute gap that the solver is asked for, in euros.
    pub min_absolute_gap: f64,
    /// Euros taken off a bound of the solver: its tolerances are far smaller.
    pub margin: f64,
    /// How often somebody who asks to stop is heard.
    pub poll: Duration,
}

impl Default for SelectionParams {
    fn default() -> Self {
        Self {
            first_share: 0.2,
            last_share: 0.2,
            last_resort_share: 0.4,
            max_heuristic_routes: 3_000,
            max_presolved: 5_000,
            max_nodes: 5_000,
            work_per_node: 100,
            solver_seed: 1,
            tolerance: 1e-9,
            min_absolute_gap: 1e-6,
            margin: 1e-3,
            poll: Duration::from_millis(20),
        }
    }
}
