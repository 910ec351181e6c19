//! Lists inside a cell: weekdays, skills with levels, tools with quantities.

use super::cell::{CellText, Parsed};
use super::fold::spelling;
use crate::error::Message;
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

/// Weekdays, Monday first: single ones, and ranges such as `Mon-Fri`.
pub fn weekdays(cell: CellText) -> Parsed<[bool; 7]> {
    let mut days = [false; 7];
    let text = bound_ranges(cell.text);
    for entry in (CellText { text: &text, ..cell }).entries() {
        let (first, last) = entry.split_once('-').unwrap_or((entry, entry));
        let day = |name| weekday(name).ok_or(Message::WeekdayShape);
        let (first, last) = (day(first)?, day(last)?);
        for next in 0..=(last + 7 - first) % 7 {
            days[(first + next) % 7] = true;
        }
    }
    Ok(days)
}

/// A text without spaces around dashes, each of which becomes a hyphen.
fn bound_ranges(text: &str) -> String {
    text.split(['-', '\u{2010}', '\u{2011}', '\u{2013}']).map(str::trim).collect::<Vec<_>>().join("-")
}

/// The number of a weekday, Monday first.
pub fn weekday(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let name = name.trim_end_matches('.');
    WEEKDAYS.iter().position(|names| names.contains(&name))
}

/// Skills held: `skill` or `skill:level`.
pub fn skills(cell: CellText) -> Parsed<Vec<(String, Level)>> {
    let read = |entry: &str| {
        let (name, level) = split_level(entry)?;
        Some((name.to_owned(), level))
    };
    each_once(cell, read, |(name, _)| name, Message::SkillsShape)
}

/// Skills asked for: `skill`, `skill:level`, `skill*people` or `skill:level*people`.
pub fn needs(cell: CellText) -> Parsed<Vec<Need>> {
    let read = |entry: &str| {
        let (skill, people) = split_count(entry, 3)?;
        let (name, level) = split_level(skill)?;
        Some((name.to_owned(), level, people))
    };
    each_once(cell, read, |(name, ..)| name, Message::NeedsShape)
}

/// Tools: `tool` or `tool*quantity`.
pub fn tools(cell: CellText) -> Parsed<Vec<(String, u32)>> {
    let read = |entry: &str| {
        let (name, quantity) = split_count(entry, 4)?;
        (!name.is_empty()).then(|| (name.to_owned(), quantity))
    };
    each_once(cell, read, |(name, _)| name, Message::ToolsShape)
}

/// The entries of a list, none of which has the name of another.
fn each_once<T>(
    cell: CellText,
    read: impl Fn(&str) -> Option<T>,
    name: impl Fn(&T) -> &String,
    shape: Message,
) -> Parsed<Vec<T>> {
    let mut entries = Vec::new();
    for entry in cell.entries() {
        match read(entry) {
            Some(read) => entries.push(read),
            None => return Err(if holds_separator(entry) { separate(shape) } else { shape }),
        }
    }
    let mut names: Vec<_> = entries.iter().map(|entry| spelling(name(entry))).collect();
    names.sort_unstable();
    let single = names.windows(2).all(|pair| pair[0] != pair[1]);
    if single { Ok(entries) } else { Err(shape) }
}

/// Advice on an entry of a list that seems to be several.
pub fn separate(advice: Message) -> Message {
    Message::Besides { advice: advice.boxed(), further: Message::SeparateEntries.boxed() }
}

/// What to add where an entry of a list seems to be several.
pub fn separated(entry: &str) -> Option<Box<Message>> {
    holds_separator(entry).then(|| Message::SeparateEntries.boxed())
}

/// Whether an entry of a list holds what others separate lists with.
pub fn holds_separator(entry: &str) -> bool {
    entry.contains([',', ';', '/'])
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
        CellText::lone(text)
    }

    fn comma(text: &str) -> CellText<'_> {
        CellText { comma: true, ..cell(text) }
    }

    #[test]
    fn weekdays_in_two_languages() {
        let ends = [true, false, false, false, false, false, true];
        for text in ["Mon Sun", "lun. dim.", "MONDAY sunday", "dimanche lundi"] {
            assert_eq!(weekdays(cell(text)), Ok(ends), "{text}");
        }
        for text in ["Mon,Tue", "lunes", ".", "Mon-", "-", "Mon-Tue-Wed", "Mon..Fri"] {
            assert!(weekdays(cell(text)).is_err(), "{text}");
        }
        let week = [true, true, true, true, true, false, false];
        for text in ["Mon-Fri", "lun-ven", "LUNDI-vendredi", "lun. - ven.", "mon\u{2013}wed|thu fri", "Tue-Fri Mon"] {
            assert_eq!(weekdays(cell(text)), Ok(week), "{text}");
        }
        assert_eq!(weekdays(cell("Sat-Mon")), Ok([true, false, false, false, false, true, true]));
        assert_eq!(weekdays(comma("sam,dim, lun")), weekdays(cell("Sat-Mon")));
        assert_eq!(weekdays(cell("wed-wed")), Ok([false, false, true, false, false, false, false]));
    }

    #[test]
    fn skills_and_levels() {
        assert_eq!(skills(cell("gas:3 roof")), Ok(vec![("gas".into(), 3), ("roof".into(), 1)]));
        for text in ["gas:0", "gas:10", "gas:", ":3", "gas gas:2", "gas Gas", "gas*2", "gas:1:2", "gas:²"] {
            assert!(skills(cell(text)).is_err(), "{text}");
        }
        let (three, one) = (("gas".to_owned(), 3), ("roof".to_owned(), 1));
        for cell in [comma("gas:3,roof"), comma("gas:3, roof"), cell("gas:3|roof"), cell("gas:3 | roof")] {
            assert_eq!(skills(cell), Ok(vec![three.clone(), one.clone()]), "{cell:?}");
        }
        let advice = skills(cell("gas:3,roof")).unwrap_err();
        assert!(advice.to_string().ends_with("put spaces between the entries of a list"), "{advice}");
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
