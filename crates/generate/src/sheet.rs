//! A table on its way to a CSV file.

/// Column titles and rows of cells.
pub(super) struct Sheet {
    file: &'static str,
    titles: Vec<&'static str>,
    columns: Vec<Vec<String>>,
}

impl Sheet {
    pub(super) fn new(file: &'static str) -> Self {
        Self { file, titles: Vec::new(), columns: Vec::new() }
    }

    /// A further column, one cell an item.
    pub(super) fn column<T>(mut self, title: &'static str, items: &[T], cell: impl Fn(&T) -> String) -> Self {
        self.titles.push(title);
        self.columns.push(items.iter().map(cell).collect());
        self
    }

    /// The file's name and text; only the titles where there is no row.
    pub(super) fn file_or_header(self) -> (String, String) {
        let name = self.file.to_owned();
        let titles = self.titles.join(",") + "\n";
        self.file().unwrap_or((name, titles))
    }

    /// The file's name and text, without the columns that no row uses; `None` where there is no row.
    pub(super) fn file(mut self) -> Option<(String, String)> {
        let rows = self.columns.first().map_or(0, Vec::len);
        if rows == 0 {
            return None;
        }
        let used: Vec<_> = self.columns.iter().map(|cells| cells.iter().any(|cell| !cell.is_empty())).collect();
        let mut keep = used.iter();
        self.titles.retain(|_| *keep.next().unwrap_or(&true));
        let mut keep = used.iter();
        self.columns.retain(|_| *keep.next().unwrap_or(&true));
        Some((self.file.to_owned(), self.text(rows)))
    }

    fn text(&self, rows: usize) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.titles).expect("memory takes every record");
        for row in 0..rows {
            let cells = self.columns.iter().map(|column| &column[row]);
            writer.write_record(cells).expect("every record has as many cells as there are titles");
        }
        let bytes = writer.into_inner().expect("memory takes every record");
        String::from_utf8(bytes).expect("cells are text")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_columns_are_left_out() {
        let sheet = Sheet::new("a.csv")
            .column("n", &[1, 2], ToString::to_string)
            .column("blank", &[1, 2], |_| String::new())
            .column("half", &[1, 2], |n| if *n == 1 { String::new() } else { "a, b".into() });
        assert_eq!(sheet.file(), Some(("a.csv".into(), "n,half\n1,\n2,\"a, b\"\n".into())));
    }

    #[test]
    fn a_table_without_rows_is_no_file() {
        assert_eq!(Sheet::new("a.csv").column("n", &[] as &[u8], ToString::to_string).file(), None);
    }
}
