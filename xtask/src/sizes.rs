//! What browsers have to download, file by file, and the budgets for it.

use crate::assets::integrity::is_pinned_loader;
use crate::assets::{Tree, hash};

/// Bytes in a kilobyte of a budget.
const KB: usize = 1000;
/// Loader, glue, module, style and one catalogue, brotli: all that step 1 of the journey needs.
const WIDGET_BUDGET: usize = 100 * KB;
/// The same with all that comes until the appointment is booked; the map is not counted.
const JOURNEY_BUDGET: usize = 140 * KB;
/// What it may weigh until it gets there: no more than it does.
const JOURNEY_CEILING: usize = 195 * KB;
/// Page, what it names (scripts, styles, font, icon), glue and module: the back-office's first screen.
const BACK_OFFICE_BUDGET: usize = 350 * KB;

/// The size of one file in each encoding, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// The path without its hash.
    name: String,
    raw: usize,
    /// As large as `raw` for what is not worth compressing.
    gzip: usize,
    brotli: usize,
    /// Whether the back-office's page names it.
    in_page: bool,
}

/// A total held against its budget, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// What is counted.
    pub label: &'static str,
    /// What it came to.
    pub total: usize,
    /// What it is to come to.
    pub limit: usize,
    /// What it may come to: more fails the build. The limit itself, once it is reached.
    pub ceiling: usize,
}

impl Budget {
    /// Prints it in one line.
    pub fn print(&self) {
        let verdict = match self.total {
            total if total <= self.limit => "ok",
            total if total <= self.ceiling => "above, as known",
            _ => "OVER BUDGET",
        };
        let (total, limit) = (self.total as f64 / KB as f64, self.limit / KB);
        println!("{:<56} {total:>9.1} KB of {limit} KB  {verdict}", self.label);
    }

    /// A total that is to stay within `limit`.
    pub const fn new(label: &'static str, total: usize, limit: usize) -> Self {
        Self { label, total, limit, ceiling: limit }
    }

    /// Whether the total is within what it may come to.
    pub const fn is_kept(&self) -> bool {
        self.total <= self.ceiling
    }
}

/// Sizes of the applications' files.
pub struct SizeTable {
    rows: Vec<Row>,
}

impl SizeTable {
    /// Reads the sizes in a tree with its compressed siblings.
    pub fn of(tree: &Tree) -> Self {
        let size = |name: String| tree.get(&name).map(Vec::len);
        let page = tree.get("back-office/index.html").map(|bytes| String::from_utf8_lossy(bytes));
        let is_source = |name: &str| {
            (name.starts_with("widget/") || name.starts_with("back-office/"))
                && !name.ends_with(".br")
                && !name.ends_with(".gz")
                && !is_pinned_loader(tree, name)
        };
        let rows = tree
            .iter()
            .filter(|(name, _)| is_source(name))
            .map(|(name, bytes)| Row {
                name: without_hash(name),
                raw: bytes.len(),
                gzip: size(format!("{name}.gz")).unwrap_or(bytes.len()),
                brotli: size(format!("{name}.br")).unwrap_or(bytes.len()),
                in_page: name.strip_prefix("back-office").is_some_and(|name| {
                    page.as_ref().is_some_and(|page| page.contains(&format!(".{name}\"")))
                }),
            })
            .collect();
        Self { rows }
    }

    /// Prints the table.
    pub fn print(&self) {
        println!("\n{:<56} {:>9} {:>9} {:>9}", "bytes", "raw", "gzip", "brotli");
        for row in &self.rows {
            println!("{:<56} {:>9} {:>9} {:>9}", row.name, row.raw, row.gzip, row.brotli);
        }
        println!();
        for budget in self.budgets() {
            budget.print();
        }
    }

