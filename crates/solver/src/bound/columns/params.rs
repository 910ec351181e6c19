//! Parameters of a proof, with their defaults.

use std::time::Duration;

use brigade_model::units::Money;

/// Parameters of a proof, by phase.
#[derive(Clone, Debug)]
pub struct ProofParams {
    /// Size of the ng-sets, 1 to 32 tasks.
    pub ng_size: usize,
    /// Half a cent: amounts closer than this are equal.
    pub half_cent: Money,
    /// Shifts beyond which there is no proof: its first bound would take minutes, and gigabytes.
    pub max_shifts: usize,
    /// Pricing problems beyond which dual ascent comes before the linear program.
    pub ascent_from_subproblems: usize,
    /// Tasks beyond which the linear program is skipped as too slow.
    pub max_tasks_in_lp: usize,
    /// The share of the time left at which a first bound takes precedence.
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
    /// Rows between routes with linked visits.
    pub synchronisation: SynchronisationParams,
    /// Integer programs over routes, the restricted-master heuristic among them.
    pub selection: SelectionParams,
}

impl Default for ProofParams {
    fn default() -> Self {
        Self {
            ng_size: 24,
            half_cent: Money(Money::PER_EURO / 200),
            max_shifts: 10_000,
            ascent_from_subproblems: 50,
            max_tasks_in_lp: 1_000,
            late_share: 0.4,
            pricing: PricingParams::default(),
            ascent: AscentParams::default(),
            generation: GenerationParams::default(),
            cuts: CutParams::default(),
            crews: CrewParams::default(),
            enumeration: EnumerationParams::default(),
            synchronisation: SynchronisationParams::default(),
            selection: SelectionParams::default(),
        }
    }
}

/// Parameters of pricing.
#[derive(Clone, Debug)]
pub struct PricingParams {
    /// Most routes per pricing problem and call.
    pub max_routes: usize,
    /// Most labels per pricing problem and call.
    pub max_labels: usize,
    /// Arcs out of a node in sparse pricing; twice as many out of the base.
    pub max_sparse_arcs: usize,
    /// The same in dual ascent, which has fewer rounds.
    pub max_ascent_arcs: usize,
    /// Buckets per shift of the completion bounds with which exact pricing in dual ascent begins.
    pub coarse_buckets: usize,
    /// Most buckets per shift. A day has fewer minutes; public sets count time in thousandths.
    pub max_buckets: usize,
    /// Most subset-row cuts with a state bit per pricing problem; the other bits are for unpreceded visits.
    pub max_priced_cuts: usize,
}

impl Default for PricingParams {
    fn default() -> Self {
        Self {
            max_routes: 8,
            max_labels: 1_500_000,
            max_sparse_arcs: 12,
            max_ascent_arcs: 24,
            coarse_buckets: 40,
            max_buckets: 2_048,
            max_priced_cuts: 112,
        }
    }
}

/// Parameters of dual ascent.
#[derive(Clone, Debug)]
pub struct AscentParams {
    /// Where the first multiplier of a visit lies between its least cost (0) and its marginal cost in the incumbent (1).
    pub first_share: f64,
    /// Initial step length: euros of multiplier per unit of residual.
    pub first_step: f64,
    /// Most rounds of pricing.
    pub max_rounds: usize,
    /// The predicted increase, as a share of the bound, below which pricing becomes exact,
    pub exact_share: f64,
    /// at the latest after this share of the time,
    pub heuristic_time: f64,
    /// or after so many rounds of sparse pricing.
    pub max_heuristic_rounds: usize,
    /// Most passes of coordinate descent per round.
    pub max_passes: usize,
    /// The share of the predicted increase from which a step is serious.
    pub serious_share: f64,
    /// The share of the predicted increase beyond which the step length grows.
    pub growing_share: f64,
    /// Growth factor of the step length.
    pub growth: f64,
    /// Shrinkage factor of the step length.
    pub shrinkage: f64,
    /// Null steps in a row beyond which each further one shrinks the step length.
    pub max_null_steps: u32,
    /// The predicted increase, as a share of the bound, below which lazy rows are separated.
    pub separation_share: f64,
    /// The same after a null step; as long as the increase asked for is larger, the ascent goes on.
    pub converged_share: f64,
    /// The predicted increase, as a share of the gap, at which the relaxation is first tightened. It halves after each
    /// tightening that closes a small share of the gap,
    pub first_tolerance: f64,
    /// at least down to this,
    pub least_tolerance: f64,
    /// and from here on there are cuts.
    pub cut_tolerance: f64,
    /// Weak tightenings in a row that end the ascent.
    pub max_weak_tightenings: u32,
    /// Least violation of a lazy row to be activated.
    pub violation: f64,
    /// Coordinate descent stops where a pass gains less than this times the step length.
    pub weight_tolerance: f64,
    /// Euros of reduced cost above the best route of its pricing problem from which a route without weight is idle.
    pub useless_euros: f64,
    /// Idle rounds after which a route is dropped.
    pub max_idle_rounds: u32,
}

