//! P4: holds and confirmations, against rows that the database alone makes durable.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Utc};
use creno_types::hold::Hold;
use creno_types::slots::Slots;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::client::Connection;
use crate::databases::Database;
use crate::load;
use crate::report::{Reach, Report};
use crate::server::Server;
use crate::single_rows::SingleRows;
use crate::stats::{Times, median, ms};

/// Who books at the same time.
const CLIENTS: usize = 32;
/// Turns of bookings and of single rows.
const TURNS: usize = 5;
const TURN: Duration = Duration::from_secs(2);
/// A prime stride over the starts of one list: neighbours would take the same people's time.
const STRIDE: usize = 37;

/// A start that may be booked.
#[derive(Clone, Debug)]
struct Wish {
    hold: String,
    client: Arc<Value>,
}

/// One who books, over and over.
struct Client {
    connection: Connection,
    wishes: std::vec::IntoIter<Wish>,
}

/// What one turn came to.
#[derive(Default)]
struct Turn {
    times: Vec<Duration>,
    refused: u32,
}

/// Measures both on one database, in turns.
pub async fn measure(
    report: &mut Report,
    binary: &Path,
    database: &Database,
    now: DateTime<Utc>,
) -> Result<()> {
    let server = Server::start(binary, &database.url).await?;
    let mut clients = clients(&server, &load::offers(&database.url, now).await?).await?;
    let rows = SingleRows::open(database, CLIENTS).await?;
    turn(&mut clients, TURN).await?;
    let (mut ratios, mut rates, mut references) = (Vec::new(), Vec::new(), Vec::new());
    let mut all = Turn::default();
    for _ in 0..TURNS {
        let reference = rows.per_second(TURN).await?;
        let started = Instant::now();
        let mut done = turn(&mut clients, TURN).await?;
        let rate = done.times.len() as f64 / started.elapsed().as_secs_f64();
        ratios.push(rate / reference);
        rates.push(rate);
        references.push(reference);
        all.times.append(&mut done.times);
        all.refused += done.refused;
    }
    let alone = rows.per_second_alone(TURN).await?;
    rows.close().await?;
    let times = Times::of(all.times).context("nothing was booked")?;
    report.figure(
        "P4",
        format!("hold and confirm, {CLIENTS} clients, {}: bookings/s ÷ single rows/s", database.engine.name()),
        (median(ratios), ""),
        Reach::AtLeast(0.5),
        format!(
            "{:.0}/s ÷ {:.0}/s, median of {TURNS} turns of each; {}; one connection alone: {alone:.0} rows/s; both \
             requests of a booking: p50 {:.1} ms, p99 {:.1} ms, of {}; {} starts were somebody else’s by then",
            median(rates),
            median(references),
            rows.describe(),
            ms(times.median()),
            ms(times.p99()),
            times.count(),
            all.refused,
        ),
    );
    Ok(())
}

/// Everyone with their wishes: the starts of the network, dealt out.
async fn clients(server: &Server, questions: &[String]) -> Result<Vec<Client>> {
    let mut connection = Connection::open(server.address).await?;
    let forms = forms(&mut connection).await?;
    let mut dealt: Vec<Vec<Wish>> = vec![Vec::new(); CLIENTS];
    for (place, question) in questions.iter().enumerate() {
        let (_, body) = connection.call(Method::GET, question, "").await?;
        let slots: Slots = serde_json::from_slice(&body).context("reading the slots")?;
        let asked = |name: &str| {
            let query = question.split_once('?').map(|(_, query)| query).unwrap_or_default();
            query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).context("asked")
        };
        let theme = asked("theme")?;
        let client = forms.iter().find(|(slug, _)| slug == theme).context("a theme of the catalogue")?;
        // Not the first days: a start may grow too near while we measure.
        let starts: Vec<_> = slots.days.iter().skip(2).flat_map(|day| &day.starts).collect();
        for nth in 0..starts.len() {
            let start = starts[nth * STRIDE % starts.len()];
            let hold = json!({
                "agency": asked("agency")?, "theme": theme, "channel": asked("channel")?, "start": start,
            });
            dealt[place % CLIENTS].push(Wish { hold: hold.to_string(), client: client.1.clone() });
        }
    }
    let mut clients = Vec::with_capacity(CLIENTS);
    for mut wishes in dealt {
        // The lists of several agencies and themes one into the other.
        let mixed = (0..wishes.len()).map(|nth| nth * 7_919 % wishes.len());
        let mixed: Vec<_> = mixed.map(|place| wishes[place].clone()).collect();
        wishes.clear();
        let connection = Connection::open(server.address).await?;
        clients.push(Client { connection, wishes: mixed.into_iter() });
    }
    Ok(clients)
}

