//! The tables of an instance and of a plan, each column declared once: names, value, limits, default and meaning. The
//! tables of docs/format.md are written from here.

use chrono::NaiveDate;

use super::cell::{self, Duration, Partner, PinKind};
use super::declare::table;
use super::iso_week::{self, Week};
use super::list::{self, Need};
use super::number::Exact;
use super::schema::Schema;
use super::settings::SettingText;
use super::table::Fields;
use crate::model::{Address, Crew, DAY, Job, Level, SameCrew, Speed};
use crate::units::{Decimal, Minutes};

/// Largest coordinate in the plane, in kilometres.
const FAR: f64 = 1e5;
/// Largest price of a crew or job, in euros.
const DEAR: f64 = 1e6;
/// Largest load and capacity.
const HEAVY: f64 = 1e9;

// French names of columns that several tables have.
const EQUIPE: [&str; 1] = ["equipe"];
const TRAVAIL: [&str; 2] = ["travail", "tache"];
const CHANTIER: [&str; 1] = ["chantier"];
const NOM: [&str; 2] = ["nom", "libelle"];
const COMPETENCES: [&str; 1] = ["competences"];
const OUTILS: [&str; 1] = ["outils"];
const DEBUT: [&str; 1] = ["debut"];
const FIN: [&str; 1] = ["fin"];
const JOURS: [&str; 2] = ["jours", "jours_travailles"];
const SECTEUR: [&str; 2] = ["secteur", "zone"];
const ORDRE: [&str; 1] = ["ordre"];
const FIGE: [&str; 2] = ["fige", "verrouille"];
const ARRIVEE: &str = "arrivee";

table! {
    /// where a crew's base or a site is
    PLACES: PlaceColumns -> PlaceCells = "places" [], optional {
        /// degrees north
        lat: f64 = optional("needed, or `x`, `y`") cell::real(-90.0, 90.0), ["latitude"];
        /// degrees east
        lon: f64 = optional("needed, or `x`, `y`") cell::real(-180.0, 180.0), ["longitude", "lng"];
        /// kilometres in a plane, in place of `lat`, `lon`
        x: f64 = optional("") cell::real(-FAR, FAR), [];
        /// kilometres in a plane, in place of `lat`, `lon`
        y: f64 = optional("") cell::real(-FAR, FAR), [];
    }
}

table! {
    /// the crews: base, skills, hours, prices
    CREWS: CrewColumns -> CrewRecord fills Crew = "crews" ["equipes"], required {
        /// id
        crew: String = needed() cell::id, EQUIPE;
        /// for people to read
        name: String = or(String::new(), "") cell::text, NOM => name;
        /// who leads it
        chief: String = or(String::new(), "") cell::text, ["chef", "chef_equipe", "chef_d_equipe"] => chief;
        /// how many people, up to 999
        members: u32 = or(1) cell::whole(1, 999), ["membres", "effectif"] => members;
        place: PlaceCells = group(PLACES: PlaceColumns);
        /// list of `skill` or `skill:level`, levels 1 to 9; without a level 1
        skills: Vec<(String, Level)> = or(Vec::new(), "none") list::skills, COMPETENCES;
        /// list of tools that the crew owns
        equipment: Vec<(String, u32)> = or(Vec::new(), "none") list::tools, ["equipement", "materiel"];
        /// when the usual shift starts
        start: Minutes = or(8 * 60, "08:00") cell::clock, DEBUT => start;
        /// when the usual shift ends
        end: Minutes = or(17 * 60, "17:00") cell::clock, FIN => end;
        /// weekdays worked
        days: [bool; 7] =
            or([true, true, true, true, true, false, false], "Monday to Friday") list::weekdays, JOURS => days;
        /// longest overtime after `end`, a duration; not past midnight
        overtime: Minutes = or(0) cell::duration(0, DAY), ["heures_sup", "heures_supplementaires"] => overtime;
        /// most hours of work and driving in a calendar week
        max_week_hours: Minutes =
            optional("no limit") cell::hours_floor(0.0, 168.0), ["max_heures_semaine"] => max_week_minutes;
        /// euros per kilometre
        cost_km: Decimal = optional("the setting") cell::decimal(0.0, DEAR), ["cout_km"] => cost_km;
        /// euros per hour the whole crew drives
        cost_hour: Decimal =
            optional("the setting, for each person") cell::decimal(0.0, DEAR), ["cout_heure"] => cost_hour;
        /// euros per day the crew goes out
        cost_day: Decimal = or(Decimal::ZERO, "0") cell::decimal(0.0, DEAR), ["cout_jour"] => cost_day;
        /// what the vehicle carries
        capacity: Decimal = optional("no limit") cell::decimal(0.0, HEAVY), ["capacite"] => capacity;
        /// longest drive from base to site, a duration
        max_travel: Minutes = optional("no limit") cell::duration(0, DAY), ["trajet_max"] => max_travel;
        /// most sites in a day
        max_sites_per_day: u32 = optional("no limit") cell::whole(1, 999), ["max_chantiers_jour"] => max_sites_per_day;
        /// factor on the speed of its vehicle, 0.01 to 100
        speed: Speed = or(Speed::ONE, "1") cell::speed, ["vitesse"] => speed;
    }
}