impl Default for AscentParams {
    fn default() -> Self {
        Self {
            first_share: 0.25,
            first_step: 20.0,
            max_rounds: 200,
            exact_share: 0.005,
            heuristic_time: 0.4,
            max_heuristic_rounds: 40,
            max_passes: 100,
            serious_share: 0.1,
            growing_share: 0.5,
            growth: 1.5,
            shrinkage: 0.7,
            max_null_steps: 3,
            separation_share: 0.05,
            converged_share: 2e-4,
            first_tolerance: 0.08,
            least_tolerance: 0.01,
            cut_tolerance: 0.04,
            max_weak_tightenings: 4,
            violation: 0.1,
            weight_tolerance: 1e-3,
            useless_euros: 5.0,
            max_idle_rounds: 4,
        }
    }
}

/// Parameters of column generation.
#[derive(Clone, Debug)]
pub struct GenerationParams {
    /// Smoothing: the weight of the centre against the newest multipliers, 0 to 1 (Neame 1999).
    pub smoothing: f64,
    /// Service times per week in the first master.
    pub first_service_points: usize,
    /// Work of solving the master, labels per column.
    pub work_per_column: u64,
    /// Quick rounds in which the master's value
    pub patience: usize,
    /// changes by less than this share of the gap are followed by an exact one.
    pub min_change: f64,
    /// Share of a route in the master's solution from which labels learn what it forgets.
    pub least_forgetful_share: f64,
    /// Seed of the solver.
    pub solver_seed: i32,
}

impl Default for GenerationParams {
    fn default() -> Self {
        Self {
            smoothing: 0.6,
            first_service_points: 24,
            work_per_column: 5,
            patience: 5,
            min_change: 0.003,
            least_forgetful_share: 0.01,
            solver_seed: 1,
        }
    }
}

