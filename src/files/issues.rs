//! Collects the issues of input files.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::mem::{Discriminant, discriminant, swap};

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::fold::fold;
use super::visible::shown;
use super::workbook::letters;
use crate::error::{FurtherPlace, Issue, Message, Severity, SheetPlace};

/// Most issues listed per file and severity; the rest is counted.
const LISTED: usize = 100;
/// Places that an issue keeps beside its first.
const FURTHER: usize = 99;
/// Most comparisons of unknown names with known ones, over all issues; beyond that no name is suggested.
const COMPARISONS: usize = 200_000;
/// Most characters shown of a value.
const SHOWN: usize = 60;

/// A place in the input.
#[derive(Clone, Copy, Debug)]
pub struct InputPosition<'a> {
    /// The file's name.
    pub file: &'a str,
    /// The line, where one is meant.
    pub line: Option<u64>,
    /// The column's name, or nothing.
    pub column: &'a str,
    /// The column's number from 0, where its name does not say which is meant.
    pub index: Option<usize>,
}

impl<'a> InputPosition<'a> {
    /// A whole file.
    pub fn file(file: &'a str) -> Self {
        Self { file, line: None, column: "", index: None }
    }

    /// A cell of a file.
    pub fn cell(file: &'a str, line: u64, column: &'a str) -> Self {
        Self { file, line: Some(line), column, index: None }
    }

    /// The same with the column's number from 0.
    pub fn at(self, index: usize) -> Self {
        Self { index: Some(index), ..self }
    }
}

/// The issues found so far; faults of one kind in one column are one.
#[derive(Debug, Default)]
pub struct Issues {
    found: Vec<Issue>,
    /// Which issue has the faults of a kind.
    groups: FxHashMap<Group, usize>,
    /// How many issues were left off, by file.
    left_off: BTreeMap<(String, Severity), usize>,
    listed: FxHashMap<(String, Severity), usize>,
    compared: usize,
    /// The sheets of workbooks by name.
    sheets: FxHashMap<String, PlacedSheet>,
}

/// A sheet in its workbook.
#[derive(Debug)]
struct PlacedSheet {
    /// The workbook's file.
    workbook: String,
    /// The names of the columns, as far as they are read.
    columns: Vec<String>,
}

/// What faults of one kind have in common: severity, file, column, message; of a message in foreign words, these too.
type Group = (Severity, String, String, Discriminant<Message>, String);

impl Issues {
    /// Says that a name of positions is that of a sheet.
    pub fn place_sheet(&mut self, workbook: &str, sheet: &str) {
        let place = || PlacedSheet { workbook: workbook.to_owned(), columns: Vec::new() };
        self.sheets.entry(sheet.to_owned()).or_insert_with(place);
    }

    /// Says what the columns of a sheet are called.
    pub fn place_columns(&mut self, sheet: &str, header: &csv::StringRecord) {
        if let Some(place) = self.sheets.get_mut(sheet) {
            place.columns = header.iter().map(str::to_owned).collect();
        }
    }

    /// Where a position is in its workbook.
    fn sheet_of(&self, position: InputPosition) -> Option<SheetPlace> {
        let place = self.sheets.get(position.file)?;
        let own = |name: &String| !name.is_empty() && name == position.column;
        let column = position.index.or_else(|| place.columns.iter().position(own));
        Some(SheetPlace { sheet: position.file.to_owned(), column: column.map(letters) })
    }

    /// Adds an error.
    pub fn error(&mut self, position: InputPosition, value: impl Display, advice: impl Into<Message>) {
        self.add(Severity::Error, position, value, advice.into());
    }

    /// Adds a warning.
    pub fn warn(&mut self, position: InputPosition, value: impl Display, advice: impl Into<Message>) {
        self.add(Severity::Warning, position, value, advice.into());
    }

