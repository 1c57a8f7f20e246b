//! Debian packages: installed when absent and allowed, else named in a clear message.

use anyhow::{Result, bail};
use nix::unistd::geteuid;

use crate::process;

/// Whether this machine installs packages with apt.
pub fn present() -> bool {
    process::find("apt-get").is_some() && process::find("dpkg-query").is_some()
}

/// Makes sure that Debian's `packages` are installed; `why` says what needs them.
///
/// # Errors
/// When they are absent and this user may not install them, or apt fails.
pub fn ensure(packages: &[&str], why: &str) -> Result<()> {
    let absent: Vec<&str> = packages.iter().copied().filter(|name| !installed(name)).collect();
    if absent.is_empty() {
        return Ok(());
    }
    let names = absent.join(" ");
    if !present() {
        bail!("{names}: absent, needed for {why}; install them with your system's package manager");
    }
    if !geteuid().is_root() {
        bail!("{names}: absent, needed for {why}; install with `sudo apt-get install {names}`");
    }
    println!("installing {names} for {why}");
    process::run(process::command("apt-get").args(["update", "--quiet"]))?;
    process::run(
        process::command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(&absent),
    )
}

fn installed(package: &str) -> bool {
    let mut query = process::command("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]).stderr(std::process::Stdio::null());
    process::text(&mut query).is_ok_and(|status| status == "installed")
}
