//! Schemas of tables: the names of a table and of its columns.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cell::{CellText, Parsed, TimeUnit};
use super::fold::{compared, fold};
use super::written::CellKind;

/// A column's names and documentation.
#[derive(Clone, Copy, Debug)]
pub struct Heading {
    /// The name that messages use where a file has no such column.
    pub name: &'static str,
    /// Whether every row needs a value.
    pub required: bool,
    /// Other names, in French mostly.
    pub aliases: &'static [&'static str],
    /// What a blank cell stands for, as the documentation says it.
    pub default: &'static str,
    /// What it means, as the documentation says it.
    pub meaning: &'static str,
    /// What its cells hold.
    pub kind: CellKind,
}

/// A column whose cells are read as `T`.
#[derive(Clone, Copy, Debug)]
pub struct TableColumn<T> {
    /// What is said of it.
    pub heading: Heading,
    /// Reads a cell that is not blank.
    pub parse: fn(CellText) -> Parsed<T>,
}

impl<T> TableColumn<T> {
    /// The name that messages use where a file has no such column.
    pub const fn name(&self) -> &'static str {
        self.heading.name
    }
}

/// A column of a table, or the columns that it has in common with others.
#[derive(Clone, Copy, Debug)]
pub enum SchemaPart {
    /// One column.
    Column(Heading),
    /// All columns of another table.
    Columns(&'static Schema),
}

/// A file of an instance.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The file's name without its ending.
    pub name: &'static str,
    /// Other names of the file.
    pub aliases: &'static [&'static str],
    /// Whether every instance has it.
    pub required: bool,
    /// What it holds, as the documentation says it.
    #[cfg_attr(not(test), expect(dead_code, reason = "read to keep the documentation true"))]
    pub meaning: &'static str,
    /// Its columns.
    pub parts: &'static [SchemaPart],
    /// Columns that may be there and mean nothing.
    pub carried: &'static [&'static str],
}

impl Schema {
    /// Its columns, in the order of the file that brigade writes.
    pub fn headings(&self) -> Vec<Heading> {
        let mut headings = Vec::new();
        for part in self.parts {
            match part {
                SchemaPart::Column(heading) => headings.push(*heading),
                SchemaPart::Columns(schema) => headings.extend(schema.headings()),
            }
        }
        headings
    }

    /// Whether a file is this one, by its name without ending.
    pub fn is_named(&self, stem: &str) -> bool {
        let stem = fold(stem);
        stem == self.name || self.aliases.contains(&stem.as_str())
    }

    /// Its columns by name.
    pub fn columns(&self) -> Columns {
        let headings = self.headings();
        let names = headings.iter().enumerate().flat_map(|(index, column)| {
            column.aliases.iter().chain([&column.name]).map(move |name| (fold(name), index))
        });
        let by_name = names.collect();
        Columns { headings, by_name }
    }

    /// Whether a header cell names a column that may be there and means nothing.
    pub fn carries(&self, header: &str) -> bool {
        let header = header_name(header);
        header.is_empty() || self.carried.iter().any(|name| fold(name) == header)
    }
}

/// The columns of a table.
pub struct Columns {
    pub headings: Vec<Heading>,
    by_name: FxHashMap<String, usize>,
}

impl Columns {
    /// Index of the column that a header cell names.
    pub fn named(&self, header: &str) -> Option<usize> {
        self.by_name.get(&header_name(header)).copied()
    }

    /// How many columns the cells of a record name.
    pub fn likeness(&self, cells: &[&str]) -> usize {
        let named: FxHashSet<usize> = cells.iter().filter_map(|cell| self.named(cell)).collect();
        named.len()
    }
}

/// What a header cell names.
pub fn header_name(header: &str) -> String {
    fold(&without_brackets(header))
}

/// A header cell without brackets and what they hold, which are no part of its name.
pub fn without_brackets(header: &str) -> String {
    let mut name = String::with_capacity(header.len());
    let mut rest = header;
    while let Some(open) = rest.find(['(', '[']) {
        let close = if rest[open..].starts_with('(') { ')' } else { ']' };
        let Some(length) = rest[open..].find(close) else { break };
        name.push_str(&rest[..open]);
        rest = &rest[open + length + 1..];
    }
    name + rest
}

/// The unit in the round brackets that a header cell ends in.
pub fn unit_of(header: &str) -> Option<TimeUnit> {
    let (_, unit) = compared(header).strip_suffix(')')?.rsplit_once('(').map(|(name, unit)| (name, fold(unit)))?;
    match unit.as_str() {
        "h" | "heures" => Some(TimeUnit::Hours),
        "min" => Some(TimeUnit::Minutes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_no_part_of_a_name() {
        for header in ["Durée", "durée (h)", "DUREE [min]", "(estimée) durée [jour (court)]", "du(x)rée", "durée ( )"]
        {
            assert_eq!(header_name(header), "duree", "{header}");
        }
        assert_eq!([header_name("durée (h"), header_name("durée)")], ["duree(h", "duree)"], "no pair");
    }

    #[test]
    fn units_stand_at_the_end_in_round_brackets() {
        for header in ["Durée (h)", "durée ( H ) ", "Durée (Heures)", "x [y] (h)"] {
            assert_eq!(unit_of(header), Some(TimeUnit::Hours), "{header}");
        }
        assert_eq!(unit_of("durée (min)"), Some(TimeUnit::Minutes));
        for header in ["durée", "durée [h]", "durée h", "(h) durée", "durée (j)", "durée (h) x", "h)"] {
            assert_eq!(unit_of(header), None, "{header}");
        }
    }
}
