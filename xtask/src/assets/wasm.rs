//! The browser applications: compiled, bound to JavaScript, made as small as they get.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::Tree;
use super::cache::Cache;
use super::hash::{Folder, Naming};
use super::{minify, names, sources};
use crate::process;
use crate::toolchain::{TARGET, WasmToolchain};

/// What rustc uses unasked, all of it in Safari 15 and Chrome 96: the optimiser may use that and no more.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// For size; control flow taken apart and put together again in between gives 0.5 % more. No pass that takes traps for
/// impossible: a bug is to stop the widget, not to go on with what it read.
const PASSES: [&str; 5] = ["-Oz", "--flatten", "--rereloop", "-Oz", "-Oz"];

/// The compiled applications, before anything else was done to them.
pub struct Modules {
    /// The booking widget.
    pub widget: Vec<u8>,
    /// The back-office.
    pub back_office: Vec<u8>,
}

/// Compiles both applications.
///
/// # Errors
/// When they do not compile.
pub fn compile(toolchain: WasmToolchain) -> Result<Modules> {
    // As a cdylib alone: beside an rlib, cargo compiles without link-time optimisation. One by one:
    // together, each would get the features that the other asks of its dependencies.
    let mut widget = toolchain.cargo_rustc();
    widget.args(["-p", "creno-widget", "--lib", "--crate-type", "cdylib"]);
    // The parts are told apart by what refers to what.
    let parts = ["--", "-Clink-arg=--emit-relocs"];
    process::run(widget.args(parts))?;
    let mut back_office = toolchain.cargo_rustc();
    process::run(back_office.args(["-p", "creno-back-office", "--bin", "creno-back-office"]).args(parts))?;
    let built = crate::root().join("target/wasm-build").join(TARGET).join("wasm");
    let read = |name: &str| {
        let path = built.join(name);
        fs::read(&path).with_context(|| format!("reading {}", path.display()))
    };
    Ok(Modules { widget: read("creno_widget.wasm")?, back_office: read("creno-back-office.wasm")? })
}

/// Adds `NAME-HASH.js`, `NAME-HASH.wasm` for what is needed at once, and `NAME-PART-HASH.wasm` for each part that the sources
/// mark (`wasm_split_helpers`), made from a compiled module; siblings mention the
/// first two as `./NAME.js` and `./NAME_bg.wasm`.
///
/// # Errors
/// When a tool fails.
pub fn add_application(folder: &mut Folder, name: &str, module: &[u8], cache: &Cache) -> Result<()> {
    // A cache entry is one file, and one binding gives several.
    let files = cache.get(&format!("application {name}"), module, || {
        let work = crate::root().join("target/wasm-bindgen").join(name);
        bind(name, module, &work)?;
        let files = application(name, &work)?;
        sources::remove_folder(&work)?;
        Ok(serde_json::to_vec(&files)?)
    })?;
    for (file, bytes) in serde_json::from_slice::<Tree>(&files)? {
        let stem = match file.split_once('.') {
            Some((stem, "wasm")) if stem.ends_with("_bg") => name.to_owned(),
            Some((part, "wasm")) => format!("{name}-{}", part.trim_start_matches("split_")),
            _ => name.to_owned(),
        };
        folder.add(&file, Naming::Hashed { stem }, bytes);
    }
    Ok(())
}

/// Writes the JavaScript glue and the modules that fit it into `work`.
fn bind(name: &str, module: &[u8], work: &Path) -> Result<()> {
    process::check_interrupted()?;
    sources::remove_folder(work)?;
    let module = split(name, module, work)?;
    Bindgen::new()
        .input_bytes(name, module)
        .web(true)?
        .typescript(false)
        // The glue finds its module beside itself, by the name that is rewritten later.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The parts share the main module's memory, table and stack.
        .keep_lld_exports(true)
        .generate(work)
        .with_context(|| format!("binding {name} to JavaScript"))?;
    let (glue, bound) = (work.join(format!("{name}.js")), work.join(format!("{name}_bg.wasm")));
    let from = format!("./{name}_bg.js");
    let (script, module) = names::shorten(&fs::read_to_string(&glue)?, &fs::read(&bound)?, &from)
        .with_context(|| format!("shortening the names of {name}"))?;
    fs::write(&glue, script)?;
    fs::write(&bound, module)?;
    Ok(())
}

/// Writes the parts and what loads them into `work`, and returns the main module.
fn split(name: &str, module: &[u8], work: &Path) -> Result<Vec<u8>> {
    let main = work.join("main.wasm");
    let glue = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(module);
    options.output_dir = work;
    options.main_out_path = &main;
    options.main_module = &glue;
    wasm_split_cli_support::transform(options)
        .map_err(|report| anyhow!("{report:?}"))
        .with_context(|| format!("taking {name} apart"))?;
    let bytes = fs::read(&main)?;
    fs::remove_file(&main)?;
    Ok(bytes)
}

/// The files that browsers load: the glue with all that it imports, and the modules.
fn application(name: &str, work: &Path) -> Result<Tree> {
    let mut files = Tree::new();
    files.insert(format!("{name}.js"), script(name, work)?);
    for entry in fs::read_dir(work)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.insert(file, optimise(&path)?);
        }
    }
    Ok(files)
}

/// The glue, with the snippets that it imports, minified.
fn script(name: &str, work: &Path) -> Result<Vec<u8>> {
    let script = String::from_utf8(minify::bundle(&work.join(format!("{name}.js")))?)?;
    let module = format!("\"{name}_bg.wasm\"");
    if !script.contains(&module) {
        bail!("the glue of {name} does not mention {module}");
    }
    Ok(script.replace(&module, &format!("\"./{name}_bg.wasm\"")).into_bytes())
}

fn optimise(module: &Path) -> Result<Vec<u8>> {
    let output = module.with_extension("optimised");
    let mut wasm_opt = process::command(crate::root().join("xtask/node_modules/.bin/wasm-opt"));
    wasm_opt.args(PASSES).arg("--mvp-features").args(FEATURES);
    wasm_opt.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    process::run(wasm_opt.arg(module).arg("-o").arg(&output))?;
    fs::read(&output).with_context(|| format!("reading {}", output.display()))
}
