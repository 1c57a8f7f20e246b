//! Packages of the npm registry, as each folder's lock file has them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{assets::hash, process};

const STAMP: &str = "node_modules/.lock-hash";

/// Makes `node_modules` in `folder` (relative to the root) what its lock file says; `why` says what
/// needs it.
///
/// # Errors
/// When node or npm are absent, the folder has no lock file, or npm fails.
pub fn ensure(folder: &str, why: &str) -> Result<()> {
    for tool in ["node", "npm"] {
        if process::find(tool).is_none() {
            bail!("{tool}: absent, needed for {why}; install Node.js 20 or later with npm");
        }
    }
    let folder_path = crate::root().join(folder);
    let lock = fs::read(folder_path.join("package-lock.json"))
        .with_context(|| format!("reading {folder}/package-lock.json, needed for {why}"))?;
    let wanted = hash::hex(&lock);
    if read_stamp(&folder_path).as_deref() == Some(wanted.as_str()) {
        return Ok(());
    }
    println!("npm ci in {folder}/");
    // Browsers come from the system: a package must not try to download its own.
    process::run(
        process::command("npm")
            .current_dir(&folder_path)
            .args(["ci", "--loglevel=error"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .env("PUPPETEER_SKIP_DOWNLOAD", "1"),
    )?;
    fs::write(folder_path.join(STAMP), wanted).with_context(|| format!("writing {folder}/{STAMP}"))
}

fn read_stamp(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join(STAMP)).ok()
}
