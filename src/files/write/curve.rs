//! The change curve as a table, and back.

use serde::Deserialize;

use super::cell::km;
use super::folder::Result;
use super::tables::table;
use crate::insight::{ChangeCurve, CurvePoint};
use crate::units::{Decimal, Money};

const COLUMNS: [&str; 9] =
    ["max_changes", "changes", "cost", "saving", "percent", "euros_week", "km", "travel_hours", "unassigned"];
/// What stands for no limit.
const ALL: &str = "all";

/// `change_curve.csv`: one row per limit.
pub fn curve(curve: &ChangeCurve) -> Result<Vec<u8>> {
    table(COLUMNS, curve.points.iter().map(row))
}

fn row(point: &CurvePoint) -> [String; 9] {
    [
        point.limit.map_or_else(|| ALL.into(), |limit| limit.to_string()),
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

/// A row as it is read back.
#[derive(Deserialize)]
struct CurveRecord {
    max_changes: String,
    changes: usize,
    cost: f64,
    saving: f64,
    percent: f64,
    euros_week: f64,
    km: f64,
    travel_hours: f64,
    unassigned: usize,
}

/// The curve that a `change_curve.csv` states, to the cent; none where it has no row.
pub fn read_back(bytes: &[u8]) -> std::result::Result<Option<ChangeCurve>, csv::Error> {
    let lines =
        csv::Reader::from_reader(bytes).into_deserialize().collect::<std::result::Result<Vec<CurveRecord>, _>>()?;
    let money = |euros: f64| Money::euros(Decimal::nearest(euros));
    let current = lines.first().map(|line| money(line.cost + line.saving));
    let point = |line: CurveRecord| CurvePoint {
        limit: line.max_changes.parse().ok(),
        changes: line.changes,
        cost: money(line.cost),
        saving: money(line.saving),
        percent: line.percent,
        metres: (1_000.0 * line.km).round() as i64,
        travel: (60.0 * line.travel_hours).round() as i64,
        unassigned: line.unassigned,
        week: money(line.euros_week),
    };
    Ok(current.map(|current| ChangeCurve { current, points: lines.into_iter().map(point).collect() }))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn a_curve_comes_back() {
        let points = vec![point(Some(0), 0, 0), point(Some(5), 4, 150), point(None, 10, 200)];
        let whole = ChangeCurve { current: Money::euros(Decimal::whole(1_000)), points };
        let text = curve(&whole).expect("a table");
        assert!(text.ends_with(b"all,10,800.00,200.00,100.0,0.00,12.345,1.50,0\n"));
        assert_eq!(read_back(&text).expect("readable"), Some(whole));
        assert!(read_back(b"").expect("readable").is_none());
        assert!(read_back(b"max_changes\n5\n").is_err());
    }
}
