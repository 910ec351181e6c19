//! Cells that a spreadsheet takes as what they are.

use std::borrow::Cow;

/// A cell of text: what a spreadsheet would take as a formula gets an apostrophe in front, numbers stay. So does what
/// reading would take one off.
pub fn text(cell: &str) -> Cow<'_, str> {
    let formula = |cell: &str| cell.starts_with(['=', '+', '-', '@']);
    if formula(cell) && !is_number(cell) || cell.strip_prefix('\'').is_some_and(formula) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A sign, digits, and perhaps a point and more digits.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, decimals].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Kilometres to the metre.
pub fn km(metres: impl Into<i64>) -> String {
    let metres = metres.into();
    format!("{}.{:03}", metres / 1_000, metres % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for cell in ["=1+1", "+A1", "-", "@name", "-1x", "+.5", "--1", "'=1", "'-1"] {
            assert_eq!(text(cell), format!("'{cell}"));
        }
        for cell in ["", "roof", "-1", "+12.5", "'quoted", "a=b"] {
            assert_eq!(text(cell), cell);
        }
    }

    #[test]
    fn metres_show() {
        assert_eq!([km(0), km(7), km(12_345)], ["0.000", "0.007", "12.345"]);
    }
}
