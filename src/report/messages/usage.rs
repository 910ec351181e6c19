//! What is wrong with what was typed.

use brigade_model::i18n::messages;

messages! {
    /// What is wrong with what was typed.
    pub trait UsageMessages:

    complains(what: &str) = "error: {what}", "erreur : {what}";
    invalid_value(value: &str, argument: &str, why: &str) =
        "value '{value}' for {argument}: {why}", "valeur « {value} » pour {argument} : {why}";
    lacks_value(argument: &str) = "a value is missing for {argument}", "il manque une valeur pour {argument}";
    one_of(values: &str) = "one of {values}", "l'une de {values}";
    unknown_argument(argument: &str, near: &str) = "unknown option {argument}{near}", "option inconnue {argument}{near}";
    unknown_command(name: &str, near: &str) = "unknown command {name}{near}", "commande inconnue {name}{near}";
    missing_arguments(arguments: &str) = "{arguments} missing", "il manque {arguments}";
    conflict(argument: &str, prior: &str) = "{argument} does not go with {prior}", "{argument} ne va pas avec {prior}";
    too_many_values(value: &str, argument: &str) = "'{value}' is a value too many for {argument}", "« {value} » est une valeur de trop pour {argument}";
    more_help = "More: --help", "Pour plus d'aide, ajouter --help";
}
