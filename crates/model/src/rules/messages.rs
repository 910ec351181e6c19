//! The messages of the rules in every locale: the one file of the rules that has text in it.

use chrono::{NaiveDate, NaiveDateTime};

use crate::i18n::{Locale, messages};
use crate::model::{CrewId, Instance, JobId, SiteId, SkillNeed, ToolId, hhmm};
use crate::units::{Decimal, Minutes};

/// What is wrong where a hard rule is broken: figures, put into text only when somebody reads them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the figures of the sentence that each variant says")]
pub enum Finding {
    /// A text from elsewhere: the reader of a file, or a rule of another program.
    Text(String),
    /// A job has more visits than asked.
    TooManyVisits { job: JobId, planned: usize, asked: usize },
    /// A crew visits a job again on the same day.
    Again { crew: CrewId, job: JobId },
    /// Too few people of a crew have a skill that a job asks for.
    SkillShort { job: JobId, crew: CrewId, need: SkillNeed, holders: u32 },
    /// A crew has too few people present.
    PeopleShort { job: JobId, crew: CrewId, present: u32 },
    /// A job does not admit a crew.
    NotChosen { job: JobId, crew: CrewId },
    /// More of a tool is taken than the pool has.
    PoolEmpty { tool: ToolId, taken: u32 },
    /// A crew is off.
    Off(CrewId),
    /// A date lies outside the horizon.
    Outside,
    /// A job may not be done on the date.
    Date(JobId),
    /// A visit starts before the site opens.
    BeforeOpen { job: JobId, start: Minutes, open: Minutes },
    /// A visit starts after the site closes.
    AfterClose { job: JobId, start: Minutes, close: Minutes },
    /// A visit starts in the break.
    InBreak { job: JobId, start: Minutes },
    /// A crew leaves before its shift starts.
    LeavesEarly { crew: CrewId, leave: Minutes, start: Minutes },
    /// A crew is back later than its overtime allows.
    BackLate { crew: CrewId, back: Minutes, end: Minutes, overtime: Minutes, most: Minutes },
    /// A visit starts before its crew can be there.
    NotThereYet { job: JobId, start: Minutes, arrive: Minutes },
    /// A crew works too much in an ISO week.
    WeekTooLong { crew: CrewId, week: (i32, u32), worked: Minutes, most: Minutes },
    /// A vehicle carries too much.
    Overloaded { load: Decimal, capacity: Decimal },
    /// A job is too far from the base of a crew.
    TooFar { job: JobId, crew: CrewId, minutes: Minutes, most: Minutes },
    /// A crew goes to too many sites.
    TooManySites { crew: CrewId, sites: u32, most: u32 },
    /// A crew is away from its base too long.
    AwayTooLong { crew: CrewId, minutes: Minutes, most: Minutes },
    /// A job of one crew has several visits on one day.
    SameDay { job: JobId, visits: usize },
    /// A job rests too long between two visits.
    GapTooLong { job: JobId, gap: u32, since: NaiveDate, most: u32 },
    /// Too many crews work at a site.
    CrewsAtSite { site: SiteId, crews: u32, most: u32 },
    /// Too many crews work on a job.
    TooManyCrews { job: JobId, crews: usize },
    /// Not as many crews as a job takes are there on one day.
    NotTogether { job: JobId, crews: u32 },
    /// The crews of a day start too far apart.
    StartsApart { job: JobId, minutes: Minutes, most: Minutes },
    /// A job is planned without one that it is linked with.
    WithoutPartner { job: JobId, other: JobId },
    /// Two linked jobs are not on the same date by different crews.
    NotBeside { job: JobId, other: JobId },
    /// A job starts so many minutes after the one that it starts with: too few or too many.
    OutOfStep { job: JobId, other: JobId, minutes: Minutes },
    /// A job is planned although one before it is not complete.
    BeforeIncomplete { job: JobId, before: JobId },
    /// A job is planned before one that it waits for.
    OutOfOrder { job: JobId, before: JobId },
    /// No visit is left for a pin of a line of the current schedule.
    PinUnkept { job: JobId, line: u64 },
    /// No visit is left for one that has begun.
    BegunUnkept(JobId),
    /// What has begun or is frozen starts at another time.
    Retimed,
    /// Something is planned before the moment up to which all is settled.
    InThePast(NaiveDateTime),
    /// One change more than allowed.
    Change { most: u32 },
}

