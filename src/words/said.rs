//! A sentence in every language.

use super::Lang;

/// What is said before it is known in which language it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said([String; Lang::ALL.len()]);

impl Said {
    /// The sentence that `words` gives in each language.
    pub fn new(words: impl Fn(Lang) -> String) -> Self {
        Self(Lang::ALL.map(words))
    }

    /// The sentence in a language.
    pub fn text(&self, lang: Lang) -> &str {
        &self.0[lang as usize]
    }
}

/// A sentence that is the same in every language, such as a name.
impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::new(|_| text.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own() {
        let said = Said::new(|lang| lang.crews(2));
        assert_eq!(Lang::ALL.map(|lang| said.text(lang)), ["2 crews", "2 équipes"]);
        assert_eq!(Said::from("roof".to_string()).text(Lang::Fr), "roof");
    }
}
