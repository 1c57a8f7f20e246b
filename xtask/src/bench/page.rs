//! The page of figures.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde_json::Value;

/// What the page says whatever the figures are.
const HEAD: &str = "# Benchmarks

Written by `cargo xtask bench`: every figure of speed that the server is held to, as it came out of one run on one machine, load generator
included, each beside a reference measured in that same run. The absolute numbers are this machine's; the ratios are what to compare.
`cargo xtask bench --quick` measures a part of it in a few minutes, on SQLite.
";
const METHOD: &str = "## How it is measured

- **Reference network (1×)**: 120 agencies, 450 people who receive, 65 000 appointments over a year (`creno seed --scale 1`); 10× is ten times that.
  To it is added a *special agency*: 10 people, 500 appointments over the next 62 days, every theme.
- The **release binary** runs `creno demo` as a process of its own, rate limits off, log at `warn`. Questions go over HTTP/1.1 keep-alive
  connections of 127.0.0.1, uncompressed. Server and load generator share the processors.
- **P1** alternates turns of slots and of `GET /api/v1/sandbox/constant?bytes=N`, a handler of the same server that does nothing but answer as many
  bytes through the same layers. *Special agency* asks one question of 62 days over and over; *any agency* asks in turn what the widget asks first
  (28 days), for every agency, theme and channel. The ratio is the median of the ratios of neighbouring turns.
- **P2, P3**: before each question, the demonstration's clock is set to what it is anyway, by a request that is not measured: the server then forgets
  what it knows of agencies, reads everything from the database again and computes the list. 1× and 10× take turns.
- **P4**: 32 clients hold a start and confirm it with a full form, over and over, proof of work off, against single rows inserted and committed one by
  one by connections of our own into a table of the same database: one connection on SQLite, which has one writer, 32 on PostgreSQL. Commits are
  durable on both sides (`synchronous=FULL` on SQLite, PostgreSQL as it comes). The two take turns.
- **P5**: 200 clients want the same start at the same instant and confirm what they get; five starts, each with several people free.
- **P9**: an administrator asks for a week of the agenda of each person in turn, twelve weeks from four before this one, one request after the
  other; nothing is kept between requests. The back-office's own size is printed by `cargo xtask build`.
- **P10**: `VmRSS` after the load of P1; from the start of the process to its first answer of `/readyz`, the network being in the database.
- **P11**: a start that one person only can take is held on one server; the other, on the same PostgreSQL, is asked every millisecond until it lists
  the start no longer.
- Figures that are counts and invariants (nothing booked twice, nothing lost) are tests, not measurements: `cargo xtask test`.
";
const BEFORE: &str = "## What it replaces

The product that Créno replaces published, for its booking page at 10 connections, 210 requests/s and 45 ms at the median; and nothing about its lists of
slots, or about two clients on one slot. Ours, at 10 connections:

";

/// What the part that people write begins with.
const KEPT: &str = "\n## The widget in a browser\n";

/// What others may take of the processors, of 1, without a word about it.
const QUIET: f64 = 0.1;

/// The page of `report`, as the program that measures writes it.
///
/// # Errors
/// When the report is of another shape.
pub fn render(report: &Value, versions: &[(String, String)], engine_alone: &str) -> Result<String> {
    let mut figures: Vec<_> =
        report["figures"].as_array().context("no figures in the report")?.iter().collect();
    figures.sort_by_key(|figure| rank(figure));
    let missed: Vec<_> = figures.iter().filter(|figure| figure["reached"] == false).collect();
    let mut page = format!("{HEAD}\n");
    let others = report["others"].as_f64().context("no share of others in the report")?;
    if others > QUIET {
        writeln!(
            page,
            "**The machine had other work during this run, {:.0} % of its processors: times are longer and less even than they are by \
             themselves, the longest ones above all.**\n",
            others * 100.0
        )?;
    }
    match missed.len() {
        0 => writeln!(page, "**All {} figures of this run are reached.**", figures.len())?,
        count => {
            writeln!(page, "**{count} of the {} figures of this run miss:**\n", figures.len())?;
            for figure in missed {
                writeln!(
                    page,
                    "- {} {}: {}, {} was to be reached ({}).",
                    text(figure, "id")?,
                    text(figure, "what")?,
                    text(figure, "measured")?,
                    text(figure, "reach")?,
                    text(figure, "verdict")?
                )?;
            }
        }
    }
    page.push_str("\n## Figures\n\n|  | figure | measured | to reach |  | reference and details |\n|---|---|---|---|---|---|\n");
    for figure in &figures {
        let cells = ["id", "what", "measured", "reach", "verdict", "detail"].map(|name| text(figure, name));
        page.push('|');
        for cell in cells {
            write!(page, " {} |", cell?)?;
        }
        page.push('\n');
    }
    page.push('\n');
    page.push_str(BEFORE);
    for figure in figures.iter().filter(|figure| figure["id"] == "P1") {
        writeln!(
            page,
            "- {}: {}; {}",
            text(figure, "what")?,
            text(figure, "measured")?,
            text(figure, "detail")?
        )?;
    }
    write!(
        page,
        "\n## The engine alone, in detail\n\n```\n{engine_alone}\n```\n\n{METHOD}\n## Machine and versions\n\n"
    )?;
    page.push_str("| | |\n|---|---|\n");
    let facts = report["facts"].as_array().context("no facts in the report")?;
    for fact in facts {
        let part = |place: usize| fact[place].as_str().context("a fact that is no pair of texts");
        writeln!(page, "| {} | {} |", part(0)?, part(1)?)?;
    }
    for (name, version) in versions {
        writeln!(page, "| {name} | {version} |")?;
    }
    Ok(page)
}

/// The part of the page as it was that other programs measured and people wrote.
pub fn kept(page: &str) -> &str {
    page.find(KEPT).map_or("", |start| &page[start..])
}

/// The number of a figure's group: 10 of `P10`.
fn rank(figure: &Value) -> Option<u32> {
    figure["id"].as_str()?.trim_start_matches(char::is_alphabetic).parse().ok()
}

fn text<'a>(figure: &'a Value, name: &str) -> Result<&'a str> {
    figure[name].as_str().with_context(|| format!("no {name} in a figure of the report"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_people_wrote_stays() {
        assert_eq!(
            kept("# Figures\n\n## The widget in a browser\n\nP6"),
            "\n## The widget in a browser\n\nP6"
        );
        assert_eq!(kept("# Figures\n"), "");
    }

    #[test]
    fn what_misses_is_said_first() {
        let figure = |what: &str, reached: bool| {
            json!({
                "id": "P1", "what": what, "measured": "0.5", "reach": "≥ 0.7", "reached": reached,
                "verdict": if reached { "reached" } else { "missed by 29 %" }, "detail": "1/s ÷ 2/s",
            })
        };
        let report =
            |figures: Value| json!({ "others": 0.02, "facts": [["Date", "2026-11-22"]], "figures": figures });
        let good = render(&report(json!([figure("one", true)])), &[], "").unwrap();
        assert!(good.contains("All 1 figures") && good.contains("| Date | 2026-11-22 |"), "{good}");
        assert!(!good.contains("other work"), "{good}");
        let bad = render(&report(json!([figure("one", true), figure("two", false)])), &[], "").unwrap();
        assert!(bad.contains("**1 of the 2 figures of this run miss:**\n\n- P1 two: 0.5, ≥ 0.7"), "{bad}");
        assert!(render(&json!({}), &[], "").is_err());
    }
}
