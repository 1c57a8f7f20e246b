//! Webhooks: set by administrators, delivered in order, never in the way of bookings.

mod delivering;
mod failing;
mod journal;
mod receiver;
mod settings;

use creno::webhooks;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::support::{TestApp, network};
use receiver::{Received, Receiver};

const WEBHOOKS: &str = "/api/v1/webhooks";

/// An instance that may call this machine, with somebody signed in who administers it.
async fn administered(app: &TestApp) -> TestApp {
    let app = app.configured(|config| config.webhooks.hosts = vec!["127.0.0.1".into()]);
    app.sign_in(network::SETTINGS).await;
    app
}

/// A server that is told, with its secret.
struct Told {
    slug: String,
    secret: String,
}

impl Told {
    fn path(&self, rest: &str) -> String {
        format!("{WEBHOOKS}/{}{rest}", self.slug)
    }
}

async fn tell(app: &TestApp, slug: &str, url: &str, events: &[&str]) -> Told {
    let new = json!({ "slug": slug, "url": url, "description": "", "events": events });
    let created = app.post(WEBHOOKS, &new).await;
    assert_eq!(created.status, 201, "{created:?}");
    Told { slug: slug.into(), secret: created.json()["secret"].as_str().unwrap().into() }
}

/// Delivers what is due, and gives what `receiver` got.
async fn delivered(app: &TestApp, receiver: &Receiver) -> Vec<Received> {
    webhooks::run_due(&app.app).await.unwrap();
    receiver.take()
}

/// The type of each, with the version of its appointment.
fn types(received: &[Received]) -> Vec<(String, i64)> {
    let of = |got: &Received| {
        let body = got.json();
        (body["type"].as_str().unwrap().to_owned(), body["data"]["version"].as_i64().unwrap())
    };
    received.iter().map(of).collect()
}

/// Whether one of the signatures is by `secret`.
fn is_signed(got: &Received, secret: &str) -> bool {
    let (id, timestamp) = (got.header("webhook-id"), got.header("webhook-timestamp").parse().unwrap());
    let secret = SecretString::from(secret);
    let expected = webhooks::sign::headers(id, timestamp, &got.body, &[secret]).unwrap();
    got.header("webhook-signature").split(' ').any(|signature| signature == expected[2].1)
}

/// The path of the client's link.
fn link(booked: &Value) -> String {
    let token = booked["manage_url"].as_str().unwrap().split_once("#rendez-vous=").unwrap().1;
    format!("/api/v1/public/appointments/{token}")
}

/// The deliveries of a server, the latest first.
async fn deliveries(app: &TestApp, told: &Told) -> Vec<Value> {
    let page = app.get(&told.path("/deliveries")).await;
    assert_eq!(page.status, 200, "{page:?}");
    page.json()["items"].as_array().unwrap().clone()
}
