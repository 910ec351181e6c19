//! What changes, why, and what it brings.

use brigade_model::i18n::messages;

messages! {
    /// What changes, why, and what it brings.
    pub trait ChangeMessages:

    brings = "brings EUR", "rapporte €";
    why = "why", "pourquoi";
    is_absent(crew: &str) = "{crew} is absent", "{crew} est absente";
    absent_left_out(absent: &str) = "{absent}, left out", "{absent}, non planifiée";
    was_cancelled = "cancelled", "annulée";
    finished_early = "finished early", "terminée plus tôt";
    is_left_out = "left out", "non planifiée";
    is_given_away(price: &str) = "given to another firm for {price}", "confiée à une autre entreprise pour {price}";
    is_urgent = "urgent", "urgente";
    left_out_before = "was left out before", "n'était pas planifiée";
    saves_amount(amount: &str) = "saves {amount}", "économise {amount}";
    fits_the_rest = "fits the rest", "va avec le reste";
    makes_room_for(job: &str) = "makes room for {job}", "fait de la place à {job}";
    no_longer_fits = "no longer fits there", "n'y tient plus";
    barred_there(rule: &str) = "can't be done there: {rule}", "n'y est plus possible : {rule}";
    impossible_there = "can't be done there", "n'y est plus possible";
    as_of(moment: &str, most: &str) = "As of {moment}, with at most {most}:", "Au {moment}, avec {most} au plus :";
    more_would_save(changes: &str, amount: &str, most: u32) =
        "With {changes} it would cost {amount} less: --max-changes {most}.",
        "Avec {changes}, il coûterait {amount} de moins : --max-changes {most}.";
    is_carried =
        "The plan carries what was said (events.jsonl) and its instance (instance/): every command on it knows both.",
        "Le plan garde ce qui a été dit (events.jsonl) et son instance (instance/) : toute commande sur lui en tient compte.";
    not_done_any_more(job: &str, why: &str) =
        "{job}: {why}; nothing more of it is planned.", "{job} : {why} ; plus rien n'en est planifié.";
    pin_given_up(job: &str) =
        "warning: the pin of {job} is given up: its crew or its job is not there any more",
        "attention : l'épinglage de {job} est abandonné : son équipe ou l'intervention n'est plus là";
    event_skipped(line: usize, fault: &str) =
        "skipped: event of line {line}: {fault}", "ignoré : événement de la ligne {line} : {fault}";
    event_was_skipped =
        "1 event was skipped, see above; the plan has all others.",
        "1 événement a été ignoré, voir ci-dessus ; le plan tient compte de tous les autres.";
    events_skipped(n: usize) =
        "{n} events were skipped, see above; the plan has all others.",
        "{n} événements ont été ignorés, voir ci-dessus ; le plan tient compte de tous les autres.";
    curve_title = "What how many changes of today's schedule save:", "Ce que rapporte chaque nombre de changements du planning actuel :";
    changes_allowed = "changes allowed", "changements permis";
    changes_made = "made", "faits";
    saved_euros = "EUR saved", "€ économisés";
    percent_of_last = "% of the last", "% du dernier";
    all_changes = "all", "tous";
    changes_bring(changes: &str, percent: &str, all: usize) =
        "With {changes} comes {percent} % of the saving of {all}.",
        "Avec {changes} vient {percent} % de l'économie de {all}.";
    curve_alt = "Euros saved by number of changes", "Euros économisés selon le nombre de changements";
    curve_axis = "changes of today's schedule", "changements du planning actuel";
    curve_point(changes: &str, amount: &str) = "{changes} save {amount}", "{changes} : {amount} économisés";
    h_curve = "What how many changes bring", "Ce que rapporte chaque nombre de changements";
    curve_note =
        "Each row is the best plan found with at most so many changes; penalties for work left out count as cost.",
        "Chaque ligne est le meilleur plan trouvé avec au plus ce nombre de changements ; le travail non planifié compte comme un coût.";
}
