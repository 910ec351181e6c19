//! What the commands print.

use brigade_model::i18n::messages;

messages! {
    /// What the commands print.
    pub trait TerminalMessages:

    legal = "The plan keeps every hard rule", "Le plan respecte toutes les règles";
    illegal = "The plan BREAKS hard rules", "Le plan ENFREINT des règles";
    legal_and(legal: &str, left: &str) = "{legal}; {left}.", "{legal} ; {left}.";
    all_planned = "every visit is planned", "toutes les visites sont planifiées";
    all_planned_or_given =
        "every visit is planned or given to another firm", "toutes les visites sont planifiées ou confiées à une autre entreprise";
    one_left_out = "1 visit is left out", "1 visite n'est pas planifiée";
    many_left_out(n: &str) = "{n} visits are left out", "{n} visites ne sont pas planifiées";
    gives_away(visits: &str, amount: &str) = "It gives {visits} to other firms, for {amount}.", "Il confie {visits} à d'autres entreprises, pour {amount}.";
    gives_away_against(visits: &str, amount: &str, before: &str) =
        "It gives {visits} to other firms, for {amount} (today {before}).",
        "Il confie {visits} à d'autres entreprises, pour {amount} (aujourd'hui {before}).";
    mends(rules: &str, names: &str) =
        "It mends {rules} of today's schedule: {names}.", "Il répare {rules} du planning actuel : {names}.";
    mends_agreed(rules: &str, names: &str) =
        "It mends {rules} of the plan as agreed: {names}.", "Il répare {rules} du plan convenu : {names}.";
    against(what: &str, also: &str) =
        "Against today's schedule it {what}{also}.", "Par rapport au planning actuel, il {what}{also}.";
    against_agreed(what: &str, also: &str) =
        "Against the plan as agreed it {what}{also}.", "Par rapport au plan convenu, il {what}{also}.";
    and_further = ", and ", ", et ";
    saves(what: &str) = "saves {what}", "économise {what}";
    drives_less(what: &str) = "drives {what} less", "roule {what} de moins";
    takes(what: &str) = "takes {what}", "demande {what}";
    road_km(km: &str, percent: &str) = "{km} km ({percent} %)", "{km} km ({percent} %)";
    road_hours(hours: &str, percent: &str) = "{hours} h on the road ({percent} %)", "{hours} h de route ({percent} %)";
    road_more(much: &str) = "{much} more", "{much} de plus";
    drives_as_much = "drives as much", "roule autant";
    satisfaction_more(percent: &str) =
        ", and raises the satisfaction of the chiefs by {percent} %", ", et améliore la satisfaction des chefs de {percent} %";
    satisfaction_less(percent: &str) =
        ", and lowers the satisfaction of the chiefs by {percent} %", ", et réduit la satisfaction des chefs de {percent} %";
    satisfaction_same =
        ", and leaves the satisfaction of the chiefs as it is", ", et laisse la satisfaction des chefs inchangée";
    more_visits(visits: &str, hours: &str) =
        "plans {visits} more ({hours} h of service)", "planifie {visits} de plus ({hours} h de travail)";
    fewer_visits(visits: &str, hours: &str) =
        "plans {visits} fewer ({hours} h of service)", "planifie {visits} de moins ({hours} h de travail)";
    saves_money(week: &str, year: &str) =
        "That is {week} a week, {year} a year.", "Soit {week} par semaine, {year} par an.";
    saves_once(amount: &str, during: &str) = "That is {amount} {during}.", "Soit {amount} {during}.";
    costs_money(amount: &str, during: &str) = "That costs {amount} more {during}.", "Soit {amount} de plus {during}.";
    own_less(amount: &str, more: &str, during: &str) =
        "Our crews cost {amount} less {during}, other firms {more} more.",
        "Nos équipes coûtent {amount} de moins {during}, les autres entreprises {more} de plus.";
    own_more(amount: &str, more: &str, during: &str) =
        "Our crews cost {amount} more {during}, and other firms {more} more.",
        "Nos équipes coûtent {amount} de plus {during}, et les autres entreprises {more} de plus.";
    this_day = "this day", "ce jour";
    these_days(days: usize) = "in these {days} days", "sur ces {days} jours";
    this_week = "this week", "cette semaine";
    these_two_weeks = "in these two weeks", "sur ces deux semaines";
    these_weeks(weeks: usize) = "in these {weeks} weeks", "sur ces {weeks} semaines";
    scored(score: &str) = "Score {score} of 100", "Note {score} sur 100";
    scored_before(score: &str) = " (today {score})", " (aujourd'hui {score})";
    none_better = "; proven: no plan is better", " ; prouvé : aucun plan n'est meilleur";
    of_unlimited =
        ", on the scale of a week in which anything may change", ", sur l'échelle d'une semaine où tout peut changer";
    at_most_better(percent: &str) = "; at most {percent} % better is possible", " ; au plus {percent} % de mieux est possible";

    current = "current", "actuel";
    plan = "plan", "plan";
    difference = "difference", "écart";
    broken(name: &str) = "broken: {name}", "enfreint : {name}";
    broken_by(place: &str, words: &str) = "broken: {place}: {words}", "enfreint : {place} : {words}";
    cost_of(name: &str) = "EUR {name}", "€ {name}";
    score_of(name: &str) = "score: {name}", "note : {name}";
    busy(crew: &str) = "busy %: {crew}", "occupation % : {crew}";
    cost = "cost", "coût";
    largest_causes = "largest causes", "causes principales";
    and_more_causes(n: usize) = ", and {n} more", ", et {n} de plus";
    more_rows(n: usize, file: &str) = "... and {n} more in {file}", "... et {n} de plus dans {file}";
    crew_by_crew = "routes.csv, crew by crew", "routes.csv, équipe par équipe";
    week_by_week = "routes.csv, week by week", "routes.csv, semaine par semaine";
    week(year: i32, week: u32) = "Week {year}-W{week:02}", "Semaine {year}-W{week:02}";
    crew = "crew", "équipe";
    off = "off", "repos";
    day_to_day(first: &str, last: &str) = "{first} to {last}", "{first} au {last}";
    everybody_off(days: &str) =
        "Everybody is off, but for crews with hours in calendar.csv: {days}.",
        "Personne ne travaille, sauf les équipes avec des heures dans calendrier.csv : {days}.";
    against_today(counts: &str) = "Against today's schedule: {counts}.", "Par rapport au planning actuel : {counts}.";
    against_the_agreed(counts: &str) = "Against the plan as agreed: {counts}.", "Par rapport au plan convenu : {counts}.";
    job = "job", "intervention";
    change_word = "change", "changement";
    from = "from", "de";
    to = "to", "à";
    nothing_left_out = "Nothing is left out.", "Rien n'est laissé de côté.";
    left_out = "left out", "non planifié";
    visits_word = "visits", "visites";
    reason = "reason", "raison";
    detail = "detail", "détail";
    written_to(folder: &str) = "Written to {folder}", "Écrit dans {folder}";
    stop_hint = "Ctrl-C: stop and write the best", "Ctrl-C : arrêter et écrire le meilleur";
    progress(phase: &str, cost: &str, broken: &str, iterations: &str) =
        "{phase}: best {cost}{broken}, {iterations} iterations", "{phase} : meilleur {cost}{broken}, {iterations} itérations";
    gap_so_far(percent: &str) = " (gap {percent} %)", " (écart {percent} %)";
    still_broken = " (breaks hard rules)", " (enfreint des règles)";
    stopped_early = "Stopped early; this is the best plan so far.", "Arrêté avant la fin ; voici le meilleur plan trouvé.";
    pins_contradict =
        "The plan breaks hard rules: pins that exclude each other or a rule can't all be kept.",
        "Le plan enfreint des règles : des épinglages qui s'excluent, ou qui excluent une règle, ne peuvent pas tous être gardés.";
    keeps_all = "The plan keeps every hard rule.", "Le plan respecte toutes les règles.";
    breaks_some = "The plan breaks hard rules, see above.", "Le plan enfreint des règles, voir ci-dessus.";
    sound(name: &str, crews: &str, sites: &str, jobs: &str, visits: &str, days: &str) =
        "{name}: sound. {crews}, {sites}, {jobs}, {visits} in {days}.",
        "{name} : correct. {crews}, {sites}, {jobs}, {visits} en {days}.";
    no_current = "this instance has no current.csv: name a plan folder or a plan.csv instead", "cette instance n'a pas de current.csv : indiquer un dossier de plan ou un plan.csv";

    an_error(what: &str) = "error: {what}", "erreur : {what}";
    internal_fault(what: &str) = "internal fault: {what}", "erreur interne : {what}";
    nothing_written(errors: &str, warnings: &str) =
        "{errors}, {warnings}; nothing was written", "{errors}, {warnings} ; rien n'a été écrit";
    needs_schedule(option: &str) =
        "{option} needs a schedule of that week to change: put today's schedule into current.csv, or leave the option away",
        "{option} a besoin d'un planning de cette semaine à changer : mettre le planning actuel dans actuel.csv, ou retirer l'option";
    all_is_frozen(date: &str, first: &str, last: &str) =
        "--freeze {date} leaves nothing to plan: the horizon is {first} to {last}; name an earlier date",
        "--freeze {date} ne laisse rien à planifier : l'horizon va du {first} au {last} ; donner une date antérieure";
    nothing_is_frozen(date: &str, first: &str, last: &str) =
        "warning: --freeze {date} lies before the horizon, {first} to {last}: nothing is frozen",
        "attention : --freeze {date} précède l'horizon, du {first} au {last} : rien n'est figé";
    no_agreed_visit(from: &str) =
        "--from {from} has no visit of this instance and its horizon", "--from {from} n'a aucune visite de cette instance dans son horizon";
    now_is_past(now: &str, first: &str, last: &str) =
        "--now {now} lies after the horizon, {first} to {last}: nothing is left to plan",
        "--now {now} est après l'horizon, du {first} au {last} : il ne reste rien à planifier";
    out_of_range(what: &str, asked: usize, most: usize) =
        "{asked} {what} asked for: write a number from 1 to {most}", "--{what} {asked} : écrire un nombre de 1 à {most}";
    cannot_print(fault: &str) = "cannot write to standard output: {fault}", "la sortie standard ne peut pas être écrite : {fault}";
    cannot_read(path: &str, fault: &str) = "cannot read {path}: {fault}", "{path} ne peut pas être lu : {fault}";
    standard_input = "standard input", "l'entrée standard";
    no_file_name(path: &str) =
        "{path} is no name of a file: write one such as week.html", "{path} n'est pas un nom de fichier : en écrire un comme semaine.html";
    off_fault(text: &str, fault: &str) = "--off {text}: {fault}", "--off {text} : {fault}";

    other_instance(plan: &str, other: &str, own: &str) =
        "{plan} was made for the instance {other}, not for {own}: name that instance, or plan again with brigade plan",
        "{plan} a été calculé pour l'instance {other}, pas pour {own} : indiquer cette instance, ou replanifier avec brigade plan";
    unknown_visits(plan: &str, visits: &str, first: &str) =
        "{plan}: {visits} of crews or jobs that the instance doesn't have ({first}); name the instance that the plan was made for, or plan again",
        "{plan} : {visits} d'équipes ou d'interventions absentes de l'instance ({first}) ; indiquer l'instance du plan, ou replanifier";
    other_week(plan: &str) =
        "{plan}: no visit lies in the horizon of the instance; give the plan's week with --week",
        "{plan} : aucune visite dans l'horizon de l'instance ; donner la semaine du plan avec --week";

    own_instance(plan: &str, own: &str, named: &str) =
        "{plan} carries the instance that it was made for, with all that was said: {own} counts, not {named}",
        "{plan} contient l'instance pour laquelle il a été fait, avec tout ce qui a été dit : c'est {own} qui compte, pas {named}";

    not_empty(folder: &str) =
        "{folder} is not empty, and nothing in it is overwritten: name a new or empty folder",
        "{folder} n'est pas vide, et rien n'y est écrasé : indiquer un dossier nouveau ou vide";
    too_late(date: &str) = "{date} is no date to plan: write one such as 2026-11-23", "{date} ne peut pas être planifié : écrire une date comme 2026-11-23";
    generated(folder: &str, crews: &str, sites: &str, jobs: &str, visits: &str) =
        "{folder}: {crews}, {sites}, {jobs}, {visits}. Next: brigade plan {folder}",
        "{folder} : {crews}, {sites}, {jobs}, {visits}. Ensuite : brigade plan {folder}";
    new_workbook_written(workbook: &str, name: &str) =
        "Written: {workbook}. Fill it in with your firm; then: brigade plan {workbook}, which writes {name}-plan beside it.",
        "Écrit : {workbook}. Le remplir avec votre entreprise ; puis : brigade plan {workbook}, qui écrit {name}-plan à côté.";
    only_xlsx(path: &str) = "{path}: only .xlsx workbooks are written", "{path} : seuls les classeurs .xlsx sont écrits";
    is_there(path: &str) = "{path} is there already; give another name", "{path} existe déjà ; donner un autre nom";
    which_instance(plan: &str) =
        "say which instance {plan} is a plan of: brigade sheets INSTANCE PLAN",
        "dire de quelle instance {plan} est un plan : brigade sheets INSTANCE PLAN";
    new_written(folder: &str) =
        "{folder}: a small firm to replace by your own, file by file. Next: brigade plan {folder}",
        "{folder} : une petite entreprise à remplacer par la vôtre, fichier par fichier. Ensuite : brigade plan {folder}";

    without_mpi =
        "mpirun has started several processes, and this program is built without MPI: build it with --features mpi, or start it alone",
        "mpirun a lancé plusieurs processus, et ce programme est compilé sans MPI : le compiler avec --features mpi, ou le lancer seul";
    batch_is_alone =
        "mpirun has started several processes, which would all plan the same: start a batch alone, or several with --index",
        "mpirun a lancé plusieurs processus, qui planifieraient tous la même chose : lancer le lot seul, ou plusieurs avec --index";
    rank_differs(rank: usize) =
        "rank {rank} has another version, instance or options than rank 0; start the same program on the same files everywhere",
        "le rang {rank} a une autre version, une autre instance ou d'autres options que le rang 0 ; lancer partout le même programme sur les mêmes fichiers";
    rank_fails(rank: usize, said: &str) = "rank {rank} can't begin: {said}", "le rang {rank} ne peut pas commencer : {said}";
    resumed_at(minutes: &str, iterations: &str, file: &str) =
        "Goes on from {file}: {minutes} min and {iterations} iterations are done.",
        "Reprend {file} : {minutes} min et {iterations} itérations sont faites.";
    nothing_to_resume(file: &str) =
        "There is no {file} to go on from; begins anew.", "Il n'y a pas de {file} à reprendre ; recommence.";
    snapshot_is_there(file: &str) =
        "{file} is the snapshot of a run that did not end: go on from it with --resume, or delete it",
        "{file} est l'instantané d'un calcul inachevé : le reprendre avec --resume, ou le supprimer";

    batch_line(done: &str, of: &str, name: &str, what: &str) = "[{done}/{of}] {name}: {what}", "[{done}/{of}] {name} : {what}";
    batch_planned(cost: &str, left: &str) = "{cost}, {left} left out", "{cost}, {left} non planifiées";
    batch_solved(solved: &str, runs: &str) = "{solved} of {runs} runs solved", "{solved} calculs sur {runs} résolus";
    batch_kept(kept: &str, of: &str) =
        "{kept} of {of} plans are there already and are kept", "{kept} plans sur {of} sont déjà là et sont gardés";
    batch_stopped = "stopped early; this week is planned again the next time", "arrêté avant la fin ; cette semaine sera refaite la prochaine fois";
    batch_stale =
        "the line or its instance has changed, or the plan is not whole: planned again",
        "la ligne ou son instance a changé, ou le plan n'est pas entier : replanifié";
    batch_state(name: &str, line: u64, state: &str) = "{name} (line {line}): {state}", "{name} (ligne {line}) : {state}";
    batch_is_missing = "missing", "il manque";
    batch_is_stale =
        "of another line, of another input or not whole; the next run plans it again",
        "d'une autre ligne, d'une autre entrée ou incomplet ; la prochaine exécution le refait";
    batch_has_failed(error: &str) = "failed: {error}", "échec : {error}";
    batch_counts(done: &str, of: &str, file: &str) =
        "{done} of {of} plans are there. Written to {file}", "{done} plans sur {of} sont là. Écrit dans {file}";
    batch_done(done: &str, of: &str, out: &str) =
        "{done} of {of} plans are in {out}", "{done} plans sur {of} sont dans {out}";

    distances_are(what: &str) = "Distances: {what}.", "Distances : {what}.";
    roads_progress(done: &str, all: &str) = "{done} of {all} ways", "{done} trajets sur {all}";
    roads_filled(pairs: &str, file: &str) = "{pairs} ways written to {file}.", "{pairs} trajets écrits dans {file}.";
    roads_there(pairs: &str) =
        "{pairs} pairs were there and stay as they are; --refresh asks for all of them again.",
        "{pairs} paires y étaient et restent telles quelles ; --refresh les demande toutes de nouveau.";
    roads_nothing_missing = "No way is missing.", "Aucun trajet ne manque.";
    off_road_heading = "More than 500 m from the nearest road; are the coordinates right?", "À plus de 500 m de la route la plus proche ; les coordonnées sont-elles justes ?";
    off_road(place: &str, metres: &str) = "{place}: {metres} m", "{place} : {metres} m";
    roadless(place: &str) = "{place}: no road at all", "{place} : aucune route";
    failed_heading(pairs: &str) = "Without a way ({pairs}); straight lines stay in their place:", "Sans trajet ({pairs}) ; la ligne droite reste :";
    detours_heading(pairs: &str) = "More than 5 times the straight line ({pairs}):", "Plus de 5 fois la ligne droite ({pairs}) :";
    detour_of(from: &str, to: &str, km: &str, direct: &str) = "{from} - {to}: {km} km, straight {direct} km", "{from} - {to} : {km} km, en ligne droite {direct} km";
    pair_of(from: &str, to: &str) = "{from} - {to}", "{from} - {to}";
    further_lines(n: usize) = "... and {n} more", "... et {n} de plus";
    sample_of(pairs: &str) = "Of {pairs} ways, the nearest straight lines are:", "Sur {pairs} trajets, les lignes droites les plus proches sont :";
    sample_errors(km: &str, minutes: &str) =
        "On average they miss the kilometres of a way by {km} % and its minutes by {minutes} %.",
        "En moyenne, elles manquent les kilomètres d'un trajet de {km} % et ses minutes de {minutes} %.";
    sample_of_nothing = "No way was found; there is nothing to propose.", "Aucun trajet trouvé ; rien à proposer.";

    located(sites: &str, file: &str) = "Coordinates found for {sites}, in {file}.", "Coordonnées trouvées pour {sites}, dans {file}.";
    all_located = "All sites with an address have coordinates.", "Tous les chantiers avec une adresse ont des coordonnées.";
    located_as(site: &str, address: &str, label: &str, score: &str) =
        "{site}: {address} -> {label} ({score})", "{site} : {address} -> {label} ({score})";
    located_nowhere(site: &str, address: &str) = "{site}: {address}", "{site} : {address}";
    doubtful_heading = "Doubtful, with a score of 0 to 1; look at them on the map:", "Douteux, avec une note de 0 à 1 ; les regarder sur la carte :";
    unlocated_heading = "Not found; mend the address, or fill in lat and lon by hand:", "Introuvables ; corriger l'adresse, ou remplir lat et lon à la main :";

    imported(folder: &str) =
        "{folder}: the instance. Next: brigade plan {folder}", "{folder} : l'instance. Ensuite : brigade plan {folder}";

    capacity_heading =
        "Hours of work asked against hours there are (travel not counted):",
        "Heures de travail demandées et heures disponibles (sans les trajets) :";
    skill = "skill", "compétence";
    all_work = "all work", "tout le travail";
    asked_hours = "asked h", "demandé h";
    there_hours = "there h", "dispo. h";
    share_percent = "%", "%";
    too_little(names: &str) =
        "More is asked than there is: {names}. Allow overtime, train people, or leave work for later weeks.",
        "La demande dépasse le disponible : {names}. Permettre des heures supplémentaires, former, ou reporter du travail.";
    bound_hours_note =
        "A number in brackets: hours that can be done on no other day.",
        "Entre parenthèses : heures qui ne peuvent être faites aucun autre jour.";
    crowded_day(day: &str, asked: &str, there: &str) =
        "{day}: {asked} h can be done on no other day, {there} h are there. Allow other dates or put more crews to work.",
        "{day} : {asked} h ne peuvent être faites aucun autre jour, {there} h sont disponibles. Autoriser d'autres dates ou faire travailler plus d'équipes.";
    impossible_heading(jobs: &str) =
        "{jobs} that no plan can hold, whatever else is planned:",
        "{jobs} qu'aucun plan ne peut contenir, quoi qu'on planifie d'autre :";
    more_jobs(n: usize) = "... and {n} more", "... et {n} de plus";
    remedy_word = "what to do", "que faire";
}