impl Finding {
    /// The site that is to blame as a whole, where one is.
    pub fn site(&self) -> Option<SiteId> {
        if let Self::CrewsAtSite { site, .. } = self { Some(*site) } else { None }
    }

    /// The message about the violation.
    pub fn text(&self, instance: &Instance, locale: Locale) -> String {
        let name = |job: &JobId| instance.jobs[*job].id.as_str();
        let own = |crew: &CrewId| instance.crews[*crew].id.as_str();
        let hours = |minutes: &Minutes| locale.number(f64::from(*minutes) / 60.0, 2);
        match self {
            Self::Text(text) => text.clone(),
            Self::TooManyVisits { job, planned, asked } => locale.broken_asked(name(job), *planned, *asked),
            Self::Again { crew, job } => locale.broken_again(own(crew), name(job)),
            Self::SkillShort { job, crew, need, holders } => {
                let skill = format!("{}:{}", instance.skills[need.skill], need.level);
                locale.broken_skill(name(job), need.people, &skill, own(crew), *holders)
            }
            Self::PeopleShort { job, crew, present } => {
                locale.broken_size(name(job), instance.jobs[*job].min_members, own(crew), *present)
            }
            Self::NotChosen { job, crew } if instance.jobs[*job].not_crews.contains(crew) => {
                locale.broken_refused(name(job), own(crew))
            }
            Self::NotChosen { job, crew } => locale.broken_not_named(name(job), own(crew)),
            Self::PoolEmpty { tool, taken } => {
                let tool = &instance.tools[*tool];
                locale.broken_pool(*taken, &tool.id, tool.quantity)
            }
            Self::Off(crew) => locale.broken_off(own(crew)),
            Self::Outside => locale.broken_outside(),
            Self::Date(job) => locale.broken_date(name(job)),
            Self::BeforeOpen { job, start, open } => locale.broken_opens(name(job), &hhmm(*start), &hhmm(*open)),
            Self::AfterClose { job, start, close } => locale.broken_closes(name(job), &hhmm(*start), &hhmm(*close)),
            Self::InBreak { job, start } => locale.broken_in_break(name(job), &hhmm(*start)),
            Self::LeavesEarly { crew, leave, start } => locale.broken_leaves(own(crew), &hhmm(*leave), &hhmm(*start)),
            Self::BackLate { crew, back, end, overtime, most } => {
                locale.broken_back(own(crew), &hhmm(*back), *overtime, &hhmm(*end), *most)
            }
            Self::NotThereYet { job, start, arrive } => locale.broken_start(name(job), &hhmm(*start), &hhmm(*arrive)),
            Self::WeekTooLong { crew, week: (year, week), worked, most } => {
                locale.broken_week(own(crew), &hours(worked), &format!("{year}-W{week:02}"), &hours(most))
            }
            Self::Overloaded { load, capacity } => locale.broken_load(load.to_f64(), capacity.to_f64()),
            Self::TooFar { job, crew, minutes, most } => locale.broken_far(name(job), *minutes, own(crew), *most),
            Self::TooManySites { crew, sites, most } => locale.broken_sites(own(crew), *sites, *most),
            Self::AwayTooLong { crew, minutes, most } => locale.broken_away(own(crew), *minutes, *most),
            Self::SameDay { job, visits } => locale.broken_same_day(*visits, name(job)),
            Self::GapTooLong { job, gap, since, most } => {
                locale.broken_gap(name(job), *gap, &locale.day(*since), *most)
            }
            Self::CrewsAtSite { site, crews, most } => locale.broken_one_crew(*crews, &instance.sites[*site].id, *most),
            Self::TooManyCrews { job, crews } => locale.broken_crews(*crews, name(job), instance.jobs[*job].crews),
            Self::NotTogether { job, crews } => locale.broken_together(*crews, name(job), instance.jobs[*job].crews),
            Self::StartsApart { job, minutes, most } => locale.broken_apart(name(job), *minutes, *most),
            Self::WithoutPartner { job, other } => locale.broken_partner(name(job), name(other)),
            Self::NotBeside { job, other } => locale.broken_beside(name(job), name(other)),
            Self::OutOfStep { job, other, minutes } => {
                let lag =
                    instance.jobs[*job].with.as_ref().map_or_else(String::new, |lag| locale.lag(lag.least, lag.most));
                locale.broken_lag(name(job), *minutes, name(other), &lag)
            }
            Self::BeforeIncomplete { job, before } => locale.broken_waits_left_out(name(job), name(before)),
            Self::OutOfOrder { job, before } => locale.broken_waits_not_done(name(job), name(before)),
            Self::PinUnkept { job, line } => locale.broken_pin(name(job), *line),
            Self::BegunUnkept(job) => locale.broken_begun(name(job)),
            Self::Retimed => locale.broken_frozen(),
            Self::InThePast(moment) => locale.broken_past(&locale.moment(*moment)),
            Self::Change { most } => locale.broken_change(*most),
        }
    }
}

