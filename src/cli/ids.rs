//! Ids that people type.

use brigade::error::Message;
use brigade::files::{compared, fold};

/// Names offered for one that is not known.
const OFFERED: usize = 3;

/// What people name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A crew.
    Crew,
    /// A job.
    Job,
}

/// The index of an id; for one that is not known, what to say, which offers the nearest.
pub fn find_id<'n, I: From<usize>>(
    kind: Named,
    wanted: &str,
    mut ids: impl Iterator<Item = &'n str> + Clone,
) -> Result<I, Message> {
    let (wanted, all) = (&*compared(wanted), ids.clone());
    ids.position(|id| id == wanted).map(I::from).ok_or_else(|| unknown(kind, wanted, all))
}

/// The index of what has an id, in any case, or else a name; where none or several have it, what to say.
pub fn find<'n, I: From<usize>>(
    kind: Named,
    wanted: &str,
    named: impl Iterator<Item = (&'n str, &'n str)>,
) -> Result<I, Message> {
    let all: Vec<(&str, &str)> = named.collect();
    let with = |own: &dyn Fn(&(&str, &str)) -> bool| {
        all.iter().enumerate().filter(|(_, named)| own(named)).map(|(index, _)| index).collect::<Vec<_>>()
    };
    let wanted = &*compared(wanted);
    let folded = fold(wanted);
    for found in [
        with(&|(id, _)| *id == wanted),
        with(&|(id, _)| id.to_lowercase() == wanted.to_lowercase()),
        with(&|(_, name)| !folded.is_empty() && fold(name) == folded),
    ] {
        match found[..] {
            [] => {}
            [only] => return Ok(I::from(only)),
            _ => {
                let ids: Vec<_> = found.iter().take(OFFERED).map(|&index| all[index].0).collect();
                return Err(Message::SeveralOfName { name: wanted.to_owned(), ids: ids.join(", ") });
            }
        }
    }
    Err(unknown(kind, wanted, all.iter().map(|named| named.0)))
}

/// What to say of an id that is not known, which offers the nearest.
fn unknown<'n>(kind: Named, wanted: &str, ids: impl Iterator<Item = &'n str>) -> Message {
    let likeness = |id: &str| strsim::normalized_damerau_levenshtein(&wanted.to_lowercase(), &id.to_lowercase());
    let mut near: Vec<_> = ids.map(|id| (likeness(id), id)).filter(|(likeness, _)| *likeness >= 0.4).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let names: Vec<_> = near.iter().take(OFFERED).map(|&(_, id)| id).collect();
    let near = match (names[..].is_empty(), kind) {
        (false, _) => Message::DidYouMean { name: names.join(", ") },
        (true, Named::Job) => Message::NamesAllJobs,
        (true, Named::Crew) => Message::NamesAllCrews,
    };
    let (id, near) = (wanted.to_owned(), near.boxed());
    match kind {
        Named::Job => Message::NoSuchJob { id, near },
        Named::Crew => Message::NoSuchCrew { id, near },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_case_and_names_will_do_where_one_is_meant() {
        let jobs = [("S1", "Toit neuf"), ("s1", ""), ("S2", "Façade"), ("S3", "facade"), ("S4", "S1"), ("S5", "Pièce")];
        let found = |wanted| find::<usize>(Named::Job, wanted, jobs.into_iter());
        assert_eq!([found("S1"), found("s1"), found("s2")], [Ok(0), Ok(1), Ok(2)]);
        assert_eq!([found("toit neuf"), found("PIECE"), found("S\u{200b}2\u{a0}")], [Ok(0), Ok(5), Ok(2)]);
        let several = found("FAÇADE").expect_err("two").to_string();
        assert_eq!(several, "several are called FAÇADE: write one of the ids S2, S3");
        assert!(found("").expect_err("none").to_string().starts_with("there is no job"));
    }

    #[test]
    fn the_nearest_names_are_offered() {
        let text = |kind, wanted| {
            let ids = ["S001A", "S001B", "S020A", "roof"].into_iter().map(|id| (id, ""));
            find::<usize>(kind, wanted, ids).map_or_else(|fault| fault.to_string(), |index| index.to_string())
        };
        assert_eq!(text(Named::Job, "roof"), "3");
        assert_eq!(text(Named::Job, "s001"), "there is no job s001; did you mean S001A, S001B, S020A?");
        assert_eq!(text(Named::Crew, "zzzzzzzz"), "there is no crew zzzzzzzz; crews.csv names all there are");
    }
}