    fn add(&mut self, severity: Severity, position: InputPosition, value: impl Display, advice: Message) {
        let (file, column) = (position.file.to_owned(), shortened(position.column));
        let sheet = self.sheet_of(position);
        let words = if let Message::Text { text } = &advice { text.clone() } else { String::new() };
        let group = (severity, file.clone(), column.clone(), discriminant(&advice), words);
        if let Some(&index) = self.groups.get(&group) {
            let issue = &mut self.found[index];
            issue.count += 1;
            return take_in(issue, position.line, || shortened(&value.to_string()), advice);
        }
        let listed = self.listed.entry((file.clone(), severity)).or_default();
        if *listed == LISTED {
            *self.left_off.entry((file, severity)).or_default() += 1;
            return;
        }
        *listed += 1;
        self.groups.insert(group, self.found.len());
        let value = shortened(&value.to_string());
        self.found.push(Issue { severity, sheet, ..Issue::error(file, position.line, &column, value, advice) });
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|issue| issue.severity == Severity::Error)
    }

    /// A suggestion of the known name nearest to an unknown one, where one is near.
    pub fn nearest<'n>(&mut self, wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<Box<Message>> {
        let wrong: String = wrong.chars().take(200).collect();
        let (bare_wrong, budget) = (bare(&wrong), COMPARISONS - self.compared);
        let near = known
            .take(budget)
            .inspect(|_| self.compared += 1)
            .filter(|name| name.len() <= 200)
            .map(|name| match bare(name) {
                same if same == bare_wrong => (2.0, name),
                _ => (strsim::normalized_damerau_levenshtein(&wrong, name), name),
            })
            .filter(|&(likeness, _)| likeness >= 0.5)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        near.map(|(_, name)| instead(&wrong, name).boxed())
    }

    /// All issues: file by file in the order of reading, errors first, each by line; then how many were not listed.
    pub fn into_sorted(self) -> Vec<Issue> {
        let Self { mut found, left_off, sheets, .. } = self;
        let mut files: Vec<String> = Vec::new();
        for issue in &found {
            if !files.contains(&issue.file) {
                files.push(issue.file.clone());
            }
        }
        found.extend(left_off.into_iter().map(|((file, severity), count)| {
            let is_error = severity == Severity::Error;
            let advice = if is_error { Message::MoreErrors { count } } else { Message::MoreWarnings { count } };
            let sheet = sheets.contains_key(&file).then(|| SheetPlace { sheet: file.clone(), column: None });
            Issue { severity, count, sheet, ..Issue::error(file, None, "", String::new(), advice) }
        }));
        found.sort_by_key(|issue| {
            let file = files.iter().position(|file| *file == issue.file);
            let is_rest = matches!(issue.advice, Message::MoreErrors { .. } | Message::MoreWarnings { .. });
            (Reverse(issue.severity), file, is_rest, issue.line)
        });
        for issue in &mut found {
            if let Some(place) = sheets.get(&issue.file) {
                issue.file.clone_from(&place.workbook);
            }
        }
        found
    }
}

/// Takes another place into an issue, which keeps the first ones by line.
fn take_in(issue: &mut Issue, line: Option<u64>, value: impl Fn() -> String, advice: Message) {
    let last = issue.further.last().map_or(issue.line, |place| place.line);
    if issue.further.len() == FURTHER && line >= last {
        return;
    }
    let mut place = FurtherPlace { line, value: value(), advice };
    if place.line < issue.line {
        swap(&mut place.line, &mut issue.line);
        swap(&mut place.value, &mut issue.value);
        swap(&mut place.advice, &mut issue.advice);
    }
    let at = issue.further.partition_point(|other| other.line <= place.line);
    issue.further.insert(at, place);
    issue.further.truncate(FURTHER);
}

/// A name without all that is easily overlooked: what folds away, and zeros in front of numbers.
fn bare(name: &str) -> String {
    let mut is_number = false;
    let is_shown = |letter: &char| {
        is_number = letter.is_ascii_digit() && (is_number || *letter != '0');
        is_number || *letter != '0'
    };
    fold(name).chars().filter(is_shown).collect()
}

/// What to say of a name that is near a wrong one: what differs, where that is easily overlooked.
pub fn instead(wrong: &str, name: &str) -> Message {
    let plain = |text: &str| text.nfd().filter(|letter| letter.is_ascii()).collect::<String>().to_lowercase();
    let (own, name) = (name, name.to_owned());
    if bare(wrong) != bare(own) {
        Message::DidYouMean { name }
    } else if wrong.to_lowercase() == own.to_lowercase() {
        Message::OtherCapitals { name }
    } else if fold(wrong) != fold(own) {
        Message::OtherZeros { name }
    } else if plain(wrong) == plain(own) {
        Message::OtherAccents { name }
    } else {
        Message::OtherHyphens { name }
    }
}

