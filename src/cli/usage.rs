//! The command line in the language of its user: help, and what is wrong with what was typed.

use std::error::Error as _;
use std::ffi::OsString;

use brigade::error::Message;
use brigade::i18n::Locale;
use brigade::report::messages::UsageMessages;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, Error};

use super::Cli;

/// The commands and options, with their help in a language.
pub fn command(locale: Locale) -> Command {
    let mut command = Cli::command();
    command.build();
    match locale {
        Locale::En => command,
        Locale::Fr => in_french(command),
    }
}

/// The language that arguments ask for, where they do.
pub fn asked(arguments: impl IntoIterator<Item = OsString>) -> Option<Locale> {
    let mut arguments = arguments.into_iter().map(|argument| argument.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        if argument == "--lang" {
            return arguments.next()?.parse().ok();
        }
        if let Some(language) = argument.strip_prefix("--lang=") {
            return language.parse().ok();
        }
    }
    None
}

/// What is wrong with what was typed, in a language; what clap says where it is not a matter of words.
pub fn complaint(locale: Locale, error: &Error) -> String {
    let english = || error.render().to_string();
    if locale == Locale::En {
        return english();
    }
    let context = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let near = suggestion(locale, error);
    let said = match error.kind() {
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => locale.lacks_value(&argument),
        ErrorKind::InvalidValue => {
            let valid = locale.one_of(&context(ContextKind::ValidValue));
            locale.invalid_value(&context(ContextKind::InvalidValue), &argument, &format!("{valid}{near}"))
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map(|source| match source.downcast_ref::<Message>() {
                Some(message) => message.text(locale),
                None => source.to_string(),
            });
            locale.invalid_value(&context(ContextKind::InvalidValue), &argument, &why.unwrap_or_default())
        }
        ErrorKind::UnknownArgument => locale.unknown_argument(&argument, &near),
        ErrorKind::InvalidSubcommand => locale.unknown_command(&context(ContextKind::InvalidSubcommand), &near),
        ErrorKind::MissingRequiredArgument => locale.missing_arguments(&argument),
        ErrorKind::ArgumentConflict => locale.conflict(&argument, &context(ContextKind::PriorArg)),
        ErrorKind::TooManyValues => locale.too_many_values(&context(ContextKind::InvalidValue), &argument),
        _ => return english(),
    };
    format!("{}\n\n{}\n", locale.complains(&said), locale.more_help())
}

/// The same in a line, for a place that says by itself that it is an error.
pub fn fault(locale: Locale, error: &Error) -> String {
    let text = complaint(locale, error);
    let said: Vec<_> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let said = said.join(" ");
    let near = if locale == Locale::En { suggestion(locale, error) } else { String::new() };
    let bare = ["error: ", "erreur : "].into_iter().find_map(|prefix| said.strip_prefix(prefix));
    format!("{}{near}", bare.unwrap_or(&said))
}

/// What may have been meant by a word that is not known.
fn suggestion(locale: Locale, error: &Error) -> String {
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = near.into_iter().filter_map(|kind| error.get(kind).and_then(nearest)).next();
    near.map_or_else(String::new, |name| Message::DidYouMean { name }.text(locale))
}

/// The last of several suggestions, which is the nearest.
fn nearest(value: &ContextValue) -> Option<String> {
    match value {
        ContextValue::String(only) => Some(only.clone()),
        ContextValue::Strings(several) => several.last().cloned(),
        _ => None,
    }
}

/// A value of a context, in words.
fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(several) => several.join(", "),
        other => other.to_string(),
    }
}

