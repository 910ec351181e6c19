//! Shift minimisation personnel task scheduling (Krishnamoorthy, Ernst, Baatar 2012): tasks at fixed times, and who can do
//! which.

use super::lines::{Text, TextLine, TextLines};
use crate::error::InvalidInput;

/// Tasks at fixed times, each for one of the workers that can do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedTasks {
    /// Start and end of each task; the next may start at the end.
    pub tasks: Vec<(u32, u32)>,
    /// The tasks that each worker can do, ascending.
    pub able: Vec<Vec<usize>>,
}

/// Tasks or workers, at most.
const MOST: u32 = 20_000;
/// Times, at most.
const LATEST: u32 = 10_000_000;
const TIMES: [&str; 2] = ["start", "end"];

/// Reads the problem. Lines that begin with `#` are comments.
pub fn parse(text: &Text) -> Result<FixedTasks, InvalidInput> {
    let mut rows = text.rows();
    if stated(&mut rows, "Type", 1..=99)? != 1 {
        return Err(rows.refuse("only problems with 'Type = 1' can be read"));
    }
    let count = stated(&mut rows, "Jobs", 1..=MOST)?;
    let tasks = (0..count).map(|_| task(&next(&mut rows, "a line with start end")?)).collect::<Result<Vec<_>, _>>()?;
    let workers = stated(&mut rows, "Qualifications", 1..=MOST)?;
    let able = (0..workers).map(|_| able(&next(&mut rows, "a line with count: task task ...")?, count));
    let able = able.collect::<Result<Vec<_>, _>>()?;
    match take(&mut rows) {
        Some(row) => Err(row.fault("'Qualifications' announces fewer workers; remove this line or mend the number")),
        None => Ok(FixedTasks { tasks, able }),
    }
}

/// The next line that is no comment.
fn take<'t>(rows: &mut TextLines<'t>) -> Option<TextLine<'t>> {
    std::iter::from_fn(|| rows.take()).find(|row| !row.words[0].starts_with('#'))
}

fn next<'t>(rows: &mut TextLines<'t>, expected: &str) -> Result<TextLine<'t>, InvalidInput> {
    take(rows).ok_or_else(|| rows.ends(expected))
}

/// The number in a line `KEY = number`.
fn stated(rows: &mut TextLines<'_>, key: &str, range: std::ops::RangeInclusive<u32>) -> Result<u32, InvalidInput> {
    let expected = format!("a line '{key} = number'");
    let row = next(rows, &expected)?;
    if row.words.len() != 3 || !row.words[0].eq_ignore_ascii_case(key) || row.words[1] != "=" {
        return Err(row.fault(&format!("write {expected}")));
    }
    row.whole(2, key, range)
}

fn task(row: &TextLine<'_>) -> Result<(u32, u32), InvalidInput> {
    if row.words.len() != TIMES.len() {
        return Err(row.fault("write a line with start end"));
    }
    let (start, end) = (row.whole(0, TIMES[0], 0..=LATEST)?, row.whole(1, TIMES[1], 0..=LATEST)?);
    if start < end { Ok((start, end)) } else { Err(row.fault("the task ends before it starts, or takes no time")) }
}

fn able(row: &TextLine<'_>, tasks: u32) -> Result<Vec<usize>, InvalidInput> {
    let count = row.words[0].strip_suffix(':').and_then(|count| count.parse::<usize>().ok());
    if count != Some(row.words.len() - 1) {
        return Err(row.fault("write how many tasks follow, a colon, then their numbers"));
    }
    let task = |index| row.whole(index, "task", 0..=tasks - 1).map(|task| task as usize);
    let mut able = (1..row.words.len()).map(task).collect::<Result<Vec<_>, _>>()?;
    able.sort_unstable();
    if able.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(row.fault("a task stands twice in this line"));
    }
    Ok(able)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "# made up\nType = 1\nJobs = 3\n 0 10\n 10  20\n 5 15\nQualifications = 2\n2:  1 0\n 1:  2\n";

    #[test]
    fn tasks_and_who_can_do_them() {
        let read = parse(&Text::of(CASE)).expect("a valid file");
        assert_eq!(read, FixedTasks { tasks: vec![(0, 10), (10, 20), (5, 15)], able: vec![vec![0, 1], vec![2]] });
    }

    #[test]
    fn faults_name_the_line() {
        let faults = [
            (CASE.replace("Type = 1", "Type = 2"), None, "'Type = 1'"),
            (CASE.replace("Jobs = 3", "Jobs 3"), Some(3), "'Jobs = number'"),
            (CASE.replace(" 5 15", " 5"), Some(6), "start end"),
            (CASE.replace(" 5 15", "15 15"), Some(6), "takes no time"),
            (CASE.replace("2:  1 0", "2:  1 9"), Some(8), "from 0 to 2"),
            (CASE.replace("2:  1 0", "2:  1"), Some(8), "how many tasks follow"),
            (CASE.replace("2:  1 0", "2:  1 1"), Some(8), "stands twice"),
            (CASE.replace("= 2\n", "= 3\n"), Some(9), "the file ends here"),
            (CASE.replace("= 2\n", "= 1\n"), Some(9), "announces fewer workers"),
        ];
        for (text, line, advice) in faults {
            let fault = parse(&Text::of(&text)).expect_err(&text).0.remove(0);
            assert_eq!(fault.line, line, "{fault}");
            assert!(fault.to_string().contains(advice), "{fault}");
        }
    }
}
