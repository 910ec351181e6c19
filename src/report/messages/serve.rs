//! What the server of the board says on the terminal, and what it refuses.

use brigade_model::i18n::messages;

messages! {
    /// What the server of the board says on the terminal, and what it refuses.
    pub trait ServeMessages:

    board_at(url: &str) = "The board is at {url}", "Le tableau est à l'adresse {url}";
    board_ends = "Ctrl-C ends it.", "Ctrl-C l'arrête.";
    needs_password = "an address other than this machine needs --password-file and --public-url", "une adresse autre que cette machine demande --password-file et --public-url";
    bad_password = "the password file holds neither a password of at least 8 characters nor an argon2 hash", "le fichier du mot de passe ne contient ni un mot de passe d'au moins 8 caractères ni une empreinte argon2";
    bad_public_url(url: &str) = "'{url}' is no address such as https://board.firm.example", "« {url} » n'est pas une adresse comme https://tableau.firme.example";
    cannot_listen(at: &str, fault: &str) = "can't listen on {at}: {fault}", "impossible d'écouter sur {at} : {fault}";
    database_locked(path: &str) = "{path} is open in another server; end that one, or name another file with --database", "{path} est ouvert par un autre serveur ; arrêtez-le, ou nommez un autre fichier avec --database";
    database_newer(path: &str, found: i64, known: i64) = "{path} has version {found}, this brigade knows versions up to {known}; use the newer brigade that wrote it", "{path} a la version {found}, ce brigade connaît les versions jusqu'à {known} ; utilisez le brigade plus récent qui l'a écrit";
    database_foreign(path: &str) = "{path} is no database of the board; name another file with --database", "{path} n'est pas une base du tableau ; nommez un autre fichier avec --database";
    database_full = "the disk is full; the edit was not taken", "le disque est plein ; la modification n'a pas été prise";
    database_fault(path: &str, fault: &str) = "{path} can't be used: {fault}", "{path} est inutilisable : {fault}";

    nothing_to_undo = "There is nothing of yours to take back.", "Il n'y a rien de vous à annuler.";
    built_on = "Somebody else has built on it since: their edit has to be taken back first.", "Quelqu'un d'autre a continué à partir de là : sa modification doit d'abord être annulée.";
    no_such_scenario = "There is no such scenario.", "Ce scénario n'existe pas.";
    scenario_taken = "There is a scenario of that name.", "Un scénario porte déjà ce nom.";
    scenario_name_form = "A name has 1 to 60 characters.", "Un nom a de 1 à 60 caractères.";
    no_such_visit = "The visit is not there any more; somebody may have moved it.", "La visite n'est plus là ; quelqu'un l'a peut-être déplacée.";
    no_such_crew = "There is no such crew or date.", "Cette équipe ou cette date n'existe pas.";
    price_changed = "The week has changed since the price was shown; look again.", "La semaine a changé depuis l'affichage du prix ; regardez de nouveau.";
    no_proposal = "There is no proposal.", "Il n'y a pas de proposition.";
    is_running = "An optimisation is running; stop it first.", "Une optimisation est en cours ; arrêtez-la d'abord.";
    bad_request = "The request makes no sense.", "La demande n'a pas de sens.";
    not_saved_here = "This week has no folder on this machine; give brigade serve an instance.", "Cette semaine n'a pas de dossier sur cette machine ; donnez une instance à brigade serve.";
    workbook_not_saved = "A workbook is not written over; export, and take the schedule from there.", "Un classeur n'est pas remplacé ; exportez, et reprenez le planning de là.";
    changed_since = "The folder has changed since it was read; decide first which of both counts.", "Le dossier a changé depuis sa lecture ; décidez d'abord lequel compte.";
    exported_to(path: &str) = "Written to {path}", "Écrit dans {path}";
    saved_to(path: &str) = "{path} is now the current schedule", "{path} est maintenant le planning actuel";
    wrong_password = "Wrong password.", "Mot de passe erroné.";
}
