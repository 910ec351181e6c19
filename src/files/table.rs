//! A table of named columns, from a CSV file or a sheet, and its rows as values.

use super::cell::{CellText, TimeUnit};
use super::fold::{compared, fold};
use super::folder::TableSource;
use super::issues::{InputPosition, Issues};
use super::records::Record;
use super::schema::{Columns, Heading, Schema, TableColumn, header_name, unit_of};
use super::sheet::Sheet;
use crate::error::Message;

/// A table whose header is understood.
pub struct HeadedTable<'t> {
    schema: &'t Schema,
    columns: Vec<Heading>,
    sheet: Sheet<'t>,
    /// The column of each cell of the header.
    header: Vec<Option<usize>>,
    /// The cell of each column.
    cells: Vec<Option<usize>>,
    /// The unit that the header names for each column.
    units: Vec<Option<TimeUnit>>,
    /// Whether some column has another name than brigade's own.
    is_translated: bool,
}

/// Rows of a file, each with its line.
#[derive(Debug)]
pub struct TableRows<T> {
    /// The file's name.
    pub file: String,
    /// The rows, in the order of the file, then those of further files.
    pub rows: Vec<TableRow<T>>,
    /// What the header calls the columns.
    header: Header,
    /// Names and headers of further files.
    further: Vec<(String, Header)>,
}

/// The columns of a schema, each with its name in the header of a file.
type Header = Vec<(&'static str, String)>;

/// The values of a row, with its position.
#[derive(Debug)]
pub struct TableRow<T> {
    /// Line of the file on which the row starts.
    pub line: u64,
    /// Which file it is from: 0 = the table's own, 1 = the first further one.
    part: usize,
    /// Whether one of its cells has no valid value.
    pub faulty: bool,
    /// The values; the default in place of an invalid one.
    pub values: T,
}

impl<T> TableRows<T> {
    /// No row of a file.
    pub fn none(file: &str) -> Self {
        Self { file: file.to_owned(), rows: Vec::new(), header: Vec::new(), further: Vec::new() }
    }

    /// The rows of a file: line, whether a cell has no valid value, and values.
    pub fn of(file: &str, rows: Vec<(u64, bool, T)>) -> Self {
        let row = |(line, faulty, values)| TableRow { line, part: 0, faulty, values };
        Self { rows: rows.into_iter().map(row).collect(), ..Self::none(file) }
    }

    /// A cell of a row; the column as its file calls it.
    pub fn position<C>(&self, row: &TableRow<T>, column: &TableColumn<C>) -> InputPosition<'_> {
        let header = row.part.checked_sub(1).map_or(&self.header, |part| &self.further[part].1);
        let found = header.iter().find(|(name, _)| *name == column.name());
        let written = found.map_or(column.name(), |(_, written)| written);
        InputPosition::cell(self.file_of(row), row.line, written)
    }

    /// A column, as the table's own file calls it.
    pub fn whole_column<C>(&self, column: &TableColumn<C>) -> InputPosition<'_> {
        let found = self.header.iter().find(|(name, _)| *name == column.name());
        let column = found.map_or(column.name(), |(_, written)| written);
        InputPosition { column, ..InputPosition::file(&self.file) }
    }

    /// Whether every cell that is not blank has a valid value.
    pub fn is_sound(&self) -> bool {
        self.rows.iter().all(|row| !row.faulty)
    }

    /// The values, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.iter_mut().map(|row| &mut row.values)
    }

    /// The file that a row is from.
    pub fn file_of(&self, row: &TableRow<T>) -> &str {
        row.part.checked_sub(1).map_or(&self.file, |part| &self.further[part].0)
    }

    /// Adds the rows of another file.
    pub fn append(&mut self, other: Self) {
        self.further.push((other.file, other.header));
        let part = self.further.len();
        self.rows.extend(other.rows.into_iter().map(|row| TableRow { part, ..row }));
    }

    /// Adds a row that stands in no file.
    pub fn push(&mut self, values: T) {
        self.rows.push(TableRow { line: 0, part: 0, faulty: false, values });
    }

    /// The rows whose values are wanted.
    pub fn only(mut self, mut wanted: impl FnMut(&T) -> bool) -> Self {
        self.rows.retain(|row| wanted(&row.values));
        self
    }

    /// The rows and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&TableRow<T>, &T)> {
        self.rows.iter().map(|row| (row, &row.values))
    }
}

impl<A, B> TableRows<(A, B)> {
    /// The same rows, once with the first values and once with the second.
    pub fn unzip(self) -> (TableRows<A>, TableRows<B>) {
        let (mut first, mut second) = (TableRows::none(&self.file), TableRows::none(&self.file));
        (first.header, second.header) = (self.header.clone(), self.header);
        for TableRow { line, part, faulty, values: (a, b) } in self.rows {
            first.rows.push(TableRow { line, part, faulty, values: a });
            second.rows.push(TableRow { line, part, faulty, values: b });
        }
        (first, second)
    }
}

