//! The change curve in words.

use crate::i18n::Locale;
use crate::insight::ChangeCurve;
use crate::report::words::ChangeWords;

/// The curve in a sentence: how much of the saving few changes bring, where they bring most of it.
pub fn curve_sentence(lang: Locale, curve: &ChangeCurve) -> Option<String> {
    let (point, last) = curve.bend()?;
    Some(lang.changes_bring(point.changes, &lang.number(point.percent, 0), last.changes))
}
