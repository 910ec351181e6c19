//! What the figures rest on.

use super::{PageContext, PreviousRun};
use crate::i18n::Locale;
use crate::model::{Instance, Speed, hhmm};
use crate::report::messages::{CodeNames, PageMessages};
use crate::report::{days_off, distances};

/// One of the things that a report rests on.
pub struct Assumption {
    pub what: String,
    pub text: String,
}

/// First and last date.
pub fn horizon(locale: Locale, instance: &Instance) -> String {
    let date = |date: Option<&chrono::NaiveDate>| date.map_or_else(String::new, |&date| locale.date(date));
    locale.a_horizon_text(&date(instance.dates.first()), &date(instance.dates.last()))
}

/// The list.
pub fn assumptions(context: &PageContext<'_>) -> Vec<Assumption> {
    let (instance, locale) = (context.report.instance, context.report.locale);
    let settings = &instance.settings;
    let two = |value: crate::units::Decimal| locale.number(value.to_f64(), 2);
    let rows = [
        (locale.a_horizon(), horizon(locale, instance)),
        (locale.a_distance(), distances(locale, instance)),
        (locale.a_speed(), speed(locale, instance)),
        (locale.a_break(), pause(locale, instance)),
        (
            locale.a_prices(),
            locale.a_prices_text(&two(settings.cost_km), &two(settings.cost_hour), &two(settings.cost_overtime_hour)),
        ),
        (locale.a_year(), locale.a_year_text(&locale.number(settings.weeks_per_year.to_f64(), 0))),
        (locale.a_bound(), proof(context)),
        (locale.a_run(), run(context)),
        (locale.a_input(), input(context)),
        (locale.a_version(), format!("brigade {}", env!("CARGO_PKG_VERSION"))),
    ];
    let days_off = days_off(locale, instance).map(|days| (locale.a_days_off(), days));
    // Nobody counts a week that is planned anew up to a year.
    let year = locale.a_year();
    let counts = |(what, _): &(String, String)| !context.report.summary.anew || *what != year;
    let [horizon, others @ ..] = rows;
    let rows = std::iter::once(horizon).chain(days_off).chain(others);
    rows.filter(counts).map(|(what, text)| Assumption { what, text }).collect()
}

fn speed(locale: Locale, instance: &Instance) -> String {
    let usual = locale.a_speed_text(&locale.number(instance.settings.speed_kmh.to_f64(), 0));
    match instance.speeds() {
        [fastest, .., slowest] => {
            let [fastest, slowest] = [fastest, slowest].map(|speed| locale.number(speed.to_f64(), 2));
            locale.a_speed_factors(&usual, &slowest, &fastest)
        }
        [only] if *only != Speed::ONE => locale.a_speed_factor(&usual, &locale.number(only.to_f64(), 2)),
        _ => usual,
    }
}

fn pause(locale: Locale, instance: &Instance) -> String {
    let clock = &instance.settings.clock;
    if clock.pause() == 0 { locale.a_no_break() } else { format!("{}-{}", hhmm(clock.from), hhmm(clock.until)) }
}

fn proof(context: &PageContext<'_>) -> String {
    let locale = context.report.locale;
    match &context.report.summary.bound {
        Some(bound) => locale.bound_note(&locale.euros(bound.cost), locale.bound_class(bound.class)),
        None => locale.a_no_bound(),
    }
}

fn run(context: &PageContext<'_>) -> String {
    let (locale, run) = (context.report.locale, &context.report.summary.run);
    match context.report.previous_run {
        PreviousRun::Unknown => locale.a_run_unknown(),
        PreviousRun::Same | PreviousRun::Changed => {
            locale.a_run_text(run.seed, &locale.number(run.iterations as f64, 0))
        }
    }
}

fn input(context: &PageContext<'_>) -> String {
    let instance = context.report.instance;
    let sha256 = format!("{}, SHA-256 {}", instance.name, instance.origin.sha256);
    match context.report.previous_run {
        PreviousRun::Changed => format!("{sha256}; {}", context.report.locale.a_input_changed()),
        PreviousRun::Same | PreviousRun::Unknown => sha256,
    }
}
