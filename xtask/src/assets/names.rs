//! Short names between a module and its JavaScript: the binding's own carry hashes, that compress to nothing less and
//! come twice.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use walrus::Module;

/// What the exports of closures begin with; others are named by people, or few.
const CLOSURE: &str = "wasm_bindgen_";

/// The glue and its module, with short names where they meet; `from` is what the module imports the glue as.
///
/// # Errors
/// When the module is not valid.
pub fn shorten(glue: &str, module: &[u8], from: &str) -> Result<(String, Vec<u8>)> {
    let mut module = Module::from_buffer(module).map_err(|error| anyhow!("{error:#}"))?;
    let mut renamed = BTreeMap::new();
    for import in module.imports.iter_mut().filter(|import| import.module == from) {
        let short = next(&renamed, glue);
        import.name = renamed.entry(import.name.clone()).or_insert(short).clone();
    }
    for export in module.exports.iter_mut().filter(|export| export.name.starts_with(CLOSURE)) {
        let short = next(&renamed, glue);
        export.name = renamed.entry(export.name.clone()).or_insert(short).clone();
    }
    Ok((rename(glue, &renamed), module.emit_wasm()))
}

/// A name that neither the glue nor the module has yet.
fn next(renamed: &BTreeMap<String, String>, glue: &str) -> String {
    let mut name = format!("_{}", renamed.len());
    while glue.contains(&name) {
        name.push('_');
    }
    name
}

/// Replaces whole words.
fn rename(text: &str, renamed: &BTreeMap<String, String>) -> String {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_of_word) {
        let (before, from_word) = rest.split_at(start);
        let end = from_word.find(|c| !is_of_word(c)).unwrap_or(from_word.len());
        let (word, after) = from_word.split_at(end);
        result.push_str(before);
        result.push_str(renamed.get(word).map_or(word, String::as_str));
        rest = after;
    }
    result + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_replaced_and_nothing_else() {
        let renamed = BTreeMap::from([("__wbg_set_0a".to_owned(), "_0".to_owned())]);
        let glue = "const a = {__wbg_set_0a: 1, __wbg_set_0ab: 2}; wasm.__wbg_set_0a();é";
        assert_eq!(rename(glue, &renamed), "const a = {_0: 1, __wbg_set_0ab: 2}; wasm._0();é");
    }

    #[test]
    fn a_name_that_is_taken_is_not_given() {
        assert_eq!(next(&BTreeMap::new(), "let _0 = 1"), "_0_");
    }
}
