//! Names of what is counted, priced and broken.

use super::{counts, names};

counts! {
    visits = "visit" "visits", "visite" "visites";
    crews = "crew" "crews", "équipe" "équipes";
    sites = "site" "sites", "chantier" "chantiers";
    jobs = "job" "jobs", "intervention" "interventions";
    days = "day" "days", "jour" "jours";
    changes = "change" "changes", "changement" "changements";
}

names! {
    /// A cost component.
    component:
    "km" = "kilometres", "kilomètres";
    "travel" = "time on the road", "temps de route";
    "overtime" = "overtime", "heures supplémentaires";
    "unassigned" = "visits left out", "visites non planifiées";
    "late" = "after the due date", "après l'échéance";
    "risk" = "risk of delay", "risque de retard";
    "long_trips" = "long trips", "longs trajets";
    "overload" = "uneven load", "charge inégale";
    "changes" = "changes of today's schedule", "changements du planning actuel";
    "second_crew" = "further crews on a site", "équipes supplémentaires sur un chantier";
    "preference" = "preferences not met", "préférences non suivies";
    "overskill" = "skills above need", "compétences au-delà du besoin";
    "days" = "shifts used", "journées d'équipe";
    "total" = "total", "total";
}

names! {
    /// A figure of a schedule.
    figure:
    "km" = "km", "km";
    "travel_hours" = "travel hours", "heures de route";
    "service_hours" = "service hours", "heures de travail";
    "overtime_hours" = "overtime hours", "heures supplémentaires";
    "visits" = "visits", "visites";
    "unassigned" = "unassigned", "non planifiées";
    "changes" = "changes", "changements";
}

names! {
    /// A score.
    score_name:
    "service" = "service", "service";
    "travel" = "travel", "trajets";
    "balance" = "balance", "équilibre";
    "continuity" = "continuity", "continuité";
    "preferences" = "preferences", "préférences";
    "skills" = "skills", "compétences";
    "stability" = "stability", "stabilité";
}

names! {
    /// What a score says.
    score_meaning:
    "service" = "share of the work asked that is planned, by priority", "part du travail demandé qui est planifiée, par priorité";
    "travel" = "share of visits near the crew's base", "part des visites proches de la base de l'équipe";
    "balance" = "how evenly the crews are used", "régularité de la charge des équipes";
    "continuity" = "share of sites with no further crew", "part des chantiers sans équipe supplémentaire";
    "preferences" = "how far crews' wishes are met", "respect des souhaits des équipes";
    "skills" = "levels asked as a share of levels sent", "niveaux demandés rapportés aux niveaux envoyés";
    "stability" = "share of today's schedule that stays", "part du planning actuel qui est conservée";
}

names! {
    /// What becomes of a visit.
    change:
    "kept" = "kept", "gardée";
    "moved-day" = "to another day", "autre jour";
    "moved-crew" = "to another crew", "autre équipe";
    "added" = "added", "ajoutée";
    "dropped" = "dropped", "retirée";
}

names! {
    /// What becomes of several visits.
    changes_word:
    "kept" = "kept", "gardées";
    "moved-day" = "to another day", "autre jour";
    "moved-crew" = "to another crew", "autre équipe";
    "added" = "added", "ajoutées";
    "dropped" = "dropped", "retirées";
}

impl crate::i18n::Locale {
    /// How many visits become what.
    pub fn change_count(self, n: usize, code: &str) -> String {
        let word = if n > 1 { self.changes_word(code) } else { self.change(code) };
        format!("{} {word}", self.number(n as f64, 0))
    }
}

names! {
    /// A hard rule, or what else keeps a job out, in a few words.
    rule:
    "unknown" = "unknown crew or job", "équipe ou intervention inconnue";
    "duplicate" = "more visits than asked", "plus de visites que demandé";
    "skill" = "skill missing", "compétence manquante";
    "crew-size" = "crew too small", "équipe trop petite";
    "crew-choice" = "crew not allowed", "équipe non autorisée";
    "equipment" = "too few tools", "matériel insuffisant";
    "calendar" = "crew off, or outside the horizon", "équipe absente, ou hors de l'horizon";
    "date" = "date not allowed", "date non autorisée";
    "window" = "outside the time window", "hors du créneau horaire";
    "shift" = "outside the shift", "hors de la journée de travail";
    "sequence" = "starts before the crew can be there", "début avant l'arrivée de l'équipe";
    "week-hours" = "too many hours in the week", "trop d'heures dans la semaine";
    "load" = "vehicle overloaded", "véhicule surchargé";
    "travel-limit" = "too far for the crew", "trop loin pour l'équipe";
    "sites-per-day" = "too many sites in a day", "trop de chantiers dans la journée";
    "tour-duration" = "too long away from the base", "trop longtemps loin de la base";
    "visit-days" = "two visits on one day", "deux visites le même jour";
    "gap" = "too long between visits", "trop d'écart entre les visites";
    "same-crew" = "another crew than before", "changement d'équipe interdit";
    "together" = "crews not together", "équipes non réunies";
    "precedence" = "waits for another job", "en attente d'une autre intervention";
    "pinned" = "pin not kept", "épinglage non respecté";
    "room" = "no room beside the rest", "pas de place avec le reste";
}

names! {
    /// What a run does.
    phase:
    "start" = "start", "départ";
    "search" = "search", "recherche";
    "unlimited" = "without the limit", "sans la limite";
    "proof" = "proof", "preuve";
}

names! {
    /// How a bound was proven.
    bound_class:
    "optimal" = "proven optimal", "optimum prouvé";
    "column-generation" = "column generation, converged", "génération de colonnes, convergée";
    "early" = "column generation, stopped early", "génération de colonnes, arrêtée avant la fin";
    "relaxed" = "relaxed assignment", "affectation relâchée";
}

#[cfg(test)]
mod tests {
    use crate::i18n::Locale;
    use crate::rules::Kind;
    use crate::rules::RULES;

    #[test]
    fn every_rule_has_a_name() {
        for rule in RULES {
            let name = |lang: Locale| {
                if rule.kind() == Kind::Cost { lang.component(rule.code()) } else { lang.rule(rule.code()) }
            };
            assert_ne!(name(Locale::Fr), name(Locale::En), "{}", rule.code());
            let short = |lang: Locale| lang.short_component(rule.code()) != rule.code();
            assert!(rule.kind() != Kind::Cost || rule.code() == "km" || short(Locale::Fr), "{}", rule.code());
        }
    }

    #[test]
    fn what_has_no_name_stands_for_itself() {
        assert_eq!(Locale::Fr.component("my_rule"), "my_rule");
    }
}