/// The commands and options with their help in French.
fn in_french(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let (about, long) = french_about(&name).unwrap_or_default();
    let both = if long.is_empty() { about.to_owned() } else { format!("{about}\n\n{long}") };
    let has_commands = command.has_subcommands();
    let after = if name == "bench" { String::new() } else { EXIT_CODES.to_owned() };
    let command = if name == "bench" || name == "help" { command } else { command.after_help(after) };
    command
        .about(about.to_owned())
        .long_about(both)
        .help_template("{about-with-newline}\nUsage : {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("Commandes")
        .subcommand_value_name(if has_commands { "COMMANDE" } else { "" })
        .mut_args(|arg| option_in_french(&name, arg))
        .mut_subcommands(in_french)
}

fn option_in_french(command: &str, arg: Arg) -> Arg {
    let Some(help) = french_help(command, arg.get_id().as_str()) else { return arg };
    let default = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
    let values: Vec<_> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let takes_value = arg.get_action().takes_values();
    let default = default.filter(|_| takes_value).map(|value| format!(" [défaut : {value}]")).unwrap_or_default();
    let values =
        if takes_value && !values.is_empty() { format!(" [valeurs : {}]", values.join(", ")) } else { String::new() };
    let help = format!("{help}{default}{values}");
    let heading = if arg.is_positional() { "Arguments" } else { "Options" };
    let name = arg.get_value_names().and_then(|names| french_value(names.first()?));
    let arg = arg.help(help.clone()).long_help(help).help_heading(heading).hide_default_value(true);
    let arg = arg.hide_possible_values(true);
    match name {
        Some(name) if takes_value => arg.value_name(name),
        _ => arg,
    }
}

fn french_value(name: &str) -> Option<&'static str> {
    Some(match name {
        "DIR" | "FOLDER" => "DOSSIER",
        "FILE" => "FICHIER",
        "SECONDS" => "SECONDES",
        "WEEK" => "SEMAINE",
        "NAME" => "NOM",
        "LANG" => "LANGUE",
        "LIST" => "LISTE",
        "CREW" => "ÉQUIPE",
        "CREW:DATE[..DATE]" => "ÉQUIPE:DATE[..DATE]",
        "JOBS.csv" => "TRAVAUX.csv",
        "URL" => "ADRESSE",
        "PERCENT" => "POURCENT",
        "DATETIME" => "MOMENT",
        "JOB" => "INTERVENTION",
        "GLOB" => "MOTIF",
        "FAMILY" => "FAMILLE",
        "ADDRESS" => "ADRESSE",
        _ => return None,
    })
}

const EXIT_CODES: &str = "Codes de sortie : 0 fait, 1 erreur interne ou sortie impossible à afficher, 2 entrée ou \
    commande erronée (rien n'est écrit), 3 le plan enfreint une règle.";

