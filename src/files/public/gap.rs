//! Generalized assignment: the numbers of agents and items, costs, needs, capacities; whole numbers in free layout.

use super::Assignment;
use super::lines::{Text, issue};
use crate::error::InvalidInput;

/// Agents or items, at most.
const MOST: i64 = 100_000;
/// Costs, needs and capacities, at most.
const LARGEST: i64 = 1_000_000_000;

/// Reads the problem.
pub fn parse(text: &Text) -> Result<Assignment, InvalidInput> {
    let rows = text.rows();
    let (end, mut last) = (rows.refuse("the file ends too early"), 0);
    let file = end.0[0].file.clone();
    let mut words = rows.words();
    let mut next = |what: &str, most: i64| {
        let Some((line, word)) = words.next() else {
            let advice = format!("the file ends here; {what} should follow");
            return Err(issue(&file, (last > 0).then_some(last), "", "", advice));
        };
        last = line;
        let number = word.parse().ok().filter(|number| (0..=most).contains(number));
        number.ok_or_else(|| issue(&file, Some(line), what, word, format!("write a whole number from 0 to {most}")))
    };
    let (agents, items) = (next("the number of agents", MOST)?, next("the number of items", MOST)?);
    let mut matrix = |what: &str| -> Result<Vec<Vec<i64>>, InvalidInput> {
        (0..agents).map(|_| (0..items).map(|_| next(what, LARGEST)).collect()).collect()
    };
    let (costs, needs) = (matrix("a cost")?, matrix("a need")?);
    let capacities = (0..agents).map(|_| next("a capacity", LARGEST)).collect::<Result<_, _>>()?;
    match words.next() {
        Some((line, word)) => {
            Err(issue(&file, Some(line), "", word, "the first line announces fewer numbers; remove what follows"))
        }
        None => Ok(Assignment { costs, needs, capacities }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "2 3\n1 2\n3\n4 5 6\n7 8 9 10 11 12\n20 21\n";

    #[test]
    fn layout_does_not_matter() {
        let case = parse(&Text::of(CASE)).expect("a valid file");
        assert_eq!(case.costs, [[1, 2, 3], [4, 5, 6]]);
        assert_eq!(case.needs, [[7, 8, 9], [10, 11, 12]]);
        assert_eq!(case.capacities, [20, 21]);
    }

    #[test]
    fn faults_name_the_line() {
        let faults = [
            (CASE.replace("20 21", "20"), 6, "a capacity should follow"),
            (CASE.replace("12\n", "12 13\n"), 6, "announces fewer numbers"),
            (CASE.replace("4 5", "4 x"), 4, "a cost"),
            (CASE.replace("7 8", "-7 8"), 5, "write a whole number"),
        ];
        for (text, line, advice) in faults {
            let fault = parse(&Text::of(&text)).expect_err(&text).0.remove(0);
            assert_eq!(fault.line, Some(line), "{fault}");
            assert!(fault.to_string().contains(advice), "{fault}");
        }
        let fault = parse(&Text::of("")).expect_err("an empty file").0.remove(0);
        assert!(fault.to_string().contains("the number of agents should follow"), "{fault}");
    }
}
