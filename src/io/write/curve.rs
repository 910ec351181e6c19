//! The change curve as a table and as a picture.

use std::fmt::Write;
use std::path::Path;

use super::cell::km;
use super::folder::{self, Result};
use super::tables::table;
use crate::report::{ChangeCurve, CurvePoint};

const COLUMNS: [&str; 9] =
    ["max_changes", "changes", "cost", "saving", "percent", "euros_week", "km", "travel_hours", "unassigned"];

/// Writes `change_curve.csv` and `change_curve.svg` into the folder of a plan.
pub fn write_curve(out: &Path, curve: &ChangeCurve) -> Result<()> {
    let rows = table(COLUMNS, curve.points.iter().map(row))?;
    folder::replace(out, &[("change_curve.csv", rows), ("change_curve.svg", picture(curve).into_bytes())])
}

fn row(point: &CurvePoint) -> [String; 9] {
    [
        limit(point),
        point.changes.to_string(),
        format!("{:.2}", point.cost.to_f64()),
        format!("{:.2}", point.saving.to_f64()),
        format!("{:.1}", point.percent),
        format!("{:.2}", point.week.to_f64()),
        km(point.metres),
        format!("{:.2}", point.travel as f64 / 60.0),
        point.unassigned.to_string(),
    ]
}

fn limit(point: &CurvePoint) -> String {
    point.limit.map_or_else(|| "all".into(), |limit| limit.to_string())
}

/// Size of the picture and its margins: left, right, top, bottom.
const SIZE: (f64, f64) = (640.0, 360.0);
const MARGIN: (f64, f64, f64, f64) = (80.0, 30.0, 40.0, 50.0);

/// A line through the points: changes to the right, euros saved upwards.
pub fn picture(curve: &ChangeCurve) -> String {
    let most = curve.points.iter().map(|point| point.changes).max().unwrap_or(0).max(1) as f64;
    let savings = || curve.points.iter().map(|point| point.saving.to_f64());
    let (low, high) = (savings().fold(0.0, f64::min), savings().fold(0.0, f64::max));
    let span = if high > low { high - low } else { 1.0 };
    let (width, height) = (SIZE.0 - MARGIN.0 - MARGIN.1, SIZE.1 - MARGIN.2 - MARGIN.3);
    let x = |changes: usize| MARGIN.0 + width * changes as f64 / most;
    let y = |saving: f64| MARGIN.2 + height * (high - saving) / span;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" font-family=\"sans-serif\" \
         font-size=\"12\"><title>Saving by number of changes</title>\n",
        SIZE.0, SIZE.1
    );
    let zero = y(0.0);
    let _ = writeln!(
        svg,
        "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n<path d=\"M{:.1} {:.1}V{:.1}M{:.1} {zero:.1}H{:.1}\" \
         stroke=\"#555\" fill=\"none\"/>",
        MARGIN.0,
        MARGIN.2,
        MARGIN.2 + height,
        MARGIN.0,
        MARGIN.0 + width
    );
    for saving in [low, high] {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{saving:.0} EUR</text>",
            MARGIN.0 - 8.0,
            y(saving) + 4.0
        );
    }
    let points = curve.points.iter().map(|point| format!("{:.1},{:.1}", x(point.changes), y(point.saving.to_f64())));
    let points = points.collect::<Vec<_>>().join(" ");
    let _ = writeln!(svg, "<polyline points=\"{points}\" fill=\"none\" stroke=\"#1f5fa8\" stroke-width=\"2\"/>");
    for point in &curve.points {
        let (at, up) = (x(point.changes), y(point.saving.to_f64()));
        let _ = writeln!(
            svg,
            "<g><title>at most {}: {} changes save {:.2} EUR</title><circle cx=\"{at:.1}\" cy=\"{up:.1}\" r=\"4\" \
             fill=\"#1f5fa8\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{:.0} %</text><text \
             x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></g>",
            limit(point),
            point.changes,
            point.saving.to_f64(),
            up - 10.0,
            point.percent,
            MARGIN.2 + height + 18.0,
            point.changes
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">changes of today's schedule</text>\n</svg>",
        MARGIN.0 + width / 2.0,
        SIZE.1 - 10.0
    );
    svg
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Decimal, Money};

    fn point(limit: Option<u32>, changes: usize, euros: i64) -> CurvePoint {
        CurvePoint {
            limit,
            changes,
            cost: Money::euros(Decimal::whole(1_000 - euros)),
            saving: Money::euros(Decimal::whole(euros)),
            percent: euros as f64 / 2.0,
            metres: 12_345,
            travel: 90,
            unassigned: 0,
            week: Money::ZERO,
        }
    }

    #[test]
    fn table_and_picture() {
        let points = vec![point(Some(0), 0, 0), point(Some(5), 4, 150), point(None, 10, 200)];
        let curve = ChangeCurve { current: Money::euros(Decimal::whole(1_000)), points };
        let folder = tempfile::tempdir().expect("a folder");
        write_curve(folder.path(), &curve).expect("writable");
        let table = std::fs::read_to_string(folder.path().join("change_curve.csv")).expect("written");
        assert!(table.ends_with("all,10,800.00,200.00,100.0,0.00,12.345,1.50,0\n"), "{table}");
        let svg = std::fs::read_to_string(folder.path().join("change_curve.svg")).expect("written");
        assert!(svg.contains("points=\"80.0,310.0 292.0,107.5 610.0,40.0\""), "{svg}");
        assert!(svg.contains("<title>at most all: 10 changes save 200.00 EUR</title>"));
        let flat = picture(&ChangeCurve { current: Money::ZERO, points: vec![point(None, 0, 0)] });
        assert!(!flat.contains("NaN") && !flat.contains("inf"), "{flat}");
    }
}