table! {
    /// the places where work is done
    SITES: SiteColumns -> SiteRecord = "sites" ["chantiers"], required {
        /// id
        site: String = needed() cell::id, CHANTIER;
        /// for people to read
        name: String = or(String::new(), "") cell::text, NOM;
        place: PlaceCells = group(PLACES: PlaceColumns);
        /// groups sites for preferences
        region: String = or(String::new(), "") cell::name, SECTEUR;
        /// number and street, for people to read
        address: String = or(String::new(), "") cell::text, ["adresse"];
        /// postcode, for people to read
        postcode: String = or(String::new(), "") cell::text, ["code_postal", "cp"];
        /// city, for people to read
        city: String = or(String::new(), "") cell::text, ["ville"];
        /// the crew that looks after the site
        usual_crew: String = optional("") cell::id, ["equipe_habituelle"];
        /// whether no more crews may work there than its jobs take at the same time
        one_crew: bool = or(false, "no") cell::yes_no, ["une_equipe"];
    }
}

table! {
    /// the work
    JOBS: JobColumns -> JobRecord fills Job = "jobs" ["travaux", "taches"], required {
        /// id
        job: String = needed() cell::id, TRAVAIL;
        /// where
        site: String = needed() cell::id, CHANTIER;
        /// for people to read
        name: String = or(String::new(), "") cell::text, NOM => name;
        /// of one visit, 1 minute to 24 hours
        duration: Duration = needed() cell::stated_duration(1, DAY), ["duree"];
        /// days of work still to do, each on a date of its own
        visits: u32 = or(1) cell::whole(1, 366), ["visites", "passages"] => visits;
        /// list of `skill:level*people`; `:level` and `*people` may be left out
        skills: Vec<Need> = or(Vec::new(), "none") list::needs, COMPETENCES;
        /// list of `tool*quantity`; `*quantity` may be left out
        tools: Vec<(String, u32)> = or(Vec::new(), "none") list::tools, OUTILS;
        /// fewest people
        min_members: u32 = or(1) cell::whole(1, 999), ["effectif_min", "membres_min"] => min_members;
        /// crews needed at the same time
        crews: u32 = or(1) cell::whole(1, 99), ["equipes", "nb_equipes"] => crews;
        /// with several crews: longest time between their starts
        start_within: Minutes = optional("no limit") cell::duration(0, DAY), ["ecart_debuts"] => start_within;
        /// what one visit takes of the vehicle's `capacity`
        load: Decimal = or(Decimal::ZERO, "0") cell::decimal(0.0, HEAVY), ["charge"] => load;
        /// first date allowed
        earliest: NaiveDate = optional("none") cell::date, ["au_plus_tot"] => earliest;
        /// last date allowed
        latest: NaiveDate = optional("none") cell::date, ["au_plus_tard"] => latest;
        /// date after which a visit is late, at a price
        due: NaiveDate = optional("none") cell::date, ["echeance"] => due;
        /// weekdays allowed
        days: [bool; 7] = optional("all") list::weekdays, JOURS => days;
        /// a visit starts then or later
        open: Minutes = optional("none") cell::clock, ["ouverture"] => open;
        /// a visit starts then or earlier
        close: Minutes = optional("none") cell::clock, ["fermeture"] => close;
        /// 1 (can wait) to 9 (vital)
        priority: u32 = or(3) cell::whole(1, 9), ["priorite"] => priority;
        /// 0 to 1: how risky it is to do it late in the week
        delay_risk: Decimal = or(Decimal::ZERO, "0") cell::decimal(0.0, 1.0), ["risque_retard", "risque"] => delay_risk;
        /// one crew for all visits: `no`, `prefer` or `require` (`non`, `prefere`, `exige`)
        same_crew: SameCrew = or(SameCrew::Prefer, "`prefer`") cell::same_crew, ["meme_equipe"] => same_crew;
        /// working days from one visit to the next at most; 1 = day after day
        max_gap_days: u32 = optional("no limit") cell::whole(1, 366), ["ecart_max_jours"] => max_gap_days;
        /// jobs that must be done before
        after: Vec<String> = or(Vec::new(), "none") cell::ids, ["apres"];
        /// crews allowed
        only_crews: Vec<String> = or(Vec::new(), "all") cell::ids, ["equipes_autorisees"];
        /// crews refused
        not_crews: Vec<String> = or(Vec::new(), "none") cell::ids, ["equipes_interdites"];
        /// euros per crew's visit for which another firm does what is not planned; 0 or more
        subcontract: Decimal = optional("no other firm") cell::decimal(0.0, DEAR), ["sous_traitance"] => subcontract;
        /// time of day after which a start is late, at a price
        late_after: Minutes = optional("none") cell::clock, ["retard_apres", "promis_avant"] => late_after;
        /// starts so many minutes after `JOB`, on its date, by another crew: `JOB+MIN..MAX`, `JOB+MAX` (0 to MAX), `JOB` (0)
        with: Partner = optional("none") cell::partner, ["avec"];
    }
}

