//! Changes the bytes of seeds by chance: bytes, cells, rows, columns, tokens, encodings, whole files.

use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

/// Files by name.
pub type Files = Vec<(String, Vec<u8>)>;

/// Most bytes of a file, so that a file that is doubled again and again ends somewhere.
const LARGEST: usize = 1 << 20;

/// What a cell, a word or a number may become.
const TOKENS: &[&str] = &[
    "",
    " ",
    "0",
    "-0",
    "1",
    "-1",
    "9",
    "10",
    "24:00",
    "24:01",
    "12:00",
    "08:00:00",
    "8h",
    "6 h",
    "1,5h",
    "1.5",
    "1,5",
    "0,25",
    ".5",
    "1e9",
    "1e-9",
    "1e400",
    "-1e400",
    "NaN",
    "inf",
    "0x1F",
    "1_000",
    "1 000",
    "1\u{a0}234,5",
    "1.234,50",
    "32767",
    "65536",
    "2147483647",
    "2147483648",
    "-2147483649",
    "4294967295",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999",
    "0.0000001",
    "999999.999999",
    "2026-11-23",
    "2026-11-24 00:00:00",
    "23/11/2026",
    "29/02/2027",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "-262144-01-01",
    "2026-W53",
    "A",
    "B",
    "J1",
    "J2",
    "J3",
    "S1",
    "S2",
    "gas:9",
    "gas:0",
    "roof*999",
    "lift*0",
    "yes",
    "oui",
    "vrai",
    "Mon",
    "lun-ven",
    "Sat-Mon",
    "A B",
    "A|B",
    "A,B",
    "J1 J1 J2 J3",
    "crew",
    "équipe",
    "e\u{301}quipe",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{0}",
    "\r",
    "\n",
    "\"",
    "\"\"",
    "'",
    "=1+1",
    "+33",
    "@x",
    ";",
    ",",
    "\t",
    "|",
    "#",
    "[",
    "]",
    "{}",
    "EOF",
    "-1",
    "sep=;",
    "1:00*2",
    "90°",
    "45.0",
    "5.0",
    "-180.1",
    "true",
    "é",
    "ß",
    "İ",
    "ﬁ",
    "😀",
];

/// The same files with up to six changes.
pub fn mutated(seed: &Files, others: &[&Files], rng: &mut Xoshiro256PlusPlus) -> Files {
    let mut files = seed.clone();
    for _ in 0..rng.random_range(1..=6) {
        change(&mut files, others, rng);
    }
    files
}

fn change(files: &mut Files, others: &[&Files], rng: &mut Xoshiro256PlusPlus) {
    if files.is_empty() {
        return;
    }
    let at = rng.random_range(0..files.len());
    match rng.random_range(0..20) {
        0..3 => bytes(&mut files[at].1, rng),
        3..9 => cell(&mut files[at].1, rng),
        9..12 => row(&mut files[at].1, rng),
        12..14 => column(&mut files[at].1, rng),
        14..17 => token(&mut files[at].1, rng),
        17 => encoding(&mut files[at].1, rng),
        18 => {
            let other = others.choose(rng).and_then(|files| files.choose(rng));
            match (rng.random_range(0..5), other) {
                (0, _) => _ = files.swap_remove(at),
                (1, _) => files[at].1.clear(),
                (2, Some((_, content))) => files[at].1.clone_from(content),
                (3, Some((name, _))) => files[at].0.clone_from(name),
                (_, Some(other)) => files.push(other.clone()),
                (_, None) => {}
            }
        }
        _ => {
            let there = rng.random_range(0..files.len());
            let (one, other) = (files[at].1.clone(), files[there].1.clone());
            (files[at].1, files[there].1) = (other, one);
        }
    }
}

/// Some bytes go, come, or come again.
fn bytes(content: &mut Vec<u8>, rng: &mut Xoshiro256PlusPlus) {
    let (from, to) = range(content.len(), rng);
    match rng.random_range(0..4) {
        0 => drop(content.drain(from..to)),
        1 => {
            let more: Vec<u8> = (0..rng.random_range(1..8)).map(|_| rng.random()).collect();
            content.splice(from..from, more);
        }
        2 => {
            let again = content[from..to].to_vec();
            let times = if content.len() < 10_000 { rng.random_range(1..200) } else { 1 };
            content.splice(to..to, again.repeat(times));
            content.truncate(LARGEST);
        }
        _ if from < content.len() => content[from] ^= 1 << rng.random_range(0..8),
        _ => {}
    }
}

/// Where cells end: in any dialect.
const DELIMITERS: [u8; 5] = *b",;\t\n ";

