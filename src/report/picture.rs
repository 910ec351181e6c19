//! The change curve as a picture: changes to the right, euros saved upwards.

use askama::Template;

use crate::i18n::Locale;
use crate::insight::{ChangeCurve, CurvePoint};
use crate::report::messages::{ChangeMessages, CountMessages};

/// Size of the picture and its margins: left, right, top, bottom.
const SIZE: (f64, f64) = (640.0, 360.0);
const MARGIN: (f64, f64, f64, f64) = (80.0, 30.0, 40.0, 50.0);
/// How far labels of points stand apart at least.
const APART: f64 = 40.0;

/// What the template draws.
#[derive(Template)]
#[template(path = "curve.svg")]
struct Picture {
    /// Whether it is a file of its own, which brings its colours with it.
    alone: bool,
    title: String,
    below: String,
    width: f64,
    height: f64,
    left: f64,
    bottom: f64,
    middle: f64,
    axes: String,
    marks: Vec<Mark>,
    line: String,
    dots: Vec<Dot>,
}

/// An amount beside the upright axis.
struct Mark {
    at: String,
    text: String,
}

/// A point of the curve.
struct Dot {
    x: String,
    y: String,
    changes: usize,
    percent: String,
    /// The point as text.
    told: String,
    /// Whether there is room for its figures.
    labelled: bool,
}

/// The picture of a change curve as SVG, `alone` in a file or within a page.
pub fn picture(locale: Locale, curve: &ChangeCurve, alone: bool) -> Result<String, askama::Error> {
    let (width, height) = (SIZE.0 - MARGIN.0 - MARGIN.1, SIZE.1 - MARGIN.2 - MARGIN.3);
    let most = curve.points.iter().map(|point| point.changes).max().unwrap_or(0).max(1) as f64;
    let savings = || curve.points.iter().map(|point| point.saving.to_f64());
    let (low, high) = (savings().fold(0.0, f64::min), savings().fold(0.0, f64::max));
    let span = if high > low { high - low } else { 1.0 };
    let x = |changes: usize| MARGIN.0 + width * changes as f64 / most;
    let y = |saving: f64| MARGIN.2 + height * (high - saving) / span;
    let at = |value: f64| format!("{value:.1}");
    let mut marks = vec![high, 0.0, low];
    marks.dedup();
    let mut dots: Vec<_> = curve.points.iter().map(|point| (x(point.changes), false, point)).collect();
    let mut free = f64::INFINITY;
    // the last point is the one to compare with, so that room is given from there
    for (x, labelled, _) in dots.iter_mut().rev() {
        *labelled = free - *x >= APART;
        free = if *labelled { *x } else { free };
    }
    let dot = |&(x, labelled, point): &(f64, bool, &CurvePoint)| Dot {
        x: at(x),
        y: at(y(point.saving.to_f64())),
        changes: point.changes,
        percent: locale.number(point.percent, 0),
        told: locale.curve_point(&locale.changes(point.changes), &locale.cents(point.saving)),
        labelled,
    };
    let points = dots.iter().map(|(x, _, point)| format!("{},{}", at(*x), at(y(point.saving.to_f64()))));
    let (bottom, zero) = (MARGIN.2 + height, at(y(0.0)));
    let axes = format!("M{} {}V{bottom}M{} {zero}H{}", MARGIN.0, MARGIN.2, MARGIN.0, MARGIN.0 + width);
    let picture = Picture {
        alone,
        title: locale.curve_alt(),
        below: locale.curve_axis(),
        width: SIZE.0,
        height: SIZE.1,
        left: MARGIN.0,
        bottom,
        middle: MARGIN.0 + width / 2.0,
        axes,
        marks: marks.into_iter().map(|saving| Mark { at: at(y(saving)), text: locale.euros(saving) }).collect(),
        line: points.collect::<Vec<_>>().join(" "),
        dots: dots.iter().map(dot).collect(),
    };
    picture.render()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Decimal, Money};

    fn curve(points: &[(usize, i64)]) -> ChangeCurve {
        let point = |&(changes, euros): &(usize, i64)| CurvePoint {
            changes,
            saving: Money::euros(Decimal::whole(euros)),
            percent: euros as f64 / 2.0,
            ..CurvePoint::default()
        };
        ChangeCurve { current: Money::ZERO, points: points.iter().map(point).collect() }
    }

    fn drawn(points: &[(usize, i64)], locale: Locale, alone: bool) -> String {
        picture(locale, &curve(points), alone).expect("a picture")
    }

    #[test]
    fn points_are_in_scale() {
        let svg = drawn(&[(0, 0), (4, 150), (10, 200)], Locale::En, true);
        assert!(svg.contains("points=\"80.0,310.0 292.0,107.5 610.0,40.0\""), "{svg}");
        assert!(svg.contains("<title>10 changes save 200.00 EUR</title>") && svg.contains("<style>"), "{svg}");
        assert!(drawn(&[(0, 0), (10, 200)], Locale::Fr, false).contains("10 changements : 200,00"));
    }

    #[test]
    fn figures_don_t_cover_each_other() {
        let svg = drawn(&[(0, 0), (1, 10), (2, 20), (100, 200)], Locale::En, false);
        assert_eq!(svg.matches(" %</text>").count(), 2, "{svg}");
        assert!(svg.contains("100 %") && svg.contains("10 %") && !svg.contains("<style>"));
    }

    #[test]
    fn nothing_saved_is_a_picture_too() {
        let flat = drawn(&[(0, 0)], Locale::En, true);
        assert!(!flat.contains("NaN") && !flat.contains("inf"), "{flat}");
        let loss = drawn(&[(0, -50), (3, 100)], Locale::En, true);
        assert!(loss.contains("-50 EUR") && loss.contains("0 EUR") && loss.contains("100 EUR"), "{loss}");
    }
}
