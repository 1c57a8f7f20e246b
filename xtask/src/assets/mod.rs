//! `cargo xtask assets`: everything that browsers load, laid out in `target/assets` as the server serves it.
//!
//! One more folder to serve: a function here that fills a [`Folder`], and a line in [`lay_out`].

mod cache;
pub mod compress;
pub mod hash;
pub mod integrity;
mod map;
mod minify;
mod names;
pub mod sources;
mod texts;
mod wasm;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::assets::cache::Cache;
use crate::assets::hash::{Folder, Naming};
use crate::assets::sources::{files, files_with, join, warn_absent};
use crate::sizes::SizeTable;
use crate::step::step;
use crate::toolchain::WasmToolchain;
use crate::{npm, process};

/// Where the result is, from the root.
pub const OUTPUT: &str = "target/assets";

/// What the widget's style sheets for the first step begin with.
const FIRST_SHEETS: [&str; 3] = ["1-", "2-", "3-"];

/// A tree of files by path from its root.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// `cargo xtask assets`.
///
/// # Errors
/// When a tool is absent or a source does not build.
pub fn run() -> Result<ExitCode> {
    let sizes = step("assets", build)?;
    sizes.print();
    Ok(ExitCode::SUCCESS)
}

/// Builds `target/assets` and returns the sizes of what is in it.
///
/// # Errors
/// When a tool is absent or a source does not build.
pub fn build() -> Result<SizeTable> {
    let root = crate::root();
    fs::create_dir_all(root.join("target"))?;
    // Two builds at once would trade their half-made trees.
    let lock = File::create(root.join("target/assets.lock"))?;
    lock.lock().context("waiting for another asset build")?;

    npm::ensure("xtask", "the browser build")?;
    let modules = wasm::compile(WasmToolchain::resolve()?)?;
    let mut cache = Cache::open(&root)?;
    println!("optimising, minifying, compressing");
    let tree = lay_out(&root, &modules, &mut cache)?;
    let sizes = SizeTable::of(&tree);
    replace(&root.join(OUTPUT), &tree)?;
    cache.drop_unused()?;
    Ok(sizes)
}

/// Makes sure that the output folder exists: the server's sources name it even when it is empty.
///
/// # Errors
/// When it cannot be created.
pub fn ensure_folder() -> Result<()> {
    fs::create_dir_all(crate::root().join(OUTPUT)).context("creating target/assets")
}

fn lay_out(root: &Path, modules: &wasm::Modules, cache: &mut Cache) -> Result<Tree> {
    let mut tree = Tree::new();
    let mut place = |prefix: &str, folder: Folder| -> Result<()> {
        let files = folder.finish().with_context(|| format!("naming the files of {prefix}/"))?;
        tree.extend(files.into_iter().map(|(name, bytes)| (format!("{prefix}/{name}"), bytes)));
        Ok(())
    };
    place("widget/v1", widget(root, &modules.widget, cache)?)?;
    place("back-office", back_office(root, &modules.back_office, cache)?)?;
    place("site", site(root)?)?;
    place("rdv", as_is(root, "embed-snippet/rdv")?)?;
    integrity::pin_loader(&mut tree)?;
    compress::add_compressed(&mut tree, cache)?;
    Ok(tree)
}

fn widget(root: &Path, module: &[u8], cache: &mut Cache) -> Result<Folder> {
    let mut folder = Folder::default();
    wasm::add_application(&mut folder, "creno-widget", module, cache)?;
    // What the first step needs, and what comes with the others.
    let (first, later): (Tree, Tree) = files_with(root, "widget/style", "css")?
        .into_iter()
        .partition(|(name, _)| FIRST_SHEETS.iter().any(|prefix| name.starts_with(prefix)));
    folder.add_hashed("creno.css", minify::style(&join(&first), cache)?);
    folder.add_hashed("creno-later.css", minify::style(&join(&later), cache)?);
    let catalogues = files_with(root, "widget/i18n", "json")?;
    if catalogues.is_empty() {
        warn_absent("widget/i18n/*.json");
    }
    for (name, bytes) in catalogues {
        let (first, later) = texts::split(&bytes).with_context(|| format!("reading widget/i18n/{name}"))?;
        folder.add_hashed(&name, first);
        folder.add_hashed(&name.replace(".json", "-later.json"), later);
    }
    // The loader keeps its name, which pages out there hold; what it loads beside it does not.
    let scripts = files_with(root, "embed-snippet", "js")?;
    if !scripts.contains_key("creno.js") {
        warn_absent("embed-snippet/creno.js");
    }
    for (name, bytes) in scripts {
        let naming = if name == "creno.js" { Naming::Fixed } else { Naming::hashed(&name) };
        folder.add(&name, naming, minify::script(&bytes, cache)?);
    }
    map::add_map(&mut folder, root, cache)?;
    Ok(folder)
}

fn back_office(root: &Path, module: &[u8], cache: &mut Cache) -> Result<Folder> {
    let mut folder = as_is(root, "back-office/public")?;
    wasm::add_application(&mut folder, "creno-back-office", module, cache)?;
    add_styles(&mut folder, root, "back-office/style", "back-office", cache)?;
    match fs::read(root.join("back-office/index.html")) {
        Ok(page) => folder.add("index.html", Naming::Fixed, page),
        Err(_) => warn_absent("back-office/index.html"),
    }
    Ok(folder)
}

/// The demonstration site, with a jQuery as old as those that real sites still carry.
fn site(root: &Path) -> Result<Folder> {
    let mut folder = as_is(root, "examples/concilia")?;
    folder.add("jquery.js", Naming::Fixed, fs::read(root.join("xtask/node_modules/jquery/jquery.min.js"))?);
    Ok(folder)
}

/// A folder of ours under its own names, without its notes for developers.
fn as_is(root: &Path, from: &str) -> Result<Folder> {
    let mut folder = Folder::default();
    let sources = files(root, from)?;
    if sources.is_empty() {
        warn_absent(&format!("{from}/"));
    }
    for (name, bytes) in sources {
        if !name.ends_with(".md") {
            folder.add(&name, Naming::Fixed, bytes);
        }
    }
    Ok(folder)
}

fn add_styles(folder: &mut Folder, root: &Path, from: &str, name: &str, cache: &mut Cache) -> Result<()> {
    let sheets = files_with(root, from, "css")?;
    if sheets.is_empty() {
        warn_absent(&format!("{from}/*.css"));
        return Ok(());
    }
    folder.add_hashed(&format!("{name}.css"), minify::style(&join(&sheets), cache)?);
    Ok(())
}

/// Puts `tree` in the place of `output`, which is left untouched when nothing changed, so that
/// whatever depends on it by date is not built again.
fn replace(output: &Path, tree: &Tree) -> Result<()> {
    if sources::read_tree(output)? == *tree {
        println!("{OUTPUT} is unchanged");
        return Ok(());
    }
    let (new, old) = (output.with_extension("new"), output.with_extension("old"));
    for leftover in [&new, &old] {
        sources::remove_folder(leftover)?;
    }
    for (name, bytes) in tree {
        process::check_interrupted()?;
        let path = new.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
    }
    if output.exists() {
        fs::rename(output, &old)?;
    }
    fs::rename(&new, output)?;
    sources::remove_folder(&old)
}
