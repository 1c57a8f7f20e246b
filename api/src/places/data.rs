//! The file of towns, as `cargo xtask communes` writes it.

use anyhow::Context as _;

/// A town of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Town {
    pub(super) name: &'static str,
    /// The main one first.
    pub(super) postcodes: &'static str,
    pub(super) department: &'static Department,
    /// To three digits.
    pub(super) people: u32,
    /// Thousandths of degrees north and east.
    pub(super) position: (i32, i32),
}

/// A department of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Department {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
}

const FILE: &[u8] = include_bytes!("../../data/communes.tsv.br");

/// A little more than the text, which packs to a third.
const ROOM: usize = 4 * FILE.len();

/// The towns, in the file's order. They last as long as the program: the text is unpacked once and kept.
pub(super) fn unpack() -> anyhow::Result<Vec<Town>> {
    let mut text = Vec::with_capacity(ROOM);
    brotli::BrotliDecompress(&mut &FILE[..], &mut text)?;
    let text: &'static str = Box::leak(String::from_utf8(text)?.into_boxed_str());
    let mut department = None;
    let mut towns = Vec::with_capacity(text.len() / 32);
    for line in text.lines() {
        if let Some(line) = line.strip_prefix('#') {
            let (code, name) = line.split_once('\t').context("a department without a name")?;
            department = Some(&*Box::leak(Box::new(Department { code, name })));
        } else {
            towns.push(read(line, department).with_context(|| format!("line of {line:?}"))?);
        }
    }
    Ok(towns)
}

fn read(line: &'static str, department: Option<&'static Department>) -> anyhow::Result<Town> {
    let mut parts = line.split('\t');
    let mut part = || parts.next().context("too short");
    Ok(Town {
        department: department.context("no department")?,
        name: part()?,
        postcodes: part()?,
        people: part()?.parse()?,
        position: (part()?.parse()?, part()?.parse()?),
    })
}
