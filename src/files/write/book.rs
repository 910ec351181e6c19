//! What workbooks that brigade writes have in common: cells by kind, headers, print, the same bytes every time.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::folder::{Result, WriteError};
use crate::files::workbook::number_text;
use crate::files::written::CellKind;
use crate::i18n::Locale;

/// The number of A4 among paper sizes.
const A4: u8 = 9;
/// Widest column, in pixels, before its text is wrapped.
const WIDEST: u32 = 420;
/// Most characters in a cell of a workbook.
const LONGEST: usize = 32_767;

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self::Text(Box::new(error))
    }
}

/// A workbook being written.
pub struct Book {
    workbook: Workbook,
    styles: Styles,
}

/// How cells look.
pub struct Styles {
    locale: Locale,
    pub header: Format,
    pub title: Format,
    pub text: Format,
    pub wrapped: Format,
    pub date: Format,
    pub time: Format,
    pub euros: Format,
    pub decimal: Format,
    pub percent: Format,
}

impl Styles {
    fn new(locale: Locale) -> Self {
        let date = match locale {
            Locale::En => "yyyy-mm-dd",
            Locale::Fr => "dd/mm/yyyy",
        };
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            locale,
            header: top()
                .set_bold()
                .set_background_color(Color::RGB(0xdd_e6_f0))
                .set_border_bottom(FormatBorder::Thin)
                .set_text_wrap(),
            title: Format::new().set_bold().set_font_size(14),
            text: top(),
            wrapped: top().set_text_wrap(),
            date: top().set_num_format(date).set_align(FormatAlign::Left),
            time: top().set_num_format("[hh]:mm").set_align(FormatAlign::Left),
            euros: top().set_num_format("#,##0.00"),
            decimal: top().set_num_format("#,##0.0"),
            percent: top().set_num_format("0 %"),
        }
    }
}

impl Book {
    /// A workbook in a language; `date` stands for when it was made.
    ///
    /// # Errors
    /// A date that no workbook can hold.
    pub fn new(locale: Locale, title: &str, date: NaiveDate) -> Result<Self> {
        let mut workbook = Workbook::new();
        let properties = DocProperties::new().set_title(title).set_author("brigade");
        workbook.set_properties(&properties.set_creation_datetime(&moment(date)?));
        Ok(Self { workbook, styles: Styles::new(locale) })
    }

    /// Adds a sheet that prints on A4, across.
    ///
    /// # Errors
    /// A name that no sheet can have.
    pub fn sheet(&mut self, name: &str) -> Result<(&mut Worksheet, &Styles)> {
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(name)?.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_footer("&L&A&R&P / &N");
        Ok((sheet, &self.styles))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// A workbook that can't be put together.
    pub fn bytes(mut self) -> Result<Vec<u8>> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// Midnight of a date; workbooks know none before 1900.
fn moment(date: NaiveDate) -> Result<ExcelDateTime> {
    use chrono::Datelike;
    let year = u16::try_from(date.year()).unwrap_or(1900).max(1900);
    Ok(ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8)?)
}

/// Names the columns in the first row, which stays in sight and is repeated on every page.
pub fn header(sheet: &mut Worksheet, styles: &Styles, names: &[&str]) -> Result<()> {
    for (column, name) in names.iter().enumerate() {
        sheet.write_string_with_format(0, column as u16, *name, &styles.header)?;
    }
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Fits the columns to their text, and lets the rows be filtered by any.
pub fn finish(sheet: &mut Worksheet, rows: usize, columns: usize) -> Result<()> {
    if columns > 0 {
        sheet.autofilter(0, 0, rows as u32, columns as u16 - 1)?;
    }
    sheet.set_autofit_max_width(WIDEST).autofit();
    Ok(())
}

/// Writes a cell that shows, and reads back as, a text of CSV: by its kind where that says the same, else as text.
pub fn cell(
    sheet: &mut Worksheet,
    styles: &Styles,
    (row, column): (u32, u16),
    kind: CellKind,
    text: &str,
) -> Result<()> {
    match kind {
        _ if text.is_empty() => {}
        CellKind::Number if as_number(text).is_some() => {
            let number = as_number(text).unwrap_or_default();
            sheet.write_number_with_format(row, column, number, &styles.text)?;
        }
        CellKind::Date if as_date(text).is_some() => {
            date(sheet, styles, (row, column), as_date(text).unwrap_or_default())?;
        }
        CellKind::Time if as_minutes(text).is_some() => {
            let minutes = as_minutes(text).unwrap_or_default();
            sheet.write_number_with_format(row, column, f64::from(minutes) / 1_440.0, &styles.time)?;
        }
        CellKind::YesNo | CellKind::Words(_) => {
            sheet.write_string_with_format(row, column, word(text, styles.locale), &styles.text)?;
        }
        _ => {
            sheet.write_string_with_format(row, column, text, &styles.text)?;
        }
    }
    Ok(())
}

/// The words of cells, in English and in French.
const WORDS: [(&str, &str); 6] =
    [("yes", "oui"), ("no", "non"), ("crew", "equipe"), ("date", "date"), ("prefer", "prefere"), ("require", "exige")];

/// A word of a cell in a language; both are read.
pub fn word(word: &str, locale: Locale) -> &str {
    match locale {
        Locale::En => word,
        Locale::Fr => WORDS.iter().find(|(english, _)| *english == word).map_or(word, |(_, french)| french),
    }
}

/// Writes a date; as text where workbooks know none.
pub fn date(sheet: &mut Worksheet, styles: &Styles, (row, column): (u32, u16), date: NaiveDate) -> Result<()> {
    match as_date(&date.to_string()) {
        Some(date) => sheet.write_date_with_format(row, column, moment(date)?, &styles.date)?,
        None => sheet.write_string_with_format(row, column, date.to_string(), &styles.text)?,
    };
    Ok(())
}

/// As much of a text as a cell can hold.
pub fn fitting(text: &str) -> &str {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// The number that reads back as a text.
fn as_number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite() && number_text(*number) == text)
}

/// The date that a text states; none that a workbook takes for a day that was not.
fn as_date(text: &str) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1900, 3, 1)?;
    text.parse::<NaiveDate>().ok().filter(|date| *date >= first && date.to_string() == text)
}

/// The minutes of a text such as `08:30`.
fn as_minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(hours * 60 + minutes).filter(|_| hours < 1_000 && minutes < 60 && format!("{hours:02}:{minutes:02}") == text)
}
