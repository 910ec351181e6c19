//! What the figures rest on.

use super::{PageContext, Past};
use crate::i18n::Locale;
use crate::model::{Instance, hhmm};
use crate::report::words::{CodeNames, PageWords};

/// One of the things that a report rests on.
pub struct Assumption {
    pub what: String,
    pub text: String,
}

/// First and last date.
pub fn horizon(lang: Locale, instance: &Instance) -> String {
    let date = |date: Option<&chrono::NaiveDate>| date.map_or_else(String::new, |&date| lang.date(date));
    lang.a_horizon_text(&date(instance.dates.first()), &date(instance.dates.last()))
}

/// The list.
pub fn assumptions(context: &PageContext<'_>) -> Vec<Assumption> {
    let (instance, lang) = (context.report.instance, context.report.lang);
    let settings = &instance.settings;
    let two = |value: crate::units::Decimal| lang.number(value.to_f64(), 2);
    let rows = [
        (lang.a_horizon(), horizon(lang, instance)),
        (lang.a_distance(), distances(lang, instance)),
        (lang.a_speed(), lang.a_speed_text(&lang.number(settings.speed_kmh.to_f64(), 0))),
        (lang.a_break(), pause(lang, instance)),
        (
            lang.a_prices(),
            lang.a_prices_text(&two(settings.cost_km), &two(settings.cost_hour), &two(settings.cost_overtime_hour)),
        ),
        (lang.a_year(), lang.a_year_text(&lang.number(settings.weeks_per_year.to_f64(), 0))),
        (lang.a_bound(), proof(context)),
        (lang.a_run(), run(context)),
        (lang.a_input(), input(context)),
        (lang.a_version(), format!("brigade {}", env!("CARGO_PKG_VERSION"))),
    ];
    // Nobody counts a week that is planned anew up to a year.
    let year = lang.a_year();
    let counts = |(what, _): &(String, String)| !context.report.summary.anew || *what != year;
    rows.into_iter().filter(counts).map(|(what, text)| Assumption { what, text }).collect()
}

fn distances(lang: Locale, instance: &Instance) -> String {
    let metric = if instance.origin.planar {
        lang.a_plane()
    } else {
        lang.a_great_circle(&lang.number(instance.settings.detour, 2))
    };
    match instance.origin.stated_legs {
        0 => metric,
        pairs => lang.a_table(&lang.number(pairs as f64, 0)) + &metric,
    }
}

fn pause(lang: Locale, instance: &Instance) -> String {
    let clock = &instance.settings.clock;
    if clock.pause() == 0 { lang.a_no_break() } else { format!("{}-{}", hhmm(clock.from), hhmm(clock.until)) }
}

fn proof(context: &PageContext<'_>) -> String {
    let lang = context.report.lang;
    match &context.report.summary.bound {
        Some(bound) => lang.bound_note(&lang.euros(bound.cost), lang.bound_class(bound.class)),
        None => lang.a_no_bound(),
    }
}

fn run(context: &PageContext<'_>) -> String {
    let (lang, run) = (context.report.lang, &context.report.summary.run);
    match context.report.past {
        Past::Unknown => lang.a_run_unknown(),
        Past::Same | Past::Changed => lang.a_run_text(run.seed, &lang.number(run.iterations as f64, 0)),
    }
}

fn input(context: &PageContext<'_>) -> String {
    let sha256 = format!("SHA-256 {}", context.report.instance.origin.sha256);
    match context.report.past {
        Past::Changed => format!("{sha256}; {}", context.report.lang.a_input_changed()),
        Past::Same | Past::Unknown => sha256,
    }
}
