//! P9, the server's part: a person's week of the agenda, as the back-office asks for it.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Days, TimeDelta, Utc};
use creno::store::Db;

use crate::client::Connection;
use crate::databases::Database;
use crate::report::{Reach, Report};
use crate::server::Server;
use crate::special;
use crate::stats::{Times, ms};

/// How many weeks are asked for, and how many go before them.
const ASKED: usize = 2_000;
const FIRST: usize = 50;
/// Weeks that are asked for in turn: from four before this one.
const WEEKS: (usize, u64) = (12, 4 * 7);

const PASSWORD: &str = "agenda of the week, measured";
const ADMINISTRATOR: &str = "SELECT s.email FROM staff s JOIN profile p ON p.id = s.profile_id
    WHERE s.active = TRUE AND p.scope = 'network' ORDER BY s.slug LIMIT 1";
/// Everybody who receives, by name, without the special agency's: its appointments have no references.
const PEOPLE: &str = "SELECT s.slug FROM staff s WHERE s.active = TRUE AND s.slug NOT LIKE 'mesure-%'
    AND EXISTS (SELECT 1 FROM availability_window w WHERE w.staff_id = s.id) ORDER BY s.slug";

/// Measures the weeks of everybody in turn, asked one after the other by an administrator, who reaches them all.
pub async fn measure(
    report: &mut Report,
    binary: &Path,
    database: &Database,
    now: DateTime<Utc>,
) -> Result<()> {
    let people = people(&database.url).await?;
    ensure!(!people.is_empty(), "nobody receives");
    let (today, _) = special::dates(now);
    let first = today.checked_sub_days(Days::new(WEEKS.1)).context("no such date")?;
    let path = |place: usize| {
        let from = first + TimeDelta::days(7 * (place % WEEKS.0) as i64);
        let to = from + TimeDelta::days(6);
        // A stride that meets everybody, whatever the order.
        let staff = &people[place * 7_919 % people.len()];
        format!("/api/v1/appointments/agenda?from={from}&to={to}&staff={staff}")
    };

    let email = administrator(&database.url).await?;
    give_password(binary, &database.url, &email)?;
    let server = Server::start(binary, &database.url).await?;
    let mut connection = Connection::open(server.address).await?;
    connection.sign_in(&email, PASSWORD).await?;
    let (mut times, mut bytes) = (Vec::with_capacity(FIRST + ASKED), 0);
    for place in 0..FIRST + ASKED {
        let path = path(place);
        let begun = Instant::now();
        bytes += connection.length(&path).await?;
        times.push(begun.elapsed());
    }
    let times = Times::of(times.split_off(FIRST)).context("no request")?;
    report.figure(
        "P9",
        format!("a person's week of the agenda, {}, {}×: p99", database.engine.name(), database.scale),
        (ms(times.p99()), "ms"),
        Reach::AtMost(10.0),
        format!(
            "median {:.2} ms, longest {:.1} ms, of {}; {} people, {} bytes an answer",
            ms(times.median()),
            ms(times.worst()),
            times.count(),
            people.len(),
            bytes / (FIRST + ASKED),
        ),
    );
    Ok(())
}

/// Somebody who reaches everybody.
async fn administrator(url: &str) -> Result<String> {
    let db = Db::connect(url).await?;
    let row = db.query(ADMINISTRATOR).fetch_one().await?;
    db.close().await;
    Ok(row.get("email")?)
}

/// People of the reference network have no password: it is given by the command that rescues accounts.
fn give_password(binary: &Path, url: &str, email: &str) -> Result<()> {
    let mut command = Command::new(binary);
    command.args(["user", "reset-password", email, "--password-stdin", "--database-url", url]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    child.stdin.take().context("no input")?.write_all(PASSWORD.as_bytes())?;
    ensure!(child.wait()?.success(), "no password is given");
    Ok(())
}

async fn people(url: &str) -> Result<Vec<String>> {
    let db = Db::connect(url).await?;
    let rows = db.query(PEOPLE).fetch_all().await?;
    db.close().await;
    rows.iter().map(|row| Ok(row.get::<String>("slug")?)).collect()
}
