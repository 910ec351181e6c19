//! The records of a CSV text, each with the line on which it starts.

use super::fold::visible;
use crate::error::Message;

/// Most characters in a cell.
pub const LONGEST_CELL: usize = 100_000;

/// The cells of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Line of the file on which the record starts, from 1.
    pub line: u64,
    /// The cells, trimmed.
    pub cells: csv::StringRecord,
}

impl Record {
    /// The cells as one text.
    pub fn text(&self, delimiter: u8) -> String {
        self.cells.iter().collect::<Vec<_>>().join(&char::from(delimiter).to_string())
    }
}

/// The records of a text that are not blank, and where and why reading had to stop early.
pub struct Records {
    /// The records.
    pub records: Vec<Record>,
    /// Line and advice of the first record that cannot be read.
    pub fault: Option<(u64, Message)>,
}

/// Reads the records of a text whose first line is line `first` of the file.
pub fn records(text: &str, delimiter: u8, first: u64) -> Records {
    let scan = RecordScan::new(text, delimiter, first);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter)
        .from_reader(&text.as_bytes()[..scan.end]);
    let cells = reader.records().filter_map(Result::ok);
    let records = scan
        .lines
        .into_iter()
        .zip(cells)
        .filter(|(_, cells)| cells.iter().any(|cell| !visible(cell).is_empty()))
        .map(|(line, cells)| Record { line, cells })
        .collect();
    Records { records, fault: scan.fault }
}

/// A first pass that counts lines and enforces the quoting rules, which the `csv` crate does not.
struct RecordScan {
    /// The starting line of every record, lines without any character left out.
    lines: Vec<u64>,
    /// Where reading has to stop.
    end: usize,
    fault: Option<(u64, Message)>,
}

/// Where the scan stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ScanState {
    RecordStart,
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote within quotes: the end of the cell, or the first of a pair.
    QuoteInQuotes,
}

impl RecordScan {
    fn new(text: &str, delimiter: u8, first: u64) -> Self {
        let mut scan = Self { lines: Vec::new(), end: text.len(), fault: None };
        let (mut state, mut line, mut start, mut length) = (ScanState::RecordStart, first, (0, first), 0);
        let mut previous = 0;
        for (offset, byte) in text.bytes().enumerate() {
            let newline = byte == b'\n' || byte == b'\r';
            if state == ScanState::RecordStart && !newline {
                start = (offset, line);
                scan.lines.push(line);
            }
            let next = step(state, byte, delimiter);
            length = match next {
                Some(ScanState::CellStart | ScanState::RecordStart) => 0,
                Some(next) if is_content(state, next) => length + usize::from(byte & 0xc0 != 0x80),
                _ => length,
            };
            let advice = match next {
                None => Some(Message::QuoteShape),
                Some(_) if length > LONGEST_CELL => Some(Message::CellTooLong { most: LONGEST_CELL }),
                Some(_) => None,
            };
            if let Some(advice) = advice {
                scan.stop(start, advice);
                return scan;
            }
            line += u64::from(byte == b'\r' || (byte == b'\n' && previous != b'\r'));
            previous = byte;
            state = next.unwrap_or(ScanState::RecordStart);
        }
        if state == ScanState::Quoted {
            scan.stop(start, Message::QuoteOpen);
        }
        scan
    }

    fn stop(&mut self, (offset, line): (usize, u64), advice: Message) {
        self.lines.pop();
        self.end = offset;
        self.fault = Some((line, advice));
    }
}

/// Whether the byte between two states belongs to the value of a cell, rather than to its quotes.
fn is_content(before: ScanState, after: ScanState) -> bool {
    match after {
        ScanState::Plain => true,
        ScanState::Quoted => matches!(before, ScanState::Quoted | ScanState::QuoteInQuotes),
        _ => false,
    }
}

/// The state behind a byte; none where it must not stand there.
fn step(state: ScanState, byte: u8, delimiter: u8) -> Option<ScanState> {
    let newline = byte == b'\n' || byte == b'\r';
    Some(match (state, byte) {
        (ScanState::Quoted, b'"') => ScanState::QuoteInQuotes,
        (ScanState::Quoted, _) => ScanState::Quoted,
        (ScanState::QuoteInQuotes, b'"') => ScanState::Quoted,
        (_, byte) if byte == delimiter => ScanState::CellStart,
        _ if newline => ScanState::RecordStart,
        (ScanState::QuoteInQuotes, _) => return None,
        (ScanState::RecordStart | ScanState::CellStart, b'"') => ScanState::Quoted,
        _ => ScanState::Plain,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(u64, Vec<String>)>, Option<u64>) {
        let Records { records, fault } = records(text, b',', 1);
        let rows =
            records.iter().map(|record| (record.line, record.cells.iter().map(str::to_owned).collect())).collect();
        (rows, fault.map(|(line, _)| line))
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let text = "a,b\r\n\r\n ,\r\n\"x\r\n\r\ny\", 1 \nz,\"q\"\"r\"\r2,3";
        let expected =
            vec![row(1, &["a", "b"]), row(4, &["x\r\n\r\ny", "1"]), row(7, &["z", "q\"r"]), row(8, &["2", "3"])];
        assert_eq!(read(text), (expected, None));
    }

    #[test]
    fn a_quote_inside_a_plain_cell_is_a_character() {
        assert_eq!(read("a,b\n5\" pipe,1"), (vec![row(1, &["a", "b"]), row(2, &["5\" pipe", "1"])], None));
    }

    #[test]
    fn faults_keep_the_rows_above() {
        let above = || vec![row(1, &["a", "b"]), row(2, &["1", "2"])];
        assert_eq!(read("a,b\n1,2\n\n\"x\ny,3\nz,4"), (above(), Some(4)), "never closed");
        assert_eq!(read("a,b\n1,2\n\"x\"y,3\nz,4"), (above(), Some(3)), "text behind a quote");
        assert_eq!(read("a,b\n1,2\n\""), (above(), Some(3)));
        let long = format!("a,b\n1,2\n{},3\n", "é".repeat(LONGEST_CELL + 1));
        assert_eq!(read(&long), (above(), Some(3)), "too long");
        let fits = format!("a,b\n\"\"\"{}\",3\n", "é".repeat(LONGEST_CELL - 1));
        assert_eq!(read(&fits).1, None);
    }

    #[test]
    fn nothing_to_read() {
        for text in ["", "\n\r\n", ",,\n ,", " "] {
            assert_eq!(read(text), (Vec::new(), None), "{text:?}");
        }
    }
}
