//! Files in, files out.

pub mod write;
