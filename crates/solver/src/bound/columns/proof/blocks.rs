//! What each crew costs by itself: rows that look at one crew only stay, all others are left to their multipliers.
//!
//! The least cost of every crew's whole week then adds up to a bound (Lagrangian decomposition: Guignard, Kim 1987). A shift by
//! itself does not know that other shifts of its crew do a visit; the crew's week does, and that not all of them fit in.

use std::collections::BTreeMap;

use super::super::duals::{RoutePrices, cheapest_service, of_aux, of_row};
use super::super::lines::euros;
use super::super::program;
use super::super::relaxation::{AuxId, Relaxation};
use super::{Best, Proof};
use brigade_model::model::CrewId;
use brigade_model::units::Money;

/// Whose a row or a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// Nobody's so far.
    Nobody,
    /// One crew's.
    Crew(CrewId),
    /// That of several crews.
    Several,
}

impl Owner {
    fn and(self, crew: CrewId) -> Self {
        match self {
            Self::Nobody => Self::Crew(crew),
            Self::Crew(own) if own == crew => self,
            _ => Self::Several,
        }
    }
}

/// All rows, also those that wait, and whose they are: a crew's rows have no routes and variables but its own.
struct Owners {
    relaxation: Relaxation,
    rows: Vec<Owner>,
    aux: Vec<Owner>,
}

impl Owners {
    fn new(relaxation: &Relaxation, crew_of: impl Fn(usize) -> CrewId) -> Self {
        let mut relaxation = relaxation.clone();
        for link in std::mem::take(&mut relaxation.links) {
            relaxation.add_link(&link);
        }
        let mut rows = vec![Owner::Nobody; relaxation.rows.len()];
        for (tour, stops) in relaxation.visits.iter().enumerate() {
            let minutes = relaxation.worked[tour].iter().chain(&relaxation.served[tour]);
            let visits = stops.iter().flatten().map(|(row, _)| row);
            let lone = relaxation.lone[tour].iter().map(|(row, _)| row);
            visits.chain(lone).chain(minutes).for_each(|&row| rows[row] = rows[row].and(crew_of(tour)));
        }
        let mut variables: Vec<Vec<AuxId>> = vec![Vec::new(); rows.len()];
        for (aux, own) in relaxation.aux.iter().enumerate() {
            own.terms.iter().for_each(|&(row, _)| variables[row].push(aux));
        }
        let mut aux = vec![Owner::Nobody; relaxation.aux.len()];
        // Rows of variables alone are those of the crew that other rows give the variables to.
        let (alone, with_visits): (Vec<_>, Vec<_>) = (0..rows.len()).partition(|&row| rows[row] == Owner::Nobody);
        for row in with_visits.into_iter().chain(alone) {
            let owners = variables[row].iter().map(|&own| aux[own]);
            rows[row] =
                owners.fold(rows[row], |owner, own| if let Owner::Crew(crew) = own { owner.and(crew) } else { owner });
            if let Owner::Crew(_) = rows[row] {
                variables[row].iter().for_each(|&own| aux[own] = rows[row]);
            }
        }
        Self { relaxation, rows, aux }
    }

    /// The rows and variables of one crew, less what all other rows pay for; the others say nothing.
    fn of_crew(&self, owner: Owner, duals: &[i64]) -> Relaxation {
        let mut own = self.relaxation.clone();
        let stays = |row: usize| self.rows[row] == owner;
        for (limits, _) in own.rows.iter_mut().zip(&self.rows).filter(|(_, of)| **of != owner) {
            (limits.lower, limits.upper) = (None, None);
        }
        own.visits.iter_mut().flatten().for_each(|rows| rows.retain(|term| stays(term.0)));
        own.lone.iter_mut().for_each(|lone| lone.retain(|term| stays(term.0)));
        for row in own.worked.iter_mut().chain(&mut own.served) {
            *row = row.filter(|&row| stays(row));
        }
        for (aux, _) in own.aux.iter_mut().zip(&self.aux).filter(|(_, of)| **of != owner) {
            (aux.cost, aux.terms) = (0, Vec::new());
        }
        for aux in &mut own.aux {
            let (rows, paid): (Vec<_>, Vec<_>) =
                std::mem::take(&mut aux.terms).into_iter().partition(|term| stays(term.0));
            aux.terms = rows;
            aux.cost -= paid.iter().map(|&(row, c)| duals[row] * c).sum::<i64>();
        }
        own.weeks.iter_mut().filter(|week| !stays(week.row)).for_each(|week| week.costs = vec![0]);
        own
    }

    /// What a crew adds to the bound of some multipliers.
    fn base(&self, owner: Owner, best: &Best, tours: &[usize]) -> i128 {
        let (relaxation, duals) = (&self.relaxation, &best.duals.rows);
        let rows = relaxation.rows.iter().zip(duals).zip(&self.rows).filter(|(_, of)| **of == owner);
        let aux = relaxation.aux.iter().zip(&self.aux).filter(|(_, of)| **of == owner);
        let weeks = relaxation.weeks.iter().filter(|week| self.rows[week.row] == owner);
        rows.map(|((row, &dual), _)| of_row(row, dual)).sum::<i128>()
            + aux.map(|(aux, _)| of_aux(aux, duals)).sum::<i128>()
            + weeks.map(|week| i128::from(cheapest_service(relaxation, week, &best.duals).1)).sum::<i128>()
            + tours.iter().map(|&tour| i128::from(best.least[tour])).sum::<i128>()
    }
}

/// The week of one crew.
struct Block {
    crew: CrewId,
    tours: Vec<usize>,
    /// How much more it costs at least than its shifts, and at most where that is known.
    gain: (i64, i64),
}

