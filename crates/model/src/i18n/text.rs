//! A sentence in every language.

use super::Locale;

/// What is said before it is known in which language it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalizedText([String; Locale::ALL.len()]);

impl LocalizedText {
    /// The sentence that `words` gives in each language.
    pub fn new(words: impl Fn(Locale) -> String) -> Self {
        Self(Locale::ALL.map(words))
    }

    /// The sentence in a language.
    pub fn text(&self, lang: Locale) -> &str {
        &self.0[lang as usize]
    }
}

/// A sentence that is the same in every language, such as a name.
impl From<String> for LocalizedText {
    fn from(text: String) -> Self {
        Self::new(|_| text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own() {
        let said = LocalizedText::new(|lang| lang.crews(2));
        assert_eq!(Locale::ALL.map(|lang| said.text(lang)), ["2 crews", "2 équipes"]);
        assert_eq!(LocalizedText::from("roof".to_string()).text(Locale::Fr), "roof");
    }
}
