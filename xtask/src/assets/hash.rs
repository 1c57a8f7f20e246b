//! Names that change with the content, so that browsers may keep a file for ever.
//!
//! A file says `./NAME.EXT` of a sibling; here it comes to say `./NAME-HASH.EXT`. A file is named
//! after those that it mentions, for their names are part of its content.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::Tree;

/// Hexadecimal digits of the hash in a name.
pub const DIGITS: usize = 10;

/// Extensions of the files in which references are rewritten.
const TEXTS: [&str; 4] = ["js", "html", "css", "json"];

/// SHA-256 in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// How a file is named in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By the name that it is mentioned by.
    Fixed,
    /// By this stem, the hash of its content, and its own extension.
    Hashed {
        /// What stands before the hash.
        stem: String,
    },
}

impl Naming {
    /// The stem of `name`, and the hash.
    pub fn hashed(name: &str) -> Self {
        Self::Hashed { stem: split_extension(name).0.to_owned() }
    }
}

/// Files of one folder, by the names that they mention each other by.
#[derive(Default)]
pub struct Folder {
    files: BTreeMap<String, (Naming, Vec<u8>)>,
}

impl Folder {
    /// Adds a file, or takes the place of the one of that name.
    pub fn add(&mut self, name: &str, naming: Naming, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), (naming, bytes));
    }

    /// Adds a file named by its own stem and hash.
    pub fn add_hashed(&mut self, name: &str, bytes: Vec<u8>) {
        self.add(name, Naming::hashed(name), bytes);
    }

    /// The files by their final names, references rewritten.
    ///
    /// # Errors
    /// When hashed files mention each other in a circle, or a text is not UTF-8.
    pub fn finish(self) -> Result<Tree> {
        let hashed: Vec<String> = self
            .files
            .iter()
            .filter(|(_, (naming, _))| *naming != Naming::Fixed)
            .map(|(name, _)| name.clone())
            .collect();
        let mut waiting = BTreeMap::new();
        for (name, (naming, bytes)) in self.files {
            let text = if is_text(&name) {
                Some(String::from_utf8(bytes.clone()).with_context(|| format!("{name} is not UTF-8"))?)
            } else {
                None
            };
            let mentions = text.as_deref().map(|text| mentions(text, &hashed)).unwrap_or_default();
            waiting.insert(name, (naming, bytes, text, mentions));
        }

        let mut renamed = BTreeMap::new();
        let mut tree = Tree::new();
        while !waiting.is_empty() {
            let ready: Vec<String> = waiting
                .iter()
                .filter(|(_, (_, _, _, mentions))| mentions.iter().all(|name| renamed.contains_key(name)))
                .map(|(name, _)| name.clone())
                .collect();
            if ready.is_empty() {
                let names: Vec<_> = waiting.into_keys().collect();
                bail!("these files mention each other in a circle: {}", names.join(", "));
            }
            for name in ready {
                let Some((naming, bytes, text, _)) = waiting.remove(&name) else { continue };
                let bytes = text.map_or(bytes, |text| rewrite(&text, &renamed).into_bytes());
                let last = match naming {
                    Naming::Fixed => name,
                    Naming::Hashed { stem } => {
                        let last = format!("{stem}-{}{}", &hex(&bytes)[..DIGITS], split_extension(&name).1);
                        renamed.insert(name, last.clone());
                        last
                    }
                };
                tree.insert(last, bytes);
            }
        }
        Ok(tree)
    }
}

fn is_text(name: &str) -> bool {
    TEXTS.iter().any(|extension| split_extension(name).1.strip_prefix('.') == Some(extension))
}

fn split_extension(name: &str) -> (&str, &str) {
    name.rfind('.').map_or((name, ""), |dot| name.split_at(dot))
}

/// The `names` that `text` refers to as `./NAME`.
fn mentions(text: &str, names: &[String]) -> Vec<String> {
    names.iter().filter(|name| references(text, name).next().is_some()).cloned().collect()
}

/// Where `./name` stands in `text` as a whole reference: no longer name goes through it.
fn references<'a>(text: &'a str, name: &str) -> impl Iterator<Item = usize> + use<'a> {
    let reference = format!("./{name}");
    let length = reference.len();
    let found: Vec<usize> = text.match_indices(&reference).map(|(at, _)| at).collect();
    found.into_iter().filter(move |at| {
        let inside_name = |c: char| c.is_alphanumeric() || "_-./".contains(c);
        let after = text[at + length..].chars().next();
        !text[..*at].ends_with(inside_name) && !after.is_some_and(|c| c.is_alphanumeric() || "_-".contains(c))
    })
}

fn rewrite(text: &str, renamed: &BTreeMap<String, String>) -> String {
    let mut places: Vec<(usize, &String, &String)> = renamed
        .iter()
        .flat_map(|(name, last)| references(text, name).map(move |at| (at, name, last)))
        .collect();
    places.sort();
    let mut result = String::with_capacity(text.len() + places.len() * (DIGITS + 1));
    let mut copied = 0;
    for (at, name, last) in places {
        result.push_str(&text[copied..at]);
        result.push_str("./");
        result.push_str(last);
        copied = at + 2 + name.len();
    }
    result.push_str(&text[copied..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finish(files: &[(&str, Naming, &str)]) -> Result<Tree> {
        let mut folder = Folder::default();
        for (name, naming, text) in files {
            folder.add(name, naming.clone(), text.as_bytes().to_vec());
        }
        folder.finish()
    }

    #[test]
    fn a_name_covers_the_names_that_its_content_mentions() {
        let build = |module: &str| {
            finish(&[
                ("creno.js", Naming::Fixed, "import('./app.js')"),
                ("app.js", Naming::hashed("app.js"), "new URL('./app_bg.wasm', import.meta.url)"),
                ("app_bg.wasm", Naming::Hashed { stem: "app".to_owned() }, module),
            ])
            .unwrap()
        };
        let (one, two) = (build("one"), build("two"));
        let wasm = format!("app-{}.wasm", &hex(b"one")[..DIGITS]);
        let glue = format!("new URL('./{wasm}', import.meta.url)");
        let script = format!("app-{}.js", &hex(glue.as_bytes())[..DIGITS]);
        assert_eq!(one[&wasm], b"one");
        assert_eq!(one[&script], glue.as_bytes());
        assert_eq!(one["creno.js"], format!("import('./{script}')").as_bytes());
        assert!(one.keys().filter(|name| two.contains_key(*name)).eq(["creno.js"]));
    }

    #[test]
    fn only_whole_references_to_siblings_are_rewritten() {
        let text = "'./fr.json' '../fr.json' './fr.jsonl' 'a/./fr.json' './fr.json?x' './xfr.json' /fr.json";
        let renamed = BTreeMap::from([("fr.json".to_owned(), "fr-0.json".to_owned())]);
        assert_eq!(
            rewrite(text, &renamed),
            "'./fr-0.json' '../fr.json' './fr.jsonl' 'a/./fr.json' './fr-0.json?x' './xfr.json' /fr.json"
        );
    }

    #[test]
    fn a_circle_is_refused() {
        let circle = [
            ("a.js", Naming::hashed("a.js"), "import './b.js'"),
            ("b.js", Naming::hashed("b.js"), "import './a.js'"),
        ];
        assert!(finish(&circle).unwrap_err().to_string().contains("a.js, b.js"));
    }
}