messages! {
    // Names.
    name_unknown = "unknown crew or job", "équipe ou intervention inconnue";
    name_duplicate = "more visits than asked", "plus de visites que demandé";
    name_skill = "skill missing", "compétence manquante";
    name_crew_size = "crew too small", "équipe trop petite";
    name_crew_choice = "crew not allowed", "équipe non autorisée";
    name_equipment = "too few tools", "matériel insuffisant";
    name_calendar = "not a working day", "jour non travaillé";
    name_date = "date not allowed", "date non autorisée";
    name_window = "outside the time window", "hors du créneau horaire";
    name_shift = "outside the shift", "hors de la journée de travail";
    name_sequence = "starts before the crew can be there", "début avant l'arrivée de l'équipe";
    name_week_hours = "too many hours in the week", "trop d'heures dans la semaine";
    name_load = "vehicle overloaded", "véhicule surchargé";
    name_travel_limit = "too far for the crew", "trop loin pour l'équipe";
    name_sites_per_day = "too many sites in a day", "trop de chantiers dans la journée";
    name_tour_duration = "too long away from the base", "trop longtemps loin de la base";
    name_visit_days = "two visits on one day", "deux visites le même jour";
    name_gap = "too long between visits", "trop d'écart entre les visites";
    name_same_crew = "another crew than before", "changement d'équipe interdit";
    name_one_crew = "several crews on a site of one", "plusieurs équipes sur un chantier réservé à une";
    name_lag = "not in step with a linked job", "décalage non respecté avec une intervention liée";
    name_together = "crews not together", "équipes non réunies";
    name_precedence = "waits for another job", "en attente d'une autre intervention";
    name_pinned = "pin not kept", "épinglage non respecté";
    name_km = "kilometres", "kilomètres";
    name_travel = "time on the road", "temps de route";
    name_overtime = "overtime", "heures supplémentaires";
    name_unassigned = "visits left out", "visites non planifiées";
    name_subcontract = "given to another firm", "confiée à une autre entreprise";
    name_lateness = "later than promised", "plus tard que promis";
    name_late = "after the due date", "après l'échéance";
    name_risk = "risk of delay", "risque de retard";
    name_long_trips = "long trips", "longs trajets";
    name_overload = "uneven load", "charge inégale";
    name_changes = "changes of today's schedule", "changements du planning actuel";
    name_second_crew = "further crews on a site", "équipes supplémentaires sur un chantier";
    name_preference = "preferences not met", "préférences non suivies";
    name_overskill = "skills above need", "compétences au-delà du besoin";
    name_days = "shifts used", "journées d'équipe";

    // Names in one word.
    short_km = "km", "km";
    short_travel = "road", "route";
    short_overtime = "overtime", "heures sup.";
    short_unassigned = "left out", "non planifié";
    short_subcontract = "another firm", "sous-traitance";
    short_lateness = "later than promised", "heure promise";
    short_late = "late", "retard";
    short_risk = "risk", "risque";
    short_long_trips = "long trips", "longs trajets";
    short_overload = "uneven load", "charge inégale";
    short_changes = "changes", "changements";
    short_second_crew = "further crew", "autre équipe sur place";
    short_preference = "preference", "préférence";
    short_overskill = "skills above need", "surqualification";
    short_days = "days", "journées";

    // Why a job is left out.
    a_rule(name: &str) = "The rule {name} keeps it out.", "La règle {name} l'empêche.";
    given_away_for(price: &str) = "Another firm does it, for {price} a visit.", "Une autre entreprise la fait, pour {price} par visite.";
    nobody_may = "No crew may do it.", "Aucune équipe ne peut la faire.";
    one_may(needed: u32) = "Only 1 crew may do it, {needed} needed.", "Une seule équipe peut la faire, il en faut {needed}.";
    few_may(able: usize, needed: u32) = "Only {able} crews may do it, {needed} needed.", "Seules {able} équipes peuvent la faire, il en faut {needed}.";
    waits_for_the_impossible(job: &str) = "It waits for {job}, which can't be finished within the horizon.", "Elle attend {job}, qui ne peut pas être terminée dans l'horizon.";
    waits_for_the_missing(job: &str) = "It waits for {job}, which is left out, wholly or partly.", "Elle attend {job}, non planifiée, en tout ou en partie.";
    waits_for_the_late(job: &str, date: &str) = "It waits for {job}, which is done on {date}: too late for it.", "Elle attend {job}, faite le {date} : trop tard pour elle.";
    waits_too_long(job: &str, date: &str) = "It waits for {job}, which can be finished on {date} at the earliest: too late for it.", "Elle attend {job}, qui peut être terminée le {date} au plus tôt : trop tard pour elle.";
    another_job = "another job", "une autre intervention";
    able_but_kept_out(crews: &str) = "Those that may do it can't, even with nothing else to do: {crews}.", "Celles qui ont le droit de la faire ne le peuvent pas, même sans rien d'autre à faire : {crews}.";
    and_more(list: &str, more: usize) = "{list} and {more} more", "{list} et {more} de plus";
    only_on_dates(dates: &str) = "Nobody can do it on the dates that it allows, even with nothing else to do: {dates}.", "Personne ne peut la faire aux dates qu'elle permet, même sans rien d'autre à faire : {dates}.";
    dates_are_taken = "The dates left for it have a visit of it already.", "Les dates qui restent ont déjà une de ses visites.";
    nobody_there = "None of the crews that could do it is there on the dates left for it.", "Aucune des équipes qui pourraient la faire n'est là aux dates qui restent.";
    some_of_several_there(crews: u32, date: &str, there: &str, off: &str) = "{crews} crews are needed on one day, and never that many are there that could do it: on {date} there: {there}; off: {off}.", "Il faut {crews} équipes le même jour, et jamais autant de celles qui pourraient la faire ne sont là : le {date}, présentes : {there} ; absentes : {off}.";
    none_of_several_there(crews: u32, date: &str, off: &str) = "{crews} crews are needed on one day, and on no date left is one of those that could do it there: on {date} off: {off}.", "Il faut {crews} équipes le même jour, et aucune de celles qui pourraient la faire n'est là aux dates qui restent : le {date}, absentes : {off}.";
    only_frozen_dates = "Only dates that are past or frozen are left for it.", "Il ne lui reste que des dates passées ou figées.";
    nobody_in_time = "Nobody can start it in time, even with nothing else to do.", "Personne ne peut la commencer à temps, même sans rien d'autre à faire.";
    only_in_the_break(open: &str, close: &str) = "It may only start in the break: from {open} to {close}.", "Elle ne peut commencer que pendant la pause : de {open} à {close}.";
    opens_after_the_shift(open: &str, end: &str) = "It opens at {open}, after the shift ends ({end}).", "Elle ouvre à {open}, après la fin de la journée ({end}).";
    opens_too_late(open: &str, end: &str) = "It opens at {open}: too late to be done and back before the shift ends ({end}).", "Elle ouvre à {open} : trop tard pour être faite avant la fin de la journée ({end}).";
    too_long_for_a_shift = "It is too long for a shift, even with nothing else to do: split the job into several visits.", "Elle est trop longue pour une journée, même sans rien d'autre à faire : la partager en plusieurs visites.";
    too_far_for_a_shift(crew: &str, minutes: i32, site: &str) = "It is too far: from {crew} the road alone takes {minutes} min there and back, longer than a shift; check the coordinates of {site}.", "Elle est trop loin : depuis {crew}, la route seule prend {minutes} min aller et retour, plus qu'une journée ; vérifier les coordonnées de {site}.";
    too_late_for_a_shift = "It can't be done before a shift ends, even with nothing else to do.", "Elle ne peut pas être faite avant la fin d'une journée, même sans rien d'autre à faire.";
    too_heavy = "It is too heavy for the vehicles of the crews that may do it.", "Elle est trop lourde pour les véhicules des équipes qui peuvent la faire.";
    few_tools(tools: &str) = "There are too few tools: {tools}.", "Il manque du matériel : {tools}.";
    tools_in_the_pool(taken: u32, tool: &str, pool: u32) = "{taken} x {tool} needed on one day, the pool has {pool}", "il faut {taken} x {tool} le même jour, le parc en a {pool}";
    too_long_for_a_week = "It is too long for a week of the crews that may do it.", "Elle est trop longue pour une semaine des équipes qui peuvent la faire.";
    no_sites_at_all = "The crews that may do it go to no site at all.", "Les équipes qui peuvent la faire ne vont sur aucun chantier.";
    away_too_long = "It keeps a crew away from its base too long, even with nothing else to do.", "Elle retient une équipe trop longtemps loin de sa base, même sans rien d'autre à faire.";
    linked_with_the_impossible(other: &str) = "It goes with {other}, of which nothing is asked in this horizon.", "Elle va avec {other}, dont rien n'est demandé dans cet horizon.";
    never_in_step(others: &str) = "It goes with {others}, and no crews can do that together, even with nothing else to do.", "Elle va avec {others}, et aucunes équipes ne peuvent faire cela ensemble, même sans rien d'autre à faire.";
    never_together(crews: u32) = "{crews} crews are needed on one day, and never that many can be there.", "Il faut {crews} équipes le même jour, et jamais autant ne sont disponibles.";
    never_within(crews: &str, minutes: i32, needed: u32) = "{crews} can't start within {minutes} min of each other, nor can any other {needed} crews.", "{crews} ne peuvent pas commencer à {minutes} min d'écart au plus, ni {needed} autres équipes.";
    who_began_has_no_date = "Who began it must finish it, and has no date left for it.", "L'équipe qui l'a commencée doit la finir, et n'a plus de date.";
    whose_site_has_no_date = "Its site is for one crew, and the crew that works there has no date left for it.", "Son chantier est réservé à une équipe, et celle qui y travaille n'a plus de date pour elle.";
    no_date_near(days: u32) = "No date left is within {days} working days of its other visits.", "Aucune date restante n'est assez près de ses autres visites : écart maximal en jours ouvrés, {days}.";

    // What keeps a crew from a job.
    breaks(name: &str) = "breaks {name}", "enfreint {name}";
    has_one_person(needed: u32) = "has 1 of {needed} people", "a 1 personne sur {needed}";
    has_people(own: u32, needed: u32) = "has {own} of {needed} people", "a {own} personnes sur {needed}";
    is_refused = "is in its not_crews", "est dans equipes_interdites";
    is_not_named = "is not in its only_crews", "n'est pas dans equipes_autorisees";
    drives_at_most(minutes: i32) = "drives {minutes} min at most", "roule {minutes} min au plus";
    is_off = "is off then", "ne travaille pas ces jours-là";
    is_off_or_short = "is off or short of people then", "ne travaille pas ou est incomplète ces jours-là";
    has_its_break = "has its break then", "est en pause à ce moment";
    ends_at(time: &str) = "ends at {time}", "finit à {time}";
    did_not_begin_it = "did not begin it", "ne l'a pas commencée";
    is_not_at_the_site = "does not work at the site", "ne travaille pas sur le chantier";
    cannot_start_by(time: &str) = "can't start it by {time}", "ne peut pas commencer avant {time}";
    is_back_late = "is back too late", "rentre trop tard";
    is_back_late_by(minutes: i32) = "is back {minutes} min too late", "rentre {minutes} min trop tard";
    carries(own: f64, load: f64) = "carries {own} of {load}", "porte {own} sur {load}";
    cannot_carry = "can't carry it", "ne peut pas la porter";
    owns_no(tools: &str) = "owns no {tools}", "ne possède pas {tools}";
    works_at_most(minutes: i32) = "works {minutes} min a week at most", "travaille {minutes} min par semaine au plus";
    goes_to_no_site = "goes to no site", "ne va sur aucun chantier";
    is_away_at_most(minutes: i32) = "is away for {minutes} min at most", "s'absente {minutes} min au plus";
    would_come_before = "would do it before what it waits for", "la ferait avant ce qu'elle attend";
    is_not_pinned = "is not the pinned one", "n'est pas celle qui est épinglée";
    has_no_skill(name: &str, asked: &str) = "has no {name} (asked {asked})", "n'a pas {name} (demandé : {asked})";
    has_level(name: &str, level: u8, asked: &str) = "has {name}:{level} (asked {asked})", "a {name}:{level} (demandé : {asked})";
    has_holders(own: u32, people: u32, asked: &str) = "has {own} of the {people} people with {asked}", "a {own} des {people} personnes avec {asked}";

    // What helps in general.
    remedy_skill = "Train or hire for the skill (crews.csv, members.csv), or lower what jobs.csv asks.", "Former ou recruter pour cette compétence (equipes.csv, membres.csv), ou demander moins dans travaux.csv.";
    remedy_subcontract = "To keep it, raise its price in subcontract, or take the price away.", "Pour la garder, relever son prix dans sous_traitance, ou l'effacer.";
    remedy_crew_size = "Add people to a crew, or lower min_members.", "Renforcer une équipe, ou baisser effectif_min.";
    remedy_crew_choice = "Allow further crews in only_crews and not_crews.", "Autoriser d'autres équipes dans equipes_autorisees et equipes_interdites.";
    remedy_travel_limit = "Raise max_travel of a near crew, or give the job to a subcontractor.", "Relever trajet_max d'une équipe proche, ou sous-traiter.";
    remedy_precedence = "Plan the job that it waits for first, allow later dates, or take that job off the column after.", "Planifier d'abord l'intervention attendue, autoriser des dates plus tardives, ou la retirer de la colonne apres.";
    remedy_calendar = "Allow other dates (earliest, latest, days), or put a crew to work then (calendar.csv).", "Autoriser d'autres dates (au_plus_tot, au_plus_tard, jours), ou faire travailler une équipe ces jours-là (calendrier.csv).";
    remedy_window = "Widen open and close, or let a shift begin earlier or end later.", "Élargir ouverture et fermeture, ou faire commencer une journée plus tôt ou finir plus tard.";
    remedy_shift = "Split the job into several visits, allow overtime, or check the coordinates of what is too far.", "Partager l'intervention en plusieurs visites, permettre des heures supplémentaires, ou vérifier les coordonnées de ce qui est trop loin.";
    remedy_load = "Use a larger vehicle (capacity), or split the load over several visits.", "Prendre un véhicule plus grand (capacite), ou répartir la charge sur plusieurs visites.";
    remedy_equipment = "Rent more (quantity in tools.csv).", "Louer du matériel (quantite dans outils.csv).";
    remedy_week_hours = "Raise max_week_hours, or split the job.", "Relever max_heures_semaine, ou partager l'intervention.";
    remedy_sites_per_day = "Raise max_sites_per_day.", "Relever max_chantiers_jour.";
    remedy_tour_duration = "Split the job into several visits, or give it to a crew whose tours may be longer.", "Partager l'intervention en plusieurs visites, ou la donner à une équipe aux tournées plus longues.";
    remedy_lag = "Widen the lag of the column with, allow further dates or crews for the linked jobs, or take the link off.", "Élargir le décalage de la colonne avec, autoriser d'autres dates ou équipes pour les interventions liées, ou retirer le lien.";
    remedy_together = "Ask for fewer crews, or allow dates on which more are there.", "Demander moins d'équipes, ou autoriser des dates où davantage sont là.";
    remedy_same_crew = "Write same_crew = prefer, or allow further dates.", "Écrire meme_equipe = prefere, ou autoriser d'autres dates.";
    remedy_one_crew = "Write one_crew = no for the site (sites.csv), or allow further dates.", "Écrire une_equipe = non pour le chantier (chantiers.csv), ou autoriser d'autres dates.";
    remedy_gap = "Raise max_gap_days, or allow further dates.", "Relever ecart_max_jours, ou autoriser d'autres dates.";

    // What makes a visit cost something.
    because_overtime(crew: &str, back: &str, end: &str) = "{crew} is back at {back}, the shift ends at {end}", "{crew} rentre à {back}, la journée finit à {end}";
    because_day(crew: &str, amount: &str) = "a day of {crew} costs {amount}", "une journée de {crew} coûte {amount}";
    because_late(due: &str, done: &str) = "due {due}, done {done}", "échéance {due}, faite {done}";
    because_lateness(after: &str, start: &str) = "promised by {after}, starts at {start}", "promise avant {after}, commence à {start}";
    because_risk(risk: &str, days: i64) = "delay_risk {risk}, {days} days after the first", "risque_retard {risk}, {days} j après le premier";
    because_long_trip(minutes: i32, from: &str) = "{minutes} min one way, long from {from}", "{minutes} min à l'aller, long à partir de {from}";
    because_way(before: &str, km: &str, minutes: i32, after: &str) =
        "from {before} {km} km in {minutes} min, then to {after}", "depuis {before} {km} km en {minutes} min, puis vers {after}";
    the_base = "the base", "la base";
    because_overload(crew: &str, own: &str, share: &str) =
        "{crew} works {own} h on sites that week, its fair share is {share} h",
        "{crew} travaille {own} h sur chantier cette semaine, sa juste part est de {share} h";
    because_carried(crew: &str, own: &str, share: &str, carried: &str) =
        "{crew} works {own} h on sites that week, its fair share is {share} h, with {carried} h carried before",
        "{crew} travaille {own} h sur chantier cette semaine, sa juste part est de {share} h, avec {carried} h de charge passée";
    because_change(places: &str) = "today's schedule has {places}", "le planning actuel a {places}";
    on_day(crew: &str, day: &str) = "{crew} on {day}", "{crew} {day}";
    because_others(site: &str, crews: &str) = "{site} has {crews} as well", "{site} a aussi {crews}";
    because_preference(own: &str, best: &str) = "score of {own}, of {best}", "note de {own}, de {best}";
    because_surplus(skill: &str, level: u8, asked: u8) = "{skill}:{level} for :{asked}", "{skill}:{level} pour :{asked}";

    // What is broken.
    broken_off(crew: &str) = "{crew} is off", "{crew} est absente";
    broken_outside = "the date lies outside the horizon", "la date est hors de l'horizon";
    broken_refused(job: &str, crew: &str) = "{job} is not for {crew}: the crew is in its not_crews", "{job} n'est pas pour {crew} : l'équipe est dans equipes_interdites";
    broken_not_named(job: &str, crew: &str) = "{job} is not for {crew}: the crew is not in its only_crews", "{job} n'est pas pour {crew} : l'équipe n'est pas dans equipes_autorisees";
    broken_size(job: &str, least: u32, crew: &str, present: u32) =
        "{job} needs {least} people, {crew} is {present} that day", "{job} demande {least} personnes, {crew} en a {present} ce jour-là";
    broken_date(job: &str) = "{job} may not be done on this date", "{job} ne peut pas être faite à cette date";
    broken_asked(job: &str, planned: usize, asked: usize) = "{planned} visits of {job}, {asked} asked", "{planned} visites de {job} au lieu de {asked}";
    broken_again(crew: &str, job: &str) = "{crew} visits {job} again on the same day", "{crew} retourne à {job} le même jour";
    broken_pool(quantity: u32, tool: &str, pool: u32) = "{quantity} x {tool} taken, the pool has {pool}", "{quantity} x {tool} pris, le parc en a {pool}";
    broken_frozen = "it has begun, or is frozen, and starts at another time", "elle a commencé, ou est figée, et commence à une autre heure";
    broken_past(moment: &str) = "nothing may be planned there any more, at {moment}", "rien ne peut plus y être planifié, au {moment}";
    broken_gap(job: &str, gap: u32, since: &str, most: u32) =
        "{job} goes on {gap} working days after {since}, at most {most}", "{job} reprend {gap} jours ouvrés après {since}, {most} au plus";
    broken_load(load: f64, capacity: f64) = "{load} loaded, the vehicle carries {capacity}", "{load} chargé, le véhicule porte {capacity}";
    broken_change(most: u32) = "a change beyond the {most} allowed", "un changement au-delà de ce qui est permis ({most})";
    broken_begun(job: &str) = "no visit of {job} is left for one that has begun", "aucune visite de {job} ne reste pour une visite commencée";
    broken_pin(job: &str, line: u64) = "no visit of {job} is left for the pin of line {line}", "aucune visite de {job} ne reste pour l'épinglage de la ligne {line}";
    broken_waits_left_out(job: &str, before: &str) = "{job} waits for {before}, which is not complete", "{job} attend {before}, qui n'est pas complète";
    broken_waits_not_done(job: &str, before: &str) =
        "{job} waits for {before}, which is neither on an earlier date nor earlier in the same tour",
        "{job} attend {before}, qui n'est ni à une date antérieure ni plus tôt dans la même tournée";
    broken_one_crew(crews: u32, site: &str, most: u32) =
        "{crews} crews work at {site}, at most {most}", "{crews} équipes travaillent à {site}, {most} au plus";
    broken_crews(crews: usize, job: &str, allowed: u32) =
        "{crews} crews work on {job} where {allowed} must do all visits", "{crews} équipes travaillent à {job} ; pour toutes les visites, le nombre permis est {allowed}";
    broken_start(job: &str, start: &str, arrive: &str) =
        "{job} starts at {start}, its crew can be there at {arrive}", "{job} commence à {start}, son équipe peut y être à {arrive}";
    broken_leaves(crew: &str, leave: &str, start: &str) = "{crew} leaves at {leave}, the shift starts at {start}", "{crew} part à {leave}, la journée commence à {start}";
    broken_back(crew: &str, back: &str, overtime: i32, end: &str, most: i32) =
        "{crew} is back at {back}, {overtime} min past {end} where {most} are allowed", "{crew} rentre à {back}, {overtime} min après {end}, {most} permises";
    broken_sites(crew: &str, sites: u32, most: u32) = "{crew} visits {sites} sites, at most {most}", "{crew} va sur {sites} chantiers, {most} au plus";
    broken_skill(job: &str, people: u32, skill: &str, crew: &str, holders: u32) =
        "{job} needs {people} with {skill}, {crew} has {holders} that day", "{job} demande {people} avec {skill}, {crew} en a {holders} ce jour-là";
    broken_together(crews: u32, job: &str, needed: u32) = "{crews} crews at {job}, {needed} needed", "{crews} équipes à {job}, il en faut {needed}";
    broken_partner(job: &str, other: &str) = "{job} is planned without {other}, which it is linked with", "{job} est planifiée sans {other}, qui lui est liée";
    broken_beside(job: &str, other: &str) =
        "{job} and {other} are linked, and not done on the same date by different crews", "{job} et {other} sont liées, mais pas faites à la même date par deux équipes";
    broken_lag(job: &str, minutes: i32, other: &str, lag: &str) =
        "{job} starts {minutes} min after {other} in place of {lag}", "{job} commence {minutes} min après {other} au lieu de {lag}";
    lag(least: i32, most: i32) = "{least} to {most} min", "{least} à {most} min";
    broken_apart(job: &str, apart: i32, most: i32) =
        "the crews at {job} start {apart} min apart, at most {most}", "les équipes à {job} commencent à {apart} min d'écart, {most} au plus";
    broken_away(crew: &str, minutes: i32, most: i32) = "{crew} is away for {minutes} minutes, at most {most}", "{crew} s'absente {minutes} minutes, {most} au plus";
    broken_far(job: &str, minutes: i32, crew: &str, most: i32) =
        "{job} is {minutes} min from the base of {crew}, at most {most}", "{job} est à {minutes} min de la base de {crew}, {most} au plus";
    broken_same_day(visits: usize, job: &str) = "{visits} visits of {job} on one day", "{visits} visites de {job} le même jour";
    broken_week(crew: &str, worked: &str, week: &str, most: &str) = "{crew} works {worked} h in {week}, at most {most} h", "{crew} travaille {worked} h en {week}, {most} h au plus";
    broken_opens(job: &str, start: &str, open: &str) = "{job} starts at {start}, before it opens at {open}", "{job} commence à {start}, avant l'ouverture à {open}";
    broken_closes(job: &str, start: &str, close: &str) = "{job} starts at {start}, after it closes at {close}", "{job} commence à {start}, après la fermeture à {close}";
    broken_in_break(job: &str, start: &str) = "{job} starts at {start}, in the break", "{job} commence à {start}, pendant la pause";

    // Where no rule keeps a job out.
    name_room = "no room beside the rest", "pas de place avec le reste";
    remedy_room = "Allow overtime or further dates, or leave a less urgent job for later.", "Permettre des heures supplémentaires ou d'autres dates, ou reporter une intervention moins urgente.";

    // Of several.
    and = "and", "et";
    priority_of(priority: u32) = "priority {priority}", "priorité {priority}";
}
