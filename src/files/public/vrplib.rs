//! VRPLIB: `KEY: value` lines, then sections with one line per node or vehicle, then the word EOF.

use std::collections::BTreeMap;

use super::lines::{Text, TextLine, TextLines};
use super::{Node, Routing, Vehicle};
use crate::error::InvalidInput;

/// Nodes or vehicles, at most.
const MOST: u32 = 20_000;
const KEYS: [&str; 8] =
    ["NAME", "COMMENT", "TYPE", "EDGE_WEIGHT_TYPE", "DIMENSION", "VEHICLES", "CAPACITY", "VEHICLES_MAX_DURATION"];
const SECTIONS: [&str; 8] = [
    "NODE_COORD_SECTION",
    "DEMAND_SECTION",
    "SERVICE_TIME_SECTION",
    "TIME_WINDOW_SECTION",
    "CAPACITY_SECTION",
    "VEHICLES_DEPOT_SECTION",
    "VEHICLES_ALLOWED_CLIENTS_SECTION",
    "DEPOT_SECTION",
];

/// Reads a problem with time windows, one depot (the first node) or several, capacities of all vehicles or of each,
/// customers allowed by vehicle, and a longest duration.
pub fn parse(text: &Text) -> Result<Routing, InvalidInput> {
    let mut rows = text.rows();
    let parts = VrplibFile::read(&mut rows)?;
    parts.check_metric()?;
    let number = |key: &str| -> Result<u32, InvalidInput> {
        let (row, index) = parts.value(key).ok_or_else(|| rows.refuse(&format!("write a line {key}: number")))?;
        row.whole(index, key, 1..=MOST)
    };
    let nodes = parts.nodes(number("DIMENSION")?)?;
    let depots = parts.depots(&nodes)?;
    let customers: Vec<_> = nodes.iter().filter(|node| !depots.contains(&node.id)).cloned().collect();
    if customers.is_empty() {
        return Err(rows.refuse("every node is a depot; nobody is to be visited"));
    }
    let vehicles = parts.vehicles(number("VEHICLES")?, &depots, &customers)?;
    let depots = depots.iter().map(|&id| nodes[id as usize - 1].clone()).collect();
    Ok(Routing { depots, customers, vehicles })
}

/// A section: the line that names it, and its lines.
struct VrplibSection<'t> {
    heading: TextLine<'t>,
    rows: Vec<TextLine<'t>>,
}

/// Specifications by key, and the sections.
struct VrplibFile<'t> {
    specifications: BTreeMap<&'static str, TextLine<'t>>,
    sections: BTreeMap<&'static str, VrplibSection<'t>>,
}

impl<'t> VrplibFile<'t> {
    fn read(rows: &mut TextLines<'t>) -> Result<Self, InvalidInput> {
        let mut parts = Self { specifications: BTreeMap::new(), sections: BTreeMap::new() };
        let mut open: Option<&'static str> = None;
        loop {
            let row = rows.expect("the rest of the sections and the word EOF")?;
            let word = row.words[0].trim_end_matches(':');
            if word == "EOF" {
                return Ok(parts);
            }
            if word.ends_with("_SECTION") {
                let section = known(&SECTIONS, word, &row)?;
                parts.start(section, row)?;
                open = Some(section);
            } else if let Some(section) = open.and_then(|name| parts.sections.get_mut(name)) {
                section.rows.push(row);
            } else {
                parts.specifications.insert(known(&KEYS, word, &row)?, row);
            }
        }
    }

    fn start(&mut self, name: &'static str, heading: TextLine<'t>) -> Result<(), InvalidInput> {
        if self.sections.contains_key(name) {
            return Err(heading.fault("this section stands above already; remove one of the two"));
        }
        self.sections.insert(name, VrplibSection { heading, rows: Vec::new() });
        Ok(())
    }

    /// The row of a specification and the index of its value, the last word.
    fn value(&self, key: &str) -> Option<(&TextLine<'t>, usize)> {
        self.specifications.get(key).map(|row| (row, row.words.len().max(2) - 1))
    }

    fn amount(&self, key: &str) -> Result<Option<f64>, InvalidInput> {
        self.value(key).map(|(row, index)| row.amount(index, key)).transpose()
    }

    fn check_metric(&self) -> Result<(), InvalidInput> {
        match self.value("EDGE_WEIGHT_TYPE") {
            Some((row, index)) if row.words.get(index) != Some(&"EUC_2D") => {
                Err(row.fault("only EUC_2D can be read: straight lines between points of a plane"))
            }
            _ => Ok(()),
        }
    }

