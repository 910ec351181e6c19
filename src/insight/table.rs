//! Named values in an order of their own.

use serde::{Serialize, Serializer};

/// Names with values; JSON shows it as an object whose keys keep their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamedValues<T>(pub Vec<(String, T)>);

impl<T> NamedValues<T> {
    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }
}

impl<T> FromIterator<(String, T)> for NamedValues<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for NamedValues<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_order() {
        let table: NamedValues<_> = [("km".to_string(), 1), ("days".to_string(), 2)].into_iter().collect();
        assert_eq!(serde_json::to_string(&table).expect("plain data"), r#"{"km":1,"days":2}"#);
        assert_eq!((table.get("days"), table.get("late")), (Some(&2), None));
    }
}
