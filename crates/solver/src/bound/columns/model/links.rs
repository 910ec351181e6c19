//! Links: visits of two routes of one day that must start in step.

use super::problem::CoveringProblem;
use brigade_model::units::Minutes;

/// Visits of two tasks, or two visits of one, that different crews start so long after each other wherever both are done
/// on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The task that starts first.
    pub one: usize,
    /// The other; the same where several crews do it.
    pub other: usize,
    /// Fewest wall-clock minutes from one start to the other.
    pub least: Minutes,
    /// Most wall-clock minutes from one start to the other.
    pub most: Minutes,
    /// Whether no more than two routes of a day hold them.
    pub is_of_two: bool,
}

/// The links that every plan keeps: those of jobs that a pin asks for are left out.
pub fn links(problem: &CoveringProblem<'_>) -> Vec<Link> {
    let prices = problem.prices;
    let of = |(index, task): (usize, &super::problem::Task)| {
        let terms = &prices.jobs[task.job];
        let lag = terms.with.filter(|_| !prices.has_pinned_link(task.job));
        let lag = lag.and_then(|lag| Some((problem.task_of[lag.job]?, lag)));
        let lag = lag.filter(|&(other, _)| task.asked == 1 && problem.tasks[other].asked == 1);
        let lag = lag.map(|(one, lag)| Link { one, other: index, least: lag.least, most: lag.most, is_of_two: true });
        let within = terms.start_within.filter(|_| prices.pins[task.job].is_empty());
        let is_of_two = terms.together == Some(2);
        let within = within.map(|within| Link { one: index, other: index, least: -within, most: within, is_of_two });
        lag.into_iter().chain(within)
    };
    problem.tasks.iter().enumerate().flat_map(of).collect()
}
