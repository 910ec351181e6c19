//! How many shifts a plan needs that leaves nothing out.

use brigade_model::model::{Instance, JobId};
use brigade_model::units::Minutes;

/// The least number of used shifts of any plan without missing visits that keeps windows and capacities: by the loads, and on
/// a single day by the visits that are under way at the same time.
pub fn fewest_shifts(instance: &Instance) -> usize {
    let by_time = if instance.dates.len() == 1 { most_at_once(instance) } else { 0 };
    by_load(instance).max(by_time).max(usize::from(instance.job_ids().any(|job| instance.visits_asked(job) > 0)))
}

fn by_load(instance: &Instance) -> usize {
    let largest = instance.crews.iter().map(|crew| crew.capacity.map_or(i64::MAX, |capacity| capacity.0)).max();
    let load =
        |job: JobId| u128::from(instance.jobs[job].load.0.unsigned_abs()) * u128::from(instance.visits_asked(job));
    let all: u128 = instance.job_ids().map(load).sum();
    largest.filter(|&most| most > 0).map_or(0, |most| all.div_ceil(u128::from(most.unsigned_abs())) as usize)
}

/// The most visits of which each is under way at one moment, however late or early it starts.
fn most_at_once(instance: &Instance) -> usize {
    let sure = |job: JobId| {
        let (work, asked) = (&instance.jobs[job], instance.visits_asked(job) as usize);
        let (from, until) = (work.close?, work.open? + work.duration);
        (from < until).then_some((from, until, asked))
    };
    let sure: Vec<(Minutes, Minutes, usize)> = instance.job_ids().filter_map(sure).collect();
    let at = |moment: Minutes| {
        let now = sure.iter().filter(|&&(from, until, _)| from <= moment && moment < until);
        now.map(|&(.., asked)| asked).sum::<usize>()
    };
    sure.iter().map(|&(from, ..)| at(from)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use brigade_model::model::Sketch;
    use brigade_model::units::Decimal;

    #[test]
    fn loads_and_visits_at_the_same_time_ask_for_shifts() {
        let mut sketch = Sketch::new();
        sketch.parts.settings.days = 1;
        for crew in ["ada", "bob", "eve"] {
            sketch.crew(crew, (0.0, 0.0)).capacity = Some(Decimal::whole(10));
        }
        sketch.site("farm", (3.0, 4.0));
        assert_eq!(fewest_shifts(&sketch.instance()), 0);
        sketch.job("roof", 60).load = Decimal::whole(6);
        assert_eq!(fewest_shifts(&sketch.instance()), 1);
        sketch.job("wall", 60).load = Decimal::whole(5);
        assert_eq!(fewest_shifts(&sketch.instance()), 2);
        let starts = [(540, 560), (540, 599), (600, 620)];
        for (index, (open, close)) in starts.into_iter().enumerate() {
            let job = sketch.job(&format!("door{index}"), 60);
            (job.open, job.close) = (Some(open), Some(close));
        }
        assert_eq!(fewest_shifts(&sketch.instance()), 2, "the first two overlap for sure, the third may not");
        sketch.parts.jobs[4].open = Some(580);
        sketch.parts.jobs[4].close = Some(590);
        assert_eq!(fewest_shifts(&sketch.instance()), 3);
    }
}
