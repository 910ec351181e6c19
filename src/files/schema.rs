//! The tables and their columns, with the French names that are understood as well.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name that messages use where a file has no such column.
    pub name: &'static str,
    /// Whether every row needs a value.
    pub required: bool,
    /// Other names, in French mostly.
    pub aliases: &'static [&'static str],
}

/// A file of an instance.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// The file's name without its ending.
    pub name: &'static str,
    /// Other names of the file.
    pub aliases: &'static [&'static str],
    /// Whether every instance has it.
    pub required: bool,
    /// Its columns.
    pub columns: &'static [Column],
    /// Columns that may be there and mean nothing.
    pub carried: &'static [&'static str],
}

const fn column(name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { name, required: false, aliases }
}

const fn required(name: &'static str, aliases: &'static [&'static str]) -> Column {
    Column { name, required: true, aliases }
}

const CREW: Column = required("crew", &["equipe"]);
const JOB: Column = required("job", &["travail", "tache"]);
const SITE: Column = required("site", &["chantier"]);
const NAME: Column = column("name", &["nom", "libelle"]);
const LAT: Column = column("lat", &["latitude"]);
const LON: Column = column("lon", &["longitude", "lng"]);
const X: Column = column("x", &[]);
const Y: Column = column("y", &[]);
const SKILLS: Column = column("skills", &["competences"]);
const START: Column = column("start", &["debut"]);
const END: Column = column("end", &["fin"]);
const DAYS: Column = column("days", &["jours", "jours_travailles"]);
const REGION: Column = column("region", &["secteur", "zone"]);
const DATE: Column = required("date", &[]);
const SEQUENCE: Column = column("sequence", &["ordre"]);
const PINNED: Column = column("pinned", &["fige", "verrouille"]);

/// Crews and their bases.
pub const CREWS: Schema = Schema {
    name: "crews",
    aliases: &["equipes"],
    required: true,
    columns: &[
        CREW,
        NAME,
        column("chief", &["chef", "chef_equipe"]),
        column("members", &["membres", "effectif"]),
        LAT,
        LON,
        X,
        Y,
        SKILLS,
        column("equipment", &["equipement", "materiel"]),
        START,
        END,
        DAYS,
        column("overtime", &["heures_sup", "heures_supplementaires"]),
        column("max_week_hours", &["max_heures_semaine"]),
        column("cost_km", &["cout_km"]),
        column("cost_hour", &["cout_heure"]),
        column("cost_day", &["cout_jour"]),
        column("capacity", &["capacite"]),
        column("max_travel", &["trajet_max"]),
        column("max_sites_per_day", &["max_chantiers_jour"]),
    ],
    carried: &[],
};

/// Sites.
pub const SITES: Schema = Schema {
    name: "sites",
    aliases: &["chantiers"],
    required: true,
    columns: &[SITE, NAME, LAT, LON, X, Y, REGION, column("usual_crew", &["equipe_habituelle"])],
    carried: &[],
};

/// Columns of jobs.csv.
const JOB_COLUMNS: [Column; 24] = [
    JOB,
    SITE,
    NAME,
    required("duration", &["duree"]),
    column("visits", &["visites", "passages"]),
    SKILLS,
    column("tools", &["outils"]),
    column("min_members", &["effectif_min", "membres_min"]),
    column("crews", &["equipes", "nb_equipes"]),
    column("start_within", &["ecart_debuts"]),
    column("load", &["charge"]),
    column("earliest", &["au_plus_tot"]),
    column("latest", &["au_plus_tard"]),
    column("due", &["echeance"]),
    DAYS,
    column("open", &["ouverture"]),
    column("close", &["fermeture"]),
    column("priority", &["priorite"]),
    column("delay_risk", &["risque_retard", "risque"]),
    column("same_crew", &["meme_equipe"]),
    column("max_gap_days", &["ecart_max_jours"]),
    column("after", &["apres"]),
    column("only_crews", &["equipes_autorisees"]),
    column("not_crews", &["equipes_interdites"]),
];

/// Jobs.
pub const JOBS: Schema =
    Schema { name: "jobs", aliases: &["travaux", "taches"], required: true, columns: &JOB_COLUMNS, carried: &[] };

/// Jobs from elsewhere, which may be at sites that are not in sites.csv.
pub const ADDED_JOBS: Schema = Schema { columns: &with_place(JOB_COLUMNS), ..JOBS };

/// The columns of jobs with those that say where their site is.
const fn with_place(jobs: [Column; 24]) -> [Column; 29] {
    let mut all = [REGION; 29];
    let mut index = 0;
    while index < jobs.len() {
        all[index] = jobs[index];
        index += 1;
    }
    let place = [LAT, LON, X, Y];
    while index < jobs.len() + place.len() {
        all[index] = place[index - jobs.len()];
        index += 1;
    }
    all
}

/// Days off and other hours.
pub const CALENDAR: Schema = Schema {
    name: "calendar",
    aliases: &["calendrier"],
    required: false,
    columns: &[CREW, DATE, column("off", &["repos", "conge"]), START, END],
    carried: &[],
};

/// People.
pub const MEMBERS: Schema = Schema {
    name: "members",
    aliases: &["membres"],
    required: false,
    columns: &[required("member", &["membre", "personne"]), CREW, SKILLS, column("absent", &["absences"])],
    carried: &[],
};

/// The pool of shared tools.
pub const TOOLS: Schema = Schema {
    name: "tools",
    aliases: &["outils"],
    required: false,
    columns: &[required("tool", &["outil"]), required("quantity", &["quantite"])],
    carried: &[],
};

/// What crews like.
pub const PREFERENCES: Schema = Schema {
    name: "preferences",
    aliases: &[],
    required: false,
    columns: &[
        CREW,
        column("site", &["chantier"]),
        column("job", &["travail", "tache"]),
        REGION,
        required("score", &["note"]),
    ],
    carried: &[],
};

/// Stated legs.
pub const DISTANCES: Schema = Schema {
    name: "distances",
    aliases: &[],
    required: false,
    columns: &[
        required("from", &["de"]),
        required("to", &["vers", "a"]),
        required("km", &[]),
        required("minutes", &[]),
    ],
    carried: &[],
};

/// Today's schedule.
pub const CURRENT: Schema = Schema {
    name: "current",
    aliases: &["actuel"],
    required: false,
    columns: &[DATE, CREW, JOB, SEQUENCE, START, PINNED],
    carried: &["site", "arrive", "finish", "km", "travel_minutes", "chantier", "arrivee"],
};

/// A written plan.
pub const PLAN: Schema = Schema {
    name: "plan",
    aliases: &[],
    required: true,
    columns: &[
        DATE,
        CREW,
        SEQUENCE,
        JOB,
        column("site", &[]),
        column("arrive", &[]),
        START,
        column("finish", &[]),
        column("km", &[]),
        column("travel_minutes", &[]),
        PINNED,
    ],
    carried: &["chantier", "arrivee"],
};

/// The tours of a written plan.
pub const ROUTES: Schema = Schema {
    name: "routes",
    aliases: &[],
    required: false,
    columns: &[DATE, CREW, column("leave", &[])],
    carried: &["back", "visits", "km", "travel_minutes", "service_minutes", "overtime_minutes"],
};

impl Schema {
    /// Whether a file is this one, by its name without ending.
    pub fn is_named(&self, stem: &str) -> bool {
        let stem = fold(stem);
        stem == self.name || self.aliases.contains(&stem.as_str())
    }

    /// Index of the column that a header cell names.
    pub fn column(&self, header: &str) -> Option<usize> {
        let header = fold(header);
        let named = |name: &str| fold(name) == header;
        self.columns.iter().position(|column| named(column.name) || column.aliases.iter().any(|alias| named(alias)))
    }

    /// Whether a header cell names a column that may be there and means nothing.
    pub fn carries(&self, header: &str) -> bool {
        let header = fold(header);
        header.is_empty() || self.carried.iter().any(|name| fold(name) == header)
    }
}

/// A name without case, accents, spaces, hyphens and underscores.
pub fn fold(name: &str) -> String {
    name.nfkd()
        .filter(|&letter| canonical_combining_class(letter) == 0)
        .flat_map(char::to_lowercase)
        .filter(|&letter| !letter.is_whitespace() && letter != '_' && letter != '-')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Schema; 12] =
        [CREWS, SITES, JOBS, ADDED_JOBS, CALENDAR, MEMBERS, TOOLS, PREFERENCES, DISTANCES, CURRENT, PLAN, ROUTES];

    #[test]
    fn headers_fold() {
        for header in ["Heures Sup", "HEURES-SUP", "heures_sup", "heures\u{a0}sup"] {
            assert_eq!(CREWS.column(header), CREWS.column("overtime"), "{header}");
        }
        assert_eq!(JOBS.column("Échéance"), JOBS.column("due"));
        assert_eq!(JOBS.column("E\u{301}che\u{301}ance"), JOBS.column("due"), "accents as letters of their own");
        assert!(CREWS.is_named("Équipes") && !CREWS.is_named("equipe"));
    }

    #[test]
    fn no_name_means_two_columns() {
        for schema in ALL {
            let names = schema.columns.iter().flat_map(|column| column.aliases.iter().chain([&column.name]));
            let mut names: Vec<_> = names.map(|name| fold(name)).collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{}", schema.name);
        }
    }
}
