//! Headings and comments of settings.toml.

use super::{Locale, messages};

messages! {
    settings_head =
        "# Every setting with its default; delete what you don't change.\n\
         # Only the first date is needed, and \"brigade plan FOLDER --week 2026-W48\" goes before it.\n",
        "# Tous les réglages avec leur valeur par défaut ; effacer ce qui ne change pas.\n\
         # Seule la première date est nécessaire, et « brigade plan DOSSIER --week 2026-W48 » passe devant.\n";
}

impl Locale {
    /// What a section of settings is about, where its name doesn't say it.
    pub fn settings_section(self, section: &str) -> &'static str {
        match (section, self) {
            ("costs", _) => "euros",
            ("weights", Self::En) => "euros: what it is worth to avoid something",
            ("weights", Self::Fr) => "euros : ce que vaut d'éviter quelque chose",
            _ => "",
        }
    }
}