/// Reads the rows of a table; `values` takes the cells of one row.
pub fn read<T>(
    schema: &Schema,
    mut source: TableSource,
    issues: &mut Issues,
    values: impl Fn(&mut Fields) -> T,
) -> TableRows<T> {
    let columns = schema.columns();
    let likeness = |cells: &[&str]| columns.likeness(cells);
    if let Some(sheet) = Sheet::read(schema, &mut source, likeness, issues) {
        return rows(schema, columns, sheet, issues, values);
    }
    TableRows::none(&source.file)
}

/// Reads the rows of a sheet with these columns.
pub fn rows<T>(
    schema: &Schema,
    columns: Columns,
    sheet: Sheet,
    issues: &mut Issues,
    values: impl Fn(&mut Fields) -> T,
) -> TableRows<T> {
    let table = HeadedTable::new(schema, columns, sheet);
    table.check_header(issues);
    let mut result = TableRows::none(table.sheet.file);
    result.rows = table.sheet.rows.iter().map(|record| table.row(record, issues, &values)).collect();
    let columns = table.columns.iter().enumerate();
    result.header = columns.map(|(column, known)| (known.name, table.written(column).into())).collect();
    result
}

impl<'t> HeadedTable<'t> {
    fn new(schema: &'t Schema, columns: Columns, sheet: Sheet<'t>) -> Self {
        let header: Vec<_> = sheet.head.cells.iter().map(|cell| columns.named(cell)).collect();
        let columns = columns.headings;
        let cells: Vec<_> = (0..columns.len()).map(|k| header.iter().position(|&column| column == Some(k))).collect();
        let units = cells.iter().map(|cell| unit_of(sheet.head.cells.get((*cell)?)?)).collect();
        let is_other = |(cell, column): (&str, &Option<usize>)| {
            column.is_some_and(|column| header_name(cell) != fold(columns[column].name))
        };
        let is_translated = sheet.head.cells.iter().zip(&header).any(is_other);
        Self { schema, columns, sheet, header, cells, units, is_translated }
    }

    /// A column as the header calls it, or would in its language.
    fn written(&self, column: usize) -> &str {
        let cell = self.cells[column].and_then(|cell| self.sheet.head.cells.get(cell));
        let Heading { name, aliases, .. } = self.columns[column];
        cell.unwrap_or(aliases.first().filter(|_| self.is_translated).unwrap_or(&name))
    }

    fn check_header(&self, issues: &mut Issues) {
        for (index, cell) in self.sheet.head.cells.iter().enumerate() {
            let position = InputPosition::cell(self.sheet.file, self.sheet.head.line, cell).at(index);
            if let Some(fault) = self.sheet.fault(self.sheet.head.line, index) {
                issues.error(position, cell, fault.clone());
                continue;
            }
            match self.header[index] {
                Some(column) if self.cells[column] != Some(index) => {
                    let name = self.written(column);
                    issues.error(position, "", Message::SameColumn { name: name.to_owned() });
                }
                None if !self.schema.carries(cell) => {
                    let known = self.columns.iter().flat_map(|column| column.aliases.iter().chain([&column.name]));
                    let near = issues.nearest(&header_name(cell), known.copied());
                    issues.warn(position, "", Message::UnknownColumn { near });
                }
                _ => {}
            }
        }
        for (index, column) in self.columns.iter().enumerate() {
            if column.required && self.cells[index].is_none() {
                let name = self.written(index);
                let position = InputPosition::cell(self.sheet.file, self.sheet.head.line, name);
                issues.error(position, "", Message::MissingColumn { name: name.to_owned() });
            }
        }
    }

    fn row<T>(&self, record: &Record, issues: &mut Issues, values: impl Fn(&mut Fields) -> T) -> TableRow<T> {
        self.sheet.check_width(record, issues);
        let mut fields = Fields { table: self, record, issues, faulty: false, blank: Vec::new() };
        let values = values(&mut fields);
        let faulty = fields.faulty;
        if !faulty {
            fields.report_blank();
        }
        TableRow { line: record.line, part: 0, faulty, values }
    }
}

/// The cells of one row.
pub struct Fields<'f> {
    table: &'f HeadedTable<'f>,
    record: &'f Record,
    issues: &'f mut Issues,
    faulty: bool,
    /// Columns that need a value and have none.
    blank: Vec<usize>,
}

