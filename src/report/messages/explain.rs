//! Why a plan does with a job what it does.

use brigade_model::i18n::messages;

messages! {
    /// Why a plan does with a job what it does.
    pub trait ExplainMessages:

    not_faithful =
        "The plan breaks hard rules; other ways are tried in what of it can stand.",
        "Le plan enfreint des règles ; les autres possibilités sont essayées dans ce qui peut en tenir.";
    all_by_another = "All its visits by one other crew:", "Toutes ses visites par une autre équipe :";
    where_missing_could_be =
        "Where a missing visit could be (EUR against leaving it out):",
        "Où une visite non planifiée pourrait aller (€ par rapport à ne pas la faire) :";
    what_would_let_in = "What would let it in, each tried alone:", "Ce qui permettrait de la faire, chaque fois essayé seul :";
    nothing_would_let_in =
        "No single change of the data that was tried would let it in beside the rest.",
        "Aucun changement essayé seul ne permettrait de la faire avec le reste.";
    what_crews_could_do = "What every crew could do (EUR more than now):", "Ce que chaque équipe pourrait faire (€ de plus) :";
    instead_heading = "Instead:", "Sinon :";
    would_pay(penalties: &str) = "Without it the plan would pay in EUR: {penalties}.", "Sans elle, le plan paierait en € : {penalties}.";
    h_it_costs = "it costs", "coûte";
    h_because = "because", "parce que";
    h_place = "crew, date, start", "équipe, date, début";
    h_more = "EUR more", "€ de plus";
    h_gives_way = "gives way", "cède la place";
    h_if = "if", "si";
    h_then = "then", "alors";
    h_minutes = "drive min", "route min";
    h_at_best = "at best", "au mieux";
    total = "total", "total";

    visit_left_out(reason: &str) = "1 visit is left out ({reason}).", "1 visite n'est pas planifiée ({reason}).";
    visits_left_out(n: u32, reason: &str) = "{n} visits are left out ({reason}).", "{n} visites ne sont pas planifiées ({reason}).";
    job_at(job: &str, place: &str, asks: &str) = "{job} at {place}: {asks}", "{job}, {place} : {asks}";
    visits_of_minutes(visits: &str, minutes: i32) = "{visits} of {minutes} min", "{visits} de {minutes} min";
    promised_by(time: &str) = "promised by {time}", "promise avant {time}";
    starts_after(least: i32, most: i32, job: &str) =
        "starts {least} to {most} min after {job}", "commence {least} à {most} min après {job}";
    due_on(date: &str) = "due {date}", "échéance {date}";
    nowhere_else =
        "No other crew and no other date has room for it, even in place of another visit.",
        "Aucune autre équipe et aucune autre date n'a de place pour elle, même à la place d'une autre visite.";
    next_best(place: &str, price: &str) =
        "Every other way found costs more: the next best, {place}, {price}.",
        "Toutes les autres possibilités trouvées coûtent plus cher : la meilleure, {place}, {price}.";
    as_good(place: &str) = "{place} would do as well.", "{place} conviendrait aussi bien.";
    better(place: &str, price: &str) =
        "{place} would do better ({price}): a longer run may find it.",
        "{place} conviendrait mieux ({price}) : un calcul plus long peut le trouver.";
    crew_on_at(crews: &str, day: &str, starts: &str) = "{crews} on {day} at {starts}", "{crews} {day} à {starts}";
    moves_to(job: &str, crew: &str, day: &str) = "{job} moves to {crew} on {day}", "{job} passe à {crew} {day}";
    job_is_left_out(job: &str) = "{job} is left out", "{job} n'est plus planifiée";
    job_is_given_away(job: &str, price: &str) = "another firm does {job} for {price}", "une autre entreprise fait {job} pour {price}";
    visit_given_away = "1 visit is given to another firm.", "1 visite est confiée à une autre entreprise.";
    visits_given_away(n: u32) = "{n} visits are given to another firm.", "{n} visites sont confiées à une autre entreprise.";
    may_be_given_away(price: &str) = "another firm: {price} a visit", "autre entreprise : {price} par visite";
    needs_shortage(shortage: &str) = "needs {shortage}", "demande {shortage}";
    does_it = "does it", "la fait";
    no_room_beside = "no room beside the rest", "pas de place avec le reste";

    if_skill(crew: &str, skill: &str) = "{crew} has {skill}", "{crew} a {skill}";
    if_people(crew: &str, people: u32) = "{crew} has {people} people", "{crew} a {people} personnes";
    if_admitted(crew: &str) = "the job admits {crew}", "{crew} est admise";
    if_drives(crew: &str, minutes: i32) = "{crew} drives {minutes} min one way", "{crew} roule {minutes} min à l'aller";
    if_works(crew: &str, day: &str) = "{crew} works on {day}", "{crew} travaille {day}";
    if_overtime(crew: &str, minutes: i32, now: i32) =
        "{crew} may do {minutes} min of overtime instead of {now}",
        "{crew} peut faire {minutes} min supplémentaires au lieu de {now}";
    if_tool(quantity: u32, tool: &str) = "the pool has {quantity} x {tool}", "le parc a {quantity} x {tool}";
    if_waits_not(job: &str) = "it need not wait for {job}", "elle n'attend pas {job}";
    if_any_date = "any date will do", "toute date convient";
    if_promised(time: &str) = "{time} is promised", "{time} est l'heure promise";
    if_any_crew = "several crews may work at the site", "plusieurs équipes peuvent travailler sur le chantier";
    if_unlinked = "it goes with no other job", "elle ne va avec aucune autre";
    if_any_start = "any start will do", "toute heure de début convient";

    other_instance_plan(path: &str) =
        "no visit of {path} is of this instance: it is the plan of another one",
        "aucune visite de {path} n'est de cette instance : c'est le plan d'une autre";
    some_unknown(visits: &str) =
        "warning: jobs or crews that this instance does not have, in {visits} of the plan",
        "attention : interventions ou équipes que cette instance n'a pas, dans {visits} du plan";
    costs_and_causes = "What the plan costs, and the largest causes:", "Ce que coûte le plan, et les causes principales :";
    crews_and_costs =
        "What every crew does, and the largest costs that it causes:",
        "Ce que fait chaque équipe, et les principaux coûts qu'elle cause :";
    dearest_jobs =
        "The jobs that cost most (brigade explain INSTANCE PLAN JOB says why):",
        "Les interventions qui coûtent le plus (brigade explain INSTANCE PLAN JOB dit pourquoi) :";
    crew_headline(crew: &str, visits: &str, days: &str, km: &str, travel: &str, service: &str) =
        "{crew}: {visits} on {days}, {km} km, {travel} h on the road, {service} h of service",
        "{crew} : {visits} sur {days}, {km} km, {travel} h de route, {service} h de travail";
    it_causes(costs: &str) = "It causes: {costs}.", "Elle cause : {costs}.";
    no_hours = "no hours", "pas d'heures";
    percent_busy(percent: &str) = "{percent} % busy", "occupée à {percent} %";
    h_date = "date", "date";
    h_tour = "tour", "tournée";
    h_travel = "travel h", "route h";
    h_service = "service h", "travail h";
    h_days = "days", "jours";
    h_carried = "carried before h", "charge passée h";
    carried_before(hours: &str) = ", {hours} h carried before", ", {hours} h de charge passée";
    h_load = "load", "charge";
    h_costs_most = "costs most", "coûte le plus";
    h_of_which = "of which", "dont";
    nothing_planned = "nothing planned", "rien de prévu";
    tour_text(leave: &str, stops: &str, back: &str) = "leaves {leave}; {stops}; back {back}", "part à {leave} ; {stops} ; rentre à {back}";
    overtime_text(minutes: i32) = ", {minutes} min of overtime", ", {minutes} min supplémentaires";
}
