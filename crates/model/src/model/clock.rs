//! The clock: wall-clock minutes of a day, and the working clock, from which the break is removed.

use crate::units::Minutes;

/// Minutes in a day.
pub const DAY: Minutes = 24 * 60;

/// The daily break `[from, until)`, during which work and driving pause; `from == until` where there is none.
///
/// On the *working clock* the break has no length: minutes up to `from` keep their number and those from `until` on
/// follow at once. Work and driving are additions there, so the search needs no special case; all of them live here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// First minute of the break.
    pub from: Minutes,
    /// First minute after the break.
    pub until: Minutes,
}

impl Clock {
    /// A clock with the break `[from, until)`.
    pub fn new(from: Minutes, until: Minutes) -> Self {
        debug_assert!(from <= until);
        Self { from, until }
    }

    /// Length of the break.
    pub fn pause(&self) -> Minutes {
        self.until - self.from
    }

    /// The working-clock minute of a wall-clock minute; the whole break is one instant.
    pub fn working(&self, wall: Minutes) -> Minutes {
        wall.min(self.from) + (wall - self.until).max(0)
    }

    /// The wall-clock minute at which a visit starts that may start at `working`: after the break, not in it.
    pub fn wall_start(&self, working: Minutes) -> Minutes {
        if working < self.from { working } else { working + self.pause() }
    }

    /// Working-clock window of the starts allowed by the wall-clock window `[open, close]`. It is empty
    /// (`.0 > .1`) where the window lies inside the break.
    pub fn start_window(&self, open: Minutes, close: Minutes) -> (Minutes, Minutes) {
        let latest = if close >= self.from && close < self.until { self.from - 1 } else { self.working(close) };
        (self.working(open), latest)
    }

    /// The wall-clock minute after `minutes` of work or driving from the wall-clock minute `moment`.
    pub fn advance(&self, moment: Minutes, minutes: Minutes) -> Minutes {
        if minutes == 0 || self.pause() == 0 {
            return moment + minutes;
        }
        let begin = self.after_break(moment);
        let done = begin + minutes;
        if begin < self.from && done > self.from { done + self.pause() } else { done }
    }

    /// Whether a wall-clock minute lies in the break.
    pub fn in_break(&self, wall: Minutes) -> bool {
        self.from <= wall && wall < self.until
    }

    /// The first wall-clock minute from `wall` on that is not in the break.
    pub fn after_break(&self, wall: Minutes) -> Minutes {
        if self.in_break(wall) { self.until } else { wall }
    }

    /// Minutes from `start` to `end` without the break; 0 where `end` is earlier.
    pub fn between(&self, start: Minutes, end: Minutes) -> Minutes {
        (self.working(end) - self.working(start)).max(0)
    }
}

/// A wall-clock minute as `HH:MM`.
pub fn hhmm(wall: Minutes) -> String {
    format!("{:02}:{:02}", wall.div_euclid(60), wall.rem_euclid(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Clock = Clock { from: 720, until: 780 };

    #[test]
    fn work_pauses_over_the_break() {
        assert_eq!(NOON.advance(600, 240), 900, "240 minutes from 10:00 end at 15:00");
        assert_eq!(NOON.advance(660, 60), 720, "work that ends exactly at 12:00 ends at 12:00");
        assert_eq!(NOON.advance(720, 0), 720, "a leg of 0 minutes begun at 12:00 arrives at 12:00");
        assert_eq!(NOON.advance(720, 10), 790);
        assert_eq!(NOON.advance(750, 10), 790);
    }

    #[test]
    fn working_clock_agrees_with_the_wall_clock() {
        for start in 0..DAY {
            for minutes in [1, 30, 59, 60, 61, 400] {
                assert_eq!(NOON.working(NOON.advance(start, minutes)), NOON.working(start) + minutes);
            }
            if !NOON.in_break(start) {
                assert_eq!(NOON.wall_start(NOON.working(start)), start);
            }
        }
    }

    #[test]
    fn no_visit_starts_in_the_break() {
        for open in (0..DAY).step_by(7) {
            for close in (open..DAY).step_by(11) {
                let (first, last) = NOON.start_window(open, close);
                let wall: Vec<_> = (0..DAY).filter(|&t| open <= t && t <= close && !NOON.in_break(t)).collect();
                let working: Vec<_> = (first..=last).map(|t| NOON.wall_start(t)).collect();
                assert_eq!(wall, working, "window {open}..{close}");
            }
        }
    }

    #[test]
    fn hours_and_minutes_have_two_digits() {
        assert_eq!((hhmm(485), hhmm(DAY)), ("08:05".into(), "24:00".into()));
    }
}
