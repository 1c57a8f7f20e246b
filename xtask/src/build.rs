//! `cargo xtask build`: the release, with its sizes beside their budgets.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::assets::{self, sources};
use crate::process;
use crate::sizes::{Budget, SizeTable};
use crate::step::step;

/// Where the release binary is built, from the root.
pub const BINARY: &str = "target/release/creno";
/// The binary with the assets in it, in bytes.
const BINARY_BUDGET: usize = 40_000_000;

/// Builds `dist/` (the binary, and the assets for who serves them otherwise) and prints the sizes.
///
/// Over budget, the exit status is a failure: bytes are not timings.
///
/// # Errors
/// When something does not build.
pub fn run() -> Result<ExitCode> {
    let sizes = release()?;
    let binary = step("dist", lay_out)?;

    sizes.print();
    let binary = Budget::new("binary", binary, BINARY_BUDGET);
    binary.print();
    let kept = sizes.budgets().iter().chain([&binary]).all(Budget::is_kept);
    Ok(if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds the assets and, with them in it, [`BINARY`]; returns the assets' sizes.
///
/// # Errors
/// When something does not build.
pub fn release() -> Result<SizeTable> {
    let sizes = step("assets", assets::build)?;
    step("server", || process::run(process::cargo("build").args(["--release", "-p", "creno"])))?;
    Ok(sizes)
}

/// Writes `dist/` anew and returns the size of the binary.
fn lay_out() -> Result<usize> {
    let root = crate::root();
    let (new, dist) = (root.join("target/dist.new"), root.join("dist"));
    sources::remove_folder(&new)?;
    for (name, bytes) in sources::read_tree(&root.join(assets::OUTPUT))? {
        let path = new.join("assets").join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
    }
    let copied = fs::copy(root.join(BINARY), new.join("creno")).context("copying the binary")?;
    sources::remove_folder(&dist)?;
    fs::rename(&new, &dist).context("putting dist/ in place")?;
    Ok(usize::try_from(copied)?)
}
