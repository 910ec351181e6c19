//! The words of the page in every language.

use std::collections::BTreeMap;

use crate::i18n::Locale;

macro_rules! words {
    ($($key:ident = $en:literal, $fr:literal;)+) => {
        /// Every key with its words.
        const WORDS: &[(&str, &str, &str)] = &[$((stringify!($key), $en, $fr)),+];
    };
}

words! {
    board = "Planner's board", "Tableau du planificateur";
    scenario = "Scenario", "Scénario";
    undo = "Undo", "Annuler";
    redo = "Redo", "Rétablir";
    optimise = "Optimise", "Optimiser";
    stop = "Stop", "Arrêter";
    seconds = "seconds", "secondes";
    most_changes = "Most changes", "Changements au plus";
    any_number = "any number", "sans limite";
    new_job = "Urgent job", "Urgence";
    when = "When can you come?", "Quand pouvez-vous venir ?";
    scenarios = "Scenarios", "Scénarios";
    copy = "Copy as", "Copier sous";
    copy_do = "Copy", "Copier";
    export = "Export", "Exporter";
    save = "Save as current", "Enregistrer comme actuel";
    save_sure = "Write this week over current.csv in the folder?", "Écrire cette semaine par-dessus current.csv dans le dossier ?";
    picture = "Trade-offs", "Compromis";
    picture_do = "Draw the picture", "Tracer";
    picture_hint = "Each point is a plan found under other weights. Open one as a scenario.", "Chaque point est un plan trouvé avec d'autres poids. Ouvrez-en un comme scénario.";
    point_km = "fewest kilometres", "le moins de kilomètres";
    point_balanced = "more preferences", "plus de préférences";
    point_as_is = "your weights", "vos poids";
    point_preferences = "preferences first", "préférences d'abord";
    point_stability = "few changes", "peu de changements";
    point_balance = "even load", "charge égale";
    open_as = "Open as scenario", "Ouvrir comme scénario";
    left_out = "Left out", "De côté";
    nothing_left_out = "Every visit is planned.", "Toutes les visites sont planifiées.";
    drop_here = "Drop here to leave out", "Déposer ici pour laisser de côté";
    given = "given to another firm", "confiée à une autre entreprise";
    changes = "Changes against the current schedule", "Changements par rapport au planning actuel";
    no_changes = "Nothing differs from the current schedule.", "Rien ne diffère du planning actuel.";
    take_back = "Put the ticked ones back", "Remettre les cochés";
    proposal = "Proposal", "Proposition";
    accept = "Accept the ticked ones", "Accepter les cochés";
    dismiss = "Dismiss", "Écarter";
    all = "all", "tous";
    none = "none", "aucun";
    no_better = "The search found nothing better than your week.", "La recherche n'a rien trouvé de mieux que votre semaine.";
    brings = "saves", "économise";
    cost = "Cost, weights included", "Coût, poids compris";
    km = "Kilometres", "Kilomètres";
    hours = "Hours on the road", "Heures de route";
    visits = "Visits", "Visites";
    broken = "Broken rules", "Règles enfreintes";
    legal = "No rule is broken", "Aucune règle enfreinte";
    preferences = "Preferences", "Préférences";
    balance = "Balance", "Équilibre";
    continuity = "Continuity", "Continuité";
    gap = "Gap", "Écart";
    gap_text = "at most {0} % better is possible", "au plus {0} % de mieux est possible";
    changed = "Changes", "Changements";
    better_order = "in a better order: {0}", "dans un meilleur ordre : {0}";
    crew = "Crew", "Équipe";
    job = "Job", "Intervention";
    now = "Now", "Actuel";
    then = "Then", "Ensuite";
    pin = "Pin", "Fixer";
    unpin = "Unpin", "Libérer";
    leave_out = "Leave out", "Laisser de côté";
    pick_up = "Move", "Déplacer";
    explain = "Why here?", "Pourquoi ici ?";
    explain_out = "Why left out?", "Pourquoi de côté ?";
    pinned = "pinned", "fixée";
    absent = "absent", "absente";
    off = "off", "repos";
    make_absent = "{0} is absent on {1}", "{0} est absente le {1}";
    make_present = "{0} is back on {1}", "{0} est de retour le {1}";
    day_of = "{0}, {1}: the day", "{0}, {1} : la journée";
    close = "Close", "Fermer";
    cancel = "Cancel", "Abandonner";
    price_here = "{0} here", "{0} ici";
    blocked_by = "Not here: {0}", "Pas ici : {0}";
    stays = "It stays here", "Elle reste ici";
    picked = "{0} is picked up. Arrows choose a cell, Enter drops, Escape puts it back.", "{0} est prise. Les flèches choisissent une case, Entrée dépose, Échap remet en place.";
    dropped = "{0} dropped: {1}", "{0} déposée : {1}";
    put_back = "Put back.", "Remise en place.";
    pricing = "Pricing…", "Calcul des prix…";
    dearer = "dearer", "plus cher";
    cheaper = "cheaper", "moins cher";
    same = "the same", "pareil";
    blocked = "blocked", "impossible";
    legend = "Colours of cells", "Couleurs des cases";
    week = "The week", "La semaine";
    week_hint = "Drag a visit, or choose one and press Move. On a touch screen hold it first.", "Faites glisser une visite, ou choisissez-la puis Déplacer. Sur un écran tactile, maintenez-la d'abord.";
    running = "Searching", "Recherche en cours";
    open_sure = "Open {0} in place of this week, for everybody at this board? This week stays in its database.", "Ouvrir {0} à la place de cette semaine, pour tous à ce tableau ? Cette semaine reste dans sa base.";
    open_do = "Open", "Ouvrir";
    folder_changed = "The folder has changed since the board read it.", "Le dossier a changé depuis que le tableau l'a lu.";
    take_folder = "Take the folder as it is now", "Prendre le dossier tel qu'il est";
    keep_board = "Stay with what was read", "Rester sur ce qui a été lu";
    lost = "The server does not answer. Nothing is lost; trying again…", "Le serveur ne répond pas. Rien n'est perdu ; nouvel essai…";
    language = "Language", "Langue";
    site = "Site", "Chantier";
    id = "Id", "Identifiant";
    name = "Name", "Nom";
    duration = "Minutes", "Minutes";
    priority = "Priority (1 to 9)", "Priorité (1 à 9)";
    skills = "Skills", "Compétences";
    earliest = "Not before", "Pas avant";
    latest = "Not after", "Pas après";
    open = "From", "À partir de";
    until = "Until", "Jusqu'à";
    crews = "Crews", "Équipes";
    add = "Add to the week", "Ajouter à la semaine";
    take = "Take", "Prendre";
    find = "Find the best times", "Chercher les meilleurs moments";
    no_slot = "Nowhere without breaking a rule.", "Nulle part sans enfreindre une règle.";
    price = "Price", "Prix";
    date = "Date", "Date";
    start = "Start", "Début";
    because = "Because", "Parce que";
    instead = "Instead", "Ailleurs";
    takes = "Ways in", "Façons de la placer";
    helps = "What would help", "Ce qui aiderait";
    added = "Added; it waits among what is left out.", "Ajoutée ; elle attend parmi ce qui est de côté.";
    breaks = "Accepted, but the mixture breaks a rule: see below.", "Accepté, mais le mélange enfreint une règle : voir plus bas.";
    search = "Find a job, site or crew", "Chercher intervention, chantier ou équipe";
    minutes_short = "min", "min";
    idle = "idle", "libre";
    more = "More", "Plus";
    tick = "take this one", "prendre celui-ci";
}