/// What a command does: in a line, and further words.
fn french_about(command: &str) -> Option<(&'static str, &'static str)> {
    Some(match command {
        "brigade" => (
            "Planifie la semaine des équipes et dit ce que cela économise.",
            "Une instance est un dossier de fichiers CSV : equipes.csv, chantiers.csv et travaux.csv, et si vous les avez \
             calendrier.csv, membres.csv, outils.csv, preferences.csv, distances.csv, actuel.csv (le planning actuel) et \
             settings.toml. Ou c'est un classeur (.xlsx, .xls, .ods) avec ces tableaux comme feuilles.\n\nPour commencer : brigade new ma-semaine, puis : brigade plan ma-semaine",
        ),
        "plan" => (
            "Trouver une meilleure semaine et l'écrire avec ce qu'elle économise",
            "Lit l'instance, cherche jusqu'à la fin du temps (Ctrl-C l'arrête avant, avec le meilleur plan trouvé), fait \
             juger le plan par un contrôle indépendant, et écrit plan.csv, routes.csv, unassigned.csv, changes.csv, \
             summary.json, map.geojson, report.html et plan.xlsx.",
        ),
        "check" => (
            "Contrôler une instance, et juger un plan s'il est donné",
            "Nomme toutes les erreurs de tous les fichiers à la fois, avec ligne, colonne et remède. Avec un plan : chaque \
             règle enfreinte et ce que le plan coûte ; un dossier de plan qui contient son instance est jugé par elle. Sans \
             plan : combien d'heures chaque compétence est demandée et disponible, par jour, et les interventions qu'aucun \
             plan ne peut contenir.",
        ),
        "compare" => (
            "Comparer deux plannings d'une instance",
            "Montre kilomètres, heures, coûts, règles enfreintes, notes et occupation des deux, et l'écart. Un dossier de \
             plan qui contient son instance est jugé par elle.",
        ),
        "replan" => (
            "Replanifier le reste de la semaine après une absence ou une urgence",
            "Part d'un plan convenu, garde ce qui a commencé, ne planifie rien dans le passé, et change peu : au plus les \
             visites des équipes absentes et trois autres. Dit ce qui bouge et pourquoi. Le nouveau plan garde ce qui a été \
             dit, pour que la replanification suivante en tienne compte. Les fichiers d'interventions ont les colonnes de \
             travaux.csv.",
        ),
        "explain" => (
            "Dire pourquoi un plan est ce qu'il est : une intervention, une équipe ou toute la semaine",
            "Avec une intervention : pourquoi cette équipe ce jour-là, ce que cela coûte et ce qui fait chaque coût, toutes \
             les autres équipes et dates avec leur prix et ce qu'elles déplaceraient ; pour une intervention non planifiée, \
             le verdict de chaque équipe et les plus petits changements qui la feraient entrer. Tout ce qui est nommé a été \
             essayé dans le plan et chiffré.",
        ),
        "report" => (
            "Faire la page de rapport d'un plan : un fichier HTML à regarder, montrer et imprimer",
            "Tous les chiffres sont recalculés à partir de l'instance et du plan ; rien n'est cherché. brigade plan écrit la \
             même page sous le nom report.html.",
        ),
        "sheets" => (
            "Faire des feuilles à imprimer ou à lire au téléphone : une page par équipe, et une pour le mur",
            "Chaque visite a ses heures, son lieu, ses outils, ce qui est nouveau, et un lien qui ouvre la carte du téléphone. \
             L'instance n'a pas à être nommée si le plan est dans son dossier ou à côté de son classeur.",
        ),
        "slots" => (
            "Dire quand une nouvelle intervention peut se faire : les dix équipes, dates et heures les moins chères, avec leur prix",
            "Rien du plan ne bouge, sauf la tournée qui prend l'intervention. Le prix est ce que toute la semaine coûte de plus, \
             pénalités et préférences comprises ; il est négatif là où la faire coûte moins que la laisser de côté.",
        ),
        "serve" => (
            "Ouvrir le tableau du planificateur : une semaine déplacée à la main dans le navigateur, chaque geste chiffré d'avance",
            "Chaque modification est gardée dans une base à côté de l'instance ; l'instance n'est écrite que par « enregistrer \
             comme actuel ». Seule cette machine atteint le tableau, sauf si --listen dit autrement. Ctrl-C l'arrête.",
        ),
        "new" => (
            "Écrire une petite instance à remplacer par vos équipes, chantiers et interventions",
            "Elle peut être planifiée tout de suite. Un nom comme FIRME.xlsx donne un classeur, avec des listes déroulantes et \
             des notes sur chaque colonne, sinon un dossier. LISEZMOI.txt y explique chaque fichier et chaque colonne ; settings.toml \
             énumère tous les réglages avec leur valeur par défaut. Avec --lang en, en-têtes et explications sont en anglais.",
        ),
        "convert" => (
            "Changer un dossier de fichiers CSV en classeur, ou un classeur en dossier",
            "Rien ne se perd : ce qui est écrit est relu et comparé. Les feuilles et les colonnes d'un classeur ont les noms \
             de la langue ; les fichiers d'un dossier sont en anglais.",
        ),
        "import" => (
            "Lire le problème d'un autre moteur, et sa solution comme planning actuel",
            "Les formats sont vroom et pragmatic. Ce que brigade ne sait pas exprimer est refusé par son nom, avec son endroit \
             dans le fichier ; rien n'est écarté en silence. Le premier plan dit ensuite ce qu'il économise.",
        ),
        "roads" => (
            "Remplir distances.csv avec les mètres et les minutes des routes",
            "Demande à un serveur OSRM les trajets qui manquent, bloc par bloc, dans les deux sens. Interrompue, la commande \
             reprend où elle en était. Les lieux loin des routes, les paires sans trajet et les longs détours sont énumérés.",
        ),
        "locate" => (
            "Remplir les coordonnées des chantiers d'après leur adresse, leur code postal ou leur ville",
            "D'après un tableau de communes ou la Base Adresse Nationale. Ce qui y était reste, les réponses douteuses sont \
             énumérées avec leur note, et rien n'est demandé deux fois.",
        ),
        "generate" => (
            "Inventer une entreprise et une semaine de son travail",
            "Les mêmes options donnent toujours les mêmes fichiers. Le planning de current.csv est celui qu'un planificateur \
             soigneux écrirait à la main ; il respecte toutes les règles.",
        ),
        "batch" => (
            "Planifier beaucoup de semaines, nommées par un manifeste : toutes, ou l'une d'elles sur une machine parmi d'autres",
            "Chaque ligne du manifeste a les mots de brigade plan : une instance et ses options ; ou ceux de brigade bench, après \
             le mot bench. Les chemins partent du dossier \
             du manifeste ; --out y donne le nom du dossier du plan dans DOSSIER [défaut : celui de l'instance]. Les lignes \
             vides et ce qui suit # ne comptent pas. Un plan déjà là, entier et de la même ligne et de la même instance, est \
             gardé ; une ligne qui échoue n'arrête pas les autres. Sans --index, le code de sortie est 1 si une ligne échoue ou \
             reste à faire, sinon 3 si un plan enfreint une règle ; avec --index, celui de la ligne.",
        ),
        "bench" => (
            "Résoudre un jeu d'essai public et comparer aux meilleures valeurs connues",
            "Traite chaque cas du jeu avec chaque graine, l'un après l'autre, et finit par un tableau : écart moyen et pire \
             écart aux valeurs de DIR/bks.csv, et combien de fois elles sont atteintes ou battues. Les lignes finies du \
             fichier de résultats sont gardées : un calcul interrompu reprend où il en était.",
        ),
        "completions" => (
            "Afficher de quoi compléter les commandes dans un terminal",
            "Pour bash : brigade completions bash > ~/.local/share/bash-completion/completions/brigade",
        ),
        "help" => ("Afficher cette aide, ou celle d'une commande", ""),
        _ => return None,
    })
}