table! {
    /// jobs from elsewhere, which may be at sites that are not in sites.csv
    ADDED_JOBS: AddedJobColumns -> AddedJobRecord = "jobs" ["travaux", "taches"], required {
        job: JobRecord = group(JOBS: JobColumns);
        /// groups sites for preferences
        region: String = or(String::new(), "") cell::name, SECTEUR;
        place: PlaceCells = group(PLACES: PlaceColumns);
    }
}

table! {
    /// days off and days with other hours
    CALENDAR: CalendarColumns -> CalendarRecord = "calendar" ["calendrier"], optional {
        /// whose day
        crew: String = needed() cell::id, EQUIPE;
        /// the day
        date: NaiveDate = needed() cell::date, [];
        /// whether the crew is off
        off: bool = or(false, "no") cell::yes_no, ["repos", "conge"];
        /// when the shift starts that day
        start: Minutes = optional("as usual") cell::clock, DEBUT;
        /// when the shift ends that day
        end: Minutes = optional("as usual") cell::clock, FIN;
    }
}

table! {
    /// the people of a crew, by name
    MEMBERS: MemberColumns -> MemberRecord = "members" ["membres"], optional {
        /// id
        member: String = needed() cell::id, ["membre", "personne"];
        /// the crew
        crew: String = needed() cell::id, EQUIPE;
        /// as in `crews.csv`
        skills: Vec<(String, Level)> = or(Vec::new(), "none") list::skills, COMPETENCES;
        /// list of dates
        absent: Vec<NaiveDate> = or(Vec::new(), "none") cell::dates, ["absences"];
    }
}

table! {
    /// tools that all crews share
    TOOLS: ToolColumns -> ToolRecord = "tools" ["outils"], optional {
        /// id
        tool: String = needed() cell::id, ["outil"];
        /// how many the shared pool has, up to 9999
        quantity: u32 = needed() cell::whole(0, 9_999), ["quantite"];
    }
}

table! {
    /// what crews like and dislike
    PREFERENCES: PreferenceColumns -> PreferenceRecord = "preferences" [], optional {
        /// whose preference
        crew: String = needed() cell::id, EQUIPE;
        /// for a site
        site: String = optional("") cell::id, CHANTIER;
        /// for a job
        job: String = optional("") cell::id, TRAVAIL;
        /// for a region
        region: String = optional("") cell::name, SECTEUR;
        /// from -10 to 10
        score: Decimal = needed() cell::decimal(-10.0, 10.0), ["note"];
    }
}

