//! Why jobs are left out, and what would let them in.

use super::messages;

messages! {
    nobody_may = "No crew may do it.", "Aucune équipe ne peut la faire.";
    one_may(needed: u32) = "Only 1 crew may do it, {needed} needed.", "Une seule équipe peut la faire, il en faut {needed}.";
    few_may(able: usize, needed: u32) = "Only {able} crews may do it, {needed} needed.", "Seules {able} équipes peuvent la faire, il en faut {needed}.";
    waits_for_the_impossible(job: &str) = "It waits for {job}, which can't be finished within the horizon.", "Elle attend {job}, qui ne peut pas être terminée dans l'horizon.";
    waits_for_the_missing(job: &str) = "It waits for {job}, which is left out, wholly or partly.", "Elle attend {job}, non planifiée, en tout ou en partie.";
    waits_too_long(job: &str, date: &str) = "It waits for {job}, which can be finished on {date} at the earliest: too late for it.", "Elle attend {job}, qui peut être terminée le {date} au plus tôt : trop tard pour elle.";
    another_job = "another job", "une autre intervention";
    nobody_there = "None of the crews that may do it is there on the dates left for it.", "Aucune des équipes qui peuvent la faire n'est là aux dates qui restent.";
    only_frozen_dates = "Only dates that are past or frozen are left for it.", "Il ne lui reste que des dates passées ou figées.";
    more_changes(count: i64) = "{count} more changes of today's schedule", "{count} changements de plus du planning actuel";
    nobody_in_time = "Nobody can start it in time, even with nothing else to do.", "Personne ne peut la commencer à temps, même sans rien d'autre à faire.";
    too_long_for_a_shift = "It is too long for a shift, even with nothing else to do.", "Elle est trop longue pour une journée, même sans rien d'autre à faire.";
    too_heavy = "It is too heavy for the vehicles of the crews that may do it.", "Elle est trop lourde pour les véhicules des équipes qui peuvent la faire.";
    few_tools(tools: &str) = "There are too few tools: {tools}.", "Il manque du matériel : {tools}.";
    tools_in_the_pool(asked: u32, tool: &str, pool: u32) = "{asked} x {tool} asked, the pool has {pool}", "{asked} x {tool} demandés, le parc en a {pool}";
    too_long_for_a_week = "It is too long for a week of the crews that may do it.", "Elle est trop longue pour une semaine des équipes qui peuvent la faire.";
    no_sites_at_all = "The crews that may do it go to no site at all.", "Les équipes qui peuvent la faire ne vont sur aucun chantier.";
    away_too_long = "It keeps a crew away from its base too long, even with nothing else to do.", "Elle retient une équipe trop longtemps loin de sa base, même sans rien d'autre à faire.";
    never_together(crews: u32) = "{crews} crews are needed on one day, and never that many can be there.", "Il faut {crews} équipes le même jour, et jamais autant ne sont disponibles.";
    who_began_has_no_date = "Who began it must finish it, and has no date left for it.", "L'équipe qui l'a commencée doit la finir, et n'a plus de date.";
    no_date_near(days: u32) = "No date left is within {days} working days of its other visits.", "Aucune date restante n'est à {days} jours ouvrés au plus de ses autres visites.";
    a_rule(name: &str) = "The rule {name} keeps it out.", "La règle {name} l'empêche.";
    costs_more_than_leaving = "It fits, but costs more than leaving it out.", "Elle tient, mais coûte plus que de ne pas la faire.";
    found_too_late = "It fits: the search ended before it found that.", "Elle tient : la recherche s'est terminée avant de le trouver.";
    no_room = "No room beside the rest.", "Pas de place avec le reste.";
    comes_after(job: &str) = "It comes after {job}.", "Elle vient après {job}.";

    nearest_crews(list: &str) = "Nearest: {list}.", "Les plus proches : {list}.";
    crew_away(crew: &str, minutes: i32) = "{crew} ({minutes} min)", "{crew} ({minutes} min)";
    and = "and", "et";
    has_people(own: u32, needed: u32) = "has {own} of {needed} people", "a {own} personnes sur {needed}";
    is_refused = "is in its not_crews", "est dans not_crews";
    is_not_named = "is not in its only_crews", "n'est pas dans only_crews";
    drives_at_most(minutes: i32) = "drives {minutes} min at most", "roule {minutes} min au plus";
    is_off = "is off then", "est absente ces jours-là";
    is_off_or_short = "is off or short of people then", "est absente ou incomplète ces jours-là";
    cannot_start_by(time: &str) = "can't start it by {time}", "ne peut pas commencer avant {time}";
    is_back_late = "is back too late", "rentre trop tard";
    carries(own: f64, load: f64) = "carries {own} of {load}", "porte {own} sur {load}";
    cannot_carry = "can't carry it", "ne peut pas la porter";
    owns_none = "owns none", "n'en possède pas";
    works_at_most(minutes: i32) = "works {minutes} min a week at most", "travaille {minutes} min par semaine au plus";
    goes_to_no_site = "goes to no site", "ne va sur aucun chantier";
    is_away_at_most(minutes: i32) = "is away for {minutes} min at most", "s'absente {minutes} min au plus";
    would_come_before = "would do it before what it waits for", "la ferait avant ce qu'elle attend";
    is_not_pinned = "is not the pinned one", "n'est pas celle qui est épinglée";
    breaks(name: &str) = "breaks {name}", "enfreint {name}";
    has_no_skill(name: &str, asked: &str) = "has no {name} (asked {asked})", "n'a pas {name} (demandé : {asked})";
    has_level(name: &str, level: u8, asked: &str) = "has {name}:{level} (asked {asked})", "a {name}:{level} (demandé : {asked})";
    has_holders(own: u32, people: u32, asked: &str) = "has {own} of {people} people with {asked}", "a {own} personnes sur {people} avec {asked}";

    it = "it", "cette intervention";
    one_of_its_visits = "one of its visits", "une de ses visites";
    on_date(date: &str) = " on {date}", " le {date}";
    in_place_of(job: &str) = " in place of {job}", " à la place de {job}";
    with_more(shortage: &str) = " with {shortage}", " avec {shortage}";
    could_take(crews: &str, what: &str, how: &str, price: &str) = "{crews} could take {what}{how} ({price}).", "Confier {what} à {crews}{how} ({price}).";
    costs_less(amount: &str) = "costs {amount} less", "coûte {amount} de moins";
    costs_more(amount: &str) = "costs {amount} more", "coûte {amount} de plus";
    minutes_more_in_shift(minutes: i32) = "{minutes} min more at the end of the shift", "{minutes} min de plus en fin de journée";
    minutes_late(job: &str, minutes: i32) = "{job} {minutes} min late", "{job} en retard de {minutes} min";
    minutes_more_in_week(minutes: i32) = "{minutes} min more in the week", "{minutes} min de plus dans la semaine";
    more_tools(quantity: i64, tool: &str) = "{quantity} more {tool} that day", "{quantity} {tool} de plus ce jour-là";
    more_load(amount: f64) = "{amount} more on the vehicle", "{amount} de plus sur le véhicule";
    more_sites(count: i64) = "{count} more sites that day", "{count} chantiers de plus ce jour-là";

    remedy_skill = "Train or hire for the skill (crews.csv, members.csv), or lower what jobs.csv asks.", "Former ou recruter pour cette compétence (crews.csv, members.csv), ou demander moins dans jobs.csv.";
    remedy_crew_size = "Add people to a crew, or lower min_members.", "Renforcer une équipe, ou baisser min_members.";
    remedy_crew_choice = "Allow further crews in only_crews and not_crews.", "Autoriser d'autres équipes dans only_crews et not_crews.";
    remedy_travel_limit = "Raise max_travel of a near crew, or give the job to a subcontractor.", "Relever max_travel d'une équipe proche, ou sous-traiter.";
    remedy_precedence = "Plan the job that it waits for first, allow later dates, or take that job off the column after.", "Planifier d'abord l'intervention attendue, autoriser des dates plus tardives, ou la retirer de la colonne after.";
    remedy_calendar = "Allow other dates (earliest, latest, days), or put a crew to work then (calendar.csv).", "Autoriser d'autres dates (earliest, latest, days), ou faire travailler une équipe ces jours-là (calendar.csv).";
    remedy_window = "Widen open and close, or let a shift begin earlier.", "Élargir open et close, ou faire commencer une journée plus tôt.";
    remedy_shift = "Split the job into several visits, or allow overtime.", "Partager l'intervention en plusieurs visites, ou permettre des heures supplémentaires.";
    remedy_load = "Use a larger vehicle (capacity), or split the load over several visits.", "Prendre un véhicule plus grand (capacity), ou répartir la charge sur plusieurs visites.";
    remedy_equipment = "Rent more (quantity in tools.csv).", "Louer du matériel (quantity dans tools.csv).";
    remedy_week_hours = "Raise max_week_hours, or split the job.", "Relever max_week_hours, ou partager l'intervention.";
    remedy_sites = "Raise max_sites_per_day.", "Relever max_sites_per_day.";
    remedy_tour = "Split the job into several visits, or give it to a crew whose tours may be longer.", "Partager l'intervention en plusieurs visites, ou la donner à une équipe aux tournées plus longues.";
    remedy_together = "Ask for fewer crews, or allow dates on which more are there.", "Demander moins d'équipes, ou autoriser des dates où davantage sont là.";
    remedy_same_crew = "Write same_crew = prefer, or allow further dates.", "Écrire same_crew = prefer, ou autoriser d'autres dates.";
    remedy_gap = "Raise max_gap_days, or allow further dates.", "Relever max_gap_days, ou autoriser d'autres dates.";
    remedy_room = "Search longer, allow overtime or further dates, or leave a less urgent job for later.", "Chercher plus longtemps, permettre des heures supplémentaires ou d'autres dates, ou reporter une intervention moins urgente.";
}

impl super::Locale {
    /// What would let a job in that a rule, or want of room, keeps out.
    pub fn remedy(self, code: &str) -> String {
        match code {
            "skill" => self.remedy_skill(),
            "crew-size" => self.remedy_crew_size(),
            "crew-choice" => self.remedy_crew_choice(),
            "travel-limit" => self.remedy_travel_limit(),
            "precedence" => self.remedy_precedence(),
            "window" => self.remedy_window(),
            "shift" => self.remedy_shift(),
            "load" => self.remedy_load(),
            "equipment" => self.remedy_equipment(),
            "week-hours" => self.remedy_week_hours(),
            "sites-per-day" => self.remedy_sites(),
            "tour-duration" => self.remedy_tour(),
            "together" => self.remedy_together(),
            "same-crew" => self.remedy_same_crew(),
            "gap" => self.remedy_gap(),
            "calendar" | "date" | "pinned" => self.remedy_calendar(),
            _ => self.remedy_room(),
        }
    }
}