/// What an argument or option of a command is.
fn french_help(command: &str, arg: &str) -> Option<&'static str> {
    Some(match (command, arg) {
        (_, "help") => "Afficher l'aide (-h : résumé, --help : détails)",
        (_, "version") => "Afficher la version",
        (_, "subcommand") => "La commande dont afficher l'aide",
        (_, "locale") => "Langue de ce que l'on lit : en ou fr [défaut : celle du système]",
        ("serve", "instance") => {
            "Dossier des fichiers CSV, ou un classeur (.xlsx, .xls, .ods) [défaut : une entreprise d'exemple]"
        }
        ("serve", "listen") => "Adresse et port où écouter",
        ("serve", "public_url") => {
            "L'adresse que les navigateurs emploient, comme https://tableau.firme.example ; nécessaire si --listen n'est pas \
             cette seule machine"
        }
        ("serve", "password_file") => {
            "Un fichier avec le mot de passe, ou son empreinte argon2 ($argon2id$...) ; nécessaire si --listen n'est pas cette \
             seule machine"
        }
        ("serve", "database") => {
            "La base des modifications [défaut : board.db dans le dossier de l'instance, ou NOM-board.db à côté d'un classeur NOM]"
        }
        ("serve", "no_open") => "Ne pas ouvrir le navigateur",
        ("slots", "jobs") => "Un fichier de nouvelles interventions, au format de travaux.csv",
        ("batch", "manifest") => "Fichier texte avec une ligne par semaine",
        ("batch", "out") => "Dossier où écrire un dossier par plan, et NOM.json qui dit comment chacun s'est fait",
        ("batch", "index") => {
            "Ne planifier que cette ligne, comptée à partir de 0, comme $SLURM_ARRAY_TASK_ID ou $JOB_COMPLETION_INDEX"
        }
        ("batch", "collect") => {
            "Ne rien planifier : écrire batch.csv, les chiffres principaux de chaque ligne, et nommer ce qui manque ou a échoué"
        }
        (_, "instance") => "Dossier des fichiers CSV, ou un classeur (.xlsx, .xls, .ods)",
        (_, "week") => "Semaine ISO à planifier, comme 2026-W48 ; passe devant horizon.start de settings.toml",
        ("check" | "explain" | "report" | "slots", "plan") | ("compare", "a" | "b") => {
            "Un dossier de plan, un plan.csv, ou le mot actuel"
        }
        ("plan", "out") => "Dossier où écrire [défaut : INSTANCE/plan, ou NOM-plan à côté d'un classeur NOM]",
        ("replan", "out") => "Dossier où écrire [défaut : INSTANCE/replan, ou NOM-replan à côté d'un classeur NOM]",
        ("report", "out") => "Fichier à écrire [défaut : report.html dans le dossier du plan]",
        ("generate", "out") => "Dossier où écrire les fichiers CSV ; nouveau ou vide",
        ("bench", "out") => "Fichier des résultats, écrit après chaque cas [défaut : aucun]",
        ("plan" | "replan", "time") => {
            "Secondes du début à la fin [défaut : 30 pour plan, 5 pour replan, sans limite avec --iterations]"
        }
        ("bench", "time") => "Secondes par cas et graine [défaut : un dixième par client ou objet, 10 au moins]",
        (_, "iterations") => {
            "Itérations de la recherche ; sans --time, le résultat est le même quel que soit le nombre de fils [défaut : sans limite]"
        }
        ("generate", "seed") => "Une autre graine donne une autre entreprise",
        (_, "seed") => "Graine de tout hasard",
        ("bench", "threads") => "Fils d'exécution",
        (_, "threads") => "Fils d'exécution [défaut : un par cœur]",
        (_, "search") => {
            "Façon de chercher : genetic, annealing, iterated ou shifts-first [défaut : genetic, ou iterated si les changements sont limités]"
        }
        (_, "quiet") => {
            "Ni progression, ni avertissements, ni tableaux : seulement les erreurs et les règles enfreintes"
        }
        (_, "verbose") => "Dire sur la sortie d'erreur ce que les solveurs ont fait et combien de temps ils ont pris",
        ("plan", "max_changes") => {
            "Le plus de changements du planning actuel : visites qui passent à une autre équipe ou à une autre date"
        }
        ("replan", "max_changes") => {
            "Le plus de changements du plan [défaut : les visites des équipes absentes et trois autres]"
        }
        (_, "freeze") => "Garder le planning actuel jusqu'à cette date comprise, comme 24/11/2026",
        (_, "change_curve") => {
            "Dire ce qu'économise chacun de plusieurs nombres de changements, comme 0,2,5,10,20,tous ; ils se partagent le \
             temps, et le plan écrit est celui du dernier"
        }
        (_, "gap") => {
            "Pourcentage du coût (hors pénalités de ce qui n'est pas planifié) qu'il peut rester à trouver : le calcul finit \
             dès que c'est prouvé"
        }
        ("plan", "snapshot") => {
            "Fichier qui garde où en est la recherche d'une semaine de 1 000 visites ou plus, pour la reprendre [défaut : DOSSIER.snapshot avec plusieurs rangs]"
        }
        ("plan", "resume") => "Reprendre là où un calcul interrompu a laissé son instantané, s'il y en a un",
        (_, "no_bound") => "Ne pas prouver de borne : tout le temps va à la recherche",
        ("convert", "from") => "Dossier ou classeur à lire",
        ("convert", "to") => {
            "Classeur (.xlsx) à écrire, ou dossier, nouveau ou vide ; rien de ce qui existe n'est remplacé"
        }
        ("locate", "table") => "Tableau de communes : colonnes ville, code_postal, lat, lon",
        ("locate", "ban") => "Adresse de la Base Adresse Nationale, comme https://api-adresse.data.gouv.fr",
        ("roads", "osrm") => "Adresse d'un serveur OSRM, comme http://127.0.0.1:5000",
        ("roads", "profile") => "Profil du serveur",
        ("roads", "block") => "Nombre maximal de lieux d'un bloc, dans chaque sens",
        ("roads", "refresh") => "Demander de nouveau toutes les paires, au lieu de celles qui manquent",
        ("roads", "sample") => {
            "Ne demander que ce nombre de trajets, et proposer detour et speed_kmh ; rien n'est écrit"
        }
        (_, "timeout") => "Secondes d'attente d'une réponse",
        ("import", "format") => "vroom ou pragmatic",
        ("import", "files") => {
            "Les fichiers JSON : le problème, et si vous les avez matrices et solution, dans un ordre quelconque"
        }
        ("import", "out") => "Dossier où écrire l'instance ; nouveau ou vide",
        ("import", "start") => "Date des heures qui n'en ont pas [défaut : lundi prochain]",
        (_, "from") => "Le plan convenu : un dossier de plan, un plan.csv, ou le mot actuel",
        (_, "off") => {
            "Une équipe (identifiant ou nom) absente à une date ou d'une date à une autre, comme LYO1:24/11/2026..25/11/2026 ; \
             peut être répété"
        }
        (_, "add") => "Un fichier d'interventions urgentes, au format de travaux.csv ; peut être répété",
        (_, "events") => "Un fichier d'événements, un objet JSON par ligne, ou - pour l'entrée standard",
        (_, "now") => {
            "L'heure qu'il est, comme « 24/11/2026 7h30 » ; ce qui commence avant a commencé [défaut : l'heure dans le fuseau des réglages]"
        }
        ("explain", "job") => {
            "L'identifiant d'une intervention, en majuscules ou minuscules, ou son nom ; sans lui, toute la semaine"
        }
        ("explain", "crew") => "La semaine d'une équipe, par son identifiant ou son nom",
        ("sheets", "first") => "Dossier du plan ; ou l'instance, suivie du plan",
        ("sheets", "second") => "Dossier du plan, si l'instance est nommée d'abord",
        ("sheets", "out") => "Dossier où écrire [défaut : sheets dans le dossier du plan]",
        ("new", "folder") => "Dossier où écrire, nouveau ou vide, ou classeur (.xlsx) à écrire",

        ("new", "start") => "Premier jour de la semaine à planifier [défaut : lundi prochain]",
        ("generate", "crews") => "Nombre d'équipes",
        ("generate", "sites") => "Nombre de chantiers",
        ("generate", "profile") => {
            "construction : chantiers de plusieurs jours ; service : visites courtes avec des horaires"
        }
        ("generate", "extras") => {
            "Ajouter ce dont peu d'entreprises ont besoin : véhicules plus lents, chantiers d'une seule équipe, heures \
             promises, travail à sous-traiter, travaux liés, charge des semaines passées"
        }
        ("bench", "family") => "Nom du jeu d'essai, voir ci-dessous",
        ("bench", "dir") => "Dossier de ses fichiers",
        ("bench", "only") => "Seulement les cas dont le nom convient, comme 'C1*' ; peut être répété",
        ("bench", "objective") => "Ce qu'il faut minimiser si un jeu a plusieurs objectifs, voir ci-dessous",
        ("bench", "seeds") => "Graines de 1 à N",
        ("bench", "bound") => "Prouver aussi une borne pour les tournées, dans une part du temps",
        ("bench", "solutions") => "Dossier des plans, INSTANCE.SEED.csv chacun [défaut : aucun]",
        ("completions", "shell") => "L'interpréteur de commandes",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(command: &Command, check: &mut impl FnMut(&Command)) {
        check(command);
        command.get_subcommands().for_each(|own| each(own, check));
    }

    #[test]
    fn every_command_and_option_is_explained_in_french() {
        let mut count = 0;
        each(&command(Locale::Fr), &mut |command| {
            let name = command.get_name();
            assert!(french_about(name).is_some(), "{name}");
            for arg in command.get_arguments() {
                assert!(french_help(name, arg.get_id().as_str()).is_some(), "{name} {}", arg.get_id());
                count += 1;
            }
        });
        assert!(count > 60, "{count}");
    }

    #[test]
    fn help_in_french() {
        for (line, words) in [
            ("brigade --help", ["Usage : brigade [OPTIONS] <COMMANDE>", "Commandes:", "Pour commencer :"]),
            ("brigade plan -h", ["Arguments:", "[défaut : INSTANCE/plan,", "Graine de tout hasard [défaut : 1]"]),
            ("brigade help plan", ["Trouver une meilleure semaine", "Options:", "--no-bound"]),
        ] {
            let said = command(Locale::Fr).try_get_matches_from(line.split(' ')).expect_err(line).to_string();
            for word in words {
                assert!(said.contains(word), "{word} is not in {said}");
            }
            for word in ["default", "Print", "possible values", "Usage:"] {
                assert!(!said.contains(word), "{word} is in {said}");
            }
        }
    }

    #[test]
    fn complaints_in_french() {
        let said = |line: &str| {
            let error = command(Locale::Fr).try_get_matches_from(line.split(' ')).expect_err(line);
            complaint(Locale::Fr, &error).lines().next().unwrap_or_default().to_owned()
        };
        assert_eq!(
            said("brigade plan n --freeze lundi"),
            "erreur : valeur « lundi » pour --freeze <DATE> : « lundi » n'est pas une date comme 24/11/2026 ou 2026-11-24"
        );
        assert_eq!(said("brigade plan n --tim 3"), "erreur : option inconnue --tim ; vouliez-vous dire --time ?");
        assert_eq!(said("brigade plna n"), "erreur : commande inconnue plna ; vouliez-vous dire plan ?");
        assert_eq!(said("brigade plan"), "erreur : il manque <INSTANCE>");
        assert_eq!(said("brigade plan n --gap 1 --no-bound"), "erreur : --gap <POURCENT> ne va pas avec --no-bound");
        assert_eq!(said("brigade plan n --out"), "erreur : il manque une valeur pour --out <DOSSIER>");
        assert!(
            said("brigade completions fisch").starts_with("erreur : valeur « fisch » pour <SHELL> : l'une de bash,")
        );
    }

    #[test]
    fn the_language_that_is_asked_for() {
        let asked = |line: &str| asked(line.split(' ').map(OsString::from));
        assert_eq!(
            [asked("brigade --lang fr --help"), asked("brigade plan --lang=en")],
            [Some(Locale::Fr), Some(Locale::En)]
        );
        assert_eq!(
            [asked("brigade plan --lang"), asked("brigade plan lang fr"), asked("brigade --lang de")],
            [None; 3]
        );
    }
}