table! {
    /// where towns are, to place sites by
    TOWNS: TownColumns -> TownRecord = "towns" ["villes", "communes"], required {
        /// its name
        city: String = or(String::new(), "") cell::text, ["ville", "commune", "nom_commune", "libelle_commune"];
        /// its postcode
        postcode: String = or(String::new(), "") cell::text, ["code_postal", "cp"];
        /// degrees north
        lat: f64 = needed() cell::real(-90.0, 90.0), ["latitude"];
        /// degrees east
        lon: f64 = needed() cell::real(-180.0, 180.0), ["longitude", "lng"];
    }
}

table! {
    /// measured distances and driving times
    DISTANCES: DistanceColumns -> DistanceRecord = "distances" [], optional {
        /// a site, or a crew for its base
        from: String = needed() cell::id, ["de"];
        /// another
        to: String = needed() cell::id, ["vers", "a"];
        /// how far it is
        km: Exact = needed() cell::exact(0.0, FAR), [];
        /// how long the drive takes
        minutes: Exact = needed() cell::exact(0.0, FAR), [];
    }
}

table! {
    /// what crews carried in the weeks before
    HISTORY: HistoryColumns -> HistoryRecord = "history" ["historique"], optional {
        /// who
        crew: String = needed() cell::id, EQUIPE;
        /// ISO week, such as `2026-W47`
        week: Week = needed() iso_week::week, ["semaine"];
        /// work done that week, a duration
        service: Minutes = needed() cell::duration(0, 7 * DAY), ["travail"];
        /// its fair share of that week, a duration
        fair: Minutes = needed() cell::duration(0, 7 * DAY), ["part_equitable"];
    }
}

table! {
    /// today's schedule, to start from and to compare with
    CURRENT: CurrentColumns -> ScheduleRecord = "current" ["actuel"], optional {
        /// when
        date: NaiveDate = needed() cell::date, [];
        /// who
        crew: String = needed() cell::id, EQUIPE;
        /// what is visited
        job: String = needed() cell::id, TRAVAIL;
        /// its place in the crew's day
        sequence: u32 = optional("") cell::whole(1, 9_999), ORDRE;
        /// when it starts, or later where the crew cannot be there by then
        start: Minutes = optional("as soon as possible") cell::late_clock, DEBUT;
        /// what must stay: `yes` (crew and date), `crew` (whatever the date), `date` (whatever the crew); `oui`, `equipe`
        pinned: Option<PinKind> = or(None, "no") cell::pinned, FIGE;
    } carries [
        PLAN.site.name(),
        PLAN.arrive.name(),
        PLAN.finish.name(),
        PLAN.km.name(),
        PLAN.travel_minutes.name(),
        CHANTIER[0],
        ARRIVEE,
    ]
}

table! {
    /// a written plan, a row per visit
    PLAN: PlanColumns = "plan" [], required {
        /// when
        date: NaiveDate = needed() cell::date, [];
        /// who
        crew: String = needed() cell::id, EQUIPE;
        /// its place in the crew's day
        sequence: u32 = optional("") cell::whole(1, 9_999), ORDRE;
        /// what is visited
        job: String = needed() cell::id, TRAVAIL;
        /// where that is
        site: String = optional("") cell::id, [];
        /// when the crew is there
        arrive: Minutes = optional("") cell::late_clock, [];
        /// when it starts
        start: Minutes = optional("as soon as possible") cell::late_clock, DEBUT;
        /// when it is done
        finish: Minutes = optional("") cell::late_clock, [];
        /// the way there
        km: f64 = optional("") cell::real(0.0, f64::MAX), [];
        /// the drive there
        travel_minutes: u32 = optional("") cell::whole(0, 1_000_000), [];
        /// what must stay, as in `current.csv`
        pinned: Option<PinKind> = or(None, "no") cell::pinned, FIGE;
    } carries [CHANTIER[0], ARRIVEE]
}

