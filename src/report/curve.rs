//! The change curve as a sentence.

use crate::i18n::Locale;
use crate::insight::ChangeCurve;
use crate::report::messages::{ChangeMessages, CountMessages};

/// The curve in a sentence: how much of the saving few changes bring, where they bring most of it.
pub fn curve_sentence(locale: Locale, curve: &ChangeCurve) -> Option<String> {
    let (point, last) = curve.knee()?;
    Some(locale.changes_bring(&locale.changes(point.changes), &locale.number(point.percent, 0), last.changes))
}