/// All words of a language by their keys.
pub fn all(locale: Locale) -> BTreeMap<&'static str, &'static str> {
    let own = |&(key, en, fr): &(&'static str, &'static str, &'static str)| match locale {
        Locale::En => (key, en),
        Locale::Fr => (key, fr),
    };
    WORDS.iter().map(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPTS: [&str; 6] = [
        include_str!("page/board.js"),
        include_str!("page/grid.js"),
        include_str!("page/drag.js"),
        include_str!("page/panels.js"),
        include_str!("page/dialogs.js"),
        include_str!("page/server.js"),
    ];

    #[test]
    fn every_word_is_there_in_every_language() {
        WORDS.iter().for_each(|&word| crate::i18n::assert_complete(word));
    }

    #[test]
    fn the_page_asks_for_the_words_that_there_are() {
        let texts = all(Locale::En);
        let asked: Vec<&str> = SCRIPTS
            .iter()
            .flat_map(|script| script.split("say(\"").skip(1))
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(asked.len() > 40);
        asked.iter().for_each(|key| assert!(texts.contains_key(key) || *key == "point_", "{key}"));
        let page = include_str!("page/index.html");
        let marked = page.split("data-say=\"").skip(1).filter_map(|rest| rest.split('"').next());
        marked.for_each(|key| assert!(texts.contains_key(key), "{key}"));
    }
}
