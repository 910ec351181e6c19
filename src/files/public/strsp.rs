//! Service technicians (Kovacs, Parragh, Doerner, Hartl 2012): tasks at Solomon's places, and technicians with levels in
//! several domains, each working alone.

use super::Node;
use super::lines::{Text, TextLine, TextLines};
use crate::error::InvalidInput;

/// Tasks for technicians; a task may be outsourced.
#[derive(Clone, Debug, PartialEq)]
pub struct Technicians {
    /// Where technicians start and end; its window is the day.
    pub depot: Node,
    /// The tasks.
    pub tasks: Vec<Task>,
    /// The level of each technician in each domain, 0 = none.
    pub levels: Vec<Vec<u8>>,
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Where, when and how long; demand is 0.
    pub node: Node,
    /// The least level by domain, 0 = none.
    pub least: Vec<u8>,
    /// What it costs to outsource it.
    pub price: f64,
}

/// The columns of a task ahead of those of skills.
const COLUMNS: [&str; 8] = ["number", "x", "y", "demand", "ready time", "due date", "service time", "cost"];
/// Nodes or technicians, at most.
const MOST: u32 = 10_000;
/// Levels of a domain, at most.
const LEVELS: u32 = 9;

/// Reads the file of tasks and that of technicians.
pub fn parse(tasks: &Text, technicians: &Text) -> Result<Technicians, InvalidInput> {
    let mut rows = technicians.rows();
    rows.expect("the heading 'Technicians'")?;
    let count = stated(&mut rows, "Number of Technicians:", 1..=MOST)?;
    let domains = stated(&mut rows, "domains:", 1..=100)?;
    let most = stated(&mut rows, "proficiency level:", 1..=LEVELS)?;
    rows.expect("the headings ID domain1 ...")?;
    let levels = (0..count).map(|_| technician(&rows.expect("the line of a technician")?, domains, most));
    let levels = levels.collect::<Result<Vec<_>, _>>()?;
    let mut rows = tasks.rows();
    stated(&mut rows, "Capacity:", 0..=1_000_000)?;
    let count = stated(&mut rows, "Customer:", 2..=MOST)?;
    rows.expect("the headings CUST NO. ...")?;
    let mut read =
        (0..count).map(|_| task(&rows.expect("the line of a task")?, domains, most)).collect::<Result<Vec<_>, _>>()?;
    if let Some(row) = rows.take() {
        return Err(row.fault("'Customer' announces fewer lines; remove this one or mend the number"));
    }
    let depot = read.remove(0).node;
    Ok(Technicians { depot, tasks: read, levels })
}

/// The number behind some words.
fn stated(rows: &mut TextLines<'_>, words: &str, range: std::ops::RangeInclusive<u32>) -> Result<u32, InvalidInput> {
    let expected = format!("a line '{words} number'");
    let row = rows.expect(&expected)?;
    let known: Vec<_> = words.split(' ').collect();
    let said = row.words.len() == known.len() + 1
        && known.iter().zip(&row.words).all(|(known, word)| known.eq_ignore_ascii_case(word));
    if said { row.whole(known.len(), words, range) } else { Err(row.fault(&format!("write {expected}"))) }
}

fn technician(row: &TextLine<'_>, domains: u32, most: u32) -> Result<Vec<u8>, InvalidInput> {
    if row.words.len() != 1 + domains as usize {
        return Err(row.fault(&format!("write a number and {domains} levels")));
    }
    (1..row.words.len()).map(|index| row.whole(index, "level", 0..=most).map(|level| level as u8)).collect()
}

fn task(row: &TextLine<'_>, domains: u32, most: u32) -> Result<Task, InvalidInput> {
    let (domains, most) = (domains as usize, most as usize);
    if row.words.len() != COLUMNS.len() + domains * most {
        let asked = format!("write a line with {} and {} needs", COLUMNS.join(" "), domains * most);
        return Err(row.fault(&asked));
    }
    let node = Node {
        id: row.count(0, COLUMNS[0], 0..=MOST)?,
        at: (row.coordinate(1, COLUMNS[1])?, row.coordinate(2, COLUMNS[2])?),
        demand: 0.0,
        open: row.amount(4, COLUMNS[4])?,
        close: row.amount(5, COLUMNS[5])?,
        service: row.amount(6, COLUMNS[6])?,
    };
    if node.open > node.close {
        return Err(row.fault("the due date lies before the ready time"));
    }
    let need = |index: usize| row.whole(COLUMNS.len() + index, "people of a level", 0..=1);
    let needs = (0..domains * most).map(need).collect::<Result<Vec<_>, _>>()?;
    let least =
        needs.chunks(most).map(|levels| levels.iter().rposition(|&people| people > 0).map_or(0, |at| at as u8 + 1));
    let price = 200.0 + f64::from(needs.iter().sum::<u32>()).powf(1.5);
    Ok(Task { node, least: least.collect(), price })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TASKS: &str = "Capacity: 200\nCustomer: 3\n\nCUST NO. X\n1 40 50 0 0 1236 0 0 0 0 0 0\n\
                         2 45 68 10 912 967 90 100 1 1 0 0\n3 45 70 30 825 870 90 100 1 0 1 1\n";
    const PEOPLE: &str = "Technicians\nNumber of Technicians: 2\ndomains: 2\nproficiency level: 2\n\n\
                          ID domain1 domain2\n1 2 0\n2 1 2\n3 2 2\n";

    #[test]
    fn tasks_and_the_technicians_announced() {
        let read = parse(&Text::of(TASKS), &Text::of(PEOPLE)).expect("valid files");
        assert_eq!(read.levels, [[2, 0], [1, 2]]);
        assert_eq!(read.depot.close, 1236.0);
        assert_eq!((&read.tasks[0].least[..], &read.tasks[1].least[..]), (&[2, 0][..], &[1, 2][..]));
        assert!((read.tasks[1].price - (200.0 + 27.0_f64.sqrt())).abs() < 1e-9);
    }

    #[test]
    fn faults_name_the_line() {
        let faults = [
            (TASKS.replace("Capacity:", "Room:"), PEOPLE.into(), 1, "'Capacity: number'"),
            (TASKS.replace("100 1 1 0 0", "100 1 1 0"), PEOPLE.into(), 6, "and 4 needs"),
            (TASKS.replace("100 1 1 0 0", "100 1 2 0 0"), PEOPLE.into(), 6, "from 0 to 1"),
            (TASKS.replace("912 967", "912 900"), PEOPLE.into(), 6, "due date lies before"),
            (TASKS.replace("Customer: 3", "Customer: 4"), PEOPLE.into(), 7, "the line of a task should follow"),
            (TASKS.replace("Customer: 3", "Customer: 2"), PEOPLE.into(), 7, "announces fewer lines"),
            (TASKS.into(), PEOPLE.replace("2 1 2", "2 1 5"), 8, "from 0 to 2"),
            (TASKS.into(), PEOPLE.replace("2 1 2", "2 1"), 8, "2 levels"),
            (TASKS.into(), PEOPLE.replace("domains: 2", "domains"), 3, "'domains: number'"),
        ];
        for (tasks, people, line, advice) in faults {
            let fault = parse(&Text::of(&tasks), &Text::of(&people)).expect_err(&tasks).0.remove(0);
            assert_eq!(fault.line, Some(line), "{fault}");
            assert!(fault.to_string().contains(advice), "{fault}");
        }
    }
}
