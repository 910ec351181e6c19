//! Workbooks: the sheets of `.xlsx`, `.xls` and `.ods` files as records, each cell as the spreadsheet shows it.

mod container;
mod extent;
mod sheet;
mod value;

use std::fmt::Display;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, Dimensions, Ods, Range, Reader, Xls, XlsError, Xlsx, XlsxError};
use rustc_hash::FxHashMap;

use self::container::ContainerFormat;
use self::sheet::SheetBuilder;
use crate::error::Message;

pub use self::sheet::{Region, SheetRecords, letters};
pub use self::value::number as number_text;

/// Most bytes of a workbook's file.
const MOST_BYTES: usize = 100_000_000;
/// Most bytes of all parts of a workbook, unpacked.
const MOST_UNPACKED: u64 = 500_000_000;
/// Most cells from the first to the last of a sheet.
const MOST_CELLS: usize = 6_000_000;
/// Columns that are read; a value further right is refused.
const MOST_COLUMNS: usize = 1_000;

/// The endings of workbooks' names.
const ENDINGS: [&str; 5] = ["xlsx", "xls", "ods", "xlsm", "xlsb"];
/// What the names of lock files begin with, which spreadsheets put beside a workbook that is open.
const LOCKS: [&str; 2] = ["~$", ".~lock."];

/// Whether a file is a workbook, by its name.
pub fn is_workbook(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    ENDINGS.contains(&&*ending) && !LOCKS.iter().any(|lock| name.starts_with(lock))
}

/// A workbook that is open.
pub struct Workbook {
    names: Vec<String>,
    content: SheetSource,
    /// Whether it has macros.
    pub has_macros: bool,
    /// Whether some of its cells may be merged.
    has_merged: bool,
}

/// The sheets, read when asked for where the format allows that.
enum SheetSource {
    Xlsx(Box<Xlsx<Cursor<Vec<u8>>>>),
    Ranges(FxHashMap<String, SheetRange>),
}

/// A sheet whose cells are all in memory.
struct SheetRange {
    values: Range<Data>,
    formulas: Range<String>,
    merged: Vec<Dimensions>,
    errors_are_text: bool,
}

impl Workbook {
    /// Opens a workbook; what it is its content says, not its name.
    ///
    /// # Errors
    /// What is wrong with it as a whole.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Message> {
        if bytes.len() > MOST_BYTES {
            return Err(Message::WorkbookTooLarge { most: MOST_BYTES / 1_000_000 });
        }
        let container = container::examine(&bytes)?;
        let (names, content) = guarded(|| match container.format {
            ContainerFormat::Xlsx => xlsx(bytes),
            ContainerFormat::Ods => ods(bytes, &container.merged),
            ContainerFormat::Xls => xls(bytes),
        })?;
        Ok(Self { names, content, has_macros: container.has_macros, has_merged: container.has_merged })
    }

    /// The names of its sheets, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The records of a sheet, blank rows left out.
    ///
    /// # Errors
    /// What is wrong with the sheet as a whole.
    pub fn records(&mut self, sheet: &str) -> Result<SheetRecords, Message> {
        let has_merged = self.has_merged;
        match &mut self.content {
            SheetSource::Xlsx(workbook) => guarded(|| xlsx_records(workbook, sheet, has_merged)),
            SheetSource::Ranges(sheets) => match sheets.get(sheet) {
                Some(range) => range.records(),
                None => Ok(SheetRecords::default()),
            },
        }
    }
}

type Opened = Result<(Vec<String>, SheetSource), Message>;

fn xlsx(bytes: Vec<u8>) -> Opened {
    let workbook = Xlsx::new(Cursor::new(bytes)).map_err(|fault| match fault {
        XlsxError::Password => Message::WorkbookEncrypted,
        fault => Message::damaged(&fault),
    })?;
    let names = workbook.sheet_names();
    Ok((names, SheetSource::Xlsx(Box::new(workbook))))
}