table! {
    /// the tours of a written plan, a row per used shift
    ROUTES: RouteColumns -> RouteRecord = "routes" [], optional {
        /// when
        date: NaiveDate = needed() cell::date, [];
        /// who
        crew: String = needed() cell::id, EQUIPE;
        /// when the crew leaves its base
        leave: Minutes = optional("as the shift starts") cell::late_clock, [];
    } carries ["back", "visits", PLAN.km.name(), PLAN.travel_minutes.name(), "service_minutes", "overtime_minutes"]
}

table! {
    /// the settings of a workbook, a row per setting
    SETTING_ROWS: SettingColumns -> SettingRecord = "settings" ["reglages", "parametres"], optional {
        /// section and name, such as `costs.km`
        key: String = needed() cell::name, ["cle", "reglage"];
        /// as in settings.toml, without quotes; `none` for no break
        value: SettingText = optional("the default") cell::setting, ["valeur"];
    } carries ["meaning", "signification"]
}

/// The tables that an instance may have.
pub fn tables() -> [&'static Schema; 10] {
    [
        &CREWS.schema,
        &SITES.schema,
        &JOBS.schema,
        &CALENDAR.schema,
        &MEMBERS.schema,
        &TOOLS.schema,
        &PREFERENCES.schema,
        &DISTANCES.schema,
        &HISTORY.schema,
        &CURRENT.schema,
    ]
}

impl PlaceCells {
    /// Where it is: whether in the plane, and the two coordinates; none where it does not say just that.
    pub fn at(&self) -> Option<(bool, (f64, f64))> {
        match *self {
            Self { lat: Some(lat), lon: Some(lon), x: None, y: None } => Some((false, (lat, lon))),
            Self { lat: None, lon: None, x: Some(x), y: Some(y) } => Some((true, (x, y))),
            _ => None,
        }
    }

    /// Whether any of it is there.
    pub fn is_stated(&self) -> bool {
        [self.lat, self.lon, self.x, self.y].iter().any(Option::is_some)
    }
}

impl SiteRecord {
    /// Whether it has anything that an address is made of.
    pub fn has_address(&self) -> bool {
        [&self.address, &self.postcode, &self.city].iter().any(|part| !part.is_empty())
    }

    /// Where the post finds it.
    pub fn address(&self) -> Address {
        Address { street: self.address.clone(), postcode: self.postcode.clone(), city: self.city.clone() }
    }
}

impl AddedJobRecord {
    /// The job, and its site as far as the row says where that is.
    pub fn with_site(self) -> (SiteRecord, JobRecord) {
        let Self { job, region, place } = self;
        let [name, address, postcode, city] = [const { String::new() }; 4];
        let site = SiteRecord {
            site: job.site.clone(),
            name,
            place,
            region,
            address,
            postcode,
            city,
            usual_crew: None,
            one_crew: false,
        };
        (site, job)
    }
}

