//! Names of what is counted, priced and broken.

use crate::i18n::Locale;

counts! {
    /// How many of what.
    pub trait CountMessages:

    visits = "visit" "visits", "visite" "visites";
    crews = "crew" "crews", "équipe" "équipes";
    sites = "site" "sites", "chantier" "chantiers";
    jobs = "job" "jobs", "intervention" "interventions";
    days = "day" "days", "jour" "jours";
    changes = "change" "changes", "changement" "changements";
    broken_rules = "broken rule" "broken rules", "infraction" "infractions";
    errors = "error" "errors", "erreur" "erreurs";
    warnings = "warning" "warnings", "avertissement" "avertissements";
}

names! {
    /// Names for people of codes; a code without one stands for itself.
    pub trait CodeNames:

    /// A figure of a schedule.
    figure {
        "km" = "km", "km";
        "travel_hours" = "travel hours", "heures de route";
        "service_hours" = "service hours", "heures de travail";
        "overtime_hours" = "overtime hours", "heures supplémentaires";
        "visits" = "visits", "visites";
        "subcontracted" = "given to other firms", "confiées à d'autres entreprises";
        "unassigned" = "unassigned", "non planifiées";
        "changes" = "changes", "changements";
    }

    /// A score.
    score_name {
        "service" = "service", "service";
        "travel" = "travel", "trajets";
        "balance" = "balance", "équilibre";
        "continuity" = "continuity", "continuité";
        "preferences" = "preferences", "préférences";
        "skills" = "skills", "compétences";
        "stability" = "stability", "stabilité";
    }

    /// What a score says.
    score_meaning {
        "service" = "share of the work asked that is planned, by priority", "part du travail demandé qui est planifiée, par priorité";
        "travel" = "share of visits near the crew's base", "part des visites proches de la base de l'équipe";
        "balance" = "how evenly the crews are used", "régularité de la charge des équipes";
        "continuity" = "share of sites with no further crew", "part des chantiers sans équipe supplémentaire";
        "preferences" = "how far crews' wishes are met", "respect des souhaits des équipes";
        "skills" = "levels asked as a share of levels sent", "niveaux demandés rapportés aux niveaux envoyés";
        "stability" = "share of today's schedule that stays", "part du planning actuel qui est conservée";
    }

    /// What becomes of a visit.
    change {
        "kept" = "kept", "gardée";
        "moved-day" = "to another day", "autre jour";
        "moved-crew" = "to another crew", "autre équipe";
        "added" = "added", "ajoutée";
        "dropped" = "dropped", "retirée";
    }

    /// What becomes of several visits.
    changes_word {
        "kept" = "kept", "gardées";
        "moved-day" = "to another day", "autre jour";
        "moved-crew" = "to another crew", "autre équipe";
        "added" = "added", "ajoutées";
        "dropped" = "dropped", "retirées";
    }

    /// What a run does.
    phase {
        "start" = "start", "départ";
        "search" = "search", "recherche";
        "unlimited" = "without the limit", "sans la limite";
        "proof" = "proof", "preuve";
    }

    /// How a bound was proven.
    bound_class {
        "optimal" = "proven optimal", "optimum prouvé";
        "column-generation" = "column generation, converged", "génération de colonnes, convergée";
        "early" = "column generation, stopped early", "génération de colonnes, arrêtée avant la fin";
        "relaxed" = "relaxed assignment", "affectation relâchée";
    }
}

/// How many visits become what.
pub fn change_count(locale: Locale, n: usize, code: &str) -> String {
    let word = if n > 1 { locale.changes_word(code) } else { locale.change(code) };
    format!("{} {word}", locale.number(n as f64, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting() {
        assert_eq!([0, 1, 2].map(|n| Locale::En.visits(n)), ["0 visits", "1 visit", "2 visits"]);
        assert_eq!([0, 1, 2].map(|n| Locale::Fr.crews(n)), ["0 équipe", "1 équipe", "2 équipes"]);
    }
}