fn ods(bytes: Vec<u8>, merged: &[(String, Dimensions)]) -> Opened {
    let mut workbook: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|fault| match fault {
        calamine::OdsError::Password => Message::WorkbookEncrypted,
        fault => Message::damaged(&fault),
    })?;
    let merged_in =
        |_: &Ods<_>, name: &str| merged.iter().filter(|(sheet, _)| sheet == name).map(|(_, cells)| *cells).collect();
    ranges(&mut workbook, merged_in, true)
}

fn xls(bytes: Vec<u8>) -> Opened {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|fault| match fault {
        XlsError::Password => Message::WorkbookEncrypted,
        fault => Message::damaged(&fault),
    })?;
    ranges(&mut workbook, |workbook, name| workbook.merge_cells_by_sheet_name(name).unwrap_or_default(), false)
}

/// All sheets of a workbook that is read at once, with the merged cells of each.
fn ranges<R: Reader<Cursor<Vec<u8>>, Error: Display>>(
    workbook: &mut R,
    merged_in: impl Fn(&R, &str) -> Vec<Dimensions>,
    errors_are_text: bool,
) -> Opened {
    let names = workbook.sheet_names();
    let mut sheets = FxHashMap::default();
    for name in &names {
        let values = workbook.worksheet_range(name).map_err(|fault| Message::damaged(&fault))?;
        let formulas = workbook.worksheet_formula(name).map_err(|fault| Message::damaged(&fault))?;
        let merged = merged_in(workbook, name);
        sheets.insert(name.clone(), SheetRange { values, formulas, merged, errors_are_text });
    }
    Ok((names, SheetSource::Ranges(sheets)))
}

fn xlsx_records(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, has_merged: bool) -> Result<SheetRecords, Message> {
    let mut builder = SheetBuilder::default();
    let mut cells = match workbook.worksheet_cells_reader(sheet) {
        Err(XlsxError::NotAWorksheet(_)) => return Ok(SheetRecords::default()),
        cells => cells.map_err(|fault| Message::damaged(&fault))?,
    };
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|fault| Message::damaged(&fault))? {
        let shown = value::shown_ref(&cell.value);
        builder.put(cell.pos, shown, cell.formula.is_some())?;
    }
    drop(cells);
    let merged = if has_merged {
        workbook.merge_cells_by_sheet_name(sheet).map_err(|fault| Message::damaged(&fault))?
    } else {
        Vec::new()
    };
    Ok(builder.finish(&merged))
}

impl SheetRange {
    fn records(&self) -> Result<SheetRecords, Message> {
        let mut builder = SheetBuilder::default();
        let from = |range: Option<(u32, u32)>| range.unwrap_or_default();
        let (top, left) = from(self.values.start());
        let formulas: FxHashMap<(u32, u32), &String> = {
            let (top, left) = from(self.formulas.start());
            let used = self.formulas.used_cells();
            used.map(|(row, column, text)| ((top + row as u32, left + column as u32), text)).collect()
        };
        let (bottom, right) = from(self.values.end().max(self.formulas.end()));
        let right = right.max(from(self.formulas.end()).1);
        for row in top.min(from(self.formulas.start()).0)..=bottom {
            for column in left.min(from(self.formulas.start()).1)..=right {
                let has_formula = formulas.contains_key(&(row, column));
                let empty = Data::Empty;
                let data = self.values.get_value((row, column)).unwrap_or(&empty);
                if *data == Data::Empty && !has_formula {
                    continue;
                }
                let shown = match data {
                    Data::String(text) if self.errors_are_text && has_formula => value::text_or_error(text),
                    data => value::shown(data),
                };
                builder.put((row, column), shown, has_formula)?;
            }
        }
        Ok(builder.finish(&self.merged))
    }
}

thread_local! {
    static GUARDED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Does what may panic within the reader of workbooks, which trusts some figures of damaged files.
fn guarded<T>(read: impl FnOnce() -> Result<T, Message>) -> Result<T, Message> {
    static HOOK: std::sync::Once = std::sync::Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                usual(panic);
            }
        }));
    });
    GUARDED.set(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(false);
    read.unwrap_or_else(|_| Err(Message::WorkbookDamaged { fault: None }))
}
