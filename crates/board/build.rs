//! Writes into every binary where to find the HiGHS library that `scripts/setup` fetched.

use std::env;

const HIGHS_FOLDER: &str = "BRIGADE_HIGHS_FOLDER";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={HIGHS_FOLDER}");
    if env::var_os("CARGO_FEATURE_HIGHS").is_some()
        && let Ok(folder) = env::var(HIGHS_FOLDER)
    {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