/// A cell is another one.
fn cell(content: &mut Vec<u8>, rng: &mut Xoshiro256PlusPlus) {
    let ends: Vec<usize> = (0..content.len()).filter(|&at| DELIMITERS.contains(&content[at])).collect();
    let Some(number) = (!ends.is_empty()).then(|| rng.random_range(0..ends.len())) else { return };
    let (from, to) = (number.checked_sub(1).map_or(0, |before| ends[before] + 1), ends[number]);
    let new = match rng.random_range(0..8) {
        0 => b"x".repeat([100, 5_000, 99_999, 100_001][rng.random_range(0..4)]),
        1 => {
            let other = rng.random_range(0..ends.len());
            content[other.checked_sub(1).map_or(0, |before| ends[before] + 1)..ends[other]].to_vec()
        }
        2 => rng.random_range(-1_000_000_i64..1_000_000).to_string().into_bytes(),
        _ => pick(rng).into(),
    };
    content.splice(from..to, new);
}

/// A row goes, comes again once or often, or changes places with another.
fn row(content: &mut Vec<u8>, rng: &mut Xoshiro256PlusPlus) {
    let mut rows: Vec<Vec<u8>> = content.split(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
    let (one, other) = (rng.random_range(0..rows.len()), rng.random_range(0..rows.len()));
    match rng.random_range(0..5) {
        0 => drop(rows.remove(one)),
        1 => rows.insert(other, rows[one].clone()),
        2 => rows.swap(one, other),
        3 if content.len() < 20_000 => {
            let times = rng.random_range(1..500);
            let again = |number: usize| {
                let mut row = rows[one].clone();
                row.splice(0..0, format!("{number}").into_bytes());
                row
            };
            let more: Vec<_> = (0..times).map(again).collect();
            rows.extend(more);
        }
        _ => rows.insert(one, pick(rng).as_bytes().repeat(rng.random_range(1..4))),
    }
    *content = rows.join(&b'\n');
    content.truncate(LARGEST);
}

/// A column goes, comes again, or gets another header.
fn column(content: &mut Vec<u8>, rng: &mut Xoshiro256PlusPlus) {
    let first = content.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let Some(&delimiter) = DELIMITERS.iter().find(|delimiter| first.contains(delimiter)) else { return };
    let columns = first.split(|&byte| byte == delimiter).count();
    let (at, kind, header) = (rng.random_range(0..columns), rng.random_range(0..3), pick(rng));
    let line = |(number, line): (usize, &[u8])| {
        let mut cells: Vec<Vec<u8>> = line.split(|&byte| byte == delimiter).map(<[u8]>::to_vec).collect();
        match kind {
            0 if at < cells.len() => drop(cells.remove(at)),
            1 if at < cells.len() => cells.push(cells[at].clone()),
            2 if number == 0 && at < cells.len() => cells[at] = header.into(),
            _ => {}
        }
        cells.join(&delimiter)
    };
    *content = content.split(|&byte| byte == b'\n').enumerate().map(line).collect::<Vec<_>>().join(&b'\n');
}

/// A word, or a number, is another one wherever it stands, or once.
fn token(content: &mut Vec<u8>, rng: &mut Xoshiro256PlusPlus) {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte >= 128;
    let starts: Vec<usize> =
        (0..content.len()).filter(|&at| is_word(content[at]) && (at == 0 || !is_word(content[at - 1]))).collect();
    let Some(&from) = starts.choose(rng) else { return };
    let to = (from..content.len()).find(|&at| !is_word(content[at])).unwrap_or(content.len());
    let (old, new) = (content[from..to].to_vec(), pick(rng).as_bytes().to_vec());
    if rng.random_bool(0.7) || content.len() > 20_000 {
        content.splice(from..to, new);
        return;
    }
    let mut all = Vec::new();
    let mut rest = &content[..];
    while let Some(at) = rest.windows(old.len()).position(|window| window == old) {
        all.extend_from_slice(&rest[..at]);
        all.extend_from_slice(&new);
        rest = &rest[at + old.len()..];
    }
    all.extend_from_slice(rest);
    *content = all;
}

/// The file in another encoding, with other line ends or another delimiter.
fn encoding(content: &mut Vec<u8>, rng: &mut Xoshiro256PlusPlus) {
    let text = String::from_utf8_lossy(content).into_owned();
    let of_pairs = |pair: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(pair).collect::<Vec<u8>>();
    *content = match rng.random_range(0..9) {
        0 => [&b"\xff\xfe"[..], &of_pairs(u16::to_le_bytes)].concat(),
        1 => [&b"\xfe\xff"[..], &of_pairs(u16::to_be_bytes)].concat(),
        2 => [&b"\xef\xbb\xbf"[..], content].concat(),
        3 => text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?')).collect(),
        4 => text.replace('\n', "\r\n").into_bytes(),
        5 => text.replace('\n', "\r").into_bytes(),
        6 => text.replace(',', ";").into_bytes(),
        7 => format!("sep={}\n{text}", pick(rng)).into_bytes(),
        _ => of_pairs(u16::to_le_bytes),
    };
}

fn pick(rng: &mut Xoshiro256PlusPlus) -> &'static str {
    TOKENS.choose(rng).copied().unwrap_or_default()
}

fn range(length: usize, rng: &mut Xoshiro256PlusPlus) -> (usize, usize) {
    let from = rng.random_range(0..=length);
    (from, (from + rng.random_range(1..40)).min(length))
}
