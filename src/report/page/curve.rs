//! What how many changes bring.

use crate::i18n::Locale;
use crate::insight::{ChangeCurve, CurvePoint};
use crate::report::messages::ChangeMessages;
use crate::report::{curve_sentence, picture};

/// The change curve: a sentence, a picture, and a table that says the same.
pub struct Curve {
    pub sentence: Option<String>,
    /// SVG, escaped.
    pub picture: String,
    pub rows: Vec<PointRow>,
}

/// A point of the curve.
pub struct PointRow {
    pub limit: String,
    pub changes: usize,
    pub saving: String,
    pub percent: String,
    pub week: String,
    pub km: String,
    pub left_out: usize,
}

impl Curve {
    pub fn new(locale: Locale, curve: &ChangeCurve) -> Result<Self, askama::Error> {
        let row = |point: &CurvePoint| PointRow {
            limit: point.limit.map_or_else(|| locale.all_changes(), |limit| limit.to_string()),
            changes: point.changes,
            saving: locale.number(point.saving.to_f64(), 0),
            percent: locale.number(point.percent, 0),
            week: locale.number(point.week.to_f64(), 0),
            km: locale.number(point.metres as f64 / 1_000.0, 0),
            left_out: point.unassigned,
        };
        let picture = picture(locale, curve, false)?;
        Ok(Self { sentence: curve_sentence(locale, curve), picture, rows: curve.points.iter().map(row).collect() })
    }
}
