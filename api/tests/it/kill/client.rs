//! Clients who book, move and cancel, and ask again whenever a server dies under them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use axum::body::Bytes;
use axum::http::{Method, Request, header};
use chrono::{DateTime, Days, Utc};
use creno::app::{Clock as _, SystemClock};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::watch;

const AGENCIES: [&str; 3] = ["paris-opera", "lyon-part-dieu", "saint-denis-reunion"];

/// The server of the moment, and how many were killed before it.
#[derive(Clone, Copy)]
pub struct At {
    pub life: u32,
    pub address: SocketAddr,
}

/// What the clients share.
#[derive(Default)]
pub struct Load {
    pub stop: AtomicBool,
    clients: AtomicU32,
    pub confirmations: watch::Sender<u32>,
}

impl Load {
    pub fn sent(&self) -> u32 {
        *self.confirmations.borrow()
    }
}

/// What a client was told of one appointment.
#[derive(Debug)]
pub struct Known {
    pub key: String,
    pub body: Value,
    pub email: String,
    pub reference: String,
    pub status: &'static str,
    pub start: DateTime<Utc>,
    pub moves: i64,
    pub retried: bool,
}

pub struct Client {
    number: u32,
    at: watch::Receiver<At>,
    connection: Option<(u32, SendRequest<Full<Bytes>>)>,
    unanswered: u32,
    load: Arc<Load>,
}

/// No answer came from the server of this life.
struct Lost(u32);

impl Client {
    pub fn new(number: u32, at: watch::Receiver<At>, load: Arc<Load>) -> Self {
        Self { number, at, connection: None, unanswered: 0, load }
    }

    /// Books, moves and cancels until it is told to stop; what it was told, and how many requests had no answer.
    pub async fn work(mut self) -> (Vec<Known>, u32) {
        let mut booked = Vec::new();
        let mut round = self.number;
        while !self.load.stop.load(Ordering::Relaxed) {
            round += 1;
            let agency = AGENCIES[round as usize % AGENCIES.len()];
            let from = SystemClock.now().date_naive() + Days::new(u64::from(3 + round * 5 % 40));
            let path = format!(
                "/api/v1/public/slots?agency={agency}&theme=premier-rdv&channel=office&from={from}&to={}",
                from + Days::new(6)
            );
            let (status, slots) = self.call(Method::GET, &path, None, &Value::Null).await;
            assert_eq!(status, 200, "{slots}");
            let starts: Vec<_> = slots["days"].as_array().unwrap().iter().flat_map(starts).collect();
            if starts.is_empty() {
                continue;
            }
            let pick = |place: u32| &starts[place as usize * 37 % starts.len()];
            let hold = json!({ "agency": agency, "theme": "premier-rdv", "channel": "office", "start": pick(round) });
            let (status, held) = self.call(Method::POST, "/api/v1/public/holds", None, &hold).await;
            // Somebody else's, or our own whose answer was lost.
            if status != 201 {
                assert_eq!(status, 409, "{held}");
                continue;
            }
            let (mut known, link) = self.book(&held).await;
            if round.is_multiple_of(3) {
                self.r#move(&mut known, &link, pick(round + 1)).await;
            }
            if round.is_multiple_of(4) {
                self.cancel(&mut known, &link).await;
            }
            booked.push(known);
        }
        (booked, self.unanswered)
    }

    async fn book(&mut self, held: &Value) -> (Known, String) {
        let client = self.load.clients.fetch_add(1, Ordering::Relaxed);
        let email = format!("kill-{client}@exemple.fr");
        let key = format!("kill {client}");
        let body = json!({
            "hold": held["hold"], "consent": true, "lang": "fr",
            "client": { "last_name": "Durand", "first_name": "Zoé", "email": email, "phone": format!("06{:08}", 39_980_000 + client) },
        });
        let before = self.unanswered;
        self.load.confirmations.send_modify(|sent| *sent += 1);
        let answer = self.confirm(&key, &body).await;
        let text = |member: &str| answer[member].as_str().unwrap();
        let token = text("manage_url").split_once("#rendez-vous=").unwrap().1;
        let known = Known {
            reference: text("reference").to_owned(),
            start: text("start").parse().unwrap(),
            status: "confirmed",
            moves: 0,
            retried: self.unanswered > before,
            email,
            key,
            body,
        };
        (known, format!("/api/v1/public/appointments/{token}"))
    }

    pub async fn confirm(&mut self, key: &str, body: &Value) -> Value {
        let (status, answer) = self.call(Method::POST, "/api/v1/public/appointments", Some(key), body).await;
        assert_eq!(status, 201, "{key}: {answer}");
        answer
    }

    async fn r#move(&mut self, known: &mut Known, link: &str, start: &Value) {
        let (status, answer) = self.call(Method::PATCH, link, None, &json!({ "start": start })).await;
        if status != 200 {
            assert_eq!(status, 409, "{answer}");
            return;
        }
        let start = answer["start"].as_str().unwrap().parse().unwrap();
        known.moves += i64::from(start != known.start);
        known.start = start;
    }

    async fn cancel(&mut self, known: &mut Known, link: &str) {
        let before = self.unanswered;
        let (status, answer) = self.call(Method::DELETE, link, None, &Value::Null).await;
        // 410: it was done, and the answer was lost.
        assert!(status == 204 || (status == 410 && self.unanswered > before), "{status} {answer}");
        known.status = "cancelled";
    }

    /// Asks until it is answered, by whichever server there is.
    pub async fn call(
        &mut self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> (u16, Value) {
        loop {
            match self.ask(method.clone(), path, key, body).await {
                Ok((status, answer)) => {
                    assert!(status < 500, "{path}: {status} {answer}");
                    return (status, answer);
                }
                Err(Lost(life)) => {
                    self.unanswered += 1;
                    self.connection = None;
                    // A connection lost without a kill waits for ever, which the deadline tells.
                    self.at.wait_for(|at| at.life > life).await.unwrap();
                }
            }
        }
    }

    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Result<(u16, Value), Lost> {
        let At { life, address } = *self.at.borrow();
        if self.connection.as_ref().is_none_or(|(of, _)| *of != life) {
            let stream = TcpStream::connect(address).await.map_err(|_| Lost(life))?;
            let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|_| Lost(life))?;
            // Its end is seen by the next request.
            tokio::spawn(async move { drop(connection.await) });
            self.connection = Some((life, sender));
        }
        let (_, sender) = self.connection.as_mut().unwrap();
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        if !body.is_empty() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        sender.ready().await.map_err(|_| Lost(life))?;
        let answer =
            sender.send_request(request.body(Full::new(body)).unwrap()).await.map_err(|_| Lost(life))?;
        let status = answer.status().as_u16();
        let bytes = answer.into_body().collect().await.map_err(|_| Lost(life))?.to_bytes();
        Ok((status, serde_json::from_slice(&bytes).unwrap_or_default()))
    }
}

fn starts(day: &Value) -> Vec<Value> {
    day["starts"].as_array().unwrap().clone()
}
