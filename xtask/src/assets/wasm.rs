//! The browser applications: compiled, bound to JavaScript, made as small as they get.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::cache::Cache;
use super::hash::{Folder, Naming, hex};
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
    process::run(toolchain.cargo_build().args(["-p", "creno-widget", "-p", "creno-back-office"]))?;
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
    // Both results come from one run, and a cache entry is one file: the second asks again only when
    // the first had to be made too.
    let work = crate::root().join("target/wasm-bindgen").join(name);
    let kind = |part: &str| format!("{part} of {name} with {}", FEATURES.join(" "));
    let script = cache.get(&kind("script"), module, || {
        bind(name, module, &work)?;
        script(name, &work)
    })?;
    let optimised = cache.get(&kind("module"), module, || {
        bind(name, module, &work)?;
        optimise(name, &work)
    })?;
    sources::remove_folder(&work)?;
    folder.add_hashed(&format!("{name}.js"), script);
    folder.add(&format!("{name}_bg.wasm"), Naming::Hashed { stem: name.to_owned() }, optimised);
    Ok(())
}

/// Writes the JavaScript glue and the module that fits it into `work`, unless they are there for this
/// very module.
fn bind(name: &str, module: &[u8], work: &Path) -> Result<()> {
    let stamp = work.join("input-hash");
    let input = hex(module);
    if fs::read_to_string(&stamp).is_ok_and(|known| known == input) {
        return Ok(());
    }
    process::check_interrupted()?;
    sources::remove_folder(work)?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(name, module.to_vec())
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(work).with_context(|| format!("binding {name} to JavaScript"))?;
    fs::write(stamp, input).context("writing beside the glue")
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
