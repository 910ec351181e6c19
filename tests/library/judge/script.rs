//! The other judge.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A script that judges plans, and is no part of this crate.
pub struct Script(PathBuf);

impl Script {
    /// The script below `$BRIGADE_SHARED`, or below the folder `shared` beside this crate; none where it is missing.
    pub fn find() -> Option<Self> {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let shared = std::env::var_os("BRIGADE_SHARED").map_or_else(beside, PathBuf::from);
        let path = shared.join("tools/check_plan.py");
        let python = Command::new("python3").arg("--version").output();
        let found = path.is_file() && python.is_ok_and(|output| output.status.success());
        if !found {
            println!("skipped: {} or python3 is not at hand", path.display());
        }
        found.then_some(Self(path))
    }

    /// What the script says of a plan: its JSON.
    pub fn judge(&self, instance: &Path, plan: &Path) -> Value {
        let output = Command::new("python3").arg(&self.0).args([instance, plan]).arg("--json").output();
        let output = output.expect("python3 runs");
        let told: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|fault| panic!("{fault}: {}", String::from_utf8_lossy(&output.stderr)));
        assert_eq!(told.get("unusable"), None, "the script can read our files");
        told
    }
}
