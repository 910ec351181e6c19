//! Ids that people type.

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

#[cfg(test)]
mod tests {
    use super::*;

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
