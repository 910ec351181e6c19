//! File names from ids, safe on every system.

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same with a digit behind.
const NUMBERED: [&str; 2] = ["com", "lpt"];
/// Most characters of a name without its ending.
const LONGEST: usize = 80;

/// File names without ending for ids, one each: no separators, no reserved names, and none that differ in case only.
pub fn safe_names<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<String> {
    let mut taken = FxHashSet::default();
    let mut name_of = |id: &str| {
        let plain = safe(id);
        let candidates = std::iter::once(plain.clone()).chain((2..).map(|number| format!("{plain}~{number}")));
        let free = candidates.into_iter().find(|name| taken.insert(name.to_lowercase()));
        free.unwrap_or(plain)
    };
    ids.map(&mut name_of).collect()
}

/// A name without what some system does not take.
fn safe(id: &str) -> String {
    let is_unsafe = |letter: char| {
        letter.is_control() || letter.is_whitespace() || "<>:\"/\\|?*~".contains(letter) || letter == '\u{feff}'
    };
    let replaced = id.nfc().take(LONGEST).map(|letter| if is_unsafe(letter) { '_' } else { letter });
    let mut name: String = replaced.collect();
    if name.starts_with(['.', '-']) || name.is_empty() {
        name.insert(0, '_');
    }
    if name.ends_with('.') {
        name.push('_');
    }
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    let is_numbered = |device: &str| {
        let digit = stem.strip_prefix(device).unwrap_or_default();
        digit.chars().count() == 1
            && digit.chars().all(|digit| digit.is_ascii_digit() || "\u{b9}\u{b2}\u{b3}".contains(digit))
    };
    if RESERVED.contains(&stem.as_str()) || NUMBERED.into_iter().any(is_numbered) {
        name.insert(0, '_');
    }
    name
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_safe_everywhere() {
        let ids =
            ["LYO1", "lyo1", "A/B", "A\\B", "..", "con", "NUL.txt", "com1", "com", "", "a.", "-o", "A_B", "Équipe"];
        let names = safe_names(ids.into_iter());
        let expected = [
            "LYO1", "lyo1~2", "A_B", "A_B~2", "_.._", "_con", "_NUL.txt", "_com1", "com", "_", "a._", "_-o", "A_B~3",
            "Équipe",
        ];
        assert_eq!(names, expected);
    }

    proptest! {
        #[test]
        fn no_two_names_are_the_same(ids in prop::collection::vec("[a-cA-C./\\\\~ é]{0,4}", 0..20)) {
            let names = safe_names(ids.iter().map(String::as_str));
            let folded: FxHashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(folded.len(), ids.len());
            for name in names {
                let last = std::path::Path::new(&name).file_name().map(|own| own.to_string_lossy().into_owned());
                prop_assert_eq!(last, Some(name));
            }
        }
    }
}
