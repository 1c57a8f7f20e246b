//! Source folders as maps from path to content.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

use super::Tree;

/// Every file under `folder` (from `root`), by its path from there; empty when the folder is absent.
///
/// # Errors
/// When something there cannot be read.
pub fn files(root: &Path, folder: &str) -> Result<Tree> {
    read_tree(&root.join(folder))
}

/// The files directly in `folder` whose name ends in `.extension`.
///
/// # Errors
/// When something there cannot be read.
pub fn files_with(root: &Path, folder: &str, extension: &str) -> Result<Tree> {
    let mut tree = files(root, folder)?;
    let ending = format!(".{extension}");
    tree.retain(|name, _| !name.contains('/') && name.ends_with(&ending));
    Ok(tree)
}

/// Every file under `folder`, by its path from there; empty when the folder is absent.
///
/// # Errors
/// When something there cannot be read.
pub fn read_tree(folder: &Path) -> Result<Tree> {
    let mut tree = Tree::new();
    if folder.is_dir() {
        read_into(folder, "", &mut tree).with_context(|| format!("reading {}", folder.display()))?;
    }
    Ok(tree)
}

/// One file, by its path from `root`.
///
/// # Errors
/// When it cannot be read.
pub fn read(root: &Path, file: &str) -> Result<Vec<u8>> {
    fs::read(root.join(file)).with_context(|| format!("reading {file}"))
}

fn read_into(folder: &Path, prefix: &str, tree: &mut Tree) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_into(&entry.path(), &format!("{name}/"), tree)?;
        } else {
            tree.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// The contents one after the other, in name order.
pub fn join(files: &Tree) -> Vec<u8> {
    files.values().flat_map(|bytes| bytes.iter().chain(b"\n")).copied().collect()
}

/// Removes a folder with all it holds, if it is there.
///
/// # Errors
/// When it cannot be removed.
pub fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Says that a source is not there and that the assets go without it.
pub fn warn_absent(source: &str) {
    println!("warning: {source} is absent: left out");
}
