//! Scripts and styles made smaller, for browsers from Safari 16 on.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::cache::Cache;
use crate::process;

const TARGET: &str = "--target=safari16";

/// A script by itself: what it imports is left alone.
///
/// # Errors
/// When it is not valid.
pub fn script(source: &[u8], cache: &Cache) -> Result<Vec<u8>> {
    cache.get("script", source, || process::filter(esbuild().args(["--loader=js", "--format=esm"]), source))
}

/// A style sheet.
///
/// # Errors
/// When esbuild fails.
pub fn style(source: &[u8], cache: &Cache) -> Result<Vec<u8>> {
    cache.get("style", source, || process::filter(esbuild().arg("--loader=css"), source))
}

/// The script in `file` with everything that it imports.
///
/// # Errors
/// When something is not valid.
pub fn bundle(file: &Path) -> Result<Vec<u8>> {
    process::filter(esbuild().arg(file).args(["--bundle", "--format=esm"]), &[])
}

/// The same, where the script imports packages of `xtask/package.json`, data and style sheets too.
///
/// # Errors
/// When something is not valid.
pub fn bundle_with_packages(file: &Path) -> Result<Vec<u8>> {
    let mut esbuild = esbuild();
    esbuild.env("NODE_PATH", crate::root().join("xtask/node_modules"));
    process::filter(esbuild.arg(file).args(["--bundle", "--format=esm", "--loader:.css=text"]), &[])
}

fn esbuild() -> Command {
    let mut esbuild = process::command(crate::root().join("xtask/node_modules/.bin/esbuild"));
    // Letters outside ASCII as they are: everything is served as UTF-8, and escapes weigh more.
    esbuild.args(["--minify", "--charset=utf8", "--log-level=warning", TARGET]);
    esbuild
}
