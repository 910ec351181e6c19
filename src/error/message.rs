//! What is said of faults in the input and on the command line, in every language.

use std::borrow::Cow;
use std::fmt;

use chrono::{NaiveDate, NaiveDateTime};

use super::say::{Figure, Month, RuleCode, Say, Slips, System, Words};
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
                #[doc = concat!("```text\n", $en, "\n```")]
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
    NoWorkbook =
        "there is no such workbook; brigade new FIRM.xlsx writes one to begin with",
        "ce classeur n'existe pas ; brigade new FIRME.xlsx en crée un pour commencer";
    UnreadableFolder { fault: System } = "must be a folder that can be read: {fault}", "il faut un dossier lisible : {fault}";
    NoTable { file: String } = "the folder needs a file {file}", "il faut un fichier {file} dans le dossier";
    SameTable { file: String } =
        "{file} is the same table under another name; delete one of the two",
        "{file} est le même tableau sous un autre nom ; supprimer l'un des deux";
    PerhapsTable { file: String } =
        "this file is not read; if it is meant to be the table {file}, give it that name",
        "ce fichier n'est pas lu ; si c'est le tableau {file}, lui donner ce nom";
    NoSheet { sheet: String } = "the workbook needs a sheet {sheet}", "il faut une feuille {sheet} dans le classeur";
    PerhapsSheet { sheet: String } =
        "this sheet is not read; if it is meant to be the table {sheet}, give it that name",
        "cette feuille n'est pas lue ; si c'est le tableau {sheet}, lui donner ce nom";
    WorkbookBeside { file: String } =
        "this workbook is not read, since {file} is there; move it elsewhere, or plan it by its name",
        "ce classeur n'est pas lu, car {file} est là ; le déplacer, ou planifier ce classeur en le nommant";
    SettingsBeside { workbook: String } =
        "this file is not read beside the workbook {workbook}; put the settings into its sheet settings",
        "ce fichier n'est pas lu à côté du classeur {workbook} ; mettre les réglages dans sa feuille reglages";
    SecondWorkbook { first: String } =
        "the folder has another workbook, {first}; name the one that is meant, or move the other elsewhere",
        "le dossier a un autre classeur, {first} ; nommer celui qu'il faut lire, ou déplacer l'autre";
    MacrosPassedOver = "its macros are passed over; only its cells are read", "ses macros sont ignorées ; seules ses cellules sont lues";
    NotAWorkbook =
        "this is no workbook, whatever its name says; open it in a spreadsheet and save it as .xlsx or .ods",
        "ce n'est pas un classeur, quoi qu'en dise son nom ; l'ouvrir dans un tableur et l'enregistrer en .xlsx ou .ods";
    WorkbookBinary =
        "a binary workbook (.xlsb) is not read; save it as .xlsx",
        "un classeur binaire (.xlsb) n'est pas lu ; l'enregistrer en .xlsx";
    WorkbookEmpty = "the file is empty; save the workbook again", "le fichier est vide ; enregistrer de nouveau le classeur";
    WorkbookEncrypted =
        "the workbook is protected by a password; save it without one",
        "le classeur est protégé par un mot de passe ; l'enregistrer sans";
    WorkbookDamaged { fault: Option<Box<Message>> } =
        "the workbook is damaged; open it in a spreadsheet and save it again{fault}",
        "le classeur est endommagé ; l'ouvrir dans un tableur et l'enregistrer de nouveau{fault}";
    InBrackets { text: String } = " ({text})", " ({text})";
    WorkbookTooLarge { most: usize } =
        "the workbook is too large; at most {most} MB are read; take out pictures and sheets that are no tables",
        "le classeur est trop grand ; {most} Mo au plus sont lus ; enlever les images et les feuilles qui ne sont pas des tableaux";
    WorkbookUnpacked { most: u64 } =
        "unpacked, the workbook is too large; at most {most} MB are read; take out sheets that are no tables",
        "décompressé, le classeur est trop grand ; {most} Mo au plus sont lus ; enlever les feuilles qui ne sont pas des tableaux";
    TooManyCells { most: usize } =
        "the sheet reaches too far; at most {most} cells are read, from the first to the last; delete what stands far below or beside the table",
        "la feuille va trop loin ; {most} cellules au plus sont lues, de la première à la dernière ; supprimer ce qui est loin sous le tableau ou à côté";
    TooManyColumns { cell: String, last: String } =
        "cell {cell} is too far right; the last column that is read is {last}; delete what stands there",
        "la cellule {cell} est trop à droite ; la dernière colonne lue est {last} ; supprimer ce qui s'y trouve";
    Unreadable { fault: System } = "the file cannot be read: {fault}", "le fichier ne peut pas être lu : {fault}";
    NotAFile = "a file is expected here, and this is none", "il faut un fichier ici, et ce n'en est pas un";

    // Manifests of a batch.
    ManifestQuote =
        "a quotation mark is never closed; paths with spaces stand in quotation marks",
        "des guillemets ne sont pas fermés ; un chemin avec des espaces s'écrit entre guillemets";
    ManifestEmpty =
        "the manifest names no week; write a line for each, such as: lyon-48 --time 60",
        "le manifeste ne nomme aucune semaine ; écrire une ligne pour chacune, comme : lyon-48 --time 60";
    ManifestSuite = "there is no such folder of a public set", "ce dossier d'un jeu d'essai n'existe pas";
    ManifestIndex { lines: usize, last: usize } =
        "the manifest has {lines} lines; write a number from 0 to {last}",
        "le manifeste a {lines} lignes ; écrire un nombre de 0 à {last}";
    ManifestName { name: String } =
        "{name} can't be the folder of a plan here; give the line a plain name with --out, such as --out lyon-48",
        "{name} ne peut pas être le dossier d'un plan ici ; donner un nom simple à la ligne avec --out, comme --out lyon-48";
    ManifestOwnFolder { name: String } =
        "the plan would go into the instance's own folder; give the line another name with --out, or the batch another folder than that of {name}",
        "le plan irait dans le dossier même de l'instance ; donner un autre nom à la ligne avec --out, ou au lot un autre dossier que celui de {name}";
    ManifestTwice { name: String, first: u64 } =
        "the folder {name} is that of line {first}; give one of the two another name with --out",
        "le dossier {name} est celui de la ligne {first} ; donner un autre nom à l'une des deux avec --out";

    // Snapshots of a search.
    SnapshotNone = "this is no snapshot of a run; name another file", "ce n'est pas l'instantané d'un calcul ; nommer un autre fichier";
    SnapshotDamaged =
        "the snapshot is cut off or damaged; delete it and begin anew without --resume",
        "l'instantané est coupé ou endommagé ; le supprimer et recommencer sans --resume";
    SnapshotForeign =
        "this is the snapshot of another week, another version or other options (--week, --freeze, --seed, --iterations, --search); give the same as then, or another file with --snapshot",
        "c'est l'instantané d'une autre semaine, d'une autre version ou d'autres options (--week, --freeze, --seed, --iterations, --search) ; donner les mêmes qu'alors, ou un autre fichier avec --snapshot";

    // The horizon.
    WeekForm = "a week looks like 2026-W48", "une semaine s'écrit 2026-W48";
    WeeksOfYear { year: i32, weeks: u32 } =
        "{year} has {weeks} weeks; a week looks like {year}-W{weeks}",
        "{year} a {weeks} semaines ; une semaine s'écrit {year}-W{weeks}";
    NoStart =
        "the first date is missing: say --week 2026-W48, or write start = \"2026-11-23\" below [horizon]",
        "la première date manque : ajouter --week 2026-W48, ou écrire start = \"2026-11-23\" sous [horizon]";
    NoStartInSheet =
        "the first date is missing: say --week 2026-W48, or write horizon.start as a key of the sheet settings, with the date beside it",
        "la première date manque : ajouter --week 2026-W48, ou écrire horizon.start comme clé de la feuille reglages, avec la date à côté";
    BeyondTheCalendar = "too late a date; no horizon may pass the year 9999", "date trop tardive : l'horizon ne peut pas dépasser l'an 9999";

    // Sizes.
    NoCrew = "there is no crew; at least one is needed", "il n'y a aucune équipe ; il en faut au moins une";
    NoJob =
        "there is no job, so there is nothing to plan; add a row per job",
        "il n'y a aucune intervention, donc rien à planifier ; ajouter une ligne par intervention";
    TooManyPlaces { places: usize, most: usize } =
        "{places} sites and bases are too many; at most {most} fit into memory",
        "{places} chantiers et bases, c'est trop ; {most} au plus tiennent en mémoire";
    TooManyVisits { visits: usize, most: usize } =
        "{visits} visits are too many; at most {most} can be planned",
        "{visits} visites, c'est trop ; {most} au plus peuvent être planifiées";
    TooManyWaits { waits: usize, most: usize } =
        "{waits} jobs named in after are too many, over all jobs; at most {most} can be",
        "{waits} interventions nommées dans apres, c'est trop pour l'ensemble ; {most} au plus";
    MemoryOfSpeeds { speeds: usize, places: usize, need: Decimal, most: Decimal } =
        "{speeds} speeds of crews, each with its ways between {places} sites and bases, take {need} GB of memory; {most} GB are the most; give crews fewer different speeds",
        "{speeds} vitesses d'équipes, chacune avec ses trajets entre {places} chantiers et bases, prennent {need} Go de mémoire ; {most} Go au plus ; donner moins de vitesses différentes";
    CrewTooSlow =
        "the longest way takes this crew more than ten million minutes; write more",
        "le plus long trajet prend à cette équipe plus de dix millions de minutes ; écrire plus";
    MemoryOfVisits { visits: usize, shifts: usize, need: Decimal, most: Decimal } =
        "{visits} visits, each for any of {shifts} crews' days, take {need} GB of memory; {most} GB are the most",
        "{visits} visites, chacune possible dans {shifts} journées d'équipe, prennent {need} Go de mémoire ; {most} Go au plus";
    MemoryOfSkills { skills: usize, people: usize, need: Decimal, most: Decimal } =
        "{skills} skills, each at a level of {people} crews and members, take {need} GB of memory; {most} GB are the most",
        "{skills} compétences, chacune avec un niveau de {people} équipes et membres, prennent {need} Go de mémoire ; {most} Go au plus";
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

    // Cells.
    NumberShape { example: &'static str } = "a number is needed here, such as {example}", "il faut un nombre, comme {example}";
    Between { low: Figure, high: Figure } = "must lie between {low} and {high}", "doit être compris entre {low} et {high}";
    WholeWithin { low: u32, high: u32 } =
        "must be a whole number between {low} and {high}", "il faut un nombre entier entre {low} et {high}";
    IdHoldsSpace =
        "an id must not contain spaces or |, which separate the entries of a list",
        "un identifiant ne contient ni espaces ni |, qui séparent les éléments d'une liste";
    IdHoldsComma =
        "an id must not contain spaces, commas or |, which separate the entries of a list",
        "un identifiant ne contient ni espaces, ni virgules, ni |, qui séparent les éléments d'une liste";
    DateShape = "a date looks like 2026-11-23 or 23/11/2026", "une date s'écrit 23/11/2026 ou 2026-11-23";
    DateWithTime =
        "a date stands here without a time of day; leave the time off", "il faut une date sans heure ; enlever l'heure";
    YearShape =
        "a year has four digits: a date looks like 2026-11-23 or 23/11/2026",
        "une année a quatre chiffres : une date s'écrit 23/11/2026 ou 2026-11-23";
    NoSuchDay { day: u32, month: Month, year: String } =
        "there is no {day} {month} {year}", "il n'y a pas de {day} {month} {year}";
    NoSuchMonth { month: u32 } =
        "there is no month {month}; a date looks like 2026-11-23 or 23/11/2026",
        "il n'y a pas de mois {month} ; une date s'écrit 23/11/2026 ou 2026-11-23";
    ClockShape = "a time of day looks like 08:00 or 8h30", "une heure s'écrit 08:00 ou 8h30";
    SecondsCount =
        "seconds other than 00 are not counted; write whole minutes",
        "les secondes autres que 00 ne sont pas comptées ; écrire des minutes entières";
    DurationShape { example: &'static str, low: i32, high: i32 } =
        "a duration looks like 90 (minutes), 1:30, 1h30 or {example}, and lies between {low} and {high} minutes",
        "une durée s'écrit 90 (minutes), 1:30, 1h30 ou {example}, et va de {low} à {high} minutes";
    HoursShape { example: &'static str, low: i32, high: i32 } =
        "a duration looks like {example} (hours), 1:30 or 1h30, and lies between {low} and {high} minutes",
        "une durée s'écrit {example} (heures), 1:30 ou 1h30, et va de {low} à {high} minutes";
    YesNo = "must be yes or no", "il faut oui ou non";
    PinShape =
        "must be yes, no, crew (the date may change) or date (the crew may change)",
        "il faut oui, non, equipe (la date peut changer) ou date (l'équipe peut changer)";
    SameCrewShape = "must be no, prefer or require", "il faut non, prefere ou exige";
    WeekdayShape =
        "must be weekdays with spaces between them, or ranges: Mon Tue Fri, Mon-Fri, lun-ven",
        "il faut des jours séparés par des espaces, ou des intervalles : lun mar ven, lun-ven";
    SkillsShape =
        "name each skill once, as skill or skill:level with levels 1 to 9",
        "nommer chaque compétence une fois : compétence, ou compétence:niveau de 1 à 9";
    NeedsShape =
        "name each skill once, as skill, skill:level or skill:level*people with levels 1 to 9",
        "nommer chaque compétence une fois : compétence, compétence:niveau ou compétence:niveau*personnes, niveaux de 1 à 9";
    ToolsShape = "name each tool once, as tool or tool*quantity", "nommer chaque outil une fois : outil, ou outil*quantité";
    SeparateEntries = "; put spaces between the entries of a list", " ; mettre des espaces entre les éléments d'une liste";
    Besides { advice: Box<Message>, further: Box<Message> } = "{advice}{further}", "{advice}{further}";

    FormulaWithoutValue =
        "this formula has no stored value; open the workbook in a spreadsheet and save it again, or write the value",
        "cette formule n'a pas de valeur enregistrée ; ouvrir le classeur dans un tableur et l'enregistrer, ou écrire la valeur";
    ErrorValue =
        "the formula gives an error instead of a value; mend it, or write the value",
        "la formule donne une erreur au lieu d'une valeur ; la corriger, ou écrire la valeur";
    ControlCharacter =
        "this text has a control character in it; write it anew", "ce texte contient un caractère de contrôle ; l'écrire de nouveau";
    MergedCells { cells: String } =
        "cells {cells} are merged, and all but the first are blank; unmerge them and fill each",
        "les cellules {cells} sont fusionnées, et toutes sauf la première sont vides ; les défusionner et remplir chacune";

    // Rows and headers.
    NotText = "not a text file; save the table as CSV (UTF-8)", "ce n'est pas un fichier texte ; enregistrer le tableau en CSV (UTF-8)";
    EmptyFile =
        "the file is empty; its first line names the columns", "le fichier est vide ; sa première ligne nomme les colonnes";
    NoRow =
        "the table has no row and counts as absent; add rows or take the table away",
        "le tableau n'a aucune ligne et compte comme absent ; ajouter des lignes ou retirer le tableau";
    DelimiterShape =
        "write sep=; or sep=, or sep= and a tab; no other character may separate the cells",
        "écrire sep=; ou sep=, ou sep= et une tabulation ; aucun autre caractère ne sépare les cellules";
    TitleAbove { line: u64 } =
        "a title stands above the names of the columns, which are on line {line}; delete the lines above it",
        "un titre précède les noms des colonnes, qui sont à la ligne {line} ; supprimer les lignes au-dessus";
    RowWidth { cells: usize, width: usize } = "this row has {cells} cells, the header {width}", "cette ligne a {cells} cellules, l'en-tête {width}";
    QuoteShape =
        "put a second quote before each quote inside a quoted cell, and nothing behind its last quote",
        "dans une cellule entre guillemets, doubler chaque guillemet, et ne rien écrire après le dernier";
    QuoteOpen = "a quote is opened in this row and never closed", "un guillemet est ouvert dans cette ligne et jamais fermé";
    CellTooLong { most: usize } =
        "shorten this cell: at most {most} characters fit", "raccourcir cette cellule : {most} caractères au plus";
    SameColumn { name: String } =
        "this is the same column as {name}; delete one of the two",
        "c'est la même colonne que {name} ; supprimer l'une des deux";
    UnknownColumn { near: Option<Box<Message>> } =
        "this column is not known and is ignored; delete it or mend its name{near}",
        "cette colonne n'est pas connue et n'est pas lue ; la supprimer ou corriger son nom{near}";
    MissingColumn { name: String } = "the column {name} is missing from the header", "la colonne {name} manque dans l'en-tête";
    TownsUnnamed =
        "no row names a town; a table of towns has a column city or postcode beside lat and lon",
        "aucune ligne ne nomme une commune ; il faut une colonne ville ou code_postal à côté de lat et lon";
    BlankCell { name: String } = "every row needs a {name}", "il manque une valeur : chaque ligne doit remplir la colonne {name}";
    DateTwice = "the header has this date twice; delete one", "l'en-tête a deux fois cette date ; en supprimer une";
    GridHeader =
        "each column but the first needs a date here, such as 2026-11-23 or 23/11/2026; delete it or mend its name",
        "chaque colonne sauf la première a une date pour nom, comme 23/11/2026 ou 2026-11-23 ; la supprimer ou corriger son nom";

    // Settings.
    NotToml { fault: String } = "not valid TOML: {fault}", "ce n'est pas du TOML valide : {fault}";
    UnknownSetting { near: Option<Box<Message>> } =
        "this setting is not known and is ignored; delete it or mend its name{near}",
        "ce réglage n'est pas connu et n'est pas lu ; le supprimer ou corriger son nom{near}";
    AmountShape =
        "must be a number of zero or more, and not above 1e12", "il faut un nombre positif ou nul, et 1e12 au plus";
    DaysShape = "must be a whole number of days between 1 and 366", "il faut un nombre entier de jours, de 1 à 366";
    BreakShape = "a break looks like \"12:00-13:00\"; no break is \"\"", "une pause s'écrit \"12:00-13:00\" ; aucune pause : \"\"";
    HolidayCode =
        "write \"FR\", or \"FR-57\", \"FR-67\" or \"FR-68\", where two more days are holidays, or \"\" for none",
        "écrire \"FR\", ou \"FR-57\", \"FR-67\" ou \"FR-68\", où deux jours de plus sont fériés, ou \"\" pour aucun";
    DateSpanShape =
        "write dates, or spans such as \"2026-12-24..2027-01-03\"",
        "écrire des dates, ou des périodes comme \"2026-12-24..2027-01-03\"";
    SpanTooLong =
        "a span of more than ten years; write an earlier last date", "une période de plus de dix ans ; écrire une dernière date plus proche";
    SpanTwice { date: NaiveDate } =
        "an earlier entry has {date} already; name each date once", "une entrée plus haut a déjà le {date} ; nommer chaque date une fois";
    UnknownTimezone { near: Option<Box<Message>> } =
        "no time zone of the IANA database; write one such as \"Europe/Paris\"{near}",
        "ce n'est pas un fuseau horaire de la base IANA ; en écrire un, comme \"Europe/Paris\"{near}";
    PartnerShape =
        "must name one job, as JOB, JOB+MAX or JOB+MIN..MAX, in whole minutes up to 1440, MIN not above MAX",
        "il faut une seule intervention : ID, ID+MAX ou ID+MIN..MAX, en minutes entières, 1440 au plus, MIN au plus égal à MAX";
    AboveZero = "must be above zero", "doit être supérieur à zéro";

    // Rows together.
    SameId { line: u64 } = "line {line} already has this id", "la ligne {line} a déjà cet identifiant";
    SameIdIn { line: u64, file: String } = "line {line} of {file} already has this id", "la ligne {line} de {file} a déjà cet identifiant";
    UnknownId { separate: Option<Box<Message>>, near: Box<Message> } =
        "nothing has this id{separate}{near}", "rien n'a cet identifiant{separate}{near}";
    AddItTo { file: String } =
        "; add it to {file}, or write one that is there", " ; l'ajouter à {file}, ou en écrire un qui s'y trouve";
    Unplaced { file: String } =
        "nothing has this id; add it to {file}, or say where it is in this row: lat and lon, or x and y",
        "rien n'a cet identifiant ; l'ajouter à {file}, ou dire dans cette ligne où c'est : lat et lon, ou x et y";
    EndsTooEarly { start: String } =
        "the shift must end after its start at {start}", "la journée doit finir après son début à {start}";
    PastMidnight =
        "the shift's end and its overtime must not pass midnight",
        "la fin de la journée et ses heures supplémentaires ne doivent pas dépasser minuit";
    SameCrewAndDate = "an earlier row has the same crew and date", "une ligne plus haut a la même équipe et la même date";
    SameCrewAndWeek =
        "an earlier row has the same crew and week; put both together, or delete one",
        "une ligne plus haut a la même équipe et la même semaine ; les réunir, ou en supprimer une";
    ChangesNothing { off: String } =
        "this row changes nothing; set {off} to yes, or give a start or an end",
        "cette ligne ne change rien ; mettre {off} à oui, ou donner un début ou une fin";
    BeforeDate { column: String, date: NaiveDate } =
        "must not be before {column}, {date}", "ne doit pas précéder {column}, {date}";
    BeforeTime { column: String, time: String } = "must not be before {column}, {time}", "ne doit pas précéder {column}, {time}";
    GivenAwayForNothing =
        "another firm does this job for nothing; leave the cell blank where no other firm does it",
        "une autre entreprise fait cette intervention pour rien ; laisser la cellule vide si aucune autre ne la fait";
    PromisedOutside =
        "before open every start is late, after close none is: write a time between them, or leave the cell blank",
        "avant l'ouverture tout début est en retard, après la fermeture aucun : écrire une heure entre les deux, ou laisser la cellule vide";
    Circle { jobs: String } =
        "these jobs wait for each other in a circle: {jobs}", "ces interventions s'attendent en rond : {jobs}";
    LinkedVisits { job: String, visits: u32, crews: u32 } =
        "linked jobs need one visit of one crew each; {job} has {visits} visits, {crews} crews",
        "chaque intervention liée demande une visite d'une équipe ; {job} a {visits} visites, {crews} équipes";
    LinkedCircle { jobs: String } =
        "these jobs name each other in a circle: {jobs}; leave one of them blank",
        "ces interventions se nomment en rond : {jobs} ; laisser une case vide";
    LinkedWaits { job: String, before: String } =
        "{job} is linked with {before} and waits for it, directly or not; take off one of the two",
        "{job} est liée à {before} et l'attend, directement ou non ; retirer l'un des deux";
    PlaceShape =
        "a place needs lat and lon, or x and y, and only these two",
        "un lieu demande lat et lon, ou x et y, et seulement ces deux";
    MixedPlaces =
        "some places have lat and lon, others x and y; all must use the same",
        "certains lieux ont lat et lon, d'autres x et y ; tous doivent avoir les mêmes";
    SamePair = "an earlier row has the same pair", "une ligne plus haut a la même paire";
    SharedId { file: String } =
        "a crew has the same id, so that {file} cannot tell them apart; rename one",
        "une équipe a le même identifiant, et {file} ne peut pas les distinguer ; renommer l'un des deux";
    UnknownPlaces { ids: String } =
        "these ids are neither site nor crew, and their rows are ignored; mend or delete them: {ids}",
        "ces identifiants ne sont ni chantier ni équipe, et leurs lignes ne sont pas lues ; les corriger ou les supprimer : {ids}";
    MissingPairs { missing: usize } =
        "pairs of places without a row: {missing}; their distances come from the coordinates; add rows where that is too rough",
        "paires de lieux sans ligne : {missing} ; leurs distances viennent des coordonnées ; ajouter des lignes si c'est trop grossier";
    OneTarget =
        "a row is about one site, one job or one region; give exactly one",
        "une ligne porte sur un chantier, une intervention ou un secteur ; en donner exactement un";
    NoRegion { file: String } =
        "no site has this region; write one of {file}, or delete the row",
        "aucun chantier n'a ce secteur ; en écrire un de {file}, ou supprimer la ligne";
    SameTarget = "an earlier row scores the same crew and target", "une ligne plus haut note la même équipe et la même cible";

    // Demands that can't be met, and slips of the pen.
    NoDateAllowed =
        "the job allows no date of the horizon: no visit is asked for, and the jobs that come after it wait too; lengthen the horizon or allow further dates if that is not meant",
        "l'intervention ne permet aucune date de l'horizon : aucune visite n'est demandée, et celles qui la suivent attendent aussi ; allonger l'horizon ou permettre d'autres dates si ce n'est pas voulu";
    FewDatesAllowed { asked: u32 } =
        "more than the dates of the horizon that the job allows: only {asked} asked for; the rest, and the jobs that come after this one, wait for later weeks; lengthen the horizon or allow further dates if that is not meant",
        "plus que les dates de l'horizon que l'intervention permet : {asked} seulement sont demandées ; le reste, et les interventions qui la suivent, attendent les semaines suivantes ; allonger l'horizon ou permettre d'autres dates si ce n'est pas voulu";
    NoSkill { crews: String, members: String, separate: Option<Box<Message>>, near: Option<Box<Message>> } =
        "no crew can bring this: add the skill to a crew in {crews} or {members}, or take it off the job{separate}{near}",
        "aucune équipe ne l'a : ajouter la compétence à une équipe dans {crews} ou {members}, ou la retirer de l'intervention{separate}{near}";
    NoTool { tools: String, separate: Option<Box<Message>>, near: Option<Box<Message>> } =
        "no crew can bring this: add the tool to {tools} or to a crew's equipment, or take it off the job{separate}{near}",
        "aucune équipe ne peut l'apporter : ajouter l'outil à {tools} ou au matériel d'une équipe, ou le retirer de l'intervention{separate}{near}";
    OffWithHours { rows: usize } =
        "rows with off and hours: {rows}; the crew is off, and the hours are ignored; delete one of the two",
        "lignes avec un repos et des heures : {rows} ; l'équipe est en repos, et les heures ne sont pas lues ; supprimer l'un des deux";
    OddSkills { names: Slips } =
        "no job asks for these skills, which look like a slip of the pen: {names}",
        "aucune intervention ne demande ces compétences, qui ressemblent à une faute de frappe : {names}";
    OddTools { names: Slips } =
        "no job asks for these tools, which look like a slip of the pen: {names}",
        "aucune intervention ne demande ces outils, qui ressemblent à une faute de frappe : {names}";
    FarSites { ids: String } =
        "these sites lie more than 300 km from every base; check where they are: {ids}",
        "ces chantiers sont à plus de 300 km de toute base ; vérifier où ils sont : {ids}";
    FarSitesExchanged { ids: String } =
        "these sites lie more than 300 km from every base; check where they are: {ids}; with lat and lon exchanged they would be nearer",
        "ces chantiers sont à plus de 300 km de toute base ; vérifier où ils sont : {ids} ; en échangeant lat et lon, ils seraient plus près";
    FarSitesPartlyExchanged { ids: String, exchanged: usize } =
        "these sites lie more than 300 km from every base; check where they are: {ids}; with lat and lon exchanged {exchanged} of them would be nearer",
        "ces chantiers sont à plus de 300 km de toute base ; vérifier où ils sont : {ids} ; en échangeant lat et lon, {exchanged} seraient plus près";
    HoursMeant { few: i32, name: String } =
        "all durations are bare numbers of minutes, and none is above {few}; if hours are meant, write 8h, or {name} (h) into the header; if not, {name} (min)",
        "toutes les durées sont de simples nombres de minutes, et aucune ne dépasse {few} ; si ce sont des heures, écrire 8h, ou {name} (h) dans l'en-tête ; sinon, {name} (min)";

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
    IgnoredWeek { first: String, last: String } =
        "ignored, because it is none of the 8 weeks before the horizon, {first} to {last}",
        "ignoré : ce n'est pas l'une des 8 semaines avant l'horizon, de {first} à {last}";
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
    MixedSummary = "is of another run than the files beside it, which count", "vient d'un autre calcul que les fichiers voisins, qui comptent";
    PlanAlone =
        "was changed after brigade wrote this folder: what it says now counts, and crews leave as their shift begins, since the other files are of the plan before",
        "a changé depuis que brigade a écrit ce dossier : ce qu'il dit maintenant compte, et les équipes partent au début de leur journée, car les autres fichiers sont du plan d'avant";
    MixedAndCounts =
        "is of another run than summary.json, or was changed since: what it says now counts",
        "vient d'un autre calcul que summary.json, ou a changé depuis : ce qu'il dit maintenant compte";
    Mixed = "is of another run than summary.json, or was changed since", "vient d'un autre calcul que summary.json, ou a changé depuis";
    OfAnotherRun =
        "is of another run: summary.json, which is written last and names all files of its run, does not name it",
        "vient d'un autre calcul : summary.json, écrit en dernier et qui nomme tous les fichiers de son calcul, ne le nomme pas";

    // Output.
    OutIsFile { path: String } = "{path} is a file: name a folder to write into", "{path} est un fichier : indiquer un dossier où écrire";
    OutIsFolder { path: String } =
        "{path} is a folder: it stands where a file is to be written", "{path} est un dossier : il est là où un fichier doit être écrit";
    OutIsSpecial { path: String, what: Words } =
        "{path} is {what}, and is not replaced: name another place to write to, or delete it",
        "{path} est {what}, et n'est pas remplacé : indiquer un autre endroit où écrire, ou le supprimer";
    OutIsNotOurs { path: String } =
        "{path} was not written by brigade, and is not overwritten: name another folder to write into, or move it away",
        "{path} n'a pas été écrit par brigade, et n'est pas écrasé : indiquer un autre dossier où écrire, ou le déplacer";
    OutIsForeign { path: String } =
        "{path} is another's instance, and nothing in it is overwritten: name another folder to write into",
        "{path} est l'instance d'un autre, et rien n'y est écrasé : indiquer un autre dossier où écrire";
    CannotWrite { what: Words, path: String, fault: System } = "cannot {what} {path}: {fault}", "impossible de {what} {path} : {fault}";
    NoTextOfIt { fault: String } = "cannot put the result into text: {fault}", "impossible de mettre le résultat en texte : {fault}";

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
    LastBeforeFirst =
        "the last date comes before the first; exchange them", "la dernière date précède la première ; les échanger";
    FaultOfColumn { column: String, advice: Box<Message> } = "column {column}: {advice}", "colonne {column} : {advice}";
    FaultOfValue { column: String, value: String, advice: Box<Message> } =
        "column {column}, value '{value}': {advice}", "colonne {column}, valeur « {value} » : {advice}";

    // Roads and addresses.
    AddressForm = "an address looks like http://127.0.0.1:5000", "une adresse s'écrit http://127.0.0.1:5000";
    NoServer =
        "no server answers there; start it, or mend the address",
        "aucun serveur n'y répond ; le démarrer, ou corriger l'adresse";
    SlowServer { seconds: u64 } =
        "the server has not answered within {seconds} s; try again, with a smaller --block or a longer --timeout",
        "le serveur n'a pas répondu en {seconds} s ; réessayer, avec un --block plus petit ou un --timeout plus long";
    BrokenAnswer { fault: String } =
        "the answer breaks off ({fault}); try again", "la réponse s'interrompt ({fault}) ; réessayer";
    BadStatus { status: u32 } =
        "the server answers with the fault {status}; try again later", "le serveur répond par l'erreur {status} ; réessayer plus tard";
    Redirects { to: String } =
        "the server says to ask elsewhere, {to}, which brigade does not; give that address if you trust it",
        "le serveur renvoie ailleurs, {to}, ce que brigade ne suit pas ; donner cette adresse si elle est de confiance";
    TooLongAnswer = "the answer is too long; ask for smaller blocks (--block)", "la réponse est trop longue ; demander des blocs plus petits (--block)";
    NotJsonButPage { kind: Words } =
        "the answer is {kind}, not that of such a service; mend the address",
        "la réponse est {kind}, pas celle d'un tel service ; corriger l'adresse";
    ServiceSays { said: String } = "the service refuses: {said}", "le service refuse : {said}";
    NoTableOfRoads =
        "the answer is not that of a table service; mend the address",
        "la réponse n'est pas celle d'un service de tables ; corriger l'adresse";
    OtherTableSize { rows: usize, columns: usize, found: usize } =
        "the answer must have {rows} rows of {columns} ways, and has {found} or shorter ones",
        "il faut {rows} lignes de {columns} trajets dans la réponse, qui en a {found} ou de plus courtes";
    NoRoadNumber { value: String } =
        "the answer has {value} where metres or seconds are expected",
        "la réponse a {value} à la place de mètres ou de secondes";
    BlocksRefused = "the server refuses even a single way as too large", "le serveur refuse même un seul trajet comme trop grand";
    RoadsOfWorkbook { workbook: String } =
        "roads are written into a folder; make one of the workbook first: brigade convert {workbook} FOLDER",
        "les routes s'écrivent dans un dossier ; en faire un du classeur d'abord : brigade convert {workbook} DOSSIER";
    NoRoadsInPlane =
        "roads need lat and lon; x and y are kilometres in a plane",
        "les routes demandent lat et lon ; x et y sont des kilomètres dans un plan";
    LocateInWorkbook { workbook: String } =
        "coordinates are written into a folder; make one of the workbook first: brigade convert {workbook} FOLDER",
        "les coordonnées s'écrivent dans un dossier ; en faire un du classeur d'abord : brigade convert {workbook} DOSSIER";
    NoAddressBase =
        "the answer is not that of the address base; mend the address",
        "la réponse n'est pas celle de la base adresse ; corriger l'adresse";
    Unlocated =
        "needs lat and lon; brigade locate finds them by address: with --table FILE in a table of towns, with --ban https://api-adresse.data.gouv.fr in France's address base",
        "il faut lat et lon ; brigade locate les trouve par l'adresse : avec --table FICHIER dans un tableau de communes, avec --ban https://api-adresse.data.gouv.fr dans la Base Adresse Nationale";

    // Files of other engines.
    NoJson { fault: String } = "this is no JSON: {fault}", "ce n'est pas du JSON : {fault}";
    OfNoKind { format: &'static str, kinds: String } =
        "this is none of the files of {format}; those are: {kinds}",
        "ce n'est aucun des fichiers de {format}, qui sont : {kinds}";
    SecondOfKind { kind: &'static str } = "only one file can be the {kind}", "un seul fichier peut être le fichier {kind}";
    NoProblem { kind: &'static str, format: &'static str } =
        "none of the files is the {kind} of {format}; name it too", "aucun des fichiers n'est le fichier {kind} de {format} ; le nommer aussi";
    NoKey { key: &'static str } = "needs the key {key}", "il faut la clé {key}";
    UnknownKey =
        "this key is not known, and what it says is passed over",
        "cette clé n'est pas connue, et ce qu'elle dit est ignoré";
    JsonKind { kind: Words } = "must be {kind}", "il faut {kind}";
    JsonNumber { low: String, high: String } =
        "must be a number from {low} to {high}", "il faut un nombre de {low} à {high}";
    NoFeature { feature: Words } =
        "brigade can't plan with this: {feature}; take it out, or keep to the other engine for it",
        "brigade ne sait pas planifier avec ceci : {feature} ; l'enlever, ou garder l'autre moteur pour cela";
    AndElsewhere { advice: Box<Message>, count: usize } =
        "{advice} (likewise in {count} more places)", "{advice} (de même à {count} autres endroits)";
    NoSuchMoment = "no such moment between the years 1000 and 9999", "pas un moment entre les années 1000 et 9999";
    MomentWithZone =
        "a moment looks like 2026-11-23T08:00:00Z", "un moment s'écrit 2026-11-23T08:00:00Z";
    WindowTooShort =
        "no time lies between the two; exchange or mend them", "aucun moment entre les deux ; les échanger ou les corriger";
    ShiftTooShort = "the shift ends before it has lasted a minute", "la vacation finit avant d'avoir duré une minute";
    NobodyWorks = "no vehicle has a shift; at least one is needed", "aucun véhicule n'a de vacation ; il en faut au moins une";
    HorizonTooLong =
        "the dates lie too far apart; at most 366 days are planned at once",
        "les dates sont trop éloignées ; 366 jours au plus sont planifiés à la fois";
    IdTwice =
        "another has the same id, as brigade writes ids (blanks become _); change one",
        "un autre a le même identifiant, tel que brigade l'écrit (les blancs deviennent _) ; changer l'un des deux";
    NoTask = "a job needs a task: pickups, deliveries, replacements or services", "il faut une tâche : pickups, deliveries, replacements ou services";
    NoVehicleMay = "no vehicle may do this", "aucun véhicule ne peut le faire";
    UnknownInProblem = "the problem has none of this name", "le problème n'a rien de ce nom";
    OtherSize { first: usize, second: usize } =
        "{first} and {second} values do not make a square table", "{first} et {second} valeurs ne font pas un tableau carré";
    NotInMatrix { rows: usize } =
        "there is no such place in the matrix, which has {rows}", "ce lieu n'est pas dans la matrice, qui en a {rows}";
    NeedsMatrix =
        "places are given by their number; name the file of the matrix or of the locations too",
        "les lieux sont donnés par leur numéro ; nommer aussi le fichier de la matrice ou des lieux";
    NoCoordinates =
        "places have no coordinates: they stand on a line, and the map means nothing",
        "les lieux n'ont pas de coordonnées : ils sont sur une ligne, et la carte ne veut rien dire";
    NoMetres =
        "there are no distances: kilometres are those of 50 km/h, and cost nothing",
        "il n'y a pas de distances : les kilomètres sont ceux de 50 km/h, et ne coûtent rien";
    FirstHalfAlone =
        "a task that waits for others in its tour is left out without them, but they may be planned without it",
        "une tâche qui en attend d'autres dans sa tournée n'est pas planifiée sans elles, mais elles peuvent l'être sans elle";
    BreakOfAll { clock: String } =
        "the break of everybody is {clock}, and work and driving pause over it",
        "la pause de tous est {clock}, et le travail et la route s'interrompent alors";
    AtLeastAMinute = "tasks of no time take a minute", "les tâches sans durée prennent une minute";
    PriorityScaled =
        "priorities and values become 1 to 9, and weigh instead of going before costs",
        "les priorités et valeurs deviennent 1 à 9, et pèsent au lieu de passer avant les coûts";
    NoObjective { name: String } =
        "brigade has no objective {name}; it adds up costs (docs/rules.md)",
        "brigade n'a pas d'objectif {name} ; il additionne des coûts (docs/rules.md)";
    LeavesWhenItSuits =
        "brigade does not limit this: crews leave as late and come back as early as the work lets them",
        "brigade ne limite pas ceci : les équipes partent aussi tard et rentrent aussi tôt que le travail le permet";
    EndsAtMidnight =
        "a shift without an end lasts until midnight, and the way back counts nothing",
        "une vacation sans fin dure jusqu'à minuit, et le retour ne compte pas";
    FormatName { names: String } = "write one of {names}", "écrire l'un de {names}";

    // Options.
    AnyWhole = "write a whole number such as 1", "écrire un nombre entier, comme 1";
    WholeBetween { low: u64, high: u64 } =
        "write a whole number from {low} to {high}", "écrire un nombre entier de {low} à {high}";
    SecondsForm { most: u32 } =
        "write a number of seconds from 0 to {most}, such as 30", "écrire un nombre de secondes de 0 à {most}, comme 30";
    PercentForm = "write a percentage from 0 to 100, such as 2", "écrire un pourcentage de 0 à 100, comme 2";
    ChangesForm = "write numbers such as 5, or all", "écrire des nombres comme 5, ou tous";
    StrategyForm = "write genetic, annealing, iterated or shifts-first",
        "écrire genetic, annealing, iterated ou shifts-first";
    ProfileForm = "write construction or service", "écrire construction ou service";

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

impl Message {
    /// A damaged workbook, with what its reader says of it.
    pub fn damaged(fault: &dyn fmt::Display) -> Self {
        Self::WorkbookDamaged { fault: Some(Self::InBrackets { text: fault.to_string() }.boxed()) }
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