    /// The downloads that have a budget.
    pub fn budgets(&self) -> [Budget; 3] {
        let widget = ["creno.js", "creno-widget.js", "creno-widget.wasm", "creno.css"];
        let back_office = ["index.html", "creno-back-office.js", "creno-back-office.wasm", "back-office.css"];
        let is_one = |row: &Row, folder: &str, names: &[&str]| {
            names.iter().any(|name| row.name.strip_prefix(folder).is_some_and(|rest| rest == *name))
        };
        let total = |counted: &dyn Fn(&Row) -> bool| {
            self.rows.iter().filter(|row| counted(row)).map(|row| row.brotli).sum::<usize>()
        };
        // A visitor gets one catalogue: the heaviest counts.
        let heaviest = |names: [&str; 2]| {
            let sizes =
                self.rows.iter().filter(|row| is_one(row, "widget/v1/", &names)).map(|row| row.brotli);
            sizes.max().unwrap_or(0)
        };
        let first = total(&|row| is_one(row, "widget/v1/", &widget)) + heaviest(["fr.json", "en.json"]);
        let later = ["creno-widget-booking.wasm", "creno-later.css", "work.js"];
        // What several parts share has a number for its name.
        let is_later = |row: &Row| {
            is_one(row, "widget/v1/", &later) || row.name.starts_with("widget/v1/creno-widget-chunk_")
        };
        let later = total(&is_later) + heaviest(["fr-later.json", "en-later.json"]);
        [
            Budget::new("widget to step 1, brotli", first, WIDGET_BUDGET),
            Budget {
                ceiling: JOURNEY_CEILING,
                ..Budget::new("widget, whole journey, brotli", first + later, JOURNEY_BUDGET)
            },
            Budget::new(
                "back-office first screen, brotli",
                total(&|row| row.in_page || is_one(row, "back-office/", &back_office)),
                BACK_OFFICE_BUDGET,
            ),
        ]
    }
}

/// `a/NAME-0123456789.js` → `a/NAME.js`.
fn without_hash(path: &str) -> String {
    let Some((stem, extension)) = path.rsplit_once('.') else { return path.to_owned() };
    match stem.rsplit_once('-') {
        Some((name, digits))
            if digits.len() == hash::DIGITS && digits.bytes().all(|b| b.is_ascii_hexdigit()) =>
        {
            format!("{name}.{extension}")
        }
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(sizes: &[(&str, usize)]) -> Tree {
        sizes
            .iter()
            .flat_map(|(name, brotli)| {
                [(*name).to_owned(), format!("{name}.br"), format!("{name}.gz")]
                    .map(|name| (name, vec![0; *brotli]))
            })
            .collect()
    }

    #[test]
    fn one_catalogue_counts_and_files_loaded_later_do_not() {
        let tree = tree(&[
            ("widget/v1/creno.js", 1),
            ("widget/v1/creno-widget-0123456789.js", 10),
            ("widget/v1/creno-widget-abcdef0123.wasm", 100),
            ("widget/v1/creno-0000000000.css", 1_000),
            ("widget/v1/fr-0000000001.json", 20_000),
            ("widget/v1/en-0000000002.json", 10_000),
            ("widget/v1/worker-0000000003.js", 500_000),
        ]);
        let [widget, _, _] = SizeTable::of(&tree).budgets();
        assert_eq!(widget.total, 21_111);
        assert!(widget.is_kept());
    }

    #[test]
    fn the_first_screen_is_the_page_with_what_it_names() {
        let mut tree = tree(&[
            ("back-office/creno-back-office-0123456789.wasm", 100),
            ("back-office/boot.js", 1_000),
            ("back-office/charts-0123456789.js", 500_000),
        ]);
        tree.insert("back-office/text.woff2".to_owned(), vec![0; 10_000]);
        tree.insert(
            "back-office/index.html".to_owned(),
            br#"<a href="./text.woff2" src="./boot.js">"#.to_vec(),
        );
        tree.insert("back-office/index.html.br".to_owned(), vec![0; 7]);
        let [_, _, back_office] = SizeTable::of(&tree).budgets();
        assert_eq!(back_office.total, 11_107);
    }

    #[test]
    fn names_lose_their_hash_only() {
        assert_eq!(
            without_hash("back-office/creno-back-office-0a1b2c3d4e.js"),
            "back-office/creno-back-office.js"
        );
        assert_eq!(without_hash("back-office/index.html"), "back-office/index.html");
        assert_eq!(without_hash("back-office/site-map.svg"), "back-office/site-map.svg");
    }
}
