//! What reports, tables and the page say to people: one trait of [`Locale`](crate::i18n::Locale) for each topic, one
//! method for each message. What a rule says stands with the rules, in the model crate.

/// A trait of methods of `Locale` that count things: one and many in English, then in French, where nought is one.
macro_rules! counts {
    ($(#[$doc:meta])* pub trait $Messages:ident:
     $($name:ident = $one:literal $many:literal, $un:literal $plusieurs:literal;)+) => {
        $(#[$doc])*
        pub trait $Messages {
            $(
                #[doc = concat!("A number of \"", $many, "\".")]
                #[must_use]
                fn $name(self, n: usize) -> String;
            )+
        }

        impl $Messages for crate::i18n::Locale {
            $(
                fn $name(self, n: usize) -> String {
                    let word = match self {
                        Self::En if n == 1 => $one,
                        Self::En => $many,
                        Self::Fr if n <= 1 => $un,
                        Self::Fr => $plusieurs,
                    };
                    format!("{} {word}", self.number(n as f64, 0))
                }
            )+
        }
    };
}

/// A trait of methods of `Locale` that word codes; a code that no row names stands for itself.
macro_rules! names {
    ($(#[$doc:meta])* pub trait $Messages:ident:
     $($(#[$about:meta])* $name:ident { $($code:literal = $en:literal, $fr:literal;)+ })+) => {
        $(#[$doc])*
        pub trait $Messages {
            $(
                $(#[$about])*
                #[must_use]
                fn $name(self, code: &str) -> &str;
            )+
        }

        impl $Messages for crate::i18n::Locale {
            $(
                fn $name(self, code: &str) -> &str {
                    match (self, code) {
                        $((Self::En, $code) => $en, (Self::Fr, $code) => $fr,)+
                        (_, code) => code,
                    }
                }
            )+
        }

        $(
            #[cfg(test)]
            mod $name {
                #[test]
                fn every_code_has_a_name_in_every_language() {
                    [$(($code, $en, $fr)),+].into_iter().for_each(crate::i18n::assert_complete);
                }
            }
        )+
    };
}

mod changes;
mod explain;
mod left_out;
mod page;
mod serve;
mod slots;
mod terminal;
mod terms;
mod usage;

pub use changes::ChangeMessages;
pub use explain::ExplainMessages;
pub use left_out::LeftOutMessages;
pub use page::PageMessages;
pub use serve::ServeMessages;
pub use slots::SlotMessages;
pub use terminal::TerminalMessages;
pub use terms::{CodeNames, CountMessages, change_count};
pub use usage::UsageMessages;
