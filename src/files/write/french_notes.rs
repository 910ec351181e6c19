//! What columns mean, in French: the notes of a French template.

use crate::files::columns::{CREWS, JOBS, SITES, TOOLS};
use crate::files::schema::{Heading, Schema};

/// The meaning of a column of a table that the template has; none for other columns.
pub fn french_note(schema: &Schema, heading: &Heading) -> Option<&'static str> {
    let own = match heading.name {
        "crew" => (CREWS.schema.name, "nom court de l'équipe, sans espace", "l'équipe, comme dans la feuille equipes"),
        "site" => (SITES.schema.name, "nom court du chantier", "le chantier, comme dans la feuille chantiers"),
        "job" => (JOBS.schema.name, "nom court de l'intervention", "l'intervention, comme dans la feuille travaux"),
        "tool" => (TOOLS.schema.name, "nom court de l'outil", "l'outil"),
        name => return common_note(schema.name, name),
    };
    let (owner, id, reference) = own;
    Some(if schema.name == owner { id } else { reference })
}

fn common_note(table: &str, column: &str) -> Option<&'static str> {
    let note = match (table, column) {
        (_, "name") => "pour la lecture",
        (_, "lat") => "latitude, en degrés vers le nord",
        (_, "lon") => "longitude, en degrés vers l'est",
        (_, "region") => "regroupe des chantiers, pour les filtres et les préférences",
        (_, "date") => "la date",

        ("crews", "chief") => "qui la dirige",
        ("crews", "members") => "nombre de personnes, de 1 à 999",
        ("crews", "skills") => {
            "ce que l'équipe sait faire : une liste de compétences, chacune avec un niveau de 1 à 9 (maconnerie:3 \
             finitions) ; sans niveau, 1"
        }
        ("crews", "equipment") => "le matériel que l'équipe a toujours avec elle",
        ("crews", "start") => "début habituel de la journée",
        ("crews", "end") => "fin habituelle de la journée",
        ("crews", "days") => "jours travaillés, comme lun mar jeu",
        ("crews", "overtime") => "durée la plus longue après la fin de la journée",
        ("crews", "max_week_hours") => "heures de travail et de route au plus par semaine",
        ("crews", "cost_km") => "euros par kilomètre",
        ("crews", "cost_hour") => "euros par heure de route, pour toute l'équipe",
        ("crews", "cost_day") => "euros par jour de sortie",
        ("crews", "capacity") => "ce que le véhicule porte",
        ("crews", "max_travel") => "trajet le plus long de la base à un chantier, une durée",
        ("crews", "max_sites_per_day") => "nombre de chantiers par jour au plus",
        ("crews", "speed") => "facteur sur la vitesse de son véhicule, de 0,01 à 100",

        ("sites", "address") => "numéro et rue",
        ("sites", "postcode") => "code postal",
        ("sites", "city") => "ville",
        ("sites", "usual_crew") => "l'équipe qui s'occupe du chantier aujourd'hui",
        ("sites", "one_crew") => {
            "oui : pas plus d'équipes sur le chantier qu'il n'en faut en même temps pour une intervention"
        }

        ("jobs", "duration") => "durée d'une visite, de 1 minute à 24 heures : 90, 1:30, 1h30 ou 1,5h",
        ("jobs", "visits") => "jours de travail qu'il reste à faire, chacun à une autre date",
        ("jobs", "skills") => {
            "ce que l'équipe doit savoir : une liste de compétence:niveau*personnes ; niveau et personnes se laissent \
             de côté"
        }
        ("jobs", "tools") => "ce que l'équipe prend dans la feuille outils : une liste d'outils, ou outil*quantité",
        ("jobs", "min_members") => "nombre de personnes au moins",
        ("jobs", "crews") => "nombre d'équipes nécessaires en même temps",
        ("jobs", "start_within") => "à plusieurs équipes : écart le plus long entre leurs débuts, une durée",
        ("jobs", "load") => "ce qu'une visite prend de la capacité du véhicule",
        ("jobs", "earliest") => "première date permise",
        ("jobs", "latest") => "dernière date permise",
        ("jobs", "due") => "échéance : après cette date, chaque visite coûte plus cher de jour en jour",
        ("jobs", "days") => "jours de la semaine permis",
        ("jobs", "open") => "une visite ne commence pas avant cette heure",
        ("jobs", "close") => "une visite ne commence pas après cette heure",
        ("jobs", "priority") => "de 1 (peut attendre) à 9 (vital)",
        ("jobs", "delay_risk") => "de 0 à 1 : combien il est risqué de la faire tard dans la semaine",
        ("jobs", "same_crew") => "une même équipe pour toutes les visites : non, prefere ou exige",
        ("jobs", "max_gap_days") => "jours ouvrés d'une visite à la suivante au plus ; 1 = tous les jours",
        ("jobs", "after") => "interventions à finir avant",
        ("jobs", "only_crews") => "équipes autorisées",
        ("jobs", "not_crews") => "équipes interdites",
        ("jobs", "subcontract") => {
            "euros par visite d'une équipe pour lesquels une autre entreprise fait ce qui n'est pas planifié"
        }
        ("jobs", "late_after") => "heure promise : un début après elle coûte à la minute",
        ("jobs", "with") => {
            "commence tant de minutes après une autre intervention, le même jour, par une autre équipe : \
             INTERVENTION+MIN..MAX"
        }

        ("calendar", "off") => "oui : l'équipe est en congé ce jour-là",
        ("calendar", "start") => "début de la journée, ce jour-là",
        ("calendar", "end") => "fin de la journée, ce jour-là",

        ("tools", "quantity") => "combien il y en a pour toutes les équipes",

        ("preferences", "score") => "de -10 (pas du tout) à 10 (volontiers)",

        ("current", "sequence") => "la place dans la journée de l'équipe",
        ("current", "start") => "début, ou plus tard si l'équipe ne peut y être à cette heure",
        ("current", "pinned") => "ce qui ne doit pas bouger : oui (équipe et date), equipe ou date",
        _ => return None,
    };
    Some(note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::columns::{CALENDAR, CURRENT, PLACES, PREFERENCES};

    #[test]
    fn every_column_of_the_template_has_a_note() {
        let schemas = [
            &CREWS.schema,
            &SITES.schema,
            &JOBS.schema,
            &CALENDAR.schema,
            &TOOLS.schema,
            &PREFERENCES.schema,
            &CURRENT.schema,
        ];
        for schema in schemas {
            for heading in schema.headings() {
                let in_a_plane = [PLACES.x.name(), PLACES.y.name()].contains(&heading.name);
                assert_eq!(french_note(schema, &heading).is_none(), in_a_plane, "{}.{}", schema.name, heading.name);
            }
        }
    }
}
