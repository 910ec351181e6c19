//! Generalized assignment: the numbers of agents and items, costs, needs, capacities; whole numbers in free layout.

use super::Assignment;
use super::lines::{Text, issue};
use crate::error::InvalidInput;

/// Agents or items, at most.
const MOST: i64 = 100_000;
/// Problems in a file, at most.
const MOST_PROBLEMS: i64 = 1_000;
/// Costs, needs and capacities, at most.
const LARGEST: i64 = 1_000_000_000;

/// Reads the problems of a file: one, or several behind a line with their number, as the OR-Library has them.
pub fn parse(text: &Text) -> Result<Vec<Assignment>, InvalidInput> {
    let mut numbers = Numbers::of(text);
    let problems =
        if numbers.begin_with_their_number() { numbers.next("the number of problems", MOST_PROBLEMS)? } else { 1 };
    let problems = (0..problems).map(|_| numbers.problem()).collect::<Result<_, _>>()?;
    match numbers.words.next() {
        Some((line, word)) => {
            let advice = "the numbers above announce fewer numbers; remove what follows";
            Err(issue(numbers.file, Some(line), "", word, advice))
        }
        None => Ok(problems),
    }
}

/// The numbers of a file, one after the other.
struct Numbers<'t> {
    file: &'t str,
    words: std::vec::IntoIter<(u64, &'t str)>,
    /// The line of the number read last.
    last: Option<u64>,
}

impl<'t> Numbers<'t> {
    fn of(text: &'t Text) -> Self {
        let words: Vec<_> = text.rows().words().collect();
        Self { file: text.file(), words: words.into_iter(), last: None }
    }

    /// Whether the first line holds one number alone, and the file is not one problem in free layout.
    fn begin_with_their_number(&self) -> bool {
        let words = self.words.as_slice();
        let number = |index: usize| words.get(index).and_then(|(_, word)| word.parse::<usize>().ok());
        let (Some(agents), Some(items)) = (number(0), number(1)) else { return false };
        let of_one =
            agents.checked_mul(items).and_then(|pairs| pairs.checked_mul(2)?.checked_add(agents)?.checked_add(2));
        words[0].0 < words[1].0 && of_one != Some(words.len())
    }

    fn next(&mut self, what: &str, most: i64) -> Result<i64, InvalidInput> {
        let Some((line, word)) = self.words.next() else {
            let advice = format!("the file ends here; {what} should follow");
            return Err(issue(self.file, self.last, "", "", advice));
        };
        self.last = Some(line);
        let number = word.parse().ok().filter(|number| (0..=most).contains(number));
        number.ok_or_else(|| issue(self.file, Some(line), what, word, format!("write a whole number from 0 to {most}")))
    }

    fn problem(&mut self) -> Result<Assignment, InvalidInput> {
        let (agents, items) = (self.next("the number of agents", MOST)?, self.next("the number of items", MOST)?);
        let mut matrix = |what: &str| -> Result<Vec<Vec<i64>>, InvalidInput> {
            (0..agents).map(|_| (0..items).map(|_| self.next(what, LARGEST)).collect()).collect()
        };
        let (costs, needs) = (matrix("a cost")?, matrix("a need")?);
        let capacities = (0..agents).map(|_| self.next("a capacity", LARGEST)).collect::<Result<_, _>>()?;
        Ok(Assignment { costs, needs, capacities })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "2 3\n1 2\n3\n4 5 6\n7 8 9 10 11 12\n20 21\n";

    #[test]
    fn layout_does_not_matter() {
        let [case] = &parse(&Text::of(CASE)).expect("a valid file")[..] else { panic!("one problem") };
        assert_eq!(case.costs, [[1, 2, 3], [4, 5, 6]]);
        assert_eq!(case.needs, [[7, 8, 9], [10, 11, 12]]);
        assert_eq!(case.capacities, [20, 21]);
    }

    #[test]
    fn several_problems_follow_their_number() {
        let one = parse(&Text::of(CASE)).expect("a valid file");
        let other = Assignment { costs: vec![vec![1]], needs: vec![vec![2]], capacities: vec![3] };
        assert_eq!(
            parse(&Text::of(&format!(" 2\n{CASE}1 1 1 2 3"))).expect("both"),
            [&one[..], &[other.clone()]].concat()
        );
        assert_eq!(parse(&Text::of(&format!("1\n{CASE}"))).expect("one"), one);
        assert_eq!(parse(&Text::of("1\n1\n1\n2\n3")).expect("one number a line"), [other]);
    }

    #[test]
    fn faults_name_the_line() {
        let faults = [
            (CASE.replace("20 21", "20"), 6, "a capacity should follow"),
            (CASE.replace("12\n", "12 13\n"), 6, "announce fewer numbers"),
            (CASE.replace("4 5", "4 x"), 4, "a cost"),
            (CASE.replace("7 8", "-7 8"), 5, "write a whole number"),
            (format!("2\n{CASE}"), 7, "the number of agents should follow"),
            (format!("1\n{CASE}1 1 1 2 3"), 8, "announce fewer numbers"),
            (format!("1\n{}", CASE.replace("20 21", "20 x")), 7, "a capacity"),
            (format!("5000\n{CASE}"), 1, "write a whole number from 0 to 1000"),
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
