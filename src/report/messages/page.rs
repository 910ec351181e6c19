//! The report page.

use brigade_model::i18n::messages;

messages! {
    /// The report page.
    pub trait PageMessages:

    title_undated = "Week plan", "Planning de la semaine";
    title_week(week: u32, dates: &str) = "Week {week}: {dates}", "Semaine {week} : {dates}";
    title_weeks(first: u32, last: u32, dates: &str) = "Weeks {first} to {last}: {dates}", "Semaines {first} à {last} : {dates}";
    told_as_of(day: &str, time: &str) = "Planned anew as of {day}, {time}.", "Replanifié au {day} à {time}.";
    told_heading = "What has happened:", "Ce qui s'est passé :";
    told_absent(crew: &str, day: &str) = "{crew} is absent on {day}", "{crew} est absente le {day}";
    told_absent_until(crew: &str, from: &str, until: &str) = "{crew} is absent from {from} to {until}", "{crew} est absente du {from} au {until}";
    told_urgent(job: &str) = "urgent: {job}", "urgente : {job}";
    told_cancelled(job: &str) = "cancelled: {job}", "annulée : {job}";
    told_finished(job: &str) = "finished: {job}", "terminée : {job}";
    told_finished_at(job: &str, day: &str, time: &str) = "finished on {day} at {time}: {job}", "terminée le {day} à {time} : {job}";
    told_frozen(day: &str) = "everything up to {day} stays as it was", "tout reste inchangé jusqu'au {day}";
    page_intro = "Proposal and what it changes against today's schedule.", "Proposition, et ce qu'elle change par rapport au planning actuel.";
    page_intro_alone = "Proposal; there is no schedule of today to compare with.", "Proposition ; pas de planning actuel auquel la comparer.";
    skip_to_week = "Skip to the week", "Aller à la semaine";

    h_verdict = "Verdict", "Verdict";
    h_changes = "What changes", "Ce qui change";
    h_week = "The week", "La semaine";
    h_map = "Map", "Carte";
    h_costs = "Cost, now and proposed", "Coût, actuel et proposé";
    h_crews = "Crews: load and travel", "Équipes : charge et trajets";
    h_left_out = "Left out", "Non planifié";
    h_figures = "Figures and scores", "Chiffres et notes";
    h_assumptions = "What this rests on", "Hypothèses";
    h_broken = "Broken rules", "Règles enfreintes";

    tile_km = "kilometres", "kilomètres";
    tile_hours = "hours on the road", "heures de route";
    tile_euros(during: &str) = "saved {during}", "économisés {during}";
    tile_euros_less(during: &str) = "less for our crews {during}", "de moins pour nos équipes {during}";
    tile_euros_more(during: &str) = "more {during}", "de plus {during}";
    in_a_day = "in a day", "en un jour";
    in_days(days: usize) = "in {days} days", "en {days} jours";
    in_a_week = "in a week", "par semaine";
    in_two_weeks = "in two weeks", "en deux semaines";
    in_weeks(weeks: usize) = "in {weeks} weeks", "en {weeks} semaines";
    tile_cost = "total cost, weights included", "coût total, poids compris";
    tile_score = "score of 100", "note sur 100";
    tile_visits = "visits planned", "visites planifiées";
    tile_changes = "visits that change", "visites qui changent";
    less(amount: &str) = "{amount} less", "{amount} de moins";
    more_of(amount: &str) = "{amount} more", "{amount} de plus";
    as_much = "as much as today", "autant qu'aujourd'hui";
    was(value: &str) = "today {value}", "aujourd'hui {value}";
    saved_year(amount: &str) = "{amount} a year", "{amount} par an";
    left_out_note(n: &str) = "{n} left out", "{n} de côté";
    given_away_note(n: &str) = "{n} given to other firms", "{n} confiées à d'autres entreprises";
    firms_more(amount: &str) = "other firms: {amount} more", "autres entreprises : {amount} de plus";
    of_rows(n: usize) = "of {n} in today's schedule", "sur {n} du planning actuel";
    no_better = "proven: nothing cheaper exists", "prouvé : rien de moins cher n'existe";
    gap_note(percent: &str) = "proven: at most {percent} % better is possible", "prouvé : au plus {percent} % de mieux est possible";
    unlimited_note = "on the scale of a week in which anything may change", "sur l'échelle d'une semaine où tout peut changer";
    bound_note(amount: &str, class: &str) = "no plan costs less than {amount} ({class})", "aucun plan ne coûte moins de {amount} ({class})";

    show = "Show", "Afficher";
    filter_day = "Day", "Jour";
    filter_crew = "Crew", "Équipe";
    filter_region = "Region", "Région";
    filter_schedule = "Schedule", "Planning";
    every_day = "all days", "tous les jours";
    every_crew = "all crews", "toutes les équipes";
    every_region = "all regions", "toutes les régions";
    no_region = "(no region)", "(sans région)";
    reset = "Show all", "Tout afficher";
    proposal = "Proposal", "Proposition";
    today = "Today", "Aujourd'hui";
    both = "Both", "Les deux";
    cost_heading = "Cost", "Coût";
    score_column = "score of 100", "note sur 100";
    shown_status(n: &str, m: &str) = "Shown: {n} of {m} visits", "Affiché : {n} visites sur {m}";
    keys_hint =
        "Point at a bar, tap it or move to it with the keyboard to read its details: Tab enters the week, the arrow keys go from visit to visit.",
        "Survoler une barre, la toucher ou y aller au clavier pour lire le détail : Tab entre dans la semaine, les flèches passent d'une visite à l'autre.";

    legend = "Legend", "Légende";
    legend_kept = "as today", "comme aujourd'hui";
    legend_planned = "visit", "visite";
    legend_moved_day = "other day", "autre jour";
    legend_moved_crew = "other crew", "autre équipe";
    legend_added = "not in today's schedule", "absente du planning actuel";
    legend_dropped = "dropped in the proposal", "retirée dans la proposition";
    legend_road = "on the road", "sur la route";
    legend_pause = "break", "pause";
    legend_late = "past the end of the shift", "après la fin de la journée";
    pinned_mark = "pinned", "épinglée";
    off_word = "off", "absente";
    idle = "nothing planned", "rien de prévu";

    v_time(from: &str, until: &str, day: &str) = "{day}, {from} to {until}", "{day}, de {from} à {until}";
    v_crew(crew: &str) = "Crew {crew}", "Équipe {crew}";
    v_road(km: &str, minutes: i32) = "{km} km and {minutes} min to get there", "{km} km et {minutes} min pour y aller";
    v_was(place: &str) = "today: {place}", "aujourd'hui : {place}";
    v_becomes(place: &str) = "proposed: {place}", "proposé : {place}";
    v_kept = "as today", "comme aujourd'hui";
    v_added = "not in today's schedule", "absente du planning actuel";
    v_dropped = "not in the proposal", "absente de la proposition";
    v_skills(skills: &str) = "needs {skills}", "demande {skills}";
    v_promised(time: &str) = "promised by {time}", "promise avant {time}";
    v_with(least: i32, most: i32, job: &str) =
        "starts {least} to {most} min after {job}", "commence {least} à {most} min après {job}";
    v_due(date: &str) = "due {date}", "échéance {date}";
    road_home(minutes: i32) = "Way back to the base, {minutes} min", "Retour à la base, {minutes} min";
    road_to(minutes: i32) = "On the road, {minutes} min", "Sur la route, {minutes} min";

    map_alt(title: &str, routes: usize, km: &str) = "{title}: {routes} tours, {km} km", "{title} : {routes} tournées, {km} km";
    tour_label(crew: &str, day: &str, visits: &str, km: &str, minutes: i32) =
        "{crew} · {day} · {visits}, {km} km, {minutes} min on the road", "{crew} · {day} · {visits}, {km} km, {minutes} min de route";
    base_of(crew: &str) = "Base of {crew}", "Base de {crew}";
    map_note =
        "Straight lines from place to place; north is up. A square is a base, a dot a site, a cross a site whose work is left out. Where names find no room, point at the place. What lies far out is drawn at the edge.",
        "Lignes droites d'un lieu à l'autre ; le nord est en haut. Un carré est une base, un point un chantier, une croix un chantier non planifié. Là où un nom ne tient pas, survoler le lieu. Ce qui est très loin est dessiné au bord.";
    far_out(place: &str, km: &str) = "{km} km further: {place}", "{km} km plus loin : {place}";
    north = "N", "N";

    t_component = "component", "poste";
    t_now = "today", "aujourd'hui";
    t_plan = "proposed", "proposé";
    t_share = "share", "part";
    t_busy = "busy", "occupation";
    t_service = "work", "travail";
    t_travel = "road", "route";
    t_km = "km", "km";
    t_overtime = "overtime", "heures sup.";
    t_carried = "carried before", "charge passée";
    t_visits = "visits", "visites";
    t_site = "site", "chantier";
    t_cause = "why", "pourquoi";
    t_remedies = "what would let it in", "ce qui permettrait de la faire";
    t_meaning = "meaning", "signification";
    t_rule = "rule", "règle";
    busy_note =
        "Busy: work and road as a share of the hours that the crew has. The mark shows today's share.",
        "Occupation : travail et route rapportés aux heures de l'équipe. Le repère montre la part actuelle.";
    carried_note =
        "Carried before: hours of work beyond the fair share of the weeks before, which this plan evens out.",
        "Charge passée : heures de travail au-delà de la part équitable des semaines précédentes, que ce plan compense.";
    hours_short(hours: &str) = "{hours} h", "{hours} h";
    tried = "Tried:", "Essayé :";
    in_general = "In general:", "En général :";
    changes_scroll(n: usize) = "The list scrolls: {n} changes in all.", "La liste défile : {n} changements en tout.";
    changes_summary(kept: usize, all: usize) = "{kept} of {all} visits of today's schedule stay as they are.", "{kept} visites sur {all} du planning actuel restent telles quelles.";
    nothing_changes = "Nothing changes against today's schedule.", "Rien ne change par rapport au planning actuel.";
    no_today = "There is no schedule of today (current.csv) to compare with.", "Pas de planning actuel (current.csv) auquel comparer.";
    only_plan = "Broken rules of the proposal", "Règles enfreintes par la proposition";
    cost_note =
        "Savings count only what is paid out: kilometres, time on the road, overtime and shifts used. The other rows are the weights of the settings: what it is worth to avoid something.",
        "Les économies ne comptent que les dépenses : kilomètres, temps de route, heures supplémentaires et journées d'équipe. Les autres lignes sont les poids des réglages : ce que vaut d'éviter quelque chose.";

    a_horizon = "Horizon", "Horizon";
    a_horizon_text(from: &str, until: &str) = "{from} to {until}", "du {from} au {until}";
    a_distance = "Distances", "Distances";
    a_great_circle(detour: &str) = "straight line x {detour}", "vol d'oiseau x {detour}";
    a_roads(date: &str, pairs: &str, source: &str) =
        "roads of {date} ({source}), {pairs} pairs; the rest: ", "routes du {date} ({source}), {pairs} paires ; le reste : ";
    a_plane = "straight lines in the plane", "lignes droites dans le plan";
    a_table(n: &str) = "{n} pairs measured (distances.csv); the rest: ", "{n} paires mesurées (distances.csv) ; le reste : ";
    a_speed = "Speed", "Vitesse";
    a_speed_text(speed: &str) = "{speed} km/h", "{speed} km/h";
    a_speed_factor(usual: &str, factor: &str) = "{usual} x {factor}", "{usual} x {factor}";
    a_speed_factors(usual: &str, slowest: &str, fastest: &str) =
        "{usual}, x {slowest} to {fastest} by crew", "{usual}, x {slowest} à {fastest} selon l'équipe";
    a_break = "Break", "Pause";
    a_no_break = "none", "aucune";
    a_days_off = "Holidays and closed days", "Jours fériés et fermetures";
    a_prices = "Prices", "Prix";
    a_prices_text(km: &str, hour: &str, overtime: &str) =
        "{km} EUR a km, {hour} EUR a person-hour on the road, {overtime} EUR more a person-hour of overtime, where a crew has no price of its own",
        "{km} € par km, {hour} € par heure-personne de route, {overtime} € de plus par heure-personne supplémentaire, sauf prix propre à l'équipe";
    a_year = "A year", "Une année";
    a_year_text(weeks: &str) = "{weeks} weeks like this one", "{weeks} semaines comme celle-ci";
    a_run = "Search", "Recherche";
    a_run_text(seed: u64, iterations: &str) = "seed {seed}, {iterations} iterations", "graine {seed}, {iterations} itérations";
    a_run_unknown = "not known: the plan folder has no summary.json", "inconnue : le dossier du plan n'a pas de summary.json";
    a_input = "Input", "Données";
    a_input_changed = "changed since the plan was made; all figures here are of the present input", "modifiées depuis le calcul du plan ; tous les chiffres sont ceux des données présentes";
    a_version = "Made with", "Produit par";
    a_bound = "Proof", "Preuve";
    a_no_bound = "no bound: how much better a plan could be is not proven", "pas de borne : on ne sait pas de combien un plan pourrait être meilleur";
}
