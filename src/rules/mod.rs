//! What we care about: one file per rule, and the list of them.

use crate::cost::Rule;

/// Every rule, the hard ones first, in the order of the contract.
pub const RULES: &[&dyn Rule] = &[];
