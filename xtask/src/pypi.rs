//! Packages of PyPI, each set in an environment of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::{apt, process};

/// The Python environment under `folder` that has `requirement` (`name==version`), made unless it is there already;
/// `why` says what needs it.
///
/// # Errors
/// When Python is absent or the package can't be installed.
pub fn ensure(folder: &Path, requirement: &str, why: &str) -> Result<PathBuf> {
    let environment = folder.join("venv");
    let stamp = environment.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == requirement) {
        return Ok(environment);
    }
    if apt::present() {
        apt::ensure(&["python3-venv"], why)?;
    } else if process::find("python3").is_none() {
        bail!("python3: absent, needed for {why}; install Python 3.10 or later");
    }
    println!("installing {requirement} from PyPI");
    process::run(process::command("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    process::run(process::command(environment.join("bin/pip")).args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        requirement,
    ]))?;
    fs::write(&stamp, requirement).with_context(|| format!("writing {}", stamp.display()))?;
    Ok(environment)
}
