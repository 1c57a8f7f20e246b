//! Which compiler builds for the browser (`wasm32-unknown-unknown`).

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::{apt, process};

/// The target triple of the browser crates.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler for the web, the sources of its standard library, and a linker.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];

/// A way to compile for the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// The toolchain that builds everything else, which has the target.
    Host,
    /// Debian's compiler, which builds the standard library too.
    Debian,
}

impl WasmToolchain {
    /// Finds a compiler, or installs one: the host's when it has the target; Debian's where rustup
    /// may fetch nothing (`RUSTUP_AUTO_INSTALL=0`); else rustup fetches the target.
    ///
    /// # Errors
    /// When none can be had.
    pub fn resolve() -> Result<Self> {
        if host_has_target()? {
            return Ok(Self::Host);
        }
        if std::env::var_os("RUSTUP_AUTO_INSTALL").is_some_and(|value| value == "0") && apt::present() {
            apt::ensure(&DEBIAN_PACKAGES, "the WebAssembly build")?;
            return Ok(Self::Debian);
        }
        if process::find("rustup").is_none() {
            bail!(
                "{TARGET}: absent from the Rust toolchain, needed for the WebAssembly build; install rustup"
            );
        }
        process::run(process::command("rustup").args(["target", "add", TARGET]))?;
        Ok(Self::Host)
    }

    /// A `cargo rustc` for the target, to be given what it compiles.
    pub fn cargo_rustc(self) -> Command {
        let mut cargo = match self {
            Self::Host => process::cargo("rustc"),
            Self::Debian => debian_cargo_rustc(),
        };
        cargo.args(["--profile", "wasm", "--target", TARGET, "--target-dir", "target/wasm-build"]);
        cargo
    }
}

fn host_has_target() -> Result<bool> {
    let libraries =
        process::text(process::command("rustc").args(["--print", "target-libdir", "--target", TARGET]))?;
    Ok(Path::new(&libraries).is_dir())
}

fn debian_cargo_rustc() -> Command {
    let mut cargo = process::command("/usr/bin/cargo");
    cargo
        .arg("rustc")
        .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
        .env("RUSTC", "/usr/bin/rustc")
        // -Z options on a stable compiler: the standard library is built from its own sources.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19")
        // Panics trap without formatting a message: a fifth less to download.
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort");
    // What rustup's cargo hands down belongs to the other toolchain.
    for variable in ["CARGO", "CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS", "RUSTUP_TOOLCHAIN", "RUSTC_WRAPPER"] {
        cargo.env_remove(variable);
    }
    if process::in_ci() {
        cargo.arg("--locked");
    }
    cargo
}
