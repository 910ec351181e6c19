//! Ids that people type.

use brigade::files::fold;
use brigade::i18n::Locale;
use brigade::report::messages::ExplainMessages;

/// Names offered for one that is not known.
const OFFERED: usize = 3;

/// The index of an id; for one that is not known, what to say, which offers the nearest.
pub fn find<'n, I: From<usize>>(kind: &str, wanted: &str, ids: impl Iterator<Item = &'n str>) -> Result<I, String> {
    let mut near = Vec::new();
    for (index, id) in ids.enumerate() {
        if id == wanted {
            return Ok(I::from(index));
        }
        let likeness = strsim::normalized_damerau_levenshtein(&wanted.to_lowercase(), &id.to_lowercase());
        near.push((likeness, id));
    }
    near.retain(|&(likeness, _)| likeness >= 0.4);
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let names: Vec<_> = near.iter().take(OFFERED).map(|&(_, id)| id).collect();
    let offer = match names[..] {
        [] => format!("; {kind}s.csv names all there are"),
        _ => format!("; did you mean {}?", names.join(", ")),
    };
    Err(format!("there is no {kind} {wanted}{offer}"))
}

/// The index of what has an id, in any case, or else a name; where several have it, what to say.
pub fn find_by_name<'n, I: From<usize>>(
    locale: Locale,
    kind: &str,
    wanted: &str,
    named: impl Iterator<Item = (&'n str, &'n str)>,
) -> Result<I, String> {
    let all: Vec<(&str, &str)> = named.collect();
    let with = |own: &dyn Fn(&(&str, &str)) -> bool| {
        all.iter().enumerate().filter(|(_, named)| own(named)).map(|(index, _)| index).collect::<Vec<_>>()
    };
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
                return Err(locale.several_of_name(kind, wanted, &ids.join(", ")));
            }
        }
    }
    find(kind, wanted, all.iter().map(|named| named.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_case_and_names_will_do_where_one_is_meant() {
        let jobs = [("S1", "Toit neuf"), ("s1", ""), ("S2", "Façade"), ("S3", "facade"), ("S4", "S1"), ("S5", "Pièce")];
        let found = |wanted| find_by_name::<usize>(Locale::En, "job", wanted, jobs.into_iter());
        assert_eq!([found("S1"), found("s1"), found("s2")], [Ok(0), Ok(1), Ok(2)]);
        assert_eq!([found("toit neuf"), found("PIECE")], [Ok(0), Ok(5)]);
        let several = found("FAÇADE").expect_err("two");
        assert_eq!(several, "several jobs are meant by FAÇADE: write one of the ids S2, S3");
        assert!(found("").expect_err("none").starts_with("there is no job"));
    }

    fn text(wanted: &str) -> String {
        find("job", wanted, ["S001A", "S001B", "S020A", "roof"].into_iter())
            .map_or_else(|fault| fault, |index: usize| index.to_string())
    }

    #[test]
    fn the_nearest_names_are_offered() {
        assert_eq!(text("roof"), "3");
        assert_eq!(text("s001a"), "there is no job s001a; did you mean S001A, S001B, S020A?");
        assert_eq!(text("zzzzzzzz"), "there is no job zzzzzzzz; jobs.csv names all there are");
    }
}
