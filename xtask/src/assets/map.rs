//! The widget's map, for those who ask for it: its script, with the library, the outlines and the style that it imports.

use std::path::Path;

use anyhow::Result;

use super::cache::Cache;
use super::hash::Folder;
use super::{minify, sources};

/// The script, and what of ours it imports.
const SOURCES: [&str; 3] =
    ["embed-snippet/map.js", "embed-snippet/departments.json", "widget/style/map/map.css"];

/// Adds `map.js` as one file, in the place of the source of that name.
///
/// # Errors
/// When a source is absent or not valid.
pub fn add_map(folder: &mut Folder, root: &Path, cache: &Cache) -> Result<()> {
    let mut made_from = Vec::new();
    for source in SOURCES {
        made_from.extend(sources::read(root, source)?);
    }
    let bundled = cache.get("map", &made_from, || minify::bundle_with_packages(&root.join(SOURCES[0])))?;
    folder.add_hashed("map.js", bundled);
    Ok(())
}