/// What each theme's form is filled in with.
async fn forms(connection: &mut Connection) -> Result<Vec<(String, Arc<Value>)>> {
    let (_, body) = connection.call(Method::GET, "/api/v1/public/catalog", "").await?;
    let catalog: creno_types::Catalog = serde_json::from_slice(&body).context("reading the catalogue")?;
    let answers = json!({
        "last_name": "Durand", "first_name": "Zoé", "birth_date": "24/05/1980", "siret": "73282932000074",
        "household": "Un couple", "message": "Bonjour", "email": "", "phone": "",
        "street": "1 rue de la Paix", "postcode": "75002", "city": "Paris",
    });
    let form = |fields: &[String]| {
        let known = fields.iter().filter_map(|key| Some((key.clone(), answers.get(key)?.clone())));
        Value::Object(known.collect())
    };
    Ok(catalog.themes.iter().map(|theme| (theme.slug.to_string(), Arc::new(form(&theme.fields)))).collect())
}

async fn turn(clients: &mut Vec<Client>, length: Duration) -> Result<Turn> {
    let until = Instant::now() + length;
    let mut tasks = JoinSet::new();
    for mut client in clients.drain(..) {
        tasks.spawn(async move {
            let done = client.book_until(until).await;
            (client, done)
        });
    }
    let mut all = Turn::default();
    while let Some(task) = tasks.join_next().await {
        let (client, done) = task?;
        clients.push(client);
        let mut done = done?;
        all.times.append(&mut done.times);
        all.refused += done.refused;
    }
    Ok(all)
}

impl Client {
    async fn book_until(&mut self, until: Instant) -> Result<Turn> {
        let mut turn = Turn::default();
        while Instant::now() < until {
            let wish = self.wishes.next().context("every start was tried: the network is too small")?;
            let begun = Instant::now();
            match book(&mut self.connection, wish.hold, &wish.client).await? {
                Booked::Yes => turn.times.push(begun.elapsed()),
                Booked::Taken => turn.refused += 1,
            }
        }
        Ok(turn)
    }
}

/// What came of a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booked {
    /// It is an appointment.
    Yes,
    /// 409: nobody is free then, any more.
    Taken,
}

/// Holds a start and confirms it, as someone who never came before: a form that asks an address gets a new one.
pub async fn book(connection: &mut Connection, hold: String, answers: &Value) -> Result<Booked> {
    static PERSON: AtomicU32 = AtomicU32::new(0);
    let (status, body) = connection.call(Method::POST, "/api/v1/public/holds", hold).await?;
    if status == StatusCode::CONFLICT {
        return Ok(Booked::Taken);
    }
    ensure!(status == StatusCode::CREATED, "no hold: {status} {}", String::from_utf8_lossy(&body));
    let hold: Hold = serde_json::from_slice(&body).context("reading the hold")?;
    let person = PERSON.fetch_add(1, Ordering::Relaxed);
    let mut client = answers.clone();
    if client.get("email").is_some() {
        client["email"] = json!(format!("client{person}@exemple.fr"));
        client["phone"] = json!(format!("+336{person:08}"));
    }
    let form = json!({
        "hold": hold.hold, "client": client, "consent": true, "consent_version": "", "lang": "fr",
    });
    let (status, body) =
        connection.call(Method::POST, "/api/v1/public/appointments", form.to_string()).await?;
    ensure!(status == StatusCode::CREATED, "not confirmed: {status} {}", String::from_utf8_lossy(&body));
    Ok(Booked::Yes)
}
