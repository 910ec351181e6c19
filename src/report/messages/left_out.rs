//! Why jobs are left out, and what would let them in.

use brigade_model::i18n::messages;

messages! {
    /// Why jobs are left out, and what would let them in.
    pub trait LeftOutMessages:

    more_changes(changes: &str) = "{changes} more of today's schedule", "{changes} de plus du planning actuel";
    costs_more_than_leaving = "It fits, but costs no less than leaving it out.", "Elle tient, mais ne coûte pas moins que de ne pas la faire.";
    costs_more_than_giving_away = "Our crews could do it, but for no less.", "Nos équipes pourraient la faire, mais pas pour moins.";
    found_too_late = "It fits: the search ended before it found that.", "Elle tient : la recherche s'est terminée avant de le trouver.";
    no_room = "No room beside the rest.", "Pas de place avec le reste.";
    comes_after(job: &str) = "It comes after {job}.", "Elle vient après {job}.";

    nearest_crews(list: &str) = "Nearest: {list}.", "Les plus proches : {list}.";
    crew_away(crew: &str, minutes: i32) = "{crew} ({minutes} min)", "{crew} ({minutes} min)";

    it = "it", "cette intervention";
    one_of_its_visits = "one of its visits", "une de ses visites";
    on_date(date: &str) = " on {date}", " le {date}";
    in_place_of(job: &str) = " in place of {job}", " à la place de {job}";
    with_given_away(job: &str, price: &str) = " if another firm does {job} for {price}", " si une autre entreprise fait {job} pour {price}";
    with_more(shortage: &str) = " with {shortage}", " avec {shortage}";
    could_take(crews: &str, what: &str, how: &str, price: &str) = "{crews} could take {what}{how} ({price}).", "Confier {what} à {crews}{how} ({price}).";
    than_left_out(price: &str) = "{price} than leaving it out", "{price} que de la laisser de côté";
    than_given_away(price: &str) = "{price} than giving it away", "{price} que de la confier";
    further_crew = "; ", " ; ";
    costs_less(amount: &str) = "costs {amount} less", "coûte {amount} de moins";
    costs_more(amount: &str) = "costs {amount} more", "coûte {amount} de plus";
    minutes_more_in_shift(minutes: i32) = "{minutes} min more at the end of the shift", "{minutes} min de plus en fin de journée";
    minutes_late(job: &str, minutes: i32) = "{job} {minutes} min late", "{job} en retard de {minutes} min";
    minutes_more_in_week(minutes: i32) = "{minutes} min more in the week", "{minutes} min de plus dans la semaine";
    more_tools(quantity: i64, tool: &str) = "{quantity} more {tool} that day", "{quantity} {tool} de plus ce jour-là";
    more_load(amount: f64) = "{amount} more on the vehicle", "{amount} de plus sur le véhicule";
    more_sites(sites: &str) = "{sites} more that day", "{sites} de plus ce jour-là";
}