    /// The rows of a section by the number that each begins with, 1 to `count`, each once; none without the section.
    fn numbered(&self, name: &str, count: u32) -> Result<Option<Vec<&TextLine<'t>>>, InvalidInput> {
        let Some(section) = self.sections.get(name) else { return Ok(None) };
        let mut by_number = vec![None; count as usize];
        for row in &section.rows {
            let number = row.whole(0, "number", 1..=count)?;
            if by_number[number as usize - 1].replace(row).is_some() {
                return Err(row.fault("a line above has the same number"));
            }
        }
        let missing = by_number.iter().position(Option::is_none);
        if let Some(missing) = missing {
            return Err(section.heading.fault(&format!("the line with number {} is missing below", missing + 1)));
        }
        Ok(Some(by_number.into_iter().flatten().collect()))
    }

    fn nodes(&self, count: u32) -> Result<Vec<Node>, InvalidInput> {
        let blank = |id| Node { id, at: (0.0, 0.0), demand: 0.0, open: 0.0, close: f64::INFINITY, service: 0.0 };
        let mut nodes: Vec<_> = (1..=count).map(blank).collect();
        let columns: [(&str, Fill); 4] = [
            ("NODE_COORD_SECTION", |node, row| {
                node.at = (row.coordinate(1, "x")?, row.coordinate(2, "y")?);
                Ok(3)
            }),
            ("DEMAND_SECTION", |node, row| {
                node.demand = row.amount(1, "demand")?;
                Ok(2)
            }),
            ("SERVICE_TIME_SECTION", |node, row| {
                node.service = row.amount(1, "service time")?;
                Ok(2)
            }),
            ("TIME_WINDOW_SECTION", |node, row| {
                (node.open, node.close) = (row.amount(1, "earliest")?, row.amount(2, "latest")?);
                if node.open > node.close { Err(row.fault("the window ends before it begins")) } else { Ok(3) }
            }),
        ];
        for (name, fill) in columns {
            let Some(rows) = self.numbered(name, count)? else { return Err(self.lacks(name)) };
            for (node, row) in nodes.iter_mut().zip(rows) {
                if fill(node, row)? != row.words.len() {
                    return Err(row.fault("this line has a word too many"));
                }
            }
        }
        Ok(nodes)
    }

    /// What to say where a section is missing, after the last that is there.
    fn lacks(&self, name: &str) -> InvalidInput {
        let headings = self.sections.values().map(|section| &section.heading).chain(self.specifications.values());
        let last = headings.max_by_key(|row| row.line()).expect("DIMENSION has been read");
        last.fault(&format!("the file needs a section {name}"))
    }

    fn depots(&self, nodes: &[Node]) -> Result<Vec<u32>, InvalidInput> {
        let Some(section) = self.sections.get("DEPOT_SECTION") else { return Ok(vec![1]) };
        let mut depots = Vec::new();
        for row in section.rows.iter().filter(|row| row.words != ["-1"]) {
            let depot = row.whole(0, "depot", 1..=nodes.len() as u32)?;
            if depots.contains(&depot) {
                return Err(row.fault("this depot stands above already"));
            }
            depots.push(depot);
        }
        if depots.is_empty() { Err(section.heading.fault("name at least one depot below")) } else { Ok(depots) }
    }

    fn vehicles(&self, count: u32, depots: &[u32], customers: &[Node]) -> Result<Vec<Vehicle>, InvalidInput> {
        let (capacity, longest) = (self.amount("CAPACITY")?, self.amount("VEHICLES_MAX_DURATION")?);
        let vehicle = Vehicle { depot: 0, capacity, longest, allowed: None };
        let mut vehicles = vec![vehicle; count as usize];
        for (vehicle, row) in vehicles.iter_mut().zip(self.numbered("CAPACITY_SECTION", count)?.into_iter().flatten()) {
            vehicle.capacity = Some(row.amount(1, "capacity")?);
        }
        let homes = self.numbered("VEHICLES_DEPOT_SECTION", count)?;
        for (vehicle, row) in vehicles.iter_mut().zip(homes.into_iter().flatten()) {
            let depot = row.whole(1, "depot", 1..=MOST)?;
            let index = depots.iter().position(|&known| known == depot);
            vehicle.depot = index.ok_or_else(|| row.fault("this node is not in DEPOT_SECTION"))?;
        }
        let lists = self.numbered("VEHICLES_ALLOWED_CLIENTS_SECTION", count)?;
        for (vehicle, row) in vehicles.iter_mut().zip(lists.into_iter().flatten()) {
            vehicle.allowed = Some(allowed(row, customers)?);
        }
        Ok(vehicles)
    }
}

