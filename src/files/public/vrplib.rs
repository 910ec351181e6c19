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
        let row = parts.value(key)?.ok_or_else(|| rows.refuse(&format!("write a line {key}: number")))?;
        row.whole(0, key, 1..=MOST)
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

/// Specifications by key, each the line of which the words of the value are left, and the sections.
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
            let (key, value) = key_and_value(&row.words);
            if key == "EOF" {
                return Ok(parts);
            }
            if key.ends_with("_SECTION") {
                let section = known(&SECTIONS, key, &row)?;
                if !value.is_empty() {
                    return Err(row.fault(&format!("write what belongs to {section} on the lines below it")));
                }
                parts.start(section, row)?;
                open = Some(section);
            } else if let Some(section) = open.and_then(|name| parts.sections.get_mut(name)) {
                section.rows.push(row);
            } else {
                parts.specify(known(&KEYS, key, &row)?, value, row)?;
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

    fn specify(&mut self, key: &'static str, value: Vec<&'t str>, mut row: TextLine<'t>) -> Result<(), InvalidInput> {
        if self.specifications.contains_key(key) {
            return Err(row.fault("this key stands above already; remove one of the two"));
        }
        row.words = value;
        self.specifications.insert(key, row);
        Ok(())
    }

    /// The line of a specification whose value is one word.
    fn value(&self, key: &str) -> Result<Option<&TextLine<'t>>, InvalidInput> {
        match self.specifications.get(key) {
            Some(row) if row.words.len() > 1 => Err(row.fault_of(key, "write one value without spaces, such as 1000")),
            row => Ok(row),
        }
    }

    fn amount(&self, key: &str) -> Result<Option<f64>, InvalidInput> {
        self.value(key)?.map(|row| row.amount(0, key)).transpose()
    }

    fn check_metric(&self) -> Result<(), InvalidInput> {
        let key = "EDGE_WEIGHT_TYPE";
        match self.value(key)? {
            Some(row) if !row.is("EUC_2D") => {
                Err(row.fault_of(key, "only EUC_2D can be read: straight lines between points of a plane"))
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
                let words = fill(node, row)?;
                expect_words(row, words)?;
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
        let (mut depots, mut ended) = (Vec::new(), false);
        for row in &section.rows {
            for index in 0..row.words.len() {
                if ended {
                    return Err(row.fault("nothing of this section may follow -1"));
                }
                ended = row.words[index] == "-1";
                if ended {
                    continue;
                }
                let depot = row.whole(index, "depot", 1..=nodes.len() as u32)?;
                if depots.contains(&depot) {
                    return Err(row.fault("this depot stands above already"));
                }
                depots.push(depot);
            }
        }
        if depots.is_empty() { Err(section.heading.fault("name at least one depot below")) } else { Ok(depots) }
    }

    fn vehicles(&self, count: u32, depots: &[u32], customers: &[Node]) -> Result<Vec<Vehicle>, InvalidInput> {
        let (capacity, longest) = (self.amount("CAPACITY")?, self.amount("VEHICLES_MAX_DURATION")?);
        let vehicle = Vehicle { depot: 0, capacity, longest, allowed: None };
        let mut vehicles = vec![vehicle; count as usize];
        for (vehicle, row) in vehicles.iter_mut().zip(self.numbered("CAPACITY_SECTION", count)?.into_iter().flatten()) {
            vehicle.capacity = Some(row.amount(1, "capacity")?);
            expect_words(row, 2)?;
        }
        let homes = self.numbered("VEHICLES_DEPOT_SECTION", count)?;
        if let (None, [_, _, ..], Some(section)) = (&homes, depots, self.sections.get("DEPOT_SECTION")) {
            let advice = "several depots: a section VEHICLES_DEPOT_SECTION has to say which is that of each vehicle";
            return Err(section.heading.fault(advice));
        }
        for (vehicle, row) in vehicles.iter_mut().zip(homes.into_iter().flatten()) {
            let depot = row.whole(1, "depot", 1..=MOST)?;
            expect_words(row, 2)?;
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

/// The key of a line, in front of a colon or else its first word, and the words of its value.
fn key_and_value<'t>(words: &[&'t str]) -> (&'t str, Vec<&'t str>) {
    let (key, rest) = words[0].split_once(':').unwrap_or((words[0], ""));
    let mut value: Vec<&str> = [rest].into_iter().chain(words[1..].iter().copied()).collect();
    if let (false, Some(second)) = (words[0].contains(':'), value.get_mut(1)) {
        *second = second.strip_prefix(':').unwrap_or(second);
    }
    value.retain(|word| !word.is_empty());
    (key, value)
}

/// Fills in what a line of a section says of a node, and tells how many words that takes.
type Fill = fn(&mut Node, &TextLine<'_>) -> Result<usize, InvalidInput>;

fn expect_words(row: &TextLine<'_>, words: usize) -> Result<(), InvalidInput> {
    if row.words.len() > words { Err(row.fault("this line has a word too many")) } else { Ok(()) }
}

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
    fn colons_stand_with_or_without_spaces() {
        let plain = parse(&Text::of(CASE)).expect("a valid file");
        for (from, to) in [(" : ", ":"), (": ", ":"), (": ", " :"), (": ", " : "), ("SECTION\n", "SECTION :\n")] {
            assert_eq!(parse(&Text::of(&CASE.replace(from, to))).expect(to), plain);
        }
        assert_eq!(parse(&Text::of(&CASE.replace("VEHICLES: 2", "VEHICLES 2"))).expect("no colon"), plain);
    }

    #[test]
    fn the_depot_is_the_one_that_is_named() {
        let (open, rest) = CASE.split_once("VEHICLES_DEPOT").expect("a section");
        let one = rest.replace("_SECTION\n1 2\n2 1\n", "").replace("2 4 3\n", "2 4 2\n");
        let one = format!("{open}{}", one.replace("DEPOT_SECTION\n1\n2\n", "DEPOT_SECTION\n3\n"));
        let routing = parse(&Text::of(&one)).expect("a valid file");
        assert_eq!(routing.depots.iter().map(|depot| depot.id).collect::<Vec<_>>(), [3]);
        assert_eq!(routing.customers.iter().map(|customer| customer.id).collect::<Vec<_>>(), [1, 2, 4]);
        assert!(routing.vehicles.iter().all(|vehicle| vehicle.depot == 0));
        let in_a_line = CASE.replace("DEPOT_SECTION\n1\n2\n-1", "DEPOT_SECTION\n1 2 -1");
        assert_eq!(parse(&Text::of(&in_a_line)).expect("a valid file"), parse(&Text::of(CASE)).expect("a valid file"));
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
            (CASE.replace("_DURATION: 50", "_DURATION: 1 000"), Some(7), "write one value without spaces"),
            (CASE.replace("_DURATION: 50", "_DURATION:"), Some(7), "write a number"),
            (CASE.replace("VEHICLES: 2", "VEHICLES: 2\nVEHICLES: 3"), Some(7), "stands above already"),
            (CASE.replace("DEMAND_SECTION", "DEMAND_SECTION 1 0"), Some(13), "on the lines below it"),
            (CASE.replace("-1\nEOF", "-1\n3\nEOF"), Some(41), "may follow -1"),
            (CASE.replace("VEHICLES_DEPOT_SECTION\n1 2\n2 1\n", ""), Some(34), "which is that of each vehicle"),
            (CASE.replace("CAPACITY_SECTION\n1 10", "CAPACITY_SECTION\n1 10 000"), Some(29), "a word too many"),
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
