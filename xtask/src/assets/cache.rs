//! Results of slow, deterministic steps, kept between builds by the hash of what they were made from.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result};

use super::hash;

/// The steps themselves: a change of an option makes other results.
const STEPS: &str = concat!(
    include_str!("wasm.rs"),
    include_str!("names.rs"),
    include_str!("minify.rs"),
    include_str!("compress.rs"),
);

/// A folder of results; those that a build does not use are removed at its end.
pub struct Cache {
    folder: PathBuf,
    /// The steps and their locked tools are part of what every result was made from.
    tools: String,
    used: Mutex<BTreeSet<String>>,
}

impl Cache {
    /// Opens the one under `target/`.
    ///
    /// # Errors
    /// When the folder cannot be created or the tools' lock file read.
    pub fn open(root: &Path) -> Result<Self> {
        let folder = root.join("target/asset-cache");
        fs::create_dir_all(&folder)?;
        let lock =
            fs::read(root.join("xtask/package-lock.json")).context("reading xtask/package-lock.json")?;
        Ok(Self { folder, tools: hash::hex(&[&lock, STEPS.as_bytes()].concat()), used: Mutex::default() })
    }

    /// The result of the step `kind` on `input`, made only when it is not there yet.
    ///
    /// # Errors
    /// Those of `make`, or of the disk.
    pub fn get(&self, kind: &str, input: &[u8], make: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
        let name = hash::hex(format!("{kind}\n{}\n{}", self.tools, hash::hex(input)).as_bytes());
        let path = self.folder.join(&name);
        if let Ok(mut used) = self.used.lock() {
            used.insert(name);
        }
        if let Ok(bytes) = fs::read(&path) {
            return Ok(bytes);
        }
        let bytes = make()?;
        // Renamed into place: an interrupted write must not pass for a result.
        let partial = path.with_extension("partial");
        fs::write(&partial, &bytes)
            .and_then(|()| fs::rename(&partial, &path))
            .context("writing the asset cache")?;
        Ok(bytes)
    }

    /// Removes what this build did not use.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn drop_unused(self) -> Result<()> {
        let used = self.used.into_inner().unwrap_or_default();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if !used.contains(entry.file_name().to_string_lossy().as_ref()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}
