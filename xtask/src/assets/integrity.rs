//! The loader under a name that never means anything else, and its hash, for pages that check what they load.

use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

use super::{Tree, hash};

/// Where the loader is.
const LOADER: &str = "widget/v1/creno.js";

/// Adds `creno-HASH.js`, the same as the loader, and `integrity.json`, which names it with its hash as the
/// attribute `integrity` takes it.
///
/// # Errors
/// When there is no loader.
pub fn pin_loader(tree: &mut Tree) -> Result<()> {
    let loader = tree.get(LOADER).context("there is no loader to pin")?.clone();
    let file = format!("creno-{}.js", &hash::hex(&loader)[..hash::DIGITS]);
    let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&loader)));
    let told = serde_json::json!({ "file": file, "integrity": integrity });
    tree.insert(format!("widget/v1/{file}"), loader);
    tree.insert("widget/v1/integrity.json".into(), serde_json::to_vec(&told)?);
    Ok(())
}

/// Whether a file is the loader under its other name.
pub fn is_pinned_loader(tree: &Tree, name: &str) -> bool {
    name != LOADER && name.starts_with("widget/v1/creno-") && tree.get(name) == tree.get(LOADER)
}
