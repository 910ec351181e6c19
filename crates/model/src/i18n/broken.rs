//! Broken rules, with their figures.

use super::messages;

messages! {
    broken_off(crew: &str) = "{crew} is off", "{crew} est absente";
    broken_outside = "the date lies outside the horizon", "la date est hors de l'horizon";
    broken_refused(job: &str, crew: &str) = "{job} is not for {crew}: the crew is in its not_crews", "{job} n'est pas pour {crew} : l'équipe est dans not_crews";
    broken_not_named(job: &str, crew: &str) = "{job} is not for {crew}: the crew is not in its only_crews", "{job} n'est pas pour {crew} : l'équipe n'est pas dans only_crews";
    broken_size(job: &str, least: u32, crew: &str, present: u32) =
        "{job} needs {least} people, {crew} is {present} that day", "{job} demande {least} personnes, {crew} en a {present} ce jour-là";
    broken_date(job: &str) = "{job} may not be done on this date", "{job} ne peut pas être faite à cette date";
    broken_asked(job: &str, planned: usize, asked: usize) = "{planned} visits of {job}, {asked} asked", "{planned} visites de {job}, {asked} demandées";
    broken_again(crew: &str, job: &str) = "{crew} visits {job} again on the same day", "{crew} retourne à {job} le même jour";
    broken_pool(quantity: u32, tool: &str, pool: u32) = "{quantity} x {tool} taken, the pool has {pool}", "{quantity} x {tool} pris, le parc en a {pool}";
    broken_frozen = "it has begun, or is frozen, and starts at another time", "elle a commencé, ou est figée, et commence à une autre heure";
    broken_past(moment: &str) = "nothing may be planned there any more, at {moment}", "rien ne peut plus y être planifié, au {moment}";
    broken_gap(job: &str, gap: u32, since: &str, most: u32) =
        "{job} goes on {gap} working days after {since}, at most {most}", "{job} reprend {gap} jours ouvrés après {since}, {most} au plus";
    broken_load(load: f64, capacity: f64) = "{load} loaded, the vehicle carries {capacity}", "{load} chargé, le véhicule porte {capacity}";
    broken_change(most: u32) = "a change beyond the {most} allowed", "un changement au-delà des {most} permis";
    broken_begun(job: &str) = "no visit of {job} is left for one that has begun", "aucune visite de {job} ne reste pour une visite commencée";
    broken_pin(job: &str, line: u64) = "no visit of {job} is left for the pin of line {line}", "aucune visite de {job} ne reste pour l'épinglage de la ligne {line}";
    broken_waits_left_out(job: &str, before: &str) = "{job} waits for {before}, which is not complete", "{job} attend {before}, qui n'est pas complète";
    broken_waits_not_done(job: &str, before: &str) =
        "{job} waits for {before}, which is neither on an earlier date nor earlier in the same tour",
        "{job} attend {before}, qui n'est ni à une date antérieure ni plus tôt dans la même tournée";
    broken_crews(crews: usize, job: &str, allowed: u32) =
        "{crews} crews work on {job} where {allowed} must do all visits", "{crews} équipes travaillent à {job}, {allowed} doit faire toutes les visites";
    broken_start(job: &str, start: &str, arrive: &str) =
        "{job} starts at {start}, its crew can be there at {arrive}", "{job} commence à {start}, son équipe peut y être à {arrive}";
    broken_leaves(crew: &str, leave: &str, start: &str) = "{crew} leaves at {leave}, the shift starts at {start}", "{crew} part à {leave}, la journée commence à {start}";
    broken_back(crew: &str, back: &str, overtime: i32, end: &str, most: i32) =
        "{crew} is back at {back}, {overtime} min past {end} where {most} are allowed", "{crew} rentre à {back}, {overtime} min après {end}, {most} permises";
    broken_sites(crew: &str, sites: u32, most: u32) = "{crew} visits {sites} sites, at most {most}", "{crew} va sur {sites} chantiers, {most} au plus";
    broken_skill(job: &str, people: u32, skill: &str, crew: &str, holders: u32) =
        "{job} needs {people} with {skill}, {crew} has {holders} that day", "{job} demande {people} avec {skill}, {crew} en a {holders} ce jour-là";
    broken_together(crews: u32, job: &str, needed: u32) = "{crews} crews at {job}, {needed} needed", "{crews} équipes à {job}, il en faut {needed}";
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
}
