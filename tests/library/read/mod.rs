//! Reading: instances and plans in every dialect, and everything that can be wrong with them.

mod dialects;
mod errors;
mod firm;
mod judge;
mod junk;
mod plans;
mod schedules;
mod values;
mod warnings;
mod workbooks;
