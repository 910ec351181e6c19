//! What was said since today's schedule was agreed, in words.

/// Why and as of when a week was planned anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// As of when.
    pub as_of: Option<String>,
    /// What has happened, in order.
    pub lines: Vec<String>,
}
