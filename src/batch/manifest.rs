//! The manifest of a batch: a line for each week, with the words that `brigade plan` takes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::error::{InvalidInput, Message};
use crate::files::issues::{InputPosition, Issues};
use crate::files::{decode, is_workbook, name, read_contents};

/// What a line has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A week is planned.
    Week,
    /// A public set is solved.
    Suite,
}

/// A week to plan, or a public set to solve.
#[derive(Clone, Debug)]
pub struct ManifestLine<T> {
    /// The line of the manifest, from 1.
    pub line: u64,
    /// Its words, as they stand there.
    pub words: Vec<String>,
    /// What is done.
    pub work: Work,
    /// The instance, or the folder of the set.
    pub instance: PathBuf,
    /// The name of the folder for its plan or results.
    pub name: String,
    /// What its words ask for.
    pub order: T,
}

/// What the words of a line ask for.
#[derive(Clone, Debug)]
pub struct Asked<T> {
    /// What is done.
    pub work: Work,
    /// The instance or the folder of the set, as named there.
    pub instance: PathBuf,
    /// The folder for its plan, where one is named.
    pub out: Option<PathBuf>,
    /// All the rest.
    pub order: T,
}

/// Endings of the files that a batch writes beside the folders of its plans.
const KEPT_ENDINGS: [&str; 2] = [".csv", ".json"];

/// Reads a manifest: a line is split into words as a shell does it, and `parse` says what they ask for; blank lines and
/// what stands behind `#` are passed over. Paths are relative to the manifest's folder, and plans go into folders in
/// `out`. Of all lines `index`, counted from 0, has to be one where it is given.
///
/// # Errors
///
/// All faults of all lines: words that can't be used, an instance that is not there, a folder asked for twice or that
/// is none to write into.
pub fn read_manifest<T>(
    path: &Path,
    out: &Path,
    index: Option<usize>,
    mut parse: impl FnMut(&[String]) -> Result<Asked<T>, Message>,
) -> Result<Vec<ManifestLine<T>>, InvalidInput> {
    let mut issues = Issues::default();
    let mut lines: Vec<ManifestLine<T>> = Vec::new();
    let mut weeks = 0;
    let file = path.display().to_string();
    let contents = read_contents(path, &mut issues);
    let text = contents.as_ref().and_then(|contents| {
        let fault = |line| issues.error(InputPosition::cell(&file, line, ""), "", Message::NotText);
        decode(&contents.bytes).map_err(fault).ok()
    });
    let mut checks = LineChecks { folder: path.parent().unwrap_or(Path::new("")), out, taken: HashMap::new() };
    for (line, text) in (1..).zip(text.as_deref().unwrap_or_default().lines()) {
        let mut refuse = |advice| issues.error(InputPosition::cell(&file, line, ""), text.trim(), advice);
        match shlex::split(text) {
            Some(words) if words.is_empty() => continue,
            None => refuse(Message::ManifestQuote),
            Some(words) => match parse(&words).and_then(|asked| checks.line(line, words, asked)) {
                Ok(read) => lines.push(read),
                Err(advice) => refuse(advice),
            },
        }
        weeks += 1;
    }
    if text.is_some() && weeks == 0 {
        issues.error(InputPosition::file(&file), "", Message::ManifestEmpty);
    }
    if let Some(index) = index.filter(|&index| weeks > 0 && index >= weeks) {
        issues.error(InputPosition::file(&file), index, Message::ManifestIndex { lines: weeks, last: weeks - 1 });
    }
    if issues.has_errors() { Err(InvalidInput(issues.into_sorted())) } else { Ok(lines) }
}

/// What the lines of a manifest have to keep.
struct LineChecks<'m> {
    folder: &'m Path,
    out: &'m Path,
    /// The line of every folder, by its name in small letters.
    taken: HashMap<String, u64>,
}

impl LineChecks<'_> {
    fn line<T>(&mut self, line: u64, words: Vec<String>, asked: Asked<T>) -> Result<ManifestLine<T>, Message> {
        let instance = self.folder.join(&asked.instance);
        if !instance.exists() {
            return Err(match asked.work {
                Work::Suite => Message::ManifestSuite,
                Work::Week if is_workbook(&instance) => Message::NoWorkbook,
                Work::Week => Message::NoFolder,
            });
        }
        let name = asked.out.map_or_else(|| name(&instance), |out| out.to_string_lossy().into_owned());
        if !is_plain(&name) {
            return Err(Message::ManifestName { name });
        }
        let same = |out: PathBuf| out.canonicalize().ok().is_some_and(|own| instance.canonicalize().ok() == Some(own));
        if same(self.out.join(&name)) {
            return Err(Message::ManifestOwnFolder { name });
        }
        if let Some(&first) = self.taken.get(&name.to_lowercase()) {
            return Err(Message::ManifestTwice { name, first });
        }
        self.taken.insert(name.to_lowercase(), line);
        Ok(ManifestLine { line, words, work: asked.work, instance, name, order: asked.order })
    }
}

/// Whether a name is one of a folder in a folder, and of none of the files beside it.
fn is_plain(name: &str) -> bool {
    let small = name.to_lowercase();
    let is_name = !name.is_empty() && !name.starts_with(['.', '-']) && !name.contains(['/', '\\', ':', '\0']);
    is_name && !KEPT_ENDINGS.iter().any(|ending| small.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A parser that knows instances and folders.
    fn parse(words: &[String]) -> Result<Asked<()>, Message> {
        let out = words.get(1).map(PathBuf::from);
        if words.len() > 2 {
            Err(Message::PercentForm)
        } else {
            Ok(Asked { instance: words[0].clone().into(), out, order: (), work: Work::Week })
        }
    }

    fn read(text: &[u8], index: Option<usize>) -> Result<Vec<ManifestLine<()>>, InvalidInput> {
        let room = tempfile::tempdir().expect("a folder");
        for folder in ["one", "two weeks"] {
            std::fs::create_dir(room.path().join(folder)).expect("writable");
        }
        let path = room.path().join("weeks.txt");
        std::fs::write(&path, text).expect("writable");
        read_manifest(&path, &room.path().join("out"), index, parse)
    }

    #[test]
    fn words_are_those_of_a_shell() {
        let lines =
            read("\u{feff}# weeks\n\none # the first\r\n 'two weeks' \"été 2\"\n".as_bytes(), Some(1)).expect("sound");
        let told: Vec<_> = lines.iter().map(|line| (line.line, line.name.as_str(), line.words.len())).collect();
        assert_eq!(told, [(3, "one", 1), (4, "été 2", 2)]);
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let text = "one\nnone\none ONE\none a b\none 'a\none ../a\nnone.xlsx\none a.csv\none out\n";
        let fault = read(text.as_bytes(), Some(9)).expect_err("faults").text(crate::i18n::Locale::En);
        for part in [
            "weeks.txt, line 2, value 'none': there is no such folder",
            "line 3, value 'one ONE': the folder ONE is that of line 1",
            "line 4, value 'one a b'",
            "line 5, value 'one 'a': a quotation mark",
            "line 6 'one ../a'",
            "line 7, value 'none.xlsx': there is no such workbook",
            "line 8 'one a.csv'",
            "value '9': the manifest has 9 lines; write a number from 0 to 8",
        ] {
            assert!(fault.contains(part), "{part:?} is not in: {fault}");
        }
        assert!(!fault.contains("line 9,"), "{fault}");
        assert!(read(b"# nothing\n", None).is_err() && read(b"a\0b", None).is_err());
    }
}
