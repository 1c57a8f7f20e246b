//! The browser applications: compiled, bound to JavaScript, made as small as they get.

use std::cell::OnceCell;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::cache::Cache;
use super::hash::{Folder, Naming};
use super::{minify, sources};
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
    process::run(toolchain.cargo_rustc().args(["-p", "creno-widget", "--lib", "--crate-type", "cdylib"]))?;
    process::run(toolchain.cargo_rustc().args(["-p", "creno-back-office", "--bin", "creno-back-office"]))?;
    let built = crate::root().join("target/wasm-build").join(TARGET).join("wasm");
    let read = |name: &str| {
        let path = built.join(name);
        fs::read(&path).with_context(|| format!("reading {}", path.display()))
    };
    Ok(Modules { widget: read("creno_widget.wasm")?, back_office: read("creno-back-office.wasm")? })
}

/// Adds `NAME-HASH.js` and `NAME-HASH.wasm`, made from a compiled module; siblings mention them as
/// `./NAME.js` and `./NAME_bg.wasm`.
///
/// # Errors
/// When a tool fails.
pub fn add_application(folder: &mut Folder, name: &str, module: &[u8], cache: &Cache) -> Result<()> {
    // A cache entry is one file, and one binding gives two: it is made once for whichever is not there.
    let work = crate::root().join("target/wasm-bindgen").join(name);
    let bound = OnceCell::new();
    let bind_once = || if bound.set(()).is_ok() { bind(name, module, &work) } else { Ok(()) };
    let script = cache.get(&format!("script of {name}"), module, || {
        bind_once()?;
        script(name, &work)
    })?;
    let optimised = cache.get(&format!("module of {name}"), module, || {
        bind_once()?;
        optimise(name, &work)
    })?;
    sources::remove_folder(&work)?;
    folder.add_hashed(&format!("{name}.js"), script);
    folder.add(&format!("{name}_bg.wasm"), Naming::Hashed { stem: name.to_owned() }, optimised);
    Ok(())
}

/// Writes the JavaScript glue and the module that fits it into `work`.
fn bind(name: &str, module: &[u8], work: &Path) -> Result<()> {
    process::check_interrupted()?;
    sources::remove_folder(work)?;
    Bindgen::new()
        .input_bytes(name, module.to_vec())
        .web(true)?
        .typescript(false)
        // The glue finds its module beside itself, by the name that is rewritten later.
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(work)
        .with_context(|| format!("binding {name} to JavaScript"))
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

fn optimise(name: &str, work: &Path) -> Result<Vec<u8>> {
    let output = work.join("optimised.wasm");
    let mut wasm_opt = process::command(crate::root().join("xtask/node_modules/.bin/wasm-opt"));
    wasm_opt.arg("-Oz").arg("--mvp-features").args(FEATURES);
    wasm_opt.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    process::run(wasm_opt.arg(work.join(format!("{name}_bg.wasm"))).arg("-o").arg(&output))?;
    fs::read(&output).with_context(|| format!("reading the optimised {name}"))
}
