//! What a file that should be a workbook is, and whether it may be opened: told from its container, before any sheet is
//! read.

use std::io::{Cursor, Read};

use calamine::Dimensions;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::read::ZipFile;

use super::{MOST_UNPACKED, extent};
use crate::error::Message;

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerFormat {
    Xlsx,
    Ods,
    Xls,
}

/// What is known of a workbook before it is opened.
#[derive(Clone, Debug)]
pub struct Container {
    pub format: ContainerFormat,
    /// Whether it has macros.
    pub has_macros: bool,
    /// Whether some of its cells may be merged.
    pub has_merged: bool,
    /// The merged cells that the reader does not tell, each with the sheet's name.
    pub merged: Vec<(String, Dimensions)>,
}

/// What a ZIP archive begins with.
const ZIP: &[u8] = b"PK\x03\x04";
/// What the older files of Microsoft Office begin with.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Most parts of a workbook.
const MOST_PARTS: usize = 10_000;

/// Examines the bytes of a file.
///
/// # Errors
/// Why it can't be read as a workbook.
pub fn examine(bytes: &[u8]) -> Result<Container, Message> {
    if bytes.starts_with(ZIP) {
        archive(bytes)
    } else if bytes.starts_with(COMPOUND) {
        compound(bytes)
    } else {
        let fault = if bytes.is_empty() { Message::WorkbookEmpty } else { Message::NotAWorkbook };
        Err(fault)
    }
}

fn archive(bytes: &[u8]) -> Result<Container, Message> {
    let damaged = |fault: &dyn std::fmt::Display| Message::damaged(fault);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| damaged(&fault))?;
    if archive.len() > MOST_PARTS {
        return Err(Message::WorkbookUnpacked { most: MOST_UNPACKED / 1_000_000 });
    }
    let names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    let has = |wanted: &str| names.iter().any(|name| name.trim_start_matches('/').eq_ignore_ascii_case(wanted));
    let format = if has("[Content_Types].xml") && names.iter().any(|name| name.contains("workbook.xml")) {
        ContainerFormat::Xlsx
    } else if has("content.xml") && has("mimetype") {
        ContainerFormat::Ods
    } else if names.iter().any(|name| name.contains("workbook.bin")) {
        return Err(Message::WorkbookBinary);
    } else {
        return Err(Message::NotAWorkbook);
    };
    let (mut unpacked, mut has_merged) = (0, false);
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|fault| match fault {
            zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED) => {
                Message::WorkbookEncrypted
            }
            fault => damaged(&fault),
        })?;
        let is_xml = part.name().is_ok_and(|name| name.ends_with(".xml"));
        let mut search = Search::new(b"mergeCells");
        let room = MOST_UNPACKED - unpacked;
        let size = count(&mut part, room, |bytes| {
            if is_xml && !has_merged {
                search.feed(bytes);
            }
        });
        unpacked += size.map_err(|fault| damaged(&fault))?;
        if unpacked >= MOST_UNPACKED {
            return Err(Message::WorkbookUnpacked { most: MOST_UNPACKED / 1_000_000 });
        }
        has_merged |= search.is_found;
    }
    let merged = match format {
        ContainerFormat::Ods => extent::check_ods(&mut archive)?,
        _ => check_shared_strings(&mut archive, &names).map(|()| Vec::new())?,
    };
    let has_macros = names.iter().any(|name| name.to_lowercase().contains("vbaproject"));
    Ok(Container { format, has_macros, has_merged, merged })
}

/// How many bytes there are, at most `room`.
fn count(part: &mut impl Read, room: u64, mut look: impl FnMut(&[u8])) -> std::io::Result<u64> {
    let (mut size, mut buffer) = (0, [0; 1 << 16]);
    while size < room {
        match part.read(&mut buffer)? {
            0 => break,
            length => {
                look(&buffer[..length]);
                size += length as u64;
            }
        }
    }
    Ok(size)
}

/// Looks for a word in bytes that come piece by piece.
struct Search {
    word: &'static [u8],
    matched: usize,
    is_found: bool,
}

impl Search {
    fn new(word: &'static [u8]) -> Self {
        Self { word, matched: 0, is_found: false }
    }

    fn feed(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            // The first letter of the word is nowhere else in it.
            self.matched = match byte {
                _ if byte == self.word[self.matched] => self.matched + 1,
                _ if byte == self.word[0] => 1,
                _ => 0,
            };
            if self.matched == self.word.len() {
                (self.is_found, self.matched) = (true, 0);
            }
        }
    }
}

/// Refuses a table of strings that claims more than it can hold.
fn check_shared_strings(archive: &mut ZipArchive<Cursor<&[u8]>>, names: &[String]) -> Result<(), Message> {
    let damaged = || Message::WorkbookDamaged { fault: None };
    for name in names.iter().filter(|name| name.to_lowercase().ends_with("sharedstrings.xml")) {
        let part = archive.by_name(name).map_err(|_| damaged())?;
        let size = part.size();
        let claimed = first_element(part).ok_or_else(damaged)?;
        if claimed > size {
            return Err(damaged());
        }
    }
    Ok(())
}

/// What the root of a table of strings says of their number.
fn first_element(part: ZipFile<'_, Cursor<&[u8]>>) -> Option<u64> {
    let mut reader = quick_xml::Reader::from_reader(std::io::BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => {
                let counts = element.attributes().filter_map(Result::ok);
                let count = counts.filter(|attribute| attribute.key.local_name().as_ref() == "uniqueCount");
                return Some(count.filter_map(|count| count.value.trim().parse().ok()).max().unwrap_or(0));
            }
            Event::Eof => return Some(0),
            _ => {}
        }
    }
}

fn compound(bytes: &[u8]) -> Result<Container, Message> {
    let damaged = |fault: std::io::Error| Message::damaged(&fault);
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if file.exists("/EncryptedPackage") {
        return Err(Message::WorkbookEncrypted);
    }
    let Some(name) = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)) else {
        return Err(Message::NotAWorkbook);
    };
    let mut stream = Vec::new();
    file.open_stream(name).and_then(|mut part| part.read_to_end(&mut stream)).map_err(damaged)?;
    extent::check_xls(&stream)?;
    let has_macros = file.exists("/_VBA_PROJECT_CUR");
    Ok(Container { format: ContainerFormat::Xls, has_macros, has_merged: true, merged: Vec::new() })
}
