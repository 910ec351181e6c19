//! Cordeau's format: problem type, vehicles per depot, customers, depots; limits by depot; customers, then depots.

use super::lines::{Text, TextLine};
use super::{Node, Routing, Vehicle};
use crate::error::InvalidInput;

/// The type of problems with several depots and time windows.
const SEVERAL_DEPOTS: u32 = 6;
/// Nodes or vehicles, at most.
const MOST: u32 = 20_000;

/// Reads the problem. A limit of 0 stands for none.
pub fn parse(text: &Text) -> Result<Routing, InvalidInput> {
    let mut rows = text.rows();
    let head = rows.expect_columns(&["type", "vehicles per depot", "customers", "depots"])?;
    if head.whole(0, "type", 0..=99)? != SEVERAL_DEPOTS {
        return Err(head.fault("only type 6 can be read: several depots with time windows"));
    }
    let fleet = head.whole(1, "vehicles per depot", 1..=MOST)?;
    let (customers, depots) = (head.whole(2, "customers", 1..=MOST)?, head.whole(3, "depots", 1..=1_000)?);
    let mut vehicles = Vec::new();
    for depot in 0..depots as usize {
        let row = rows.expect_columns(&["longest duration", "capacity"])?;
        let limit = |amount: f64| Some(amount).filter(|&amount| amount > 0.0);
        let (longest, capacity) = (limit(row.amount(0, "duration")?), limit(row.amount(1, "capacity")?));
        let vehicle = Vehicle { depot, capacity, longest, allowed: None };
        vehicles.extend(std::iter::repeat_n(vehicle, fleet as usize));
    }
    let mut nodes = |count: u32, what: &str| -> Result<Vec<Node>, InvalidInput> {
        (0..count).map(|_| node(&rows.expect(&format!("the line of a {what}"))?)).collect()
    };
    let (customers, depots) = (nodes(customers, "customer")?, nodes(depots, "depot")?);
    match rows.take() {
        Some(row) => Err(row.fault("the first line announces fewer nodes; remove this line or mend the number")),
        None => Ok(Routing { depots, customers, vehicles }),
    }
}

/// `i x y d q f a list e l`, with as many visit patterns in `list` as `a` says.
fn node(row: &TextLine<'_>) -> Result<Node, InvalidInput> {
    let patterns = row.whole(6, "a", 0..=1_000)? as usize;
    if row.words.len() != 9 + patterns {
        return Err(row.fault("write a line with i x y d q f a, then a visit patterns, then e l"));
    }
    let node = Node {
        id: row.whole(0, "i", 0..=MOST)?,
        at: (row.coordinate(1, "x")?, row.coordinate(2, "y")?),
        service: row.amount(3, "d")?,
        demand: row.amount(4, "q")?,
        open: row.amount(7 + patterns, "e")?,
        close: row.amount(8 + patterns, "l")?,
    };
    if node.open > node.close { Err(row.fault("the window ends before it begins")) } else { Ok(node) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "6 2 2 2\n500 200\n0 100\n 1 -29.7 64.1 2 12 1 4 1 2 4 8 399 525\n 2 1 2 7 8 1 0 121 299\n\
                        3 0 0 0 0 0 0 0 1000\n4 5 5 0 0 0 0 0 1000\n";

    #[test]
    fn vehicles_belong_to_depots() {
        let routing = parse(&Text::of(CASE)).expect("a valid file");
        let depots: Vec<_> = routing.vehicles.iter().map(|vehicle| vehicle.depot).collect();
        assert_eq!(depots, [0, 0, 1, 1]);
        assert_eq!((routing.vehicles[0].longest, routing.vehicles[3].longest), (Some(500.0), None));
        let first = &routing.customers[0];
        assert_eq!((first.id, first.service, first.demand, first.open, first.close), (1, 2.0, 12.0, 399.0, 525.0));
        assert_eq!(routing.depots[1].id, 4);
    }

    #[test]
    fn faults_name_the_line() {
        let faults = [
            (CASE.replace("6 2", "4 2"), 1, "only type 6"),
            (CASE.replace("121 299", "121"), 5, "visit patterns"),
            (CASE.replace("121 299", "321 299"), 5, "ends before it begins"),
            (CASE.replace("6 2 2 2", "6 2 3 2"), 7, "the line of a depot should follow"),
            (CASE.replace("6 2 2 2", "6 2 1 2"), 7, "announces fewer nodes"),
            (CASE.replace("500 200", "500"), 2, "longest duration"),
            (CASE.replace("64.1", "1e99"), 4, "write a number"),
        ];
        for (text, line, advice) in faults {
            let fault = parse(&Text::of(&text)).expect_err(&text).0.remove(0);
            assert_eq!(fault.line, Some(line), "{fault}");
            assert!(fault.to_string().contains(advice), "{fault}");
        }
    }
}