/// At most 60 characters of a text, on one line.
pub fn shortened(text: &str) -> String {
    if text.chars().nth(SHOWN).is_none() {
        return text.chars().map(shown).collect();
    }
    text.chars().take(SHOWN - 3).map(shown).chain(["...".to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;

    #[test]
    fn values_are_cut_between_characters() {
        assert_eq!(shortened(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(shortened(&"é".repeat(61)), format!("{}...", "é".repeat(57)));
    }

    #[test]
    fn values_stay_on_their_line() {
        assert_eq!(shortened("two\nlines\t\u{7f}"), "two\\nlines\\t\\u{7f}");
        assert_eq!(shortened("'été\\' \u{202e}x"), "'été\\' \\u{202e}x");
    }

    #[test]
    fn the_nearest_name_is_offered() {
        let mut issues = Issues::default();
        let mut text = |wrong, known: &[&'static str]| {
            issues.nearest(wrong, known.iter().copied()).map_or_else(String::new, |near| near.to_string())
        };
        assert_eq!(text("durration", &["name", "duration"]), "; did you mean duration?");
        assert_eq!(text("zzz", &["name", "duration"]), "");
        for (wrong, known, differs) in [
            ("s3", "S3", "Capital and small letters"),
            ("S003", "S3", "Zeros in front"),
            ("equipe", "équipe", "Accents"),
            ("A\u{2010}1", "A-1", "Spaces or hyphens"),
        ] {
            let told = text(wrong, &["A2", known, "S33"]);
            assert_eq!(told, format!("; did you mean {known}? {differs} differ"));
        }
        issues.compared = COMPARISONS;
        assert_eq!(issues.nearest("durration", ["name", "duration"].into_iter()), None);
    }

    fn no(line: u64) -> Message {
        Message::WholeBetween { low: line / 10, high: 9 }
    }

    #[test]
    fn faults_of_one_kind_are_one_issue() {
        let mut issues = Issues::default();
        for line in (1..=100_000).rev() {
            issues.error(InputPosition::cell("b.csv", line, "x"), line, no(9));
        }
        issues.error(InputPosition::cell("b.csv", 1, "x"), "again", no(9));
        issues.error(InputPosition::cell("b.csv", 7, "y"), "", no(9));
        issues.error(InputPosition::cell("b.csv", 8, "x"), "", Message::PercentForm);
        issues.warn(InputPosition::cell("b.csv", 9, "x"), "", no(9));
        let sorted = issues.into_sorted();
        let counts: Vec<_> = sorted.iter().map(|issue| (issue.line, issue.count)).collect();
        assert_eq!(counts, [(Some(1), 100_001), (Some(7), 1), (Some(8), 1), (Some(9), 1)]);
        let advice = "write a whole number from 0 to 9";
        let told = format!("error: b.csv, column x, 100001 times from line 1 (1 '1', 1 'again', 2 '2', ...): {advice}");
        assert_eq!(sorted[0].to_string(), told);
    }

    #[test]
    fn rows_with_remedies_of_their_own_have_lines_of_their_own() {
        let mut issues = Issues::default();
        for line in [12, 2, 25, 30] {
            issues.error(InputPosition::cell("b.csv", line, "x"), "v", no(line));
        }
        assert_eq!(
            issues.into_sorted()[0].text(Locale::Fr),
            "erreur : b.csv, colonne x, 4 lignes à partir de la ligne 2, les 3 premières montrées :\n  \
             ligne 2 « v » : écrire un nombre entier de 0 à 9\n  ligne 12 « v » : écrire un nombre entier de 1 à 9\n  \
             ligne 25 « v » : écrire un nombre entier de 2 à 9"
        );
    }

    #[test]
    fn a_flood_is_counted() {
        let mut issues = Issues::default();
        for column in 0..150 {
            issues.error(InputPosition::cell("b.csv", 150 - column, &column.to_string()), "", no(9));
        }
        issues.warn(InputPosition::file("b.csv"), "", no(9));
        issues.error(InputPosition::file("a.csv"), "", no(9));
        let sorted = issues.into_sorted();
        assert_eq!(sorted.len(), LISTED + 3);
        assert_eq!((sorted[0].line, sorted[99].line), (Some(51), Some(150)));
        assert_eq!((sorted[100].count, sorted[101].file.as_str()), (50, "a.csv"));
        assert_eq!(sorted[102].severity, Severity::Warning);
    }
}