/// Fills in what a line of a section says of a node, and tells how many words that takes.
type Fill = fn(&mut Node, &TextLine<'_>) -> Result<usize, InvalidInput>;

fn known(names: &[&'static str], word: &str, row: &TextLine<'_>) -> Result<&'static str, InvalidInput> {
    let found = names.iter().find(|&&name| name == word);
    found.copied().ok_or_else(|| row.fault(&format!("can't be read; known here are {}", names.join(", "))))
}

/// Indices of the customers that a vehicle may visit, ascending.
fn allowed(row: &TextLine<'_>, customers: &[Node]) -> Result<Vec<usize>, InvalidInput> {
    let one = |index: usize| {
        let id = row.whole(index, "client", 1..=MOST)?;
        let found = customers.binary_search_by_key(&id, |customer| customer.id);
        found.map_err(|_| row.fault(&format!("node {id} is no customer")))
    };
    let mut list = (1..row.words.len()).map(one).collect::<Result<Vec<_>, _>>()?;
    list.sort_unstable();
    list.dedup();
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "NAME : x\nCOMMENT: two words: here\nTYPE: MDVRPTW\nEDGE_WEIGHT_TYPE: EUC_2D\nDIMENSION: 4\n\
        VEHICLES: 2\nVEHICLES_MAX_DURATION: 50\nNODE_COORD_SECTION\n1 0 0\n2 9 9\n3 1 2.5\n4 3 4\nDEMAND_SECTION\n1 0\n\
        2 0\n4 7\n3 5\nSERVICE_TIME_SECTION\n1 0\n2 0\n3 1\n4 1\nTIME_WINDOW_SECTION\n1 0 100\n2 0 100\n3 10 20\n\
        4 0 100\nCAPACITY_SECTION\n1 10\n2 20\nVEHICLES_DEPOT_SECTION\n1 2\n2 1\nVEHICLES_ALLOWED_CLIENTS_SECTION\n\
        1 4\n2 4 3\nDEPOT_SECTION\n1\n2\n-1\nEOF\n";

    #[test]
    fn vehicles_differ() {
        let routing = parse(&Text::of(CASE)).expect("a valid file");
        let first = Vehicle { depot: 1, capacity: Some(10.0), longest: Some(50.0), allowed: Some(vec![1]) };
        let second = Vehicle { depot: 0, capacity: Some(20.0), longest: Some(50.0), allowed: Some(vec![0, 1]) };
        assert_eq!(routing.vehicles, [first, second]);
        assert_eq!(routing.customers.iter().map(|c| (c.id, c.demand)).collect::<Vec<_>>(), [(3, 5.0), (4, 7.0)]);
        assert_eq!(routing.depots.iter().map(|depot| depot.at).collect::<Vec<_>>(), [(0.0, 0.0), (9.0, 9.0)]);
    }

    #[test]
    fn faults_name_the_line() {
        let cut = CASE.split("TIME_WINDOW").next().unwrap_or_default();
        let faults = [
            (cut.to_string(), Some(22), "the file ends here"),
            (format!("{cut}EOF"), Some(18), "needs a section TIME_WINDOW_SECTION"),
            (CASE.replace("4 7\n", ""), Some(13), "the line with number 4 is missing"),
            (CASE.replace("4 7\n", "3 7\n"), Some(17), "same number"),
            (CASE.replace("3 10 20", "3 30 20"), Some(26), "ends before it begins"),
            (CASE.replace("EUC_2D", "EXPLICIT"), Some(4), "only EUC_2D"),
            (CASE.replace("DEMAND_SECTION", "BACKHAUL_SECTION"), Some(13), "can't be read; known here are"),
            (CASE.replace("2 4 3", "2 4 1"), Some(36), "node 1 is no customer"),
            (CASE.replace("DIMENSION: 4\n", ""), None, "write a line DIMENSION"),
            (CASE.replace("VEHICLES: 2", "VEHICLES: two"), Some(6), "whole number"),
            (CASE.replace("1 2\n2 1\n", "1 3\n2 1\n"), Some(32), "not in DEPOT_SECTION"),
        ];
        for (text, line, advice) in faults {
            let fault = parse(&Text::of(&text)).expect_err(&text).0.remove(0);
            assert_eq!(fault.line, line, "{fault}");
            assert!(fault.to_string().contains(advice), "{fault}");
        }
    }
}