impl Block {
    /// Whether more time may prove so much more.
    fn hides(&self, much: i64) -> bool {
        self.gain.1.saturating_sub(self.gain.0) > much
    }
}

impl Proof<'_, '_> {
    /// Adds up the least that the crews can cost by themselves, which is at least what their shifts do. After the first time only
    /// those are asked again for which that was a difference.
    pub(super) fn separate(&mut self) -> Option<()> {
        let alike = self.problem.tours.iter().any(|tour| tour.shifts.len() > 1);
        let Some(mut best) = self.latest_best().filter(|_| !alike && self.limits.work.is_none()) else {
            return Some(());
        };
        let owners = Owners::new(&self.relaxation, |tour| self.problem.tours[tour].crew);
        best.duals.rows.resize(owners.relaxation.rows.len(), 0);
        let mut blocks = self.blocks();
        for (room, share) in STEPS {
            let much = (LITTLE_GAIN * self.gap() as f64) as i64;
            let hidden: Vec<_> = (0..blocks.len()).filter(|&block| blocks[block].hides(much)).collect();
            let least = self.limits.stop.left()?.mul_f64(1.0 - 2.0 * share);
            for &index in &hidden {
                if self.is_over() || self.limits.stop.left()? < least {
                    break;
                }
                let others: i64 = blocks.iter().map(|block| block.gain.0).sum::<i64>() - blocks[index].gain.0;
                let known = best.bound + i128::from(others);
                let share = share / hidden.len() as f64;
                self.raise(&owners, &best, &mut blocks[index], self.above(known), (room, share))?;
                self.note(known + i128::from(blocks[index].gain.0));
            }
        }
        best.gains = blocks.iter().map(|block| (block.crew, block.gain.0)).collect();
        if self.apart.as_ref().is_none_or(|apart| best.total() > apart.total()) {
            self.apart = Some(best);
        }
        let much = (LITTLE_GAIN * self.gap_of_prices() as f64) as i64;
        self.hard = Some(blocks.into_iter().filter(|block| block.gain.0 > much).map(|block| block.crew).collect());
        Some(())
    }

    /// The crews worth asking and their tours.
    fn blocks(&self) -> Vec<Block> {
        let mut tours: BTreeMap<CrewId, Vec<usize>> = BTreeMap::new();
        for (index, tour) in self.problem.tours.iter().enumerate() {
            tours.entry(tour.crew).or_default().push(index);
        }
        let asked = |crew: &CrewId| self.hard.as_ref().is_none_or(|hard| hard.contains(crew));
        let blocks = tours.into_iter().filter(|(crew, _)| asked(crew));
        blocks.map(|(crew, tours)| Block { crew, tours, gain: (0, i64::MAX) }).collect()
    }

    /// Finds how much more a crew costs than its shifts by themselves: no more than the part of the gap for which all routes are
    /// listed, since with any other it costs that much more.
    fn raise(
        &mut self,
        owners: &Owners,
        best: &Best,
        block: &mut Block,
        gap: i64,
        (room, share): (usize, f64),
    ) -> Option<()> {
        let mut parts = (0..MOST_HALVINGS).map(|times| gap >> times);
        let listed = parts.find_map(|part| Some((part, self.routes_of(&block.tours, best, |_| part, room)?)));
        let Some((part, mut columns)) = listed else { return Some(()) };
        let Some(mut points) = self.points_within(&best.duals, part) else { return Some(()) };
        let known = self.add_known(&mut columns, &block.tours)?;
        self.add_points_of(&columns, &known, &mut points);
        let owner = Owner::Crew(block.crew);
        let relaxation = owners.of_crew(owner, &best.duals.rows);
        let others = relaxation.weeks.iter().zip(&mut points).filter(|(week, _)| week.costs.len() == 1);
        others.for_each(|(_, points)| *points = vec![0]);
        let prices = |&tour| (tour, RoutePrices::new(self.problem, &self.relaxation, &self.cuts, &best.duals, tour));
        let prices: BTreeMap<usize, RoutePrices> = block.tours.iter().map(prices).collect();
        for column in &mut columns {
            let kept = column.rows(&relaxation).into_iter().map(|(row, c)| best.duals.rows[row] * c);
            column.cost = column.reduced(self.problem, &prices[&column.tour]) + kept.sum::<i64>();
        }
        let Some(effort) = self.effort(share, columns.len()) else { return Some(()) };
        let (problem, stop) = (self.problem, &self.limits.stop);
        let choice =
            program::Choice { problem, relaxation: &relaxation, cuts: &[], columns: &columns, points: &points };
        let effort = program::Effort { presolve: false, ..effort };
        let answer = self.witness.leaving(|| program::solve(&choice, &known, effort, stop));
        let Some(answer) = answer else { return Some(()) };
        let base = euros(owners.base(owner, best, &block.tours) as i64);
        let money = |more: f64| (more * Money::PER_EURO as f64).clamp(0.0, part as f64) as i64;
        let (least, most) = (money(answer.bound - base), money(answer.cost - base));
        block.gain = (block.gain.0.max(least), if most < part { most } else { i64::MAX });
        let (name, count) = (&self.problem.prices.instance.crews[block.crew].id, columns.len());
        let (least, most, part) = (euros(least), euros(most), euros(part));
        self.tell(format!("{name}: {count} routes within {part:.2}, {least:.2} to {most:.2} more"));
        Some(())
    }
}

/// Most routes listed of a crew and the share of the time left for the programs of all: at first, and for those that need more.
const STEPS: [(usize, f64); 2] = [(2_000, 0.1), (20_000, 0.3)];
/// The share of the gap for which a crew is not asked again.
const LITTLE_GAIN: f64 = 0.02;
/// How often the part of the gap is halved for which they are listed.
const MOST_HALVINGS: u32 = 12;
