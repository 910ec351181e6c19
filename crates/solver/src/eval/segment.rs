//! Consecutive visits joined in constant time.

use brigade_model::units::Minutes;

/// A time on the working clock later than any real one, and far from overflow.
pub const NO_LIMIT: Minutes = 1 << 28;

/// What matters of a row of consecutive visits when it is joined to another, on the working clock.
///
/// A visit that would start after its window has closed starts when it closes; the minutes gained that way are its
/// *time warp* (Vidal, Crainic, Gendreau, Prins 2013), the measure of how far a route is from keeping its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Minutes from the first start to the last finish, waiting and warp included, when begun at `earliest`.
    pub duration: Minutes,
    /// Minutes of time warp when begun at `earliest`.
    pub warp: Minutes,
    /// The latest first start that neither adds warp nor shortens the waiting further.
    pub earliest: Minutes,
    /// The latest first start without additional warp.
    pub latest: Minutes,
}

impl Segment {
    /// One visit that takes `duration` minutes and starts in `[open, close]`.
    pub fn visit(duration: Minutes, open: Minutes, close: Minutes) -> Self {
        Self { duration, warp: 0, earliest: open, latest: close }
    }

    /// This segment, `travel` minutes on the road, then `next`.
    #[inline]
    pub fn then(self, travel: Minutes, next: Self) -> Self {
        let apart = self.duration - self.warp + travel;
        let wait = (next.earliest - apart - self.latest).max(0);
        let warp = (self.earliest + apart - next.latest).max(0);
        Self {
            duration: self.duration + next.duration + travel + wait,
            warp: self.warp + next.warp + warp,
            earliest: self.earliest.max(next.earliest - apart) - wait,
            latest: self.latest.min(next.latest - apart) + warp,
        }
    }

    /// When the last visit finishes and how much the clock is warped for a crew that is there at `arrival`.
    #[inline]
    pub fn follow(self, arrival: Minutes) -> (Minutes, Minutes) {
        let late = (arrival - self.latest).max(0);
        let start = (arrival - late).max(self.earliest);
        (start + self.duration - self.warp, self.warp + late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// (duration, open, close) of visits and the minutes of travel before each.
    type TimedVisits = Vec<(Minutes, Minutes, Minutes, Minutes)>;

    fn rows(most: usize) -> impl Strategy<Value = TimedVisits> {
        let visit =
            (1..200, 0..600, 0..300, 0..120).prop_map(|(d, open, width, travel)| (d, open, open + width, travel));
        prop::collection::vec(visit, 1..=most)
    }

    fn join(row: &TimedVisits) -> Segment {
        let visit = |&(d, open, close, _): &(Minutes, Minutes, Minutes, Minutes)| Segment::visit(d, open, close);
        row[1..].iter().fold(visit(&row[0]), |segment, next| segment.then(next.3, visit(next)))
    }

    fn simulate(row: &TimedVisits, arrival: Minutes) -> (Minutes, Minutes) {
        let (mut moment, mut warp) = (arrival, 0);
        for (index, &(duration, open, close, travel)) in row.iter().enumerate() {
            moment += if index > 0 { travel } else { 0 };
            let start = moment.max(open);
            warp += (start - close).max(0);
            moment = start.min(close) + duration;
        }
        (moment, warp)
    }

    proptest! {
        #[test]
        fn joining_is_simulating(row in rows(7), arrival in 0..900) {
            prop_assert_eq!(join(&row).follow(arrival), simulate(&row, arrival));
        }

        #[test]
        fn joining_is_associative(a in rows(3), b in rows(3), c in rows(3), s in 0..90, t in 0..90) {
            let (a, b, c) = (join(&a), join(&b), join(&c));
            let (left, right) = (a.then(s, b).then(t, c), a.then(s, b.then(t, c)));
            for arrival in (0..900).step_by(37) {
                prop_assert_eq!(left.follow(arrival), right.follow(arrival));
            }
        }
    }
}
