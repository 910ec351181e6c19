//! What is said of faults in the input and on the command line, in every language.

use std::borrow::Cow;
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use super::say::{RuleCode, Say, System};
use crate::i18n::Locale;
use crate::units::Decimal;

/// A variant for each message: its name and values, then its text in English and in French.
macro_rules! variants {
    ($(#[$doc:meta])* pub enum $Message:ident:
     $($Name:ident $({ $($arg:ident: $type:ty),+ })? = $en:literal, $fr:literal;)+) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the fields are the values of the sentence that each variant says")]
        #[non_exhaustive]
        pub enum $Message {
            $(
                #[doc = concat!("\"", $en, "\"")]
                $Name $({ $($arg: $type),+ })?,
            )+
        }

        impl $Message {
            /// The message in a language.
            pub fn text(&self, locale: Locale) -> String {
                match self {
                    $(Self::$Name $({ $($arg),+ })? => {
                        $($(let $arg = $arg.say(locale);)+)?
                        match locale {
                            Locale::En => format!($en),
                            Locale::Fr => format!($fr),
                        }
                    })+
                }
            }
        }

        brigade_model::messages! { @complete $($Name = $en, $fr;)+ }
    };
}

variants! {
    /// What is wrong in a place, and what to write there instead: put into words only when somebody reads it.
    pub enum Message:

    Text { text: String } = "{text}", "{text}";

    // Files and folders.
    NoFolder =
        "there is no such folder; brigade new FOLDER writes one to begin with",
        "ce dossier n'existe pas ; brigade new DOSSIER en crée un pour commencer";
    UnreadableFolder { fault: System } = "must be a folder that can be read: {fault}", "il faut un dossier lisible : {fault}";
    NoTable { file: String } = "the folder needs a file {file}", "il faut un fichier {file} dans le dossier";
    SameTable { file: String } =
        "{file} is the same table under another name; delete one of the two",
        "{file} est le même tableau sous un autre nom ; supprimer l'un des deux";
    PerhapsTable { file: String } =
        "this file is not read; if it is meant to be the table {file}, give it that name",
        "ce fichier n'est pas lu ; si c'est le tableau {file}, lui donner ce nom";
    Unreadable { fault: System } = "the file cannot be read: {fault}", "le fichier ne peut pas être lu : {fault}";
    NotAFile = "a file is expected here, and this is none", "il faut un fichier ici, et ce n'en est pas un";

    // The horizon.
    WeekForm = "a week looks like 2026-W48", "une semaine s'écrit 2026-W48";
    WeeksOfYear { year: i32, weeks: u32 } =
        "{year} has {weeks} weeks; a week looks like {year}-W{weeks}",
        "{year} a {weeks} semaines ; une semaine s'écrit {year}-W{weeks}";
    NoStart =
        "the first date is missing: say --week 2026-W48, or write start = \"2026-11-23\" below [horizon]",
        "la première date manque : ajouter --week 2026-W48, ou écrire start = \"2026-11-23\" sous [horizon]";
    BeyondTheCalendar = "too late a date; no horizon may pass the year 9999", "date trop tardive : l'horizon ne peut pas dépasser l'an 9999";

    // Sizes.
    NoCrew = "there is no crew; at least one is needed", "il n'y a aucune équipe ; il en faut au moins une";
    NoJob =
        "there is no job, so there is nothing to plan; add a row per job",
        "il n'y a aucune intervention, donc rien à planifier ; ajouter une ligne par intervention";
    TooManyPlaces { places: usize, most: usize } =
        "{places} sites and bases are too many; at most {most} fit into memory",
        "{places} chantiers et bases, c'est trop ; {most} au plus tiennent en mémoire";
    PlanTooLarge { visits: usize } =
        "its {visits} visits could cost, take or load more than can be counted; delete those of other weeks",
        "ses {visits} visites pourraient coûter, durer ou charger plus qu'on ne peut compter ; supprimer celles d'autres semaines";
    WayTooLong = "the longest way is above 300000 km; write less", "le plus long trajet dépasse 300000 km ; écrire moins";
    WayTooSlow =
        "the longest way takes more than ten million minutes; write more",
        "le plus long trajet prend plus de dix millions de minutes ; écrire plus";
    VisitsTooSlow =
        "all visits with ways as slow as this would take more minutes than can be counted; write less",
        "toutes les visites, avec des trajets aussi lents, prendraient plus de minutes qu'on ne peut compter ; écrire moins";
    LoadsTooHeavy =
        "all visits would load more than can be counted; write less",
        "toutes les visites chargeraient plus qu'on ne peut compter ; écrire moins";
    YearTooLong =
        "a year of so many weeks could save more euros than can be counted; write 53 or less",
        "une année d'autant de semaines économiserait plus d'euros qu'on ne peut compter ; écrire 53 ou moins";
    TooDear { total: String } =
        "a plan could cost {total} euros with this: more than can be counted; write less",
        "un plan pourrait coûter {total} euros avec cela : plus qu'on ne peut compter ; écrire moins";
    TooDearByKm { total: String, price: Decimal, name: &'static str, leg: i32 } =
        "a plan could cost {total} euros with this, at {price} euros ({name}) and legs of up to {leg} metres: more than can be counted; write less",
        "un plan pourrait coûter {total} euros avec cela, à {price} euros ({name}) et avec des trajets jusqu'à {leg} mètres : plus qu'on ne peut compter ; écrire moins";
    TooDearByMinutes { total: String, price: Decimal, name: &'static str, leg: i32 } =
        "a plan could cost {total} euros with this, at {price} euros ({name}) and legs of up to {leg} minutes: more than can be counted; write less",
        "un plan pourrait coûter {total} euros avec cela, à {price} euros ({name}) et avec des trajets jusqu'à {leg} minutes : plus qu'on ne peut compter ; écrire moins";
    OfWay { from: String, to: String, km: i32, minutes: i32, advice: Box<Message> } =
        "the way from {from} to {to} is {km} km and {minutes} minutes; {advice}",
        "le trajet de {from} à {to} fait {km} km et {minutes} minutes ; {advice}";

    // Names.
    DidYouMean { name: String } = "; did you mean {name}?", " ; vouliez-vous dire {name} ?";
    OtherCapitals { name: String } =
        "; did you mean {name}? Capital and small letters differ", " ; vouliez-vous dire {name} ? Les majuscules diffèrent";
    OtherZeros { name: String } =
        "; did you mean {name}? Zeros in front differ", " ; vouliez-vous dire {name} ? Les zéros au début diffèrent";
    OtherAccents { name: String } =
        "; did you mean {name}? Accents differ", " ; vouliez-vous dire {name} ? Les accents diffèrent";
    OtherHyphens { name: String } =
        "; did you mean {name}? Spaces or hyphens differ",
        " ; vouliez-vous dire {name} ? Les espaces ou les tirets diffèrent";
    NoSuchJob { id: String, near: Box<Message> } = "there is no job {id}{near}", "il n'y a pas d'intervention {id}{near}";
    NoSuchCrew { id: String, near: Box<Message> } = "there is no crew {id}{near}", "il n'y a pas d'équipe {id}{near}";
    NamesAllJobs = "; jobs.csv names all there are", " ; travaux.csv les nomme toutes";
    NamesAllCrews = "; crews.csv names all there are", " ; equipes.csv les nomme toutes";
    SeveralOfName { name: String, ids: String } =
        "several are called {name}: write one of the ids {ids}", "plusieurs s'appellent {name} : écrire l'un des identifiants {ids}";

    // Pins, schedules, plans.
    PinBreaks { rule: RuleCode } =
        "the pin is kept, although it breaks a rule ({rule}); change or delete it if that is not meant",
        "l'épinglage est gardé, bien qu'il enfreigne une règle ({rule}) ; le changer ou le supprimer si ce n'est pas voulu";
    PinDropped =
        "the pin is dropped, because pins of this job further up leave no room for it; delete one of them",
        "l'épinglage est abandonné : ceux de la même intervention plus haut ne lui laissent pas de place ; en supprimer un";
    IgnoredJob =
        "ignored, because no job has this id; delete it if the job is done",
        "ignoré : aucune intervention n'a cet identifiant ; supprimer la ligne si l'intervention est faite";
    IgnoredCrew { file: String } =
        "ignored, because no crew has this id; add the crew to {file} or delete the row",
        "ignoré : aucune équipe n'a cet identifiant ; ajouter l'équipe à {file} ou supprimer la ligne";
    IgnoredDate { first: NaiveDate, last: NaiveDate } =
        "ignored, because the horizon is {first} to {last}; choose the week with --week if it is another",
        "ignoré : l'horizon va du {first} au {last} ; choisir la semaine avec --week si c'en est une autre";
    NoPlanFile = "this folder has no plan.csv", "ce dossier n'a pas de plan.csv";
    NoPlan =
        "there is no such plan; name a plan folder or a plan.csv, or write current for today's schedule",
        "ce plan n'existe pas ; indiquer un dossier de plan ou un plan.csv, ou écrire actuel pour le planning actuel";
    NoCurve { fault: String } =
        "is not a change curve as brigade plan writes it ({fault}); delete it or plan again",
        "n'est pas une courbe des changements telle que brigade plan l'écrit ({fault}) ; la supprimer ou replanifier";
    NoSummary { fault: String } =
        "is not a summary as brigade plan writes it ({fault}); plan again",
        "n'est pas un résumé tel que brigade plan l'écrit ({fault}) ; replanifier";
    SummaryOfAnotherRun =
        "is of another run than the files beside it, which count",
        "vient d'un autre calcul que les fichiers à côté, et ce sont eux qui comptent";
    PlanChanged =
        "was changed after brigade wrote this folder: what it says now counts, and crews leave as their shift begins, since the other files are of the plan before",
        "a été modifié après que brigade a écrit ce dossier : c'est ce qu'il dit maintenant qui compte, et les équipes partent au début de leur journée, car les autres fichiers sont ceux du plan d'avant";
    OfAnotherRunAndCounts =
        "is of another run than summary.json, or was changed since: what it says now counts",
        "vient d'un autre calcul que summary.json, ou a été modifié depuis : c'est ce qu'il dit maintenant qui compte";
    OfAnotherRun =
        "is of another run than summary.json, or was changed since",
        "vient d'un autre calcul que summary.json, ou a été modifié depuis";
    NotNamedBySummary =
        "is of another run: summary.json, which names all files of its run, does not name it",
        "vient d'un autre calcul : summary.json, qui nomme tous les fichiers du sien, ne le nomme pas";

    // Events.
    NotJson { fault: String } = "must be one JSON object: {fault}", "il faut un objet JSON : {fault}";
    JsonFault { fault: String } = "{fault}", "{fault}";
    NoEventKey { kinds: &'static str } = "needs the key event: one of {kinds}", "il faut la clé event, avec l'un des mots {kinds}";
    NoSuchEvent { word: String, kinds: &'static str } =
        "there is no event {word}; write one of {kinds}", "il n'y a pas d'événement {word} ; écrire l'un des mots {kinds}";
    EndsBeforeItBegins { from: NaiveDate, to: NaiveDate } =
        "to, {to}, must not be before from, {from}", "to, {to}, ne doit pas précéder from, {from}";
    UrgentJobKeys =
        "an urgent job needs the keys job, site and duration, and may have every column of jobs.csv",
        "il faut les clés job, site et duration ; toute autre colonne de jobs.csv est permise";
    NoPlainValue { key: String } = "{key} must be a text, a number or a list", "{key} doit être un texte, un nombre ou une liste";
    NoTableOfIt = "can't be put into a table", "ne peut pas devenir un tableau";
    NoUrgentJob = "no urgent job", "pas d'intervention urgente";
    DateForm { text: String } =
        "'{text}' is no date such as 2026-11-24 or 24/11/2026", "« {text} » n'est pas une date comme 24/11/2026 ou 2026-11-24";
    MomentForm { text: String } =
        "'{text}' is no moment such as 2026-11-24T10:30 or 24/11/2026 10:30",
        "« {text} » n'est pas un moment comme « 24/11/2026 10h30 » ou 2026-11-24T10:30";
    FinishedLater { job: String, now: NaiveDateTime } =
        "{job} can't have finished after now, {now}", "{job} ne peut pas s'être terminée après maintenant, {now}";
    NotInHorizon = "no date of it lies within the horizon", "aucune de ces dates n'est dans l'horizon";
    AbsenceForm = "write CREW:DATE or CREW:DATE..DATE", "écrire ÉQUIPE:DATE ou ÉQUIPE:DATE..DATE";
    LastBeforeFirst = "the last date comes before the first", "la dernière date précède la première";
    FirstFault { place: String, advice: Box<Message> } = "{place}: {advice}", "{place} : {advice}";

    // Options.
    AnyWhole = "write a whole number such as 1", "écrire un nombre entier, comme 1";
    WholeBetween { low: u64, high: u64 } =
        "write a whole number from {low} to {high}", "écrire un nombre entier de {low} à {high}";
    SecondsForm { most: u32 } =
        "write a number of seconds from 0 to {most}, such as 30", "écrire un nombre de secondes de 0 à {most}, comme 30";
    PercentForm = "write a percentage from 0 to 100, such as 2", "écrire un pourcentage de 0 à 100, comme 2";
    ChangesForm = "write numbers such as 5, or all", "écrire des nombres comme 5, ou tous";

    // Many of a kind.
    MoreErrors { count: usize } =
        "errors of this file that are not listed: {count}", "erreurs de ce fichier qui ne sont pas montrées : {count}";
    MoreWarnings { count: usize } =
        "warnings of this file that are not listed: {count}", "avertissements sur ce fichier qui ne sont pas montrés : {count}";
}

impl Message {
    /// A message beside others.
    pub fn boxed(self) -> Box<Self> {
        Box::new(self)
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Locale::En))
    }
}

impl std::error::Error for Message {}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Text { text }
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::Text { text: text.to_owned() }
    }
}

impl From<Cow<'_, str>> for Message {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text { text: text.into_owned() }
    }
}