impl ScheduleRecord {
    /// A row of plan.csv, whose other columns mean nothing here but must be well-formed.
    pub fn planned(row: &mut Fields) -> Self {
        row.get(&PLAN.site);
        row.get(&PLAN.arrive);
        row.get(&PLAN.finish);
        row.get(&PLAN.km);
        row.get(&PLAN.travel_minutes);
        Self {
            date: row.get(&PLAN.date),
            crew: row.get(&PLAN.crew),
            job: row.get(&PLAN.job),
            sequence: row.get(&PLAN.sequence),
            start: row.get(&PLAN.start),
            pinned: row.get(&PLAN.pinned).flatten(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::fold::fold;
    use crate::files::schema::Heading;
    use crate::i18n::Locale;
    use crate::rules::RULES;

    fn all() -> impl Iterator<Item = &'static Schema> {
        tables().into_iter().chain([&ADDED_JOBS.schema, &PLAN.schema, &ROUTES.schema])
    }

    #[test]
    fn headers_fold() {
        let (crews, jobs) = (CREWS.schema.columns(), JOBS.schema.columns());
        for header in ["Heures Sup", "HEURES-SUP", "heures_sup", "heures\u{a0}sup"] {
            assert_eq!(crews.named(header), crews.named(CREWS.overtime.name()), "{header}");
        }
        assert_eq!(jobs.named("Échéance"), jobs.named(JOBS.due.name()));
        let apart = "E\u{301}che\u{301}ance";
        assert_eq!(jobs.named(apart), jobs.named(JOBS.due.name()), "accents as letters of their own");
        assert!(CREWS.schema.is_named("Équipes") && !CREWS.schema.is_named("equipe"));
    }

    #[test]
    fn no_name_means_two_columns() {
        for schema in all() {
            let headings = schema.headings();
            let names = headings.iter().flat_map(|column| column.aliases.iter().chain([&column.name]));
            let mut names: Vec<_> = names.map(|name| fold(name)).collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{}", schema.name);
        }
    }

    #[test]
    fn the_documentation_has_every_column() {
        let page = include_str!("../../docs/format.md");
        let quoted = |names: &[&str], end: &str| {
            names.iter().map(|name| format!("`{name}{end}`")).collect::<Vec<_>>().join(", ")
        };
        let cell = |text: &str| if text.is_empty() { " |".to_owned() } else { format!(" {text} |") };
        let row = |column: &Heading| {
            let name = quoted(&[column.name], "");
            let cells = [&name, column.default, column.meaning, &quoted(column.aliases, "")];
            format!("|{}\n", cells.map(cell).concat())
        };
        let mut missing = String::new();
        let undocumented = [ADDED_JOBS.schema.meaning, PLAN.schema.meaning, ROUTES.schema.meaning];
        for schema in all().filter(|schema| !undocumented.contains(&schema.meaning)) {
            let needed = if schema.required { "yes" } else { "" };
            let name = quoted(&[schema.name], ".csv");
            let file = [&name, needed, &quoted(schema.aliases, ".csv"), schema.meaning].map(cell).concat();
            let rows: String = schema.headings().iter().map(row).collect();
            let table = format!("| column | default | meaning | French |\n|---|---|---|---|\n{rows}");
            let blocks = [format!("|{file}\n"), table];
            missing.extend(blocks.into_iter().filter(|block| !page.contains(&format!("\n{block}"))));
        }
        assert!(missing.is_empty(), "put this into docs/format.md:\n{missing}");
    }

    #[test]
    fn french_remedies_have_french_names() {
        let is_english = |word: &str| {
            let of = |name: &str, aliases: &[&str]| name == word && !aliases.is_empty() && !aliases.contains(&name);
            all().any(|schema| {
                let is_file = word == format!("{}.csv", schema.name) && !schema.aliases.is_empty();
                is_file || schema.headings().iter().any(|column| of(column.name, column.aliases))
            })
        };
        for rule in RULES {
            let remedy = (rule.about().remedy)(Locale::Fr);
            let words = remedy.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.');
            let english: Vec<_> =
                words.map(|word| word.trim_end_matches('.')).filter(|word| is_english(word)).collect();
            assert_eq!(english, Vec::<&str>::new(), "{remedy}");
        }
        assert!(is_english("only_crews") && is_english("jobs.csv") && !is_english("preferences.csv"));
    }

    #[test]
    fn templates_have_declared_columns() {
        macro_rules! headers {
            ($($file:literal),+) => {
                [$(($file, include_str!(concat!("../../templates/new/", $file, ".csv")))),+]
            };
        }
        let english =
            headers!("en/crews", "en/sites", "en/jobs", "en/current", "en/calendar", "en/tools", "en/preferences");
        let french = headers!(
            "fr/equipes",
            "fr/chantiers",
            "fr/travaux",
            "fr/actuel",
            "fr/calendrier",
            "fr/outils",
            "fr/preferences"
        );
        for (file, text) in english.into_iter().chain(french) {
            let (locale, stem) = file.split_once('/').expect("a folder");
            let schema = all().find(|schema| schema.is_named(stem)).expect(file);
            let columns = schema.columns();
            for header in text.lines().next().expect(file).split([',', ';']) {
                let column = &columns.headings[columns.named(header).expect(header)];
                let is_own = column.name == header || locale == "fr" && column.aliases.contains(&header);
                assert!(is_own, "{file}: {header}");
            }
        }
    }
}
