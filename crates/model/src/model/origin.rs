//! The origin of an instance.

/// The files of an instance, for reports and for telling instances apart; nothing is computed from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// SHA-256 of the files read, in hexadecimal; empty where there were none.
    pub sha256: String,
    /// Whether coordinates are kilometres in a plane rather than degrees.
    pub planar: bool,
    /// Legs that a table states.
    pub stated_legs: usize,
}