impl Fields<'_> {
    /// The value of a column; none where the cell is blank, missing or invalid.
    pub fn get<T>(&mut self, column: &TableColumn<T>) -> Option<T> {
        let index = self.index(&column.heading)?;
        let written = self.table.cells[index].and_then(|cell| self.record.cells.get(cell)).map_or("", unguarded);
        let text = &*compared(written);
        if text.is_empty() {
            if column.heading.required && self.table.cells[index].is_some() {
                self.blank.push(index);
            }
            return None;
        }
        let (comma, unit) = (self.table.sheet.comma(), self.table.units[index]);
        let fault = self.table.cells[index].and_then(|cell| self.table.sheet.fault(self.record.line, cell));
        let parsed = match fault {
            Some(fault) => Err(fault.clone()),
            None => (column.parse)(CellText { text, written, comma, unit }),
        };
        match parsed {
            Ok(value) => Some(value),
            Err(advice) => {
                self.faulty = true;
                self.issues.error(
                    InputPosition::cell(self.table.sheet.file, self.record.line, self.table.written(index)),
                    text,
                    advice,
                );
                None
            }
        }
    }

    fn index(&self, heading: &Heading) -> Option<usize> {
        let index = self.table.columns.iter().position(|column| column.name == heading.name);
        debug_assert!(index.is_some(), "{} has the column {}", self.table.schema.name, heading.name);
        index
    }

    fn report_blank(&mut self) {
        for column in self.blank.drain(..) {
            let name = self.table.written(column);
            let position = InputPosition::cell(self.table.sheet.file, self.record.line, name);
            self.issues.error(position, "", Message::BlankCell { name: name.to_owned() });
        }
    }
}

/// A cell without the apostrophe that keeps spreadsheets from taking it for a formula.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::cell::{id, whole};
    use crate::files::declare::{TableRecord, table};

    table! {
        /// tools on a shelf
        SHELF: ShelfColumns -> ShelfRecord = "shelf" [], optional {
            /// which
            tool: String = needed() id, ["outil"];
            /// how many
            quantity: u32 = needed() whole(0, 9), ["quantite"];
        }
    }

    type Read = (Vec<(u64, Option<String>, Option<u32>)>, Vec<(Option<u64>, String)>);

    fn tools(text: &str) -> Read {
        let mut issues = Issues::default();
        let table = read(&SHELF.schema, TableSource::of("tools.csv", text.as_bytes()), &mut issues, ShelfRecord::read);
        let rows = table.rows.into_iter().map(|row| (row.line, row.values.tool, row.values.quantity)).collect();
        (rows, issues.into_sorted().into_iter().map(|issue| (issue.line, issue.column)).collect())
    }

    fn row(line: u64, tool: &str, quantity: u32) -> (u64, Option<String>, Option<u32>) {
        (line, Some(tool.to_owned()), Some(quantity))
    }

    #[test]
    fn the_guarding_apostrophe_is_no_part_of_a_cell() {
        let (rows, issues) = tools("tool,quantity\n'=a,1\n'b,2\n''-c,3\n'-d,4\n");
        assert_eq!(rows, [row(2, "=a", 1), row(3, "'b", 2), row(4, "''-c", 3), row(5, "-d", 4)]);
        assert_eq!(issues, []);
    }

    #[test]
    fn a_row_with_an_invalid_cell_is_not_told_of_its_blank_ones() {
        let (rows, issues) = tools("tool,quantity\n,x\n,3\na\n");
        assert_eq!(rows, [(2, None, None), (3, None, Some(3)), (4, Some("a".into()), None)]);
        let expected =
            [(2, "quantity"), (3, "tool"), (4, "quantity")].map(|(line, name)| (Some(line), name.to_owned()));
        assert_eq!(issues, expected);
    }

    #[test]
    fn columns_are_called_what_the_header_calls_them() {
        let (_, issues) = tools("Outil;Quantité\na;x\n;1\n");
        assert_eq!(issues, [(2, "Quantité"), (3, "Outil")].map(|(line, name)| (Some(line), name.to_owned())));
        let mut issues = Issues::default();
        let source = TableSource::of("outils.csv", "Outil\na\n".as_bytes());
        let rows = read(&SHELF.schema, source, &mut issues, ShelfRecord::read);
        assert_eq!(
            [rows.position(&rows.rows[0], &SHELF.tool).column, rows.position(&rows.rows[0], &SHELF.quantity).column],
            ["Outil", "quantite"]
        );
    }

    #[test]
    fn more_cells_than_columns() {
        let (rows, issues) = tools("Outil;Quantité\na;1;;\nb;2;3\n");
        assert_eq!(rows, [row(2, "a", 1), row(3, "b", 2)]);
        assert_eq!(issues, [(Some(3), String::new())]);
    }
}
