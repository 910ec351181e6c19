//! Lists inside a cell: weekdays, skills with levels, tools with quantities.

use super::cell::{CellText, Parsed};
use crate::model::Level;

/// A skill asked for, by name: level and people.
pub type Need = (String, Level, u32);

const WEEKDAYS: [[&str; 4]; 7] = [
    ["mon", "monday", "lun", "lundi"],
    ["tue", "tuesday", "mar", "mardi"],
    ["wed", "wednesday", "mer", "mercredi"],
    ["thu", "thursday", "jeu", "jeudi"],
    ["fri", "friday", "ven", "vendredi"],
    ["sat", "saturday", "sam", "samedi"],
    ["sun", "sunday", "dim", "dimanche"],
];

/// Weekdays, Monday first.
pub fn weekdays(cell: CellText) -> Parsed<[bool; 7]> {
    let mut days = [false; 7];
    for word in cell.text.split_whitespace() {
        let word = word.to_lowercase();
        let word = word.trim_end_matches('.');
        let day = WEEKDAYS.iter().position(|names| names.contains(&word));
        days[day.ok_or("must be weekdays with spaces between them, such as Mon Tue Fri")?] = true;
    }
    Ok(days)
}

/// Skills held: `skill` or `skill:level`.
pub fn skills(cell: CellText) -> Parsed<Vec<(String, Level)>> {
    let read = |word: &str| {
        let (name, level) = split_level(word)?;
        Some((name.to_owned(), level))
    };
    each_once(cell, read, |(name, _)| name)
        .ok_or_else(|| "name each skill once, as skill or skill:level with levels 1 to 9".into())
}

/// Skills asked for: `skill`, `skill:level`, `skill*people` or `skill:level*people`.
pub fn needs(cell: CellText) -> Parsed<Vec<Need>> {
    let read = |word: &str| {
        let (skill, people) = split_count(word, 3)?;
        let (name, level) = split_level(skill)?;
        Some((name.to_owned(), level, people))
    };
    each_once(cell, read, |(name, ..)| name)
        .ok_or_else(|| "name each skill once, as skill, skill:level or skill:level*people with levels 1 to 9".into())
}

/// Tools: `tool` or `tool*quantity`.
pub fn tools(cell: CellText) -> Parsed<Vec<(String, u32)>> {
    let read = |word: &str| {
        let (name, quantity) = split_count(word, 4)?;
        (!name.is_empty()).then(|| (name.to_owned(), quantity))
    };
    each_once(cell, read, |(name, _)| name).ok_or_else(|| "name each tool once, as tool or tool*quantity".into())
}

/// The entries of a list, none of which has the name of another.
fn each_once<T>(cell: CellText, read: impl Fn(&str) -> Option<T>, name: impl Fn(&T) -> &String) -> Option<Vec<T>> {
    let entries: Vec<T> = cell.text.split_whitespace().map(read).collect::<Option<_>>()?;
    let mut names: Vec<_> = entries.iter().map(name).collect();
    names.sort_unstable();
    let single = names.windows(2).all(|pair| pair[0] != pair[1]);
    single.then_some(entries)
}

/// A name without `:` and `*`, and its level.
fn split_level(word: &str) -> Option<(&str, Level)> {
    let (name, level) = word.split_once(':').unwrap_or((word, "1"));
    let level = match level.as_bytes() {
        [digit @ b'1'..=b'9'] => digit - b'0',
        _ => return None,
    };
    (!name.is_empty() && !name.contains('*')).then_some((name, level))
}

/// What stands before `*`, and the count of at most `most` digits behind it.
fn split_count(word: &str, most: usize) -> Option<(&str, u32)> {
    let Some((name, count)) = word.split_once('*') else {
        return Some((word, 1));
    };
    let valid = count.len() <= most && !count.starts_with('0') && count.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| count.parse().ok()).flatten().map(|count| (name, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> CellText<'_> {
        CellText { text, comma: false }
    }

    #[test]
    fn weekdays_in_two_languages() {
        let ends = [true, false, false, false, false, false, true];
        for text in ["Mon Sun", "lun. dim.", "MONDAY sunday", "dimanche lundi"] {
            assert_eq!(weekdays(cell(text)), Ok(ends), "{text}");
        }
        for text in ["Mon-Fri", "Mon,Tue", "lunes", "."] {
            assert!(weekdays(cell(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn skills_and_levels() {
        assert_eq!(skills(cell("gas:3 roof")), Ok(vec![("gas".into(), 3), ("roof".into(), 1)]));
        for text in ["gas:0", "gas:10", "gas:", ":3", "gas gas:2", "gas*2", "gas:1:2", "gas:²"] {
            assert!(skills(cell(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn needs_count_people() {
        let expected = vec![("gas".into(), 3, 2), ("roof".into(), 1, 4), ("lift".into(), 1, 1)];
        assert_eq!(needs(cell("gas:3*2 roof*4 lift")), Ok(expected));
        for text in ["gas*0", "gas*1000", "gas*", "gas*2:3", "*2", "gas gas*2", "gas**2", "gas*+2"] {
            assert!(needs(cell(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn tools_and_quantities() {
        assert_eq!(tools(cell("crane*12 a:b")), Ok(vec![("crane".into(), 12), ("a:b".into(), 1)]));
        for text in ["crane*0", "crane*10000", "*3", "crane crane"] {
            assert!(tools(cell(text)).is_err(), "{text}");
        }
    }
}
