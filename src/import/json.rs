//! JSON files of other engines, read value by value: every fault names the path of its value.

use std::cell::RefCell;
use std::fmt;

use serde_json::{Map, Value};

use crate::error::{Message, Severity, Words};
use crate::files::issues::{InputPosition, Issues};

/// A JSON file, and what is found wrong with it.
pub struct Source {
    /// The file's name.
    pub file: String,
    /// What it holds.
    pub root: Value,
    found: RefCell<Vec<Finding>>,
}

/// What is wrong at a path, and at how many others like it.
struct Finding {
    severity: Severity,
    path: String,
    value: String,
    advice: Message,
    /// The path without numbers.
    kind: String,
    others: usize,
}

impl Source {
    /// Parses a file; `None` where it is no JSON.
    pub fn parse(file: &str, bytes: &[u8], issues: &mut Issues) -> Option<Self> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match serde_json::from_slice(text) {
            Ok(root) => Some(Self { file: file.to_owned(), root, found: RefCell::default() }),
            Err(fault) => {
                let text = fault.to_string();
                let what = text.split_once(" at line ").map_or(text.as_str(), |(what, _)| what).to_owned();
                let column = fault.column().to_string();
                let position = InputPosition::cell(file, fault.line() as u64, &column);
                issues.error(position, "", Message::NoJson { fault: what });
                None
            }
        }
    }

    /// The whole of it.
    pub fn root(&self) -> Node<'_> {
        Node { value: &self.root, path: "$".to_owned(), source: self }
    }

    /// Says what is wrong at a path; what is wrong in the same way elsewhere is counted.
    pub fn say(&self, severity: Severity, path: &str, value: impl fmt::Display, advice: Message) {
        let kind: String = path.chars().filter(|letter| !letter.is_ascii_digit()).collect();
        let mut found = self.found.borrow_mut();
        let same = |other: &&mut Finding| {
            other.severity == severity
                && other.kind == kind
                && std::mem::discriminant(&other.advice) == std::mem::discriminant(&advice)
        };
        if let Some(other) = found.iter_mut().find(same) {
            other.others += 1;
            return;
        }
        let (path, value) = (path.to_owned(), value.to_string());
        found.push(Finding { severity, path, value, advice, kind, others: 0 });
    }

    /// Refuses what brigade cannot express.
    pub fn refuse(&self, path: &str, feature: Words) {
        self.say(Severity::Error, path, "", Message::NoFeature { feature });
    }

    /// Hands over what was found.
    pub fn tell(&self, issues: &mut Issues) {
        for Finding { severity, path, value, advice, others, .. } in self.found.take() {
            let position = InputPosition { column: &path, ..InputPosition::file(&self.file) };
            let advice =
                if others == 0 { advice } else { Message::AndElsewhere { advice: advice.boxed(), count: others } };
            match severity {
                Severity::Error => issues.error(position, value, advice),
                Severity::Warning => issues.warn(position, value, advice),
            }
        }
    }
}

/// A value of a file, with its path.
#[derive(Clone)]
pub struct Node<'s> {
    value: &'s Value,
    /// Where it stands, as in `$.jobs[3].id`.
    pub path: String,
    source: &'s Source,
}

impl<'s> Node<'s> {
    fn at(&self, value: &'s Value, step: &str) -> Self {
        Self { value, path: format!("{}{step}", self.path), source: self.source }
    }

    /// Says that something is wrong here.
    pub fn error(&self, advice: Message) {
        let value = if self.value.is_object() || self.value.is_array() { String::new() } else { self.written() };
        self.source.say(Severity::Error, &self.path, value, advice);
    }

    /// Says that something is read in another way than it is written here.
    pub fn warn(&self, advice: Message) {
        self.source.say(Severity::Warning, &self.path, "", advice);
    }

    /// Refuses what brigade cannot express.
    pub fn refuse(&self, feature: Words) {
        self.source.refuse(&self.path, feature);
    }

