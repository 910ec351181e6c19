//! Solomon's format: a name, the fleet, then one line per node of which the first is the depot; some end with `EOF`.

use std::collections::BTreeSet;

use super::lines::{Text, TextLine, TextLines};
use super::{Node, Routing, Vehicle};
use crate::error::InvalidInput;

const COLUMNS: [&str; 7] = ["number", "x", "y", "demand", "ready time", "due date", "service time"];
/// What the last line may say.
const END: &str = "EOF";
/// Vehicles or customers, at most.
const MOST: u32 = 20_000;

/// Reads the problem.
pub fn parse(text: &Text) -> Result<Routing, InvalidInput> {
    let mut rows = text.rows();
    rows.expect("the name of the instance")?;
    skip_heading(&mut rows, "VEHICLE", "NUMBER CAPACITY")?;
    let fleet = rows.expect_columns(&["the number of vehicles", "their capacity"])?;
    let (count, capacity) = (fleet.count(0, "NUMBER", 1..=MOST)?, fleet.amount(1, "CAPACITY")?);
    skip_heading(&mut rows, "CUSTOMER", "CUST NO. ...")?;
    let depot = node(&rows.expect_columns(&COLUMNS)?)?;
    let (mut customers, mut used) = (Vec::new(), BTreeSet::from([depot.id]));
    let expected = format!("a line with {}", COLUMNS.join(" "));
    let mut next = Some(rows.expect(&expected)?);
    while let Some(row) = next.take().filter(|row| customers.is_empty() || !row.is(END)) {
        if row.words.len() != COLUMNS.len() {
            return Err(row.fault(&format!("write {expected}")));
        }
        let customer = node(&row)?;
        if !used.insert(customer.id) {
            return Err(row.fault("this number is used above; give every node a number of its own"));
        }
        customers.push(customer);
        next = rows.take();
    }
    if let Some(row) = rows.take() {
        return Err(row.fault(&format!("nothing may follow {END}")));
    }
    let vehicle = Vehicle { depot: 0, capacity: Some(capacity), longest: None, allowed: None };
    Ok(Routing { depots: vec![depot], customers, vehicles: vec![vehicle; count as usize] })
}

/// Passes a keyword and the line of headings below it.
fn skip_heading(rows: &mut TextLines<'_>, keyword: &str, headings: &str) -> Result<(), InvalidInput> {
    let row = rows.expect(&format!("the keyword {keyword}"))?;
    if !row.is(keyword) {
        return Err(row.fault(&format!("write the keyword {keyword}")));
    }
    let row = rows.expect(&format!("the headings {headings}"))?;
    let numbers = row.words.iter().all(|word| word.parse::<f64>().is_ok());
    if numbers { Err(row.fault(&format!("write the headings {headings}"))) } else { Ok(()) }
}

fn node(row: &TextLine<'_>) -> Result<Node, InvalidInput> {
    let node = Node {
        id: row.count(0, COLUMNS[0], 0..=MOST)?,
        at: (row.coordinate(1, COLUMNS[1])?, row.coordinate(2, COLUMNS[2])?),
        demand: row.amount(3, COLUMNS[3])?,
        open: row.amount(4, COLUMNS[4])?,
        close: row.amount(5, COLUMNS[5])?,
        service: row.amount(6, COLUMNS[6])?,
    };
    if node.open > node.close { Err(row.fault("the due date lies before the ready time")) } else { Ok(node) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "small\n\nVEHICLE\nNUMBER CAPACITY\n 2 10\n\nCUSTOMER\nCUST NO. X Y DEMAND READY DUE SERVICE\n\
                        0 0 0 0 0 100 0\n1 3 4 5 10 20 2\n2 -3 4 5 0 90 2\n";

    #[test]
    fn nodes_and_fleet() {
        let routing = parse(&Text::of(CASE)).expect("a valid file");
        assert_eq!((routing.vehicles.len(), routing.vehicles[0].capacity), (2, Some(10.0)));
        let second = Node { id: 2, at: (-3.0, 4.0), demand: 5.0, open: 0.0, close: 90.0, service: 2.0 };
        assert_eq!(routing.customers[1], second);
        assert_eq!(routing.depots[0].close, 100.0);
    }

    #[test]
    fn what_others_write_is_read_too() {
        let plain = parse(&Text::of(CASE)).expect("a valid file");
        let decimal = CASE.replace(" 2 10", " 2.0 10.0").replace("\n0 0", "\n0.0 0").replace("\n1 3", "\n1.00 3.00");
        let others = [format!("{CASE}EOF\n"), format!("{CASE}\n eof"), decimal, CASE.replace("VEHICLE\n", "Vehicle\n")];
        others.iter().for_each(|text| assert_eq!(parse(&Text::of(text)).expect(text), plain));
    }

    #[test]
    fn faults_name_the_line() {
        let faults = [
            (CASE.replace("3 4 5 10 20 2", "3 4 5 10 20"), 10, "write a line with number x y demand"),
            (CASE.replace("10 20 2", "30 20 2"), 10, "due date lies before"),
            (CASE.replace("-3 4 5", "-3 four 5"), 11, "write a number from"),
            (CASE.replace(" 2 10\n", "25\n"), 5, "the number of vehicles their capacity"),
            (CASE.replace("VEHICLE\n", ""), 3, "the keyword VEHICLE"),
            (CASE.replace("\n2 -3", "\n1 -3"), 11, "used above"),
            (CASE.replace("\n2 -3", "\n2.5 -3"), 11, "write a whole number"),
            (CASE.replace("\n1 3", "\nEOF\n1 3"), 10, "write a line with number x y"),
            (format!("{CASE}EOF\n3 1 1 1 1 1 1\n"), 13, "nothing may follow EOF"),
            (CASE.split("1 3").next().unwrap_or_default().to_string(), 9, "the file ends here"),
        ];
        for (text, line, advice) in faults {
            let fault = parse(&Text::of(&text)).expect_err(&text).0.remove(0);
            assert_eq!((fault.file.as_str(), fault.line), ("case.txt", Some(line)), "{fault}");
            assert!(fault.to_string().contains(advice), "{fault}");
        }
    }
}
