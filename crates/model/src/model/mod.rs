//! The problem and its solutions: a validated, immutable, indexed [`Instance`], a [`Plan`], and a [`Timetable`] that
//! follows the plan's times. There are no algorithms here.

mod bound;
mod clock;
mod computed_legs;
mod crew;
mod days_off;
mod ids;
mod instance;
mod job;
mod origin;
mod pins;
mod plan;
mod settings;
mod sketch;
mod speed;
mod synchronise;
mod timetable;
mod travel;

pub use bound::{Bound, BoundClass, ShadowPrices};
pub use clock::{Clock, DAY, hhmm};
pub use computed_legs::ComputedLegs;
pub use crew::{Crew, DayException, Member, Shift};
pub use days_off::{DateSpans, DayOff, Holiday, HolidayCalendar};
#[doc(hidden)]
pub use ids::id_type;
pub use ids::{CrewId, DayId, JobId, PlaceId, ShiftId, SiteId, SkillId, ToolId};
pub use instance::{Instance, Parts, Preference, Target, Tool, iso_week};
pub use job::{Address, Job, Lag, SameCrew, Site, SkillNeed};
pub use origin::{Origin, Roads};
pub use pins::{VisitAt, pin_holders, pin_words};
pub use plan::{Pin, Plan, PlannedVisit, Route, Start};
pub use settings::{SETTINGS, Setting, SettingField, SettingKind, SettingValue, Settings, SettingsTable};
pub use sketch::Sketch;
pub use speed::Speed;
pub use synchronise::{MOST_WAITS, synchronised};
pub use timetable::{Stop, Timetable, Tour};
pub use travel::{Leg, LegsFrom, LegsTo, TravelMatrix, pairs_by_block};

/// Level of a skill, 1 to 9; 0 = not held.
pub type Level = u8;