    fn written(&self) -> String {
        self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned)
    }

    fn object(&self) -> Option<&'s Map<String, Value>> {
        let object = self.value.as_object();
        if object.is_none() {
            self.error(Message::JsonKind { kind: Words("an object {...}", "un objet {...}") });
        }
        object
    }

    /// Whether a key is there, and not null.
    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some_and(|value| !value.is_null())
    }

    /// The value of a key; none where it is missing or null.
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = self.object()?.get(key).filter(|value| !value.is_null())?;
        Some(self.at(value, &format!(".{key}")))
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        self.value.is_array()
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.value.is_number()
    }

    /// The value of a key that has to be there.
    pub fn need(&self, key: &'static str) -> Option<Self> {
        let found = self.get(key);
        if found.is_none() && self.value.is_object() {
            self.source.say(Severity::Error, &self.path, "", Message::NoKey { key });
        }
        found
    }

    /// Warns of keys that are none of those known.
    pub fn expect_keys(&self, known: &[&str]) {
        for (key, value) in self.value.as_object().into_iter().flatten() {
            if !known.contains(&key.as_str()) {
                self.at(value, &format!(".{key}")).warn(Message::UnknownKey);
            }
        }
    }

    /// The values of a list.
    pub fn items(&self) -> Vec<Self> {
        let Some(items) = self.value.as_array() else {
            self.error(Message::JsonKind { kind: Words("a list [...]", "une liste [...]") });
            return Vec::new();
        };
        items.iter().enumerate().map(|(index, value)| self.at(value, &format!("[{index}]"))).collect()
    }

    /// The values of a list under a key; none where it is missing.
    pub fn list(&self, key: &str) -> Vec<Self> {
        self.get(key).map(|list| list.items()).unwrap_or_default()
    }

    /// The values of an object, by key.
    pub fn entries(&self) -> Vec<(&'s str, Self)> {
        let entries = self.object().into_iter().flatten();
        entries.map(|(key, value)| (key.as_str(), self.at(value, &format!(".{key}")))).collect()
    }

    /// Two values of a list of just two.
    pub fn pair(&self) -> Option<[Self; 2]> {
        let pair = <[Self; 2]>::try_from(self.items());
        if pair.is_err() && self.value.is_array() {
            self.error(Message::JsonKind { kind: Words("a list of two values", "une liste de deux valeurs") });
        }
        pair.ok()
    }

    /// A text, or a whole number as one.
    pub fn id(&self) -> Option<String> {
        let text = match self.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
            _ => None,
        };
        if text.as_ref().is_none_or(|text| text.trim().is_empty()) {
            self.error(Message::JsonKind { kind: Words("a text or a whole number", "un texte ou un nombre entier") });
            return None;
        }
        text
    }

    /// A text.
    pub fn text(&self) -> Option<&'s str> {
        let text = self.value.as_str();
        if text.is_none() {
            self.error(Message::JsonKind { kind: Words("a text", "un texte") });
        }
        text
    }

    /// A number within limits.
    pub fn number(&self, low: f64, high: f64) -> Option<f64> {
        let number = self.value.as_f64().filter(|number| (low..=high).contains(number));
        if number.is_none() {
            self.error(Message::JsonNumber { low: low.to_string(), high: high.to_string() });
        }
        number
    }

    /// A whole number of at least nought; fractions are rounded up.
    pub fn count(&self) -> Option<i64> {
        self.number(0.0, 1e12).map(|number| number.ceil() as i64)
    }

    /// The list of whole numbers under a key.
    pub fn counts(&self, key: &str) -> Vec<i64> {
        self.list(key).iter().filter_map(Self::count).collect()
    }

    /// The list of ids under a key.
    pub fn ids(&self, key: &str) -> Vec<String> {
        self.list(key).iter().filter_map(Self::id).collect()
    }
}