/// Parameters of lazy rows and cuts.
#[derive(Clone, Debug)]
pub struct CutParams {
    /// Least violation of a lazy row by a master solution.
    pub lazy_violation: f64,
    /// A round of cuts, or a tightening of dual ascent, is weak where it closes less than this share of the remaining gap
    /// and less than its share of the time.
    pub min_gap_closed: f64,
    /// Weak rounds in a row that end the cutting planes.
    pub max_weak_rounds: u32,
    /// Tolerance between the bound and a linear program with cuts, as a share of the gap.
    pub lp_tolerance: f64,
    /// Least violation of a subset-row cut.
    pub subset_row_violation: f64,
    /// Most subset-row cuts in all.
    pub max_subset_rows: usize,
    /// Most subset-row cuts per round.
    pub subset_rows_at_a_time: usize,
    /// Most base rows of a subset-row cut.
    pub max_units: u32,
    /// Most subset-row cuts of one round with the same base row.
    pub max_cuts_per_unit: usize,
    /// Least violation of a zero-half cut.
    pub zero_half_violation: f64,
    /// Most rows summed in a zero-half cut.
    pub max_summed_rows: u32,
    /// Most zero-half cuts per round.
    pub zero_halves_at_a_time: usize,
    /// Most zero-half cuts of one round with the same row.
    pub max_cuts_per_row: usize,
    /// Elimination over GF(2).
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

/// Parameters of the elimination over GF(2).
#[derive(Clone, Debug)]
pub struct EliminationParams {
    /// Rows with a larger slack are ignored.
    pub max_slack: f64,
    /// Least violation of a sum.
    pub min_violation: f64,
    /// Most support variables with an odd coefficient in a sum.
    pub max_odd: u32,
}

impl Default for EliminationParams {
    fn default() -> Self {
        Self { max_slack: 0.5, min_violation: 0.05, max_odd: 40 }
    }
}

/// Parameters of the per-crew Lagrangian decomposition.
#[derive(Clone, Debug)]
pub struct CrewParams {
    /// By round: most routes per crew, and the share of the time left for the integer programs of all crews. The second
    /// round is for crews whose gain may still rise.
    pub rounds: [(usize, f64); 2],
    /// The share of the gap up to which a gain is not worth another integer program.
    pub min_gain: f64,
    /// The share of the gap that the first round must close for a second.
    pub min_gain_of_round: f64,
    /// How often the part of the gap within which a crew's routes are enumerated may be halved.
    pub max_halvings: u32,
}

impl Default for CrewParams {
    fn default() -> Self {
        Self { rounds: [(2_000, 0.1), (20_000, 0.3)], min_gain: 0.02, min_gain_of_round: 0.03, max_halvings: 12 }
    }
}

/// Parameters of route enumeration.
#[derive(Clone, Debug)]
pub struct EnumerationParams {
    /// Most routes enumerated within the whole gap.
    pub max_routes: usize,
    /// After too many routes, enumeration is tried again once the gap is at most this share of the former one.
    pub retry_narrowing: f64,
    /// Most routes enumerated within a part of the gap, in successive passes. The later passes may take a gigabyte of
    /// memory.
    pub parts: [usize; 6],
    /// Time that must be left for a later pass,
    pub large_part_time: Duration,
    /// or this multiple of the duration of the pass before.
    pub large_part_factor: u32,
    /// How often a part of the gap may be halved.
    pub max_halvings: u32,
    /// Bisection steps that widen it again.
    pub refinements: u32,
    /// The share of the time left for the first pass's integer program.
    pub first_part_share: f64,
    /// The share of the time left for every other integer program.
    pub main_share: f64,
    /// Most partial routes of one length, in multiples of the limit of routes: before dominance,
    pub max_extended: usize,
    /// and after dominance.
    pub max_undominated: usize,
}

impl Default for EnumerationParams {
    fn default() -> Self {
        Self {
            max_routes: 30_000,
            retry_narrowing: 0.7,
            parts: [8_000, 16_000, 32_000, 64_000, 128_000, 256_000],
            large_part_time: Duration::from_secs(100),
            large_part_factor: 2,
            max_halvings: 7,
            refinements: 2,
            first_part_share: 0.25,
            main_share: 0.6,
            max_extended: 20,
            max_undominated: 4,
        }
    }
}

/// Parameters of rows between routes with linked visits.
#[derive(Clone, Debug)]
pub struct SynchronisationParams {
    /// Most partial orders of a set of visits; sets with more are taken to be in step with all others.
    pub max_orders: usize,
    /// Most pairs of sets; the links that the most sets hold have no rows first.
    pub max_pairs: usize,
}

impl Default for SynchronisationParams {
    fn default() -> Self {
        Self { max_orders: 4_000, max_pairs: 1_000_000 }
    }
}

/// Parameters of integer programs over routes.
#[derive(Clone, Debug)]
pub struct SelectionParams {
    /// The share of the time left for the restricted-master heuristic before the cuts.
    pub first_share: f64,
    /// The same after them.
    pub last_share: f64,
    /// The same where column generation converges late, or not at all.
    pub last_resort_share: f64,
    /// The least share of the time left for another integer program of the restricted-master heuristic.
    pub least_share: f64,
    /// Most routes of the restricted-master heuristic.
    pub max_heuristic_routes: usize,
    /// Routes beyond which presolve takes longer than it saves.
    pub max_presolved: usize,
    /// Most branch-and-bound nodes where the clock does not limit them.
    pub max_nodes: u64,
    /// Work of a node, labels per route.
    pub work_per_node: u64,
    /// Seed of the solver.
    pub solver_seed: i32,
    /// Feasibility tolerance of the solver.
    pub tolerance: f64,
    /// The least absolute gap that the solver is asked for, in euros.
    pub min_absolute_gap: f64,
    /// Safety margin taken off the solver's bound, euros; its tolerances are far smaller.
    pub margin: f64,
    /// Interval at which an interruption is noticed.
    pub poll: Duration,
}

impl Default for SelectionParams {
    fn default() -> Self {
        Self {
            first_share: 0.2,
            last_share: 0.2,
            last_resort_share: 0.4,
            least_share: 0.02,
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
