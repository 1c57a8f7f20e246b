//! An application in a process of its own making: real database, settable clock, repeatable draws.

mod instances;
pub mod network;
mod rows;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chrono::{DateTime, Utc};
use creno::app::{App, SeededRandom, SettableClock};
use creno::config::{Config, Overrides};
use creno::http::router::router;
use creno::store::Db;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

pub use instances::StillClock;

/// Makes a test of each function on each engine.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                super::$name($crate::support::TestApp::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                super::$name($crate::support::TestApp::postgres().await).await;
            }
        }
    )+};
}
pub(crate) use on_both_engines;

/// The application under test, with the network of [`network::fill`].
pub struct TestApp {
    pub app: App,
    pub clock: Arc<SettableClock>,
    pub router: Router,
    cookie: std::sync::Mutex<Option<String>>,
    _folder: Option<tempfile::TempDir>,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    /// The same before it was read as text: for what is compressed.
    pub body: Bytes,
}

impl Response {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// Field and code of each fault of a refused form; checks that every one says how to mend it.
    pub fn faults(&self) -> Vec<(String, String)> {
        assert_eq!(self.refusal(), (422, "invalid_fields".into()), "{self:?}");
        let problem = self.json();
        let text = |error: &Value, member: &str| error[member].as_str().unwrap().to_owned();
        let errors = problem["errors"].as_array().unwrap();
        assert!(errors.iter().all(|error| !text(error, "detail").is_empty()), "{problem}");
        errors.iter().map(|error| (text(error, "field"), text(error, "code"))).collect()
    }

    /// The problem's code; checks what every problem document has.
    pub fn problem(&self) -> String {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16(), "{problem}");
        let code = problem["code"].as_str().unwrap().to_owned();
        assert_eq!(problem["type"], format!("urn:creno:problem:{code}"));
        assert!(problem["title"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(problem["detail"].as_str().is_some_and(|text| !text.is_empty()));
        code
    }

    /// Status and code in one, for tables.
    pub fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.problem())
    }
}

/// Monday 15 June 2026, 7:59 in Paris: tests have a minute before 8:00.
pub fn start_of_tests() -> DateTime<Utc> {
    "2026-06-15T05:59:00Z".parse().unwrap()
}

impl TestApp {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("creno.db").display());
        let mut app = Self::on(&url, "").await;
        app._folder = Some(folder);
        app
    }

    pub async fn postgres() -> Self {
        Self::on(&postgres_schema().await, "").await
    }

    /// On SQLite, with settings in a file.
    pub async fn with_settings(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("creno.db").display());
        let mut app = Self::on(&url, settings).await;
        app._folder = Some(folder);
        app
    }

    async fn on(url: &str, settings: &str) -> Self {
        let file = tempfile::Builder::new().suffix(".toml").tempfile().unwrap();
        std::fs::write(file.path(), settings).unwrap();
        let overrides = Overrides {
            config: Some(file.path().to_owned()),
            database_url: Some(url.into()),
            public_url: Some("https://rdv.example.fr".into()),
            ..Overrides::default()
        };
        // Challenges have tests of their own: `TestApp::configured` turns them on.
        let config = Config { challenge: false, ..Config::load(&overrides, false).unwrap() };
        let db = Db::connect(url).await.unwrap();
        db.migrate().await.unwrap();
        network::fill(&db).await;
        let clock = Arc::new(SettableClock::default());
        clock.set(start_of_tests());
        let app = App::with(db, config, clock.clone(), Arc::new(SeededRandom::new(1)));
        Self { router: router(app.clone()), app, clock, cookie: std::sync::Mutex::default(), _folder: None }
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send(self.request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Response {
        self.send(self.request(Method::DELETE, path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.send(self.json(path, body)).await
    }

    pub async fn post_with_key(&self, path: &str, key: &str, body: &Value) -> Response {
        let mut request = self.json(path, body);
        request.headers_mut().insert("idempotency-key", key.parse().unwrap());
        self.send(request).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Response {
        self.send(self.json_by(Method::PUT, path, body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Response {
        self.send(self.json_by(Method::PATCH, path, body)).await
    }

    pub fn json(&self, path: &str, body: &Value) -> Request<Body> {
        self.json_by(Method::POST, path, body)
    }

    pub fn json_by(&self, method: Method, path: &str, body: &Value) -> Request<Body> {
        self.request(method, path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .unwrap()
    }

    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let builder = Request::builder().method(method).uri(path).header(header::HOST, "rdv.example.fr");
        match &*self.cookie.lock().unwrap() {
            Some(cookie) => builder.header(header::COOKIE, cookie),
            None => builder,
        }
    }

    /// Sends a request, and keeps the cookie of the answer as a browser does.
    pub async fn send(&self, request: Request<Body>) -> Response {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        if let Some(cookie) = parts.headers.get(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
            *self.cookie.lock().unwrap() = Some(pair);
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Response {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            body: bytes,
        }
    }

    pub async fn sign_in(&self, email: &str) {
        let credentials = serde_json::json!({ "email": email, "password": network::PASSWORD });
        let response = self.post("/api/v1/session", &credentials).await;
        assert_eq!(response.status, 200, "{response:?}");
    }

    /// How many rows a table has.
    pub async fn count(&self, table: Table) -> i64 {
        self.app.db.query(table.0).fetch_one().await.unwrap().get("rows").unwrap()
    }
}

/// A table whose rows tests count.
pub struct Table(&'static str);

impl Table {
    /// The statement that counts them as `rows`.
    pub const fn of(sql: &'static str) -> Self {
        Self(sql)
    }
}

pub const APPOINTMENTS: Table = Table("SELECT count(*) AS rows FROM appointment");
pub const CLIENTS: Table = Table("SELECT count(*) AS rows FROM client");
pub const OCCUPANCIES: Table = Table("SELECT count(*) AS rows FROM occupancy");
pub const WINDOWS: Table = Table("SELECT count(*) AS rows FROM availability_window");
pub const EXCEPTIONS: Table = Table("SELECT count(*) AS rows FROM exception");
pub const EVENTS: Table = Table("SELECT count(*) AS rows FROM appointment_event");

/// The URL of the server of the tests.
fn postgres_server() -> String {
    std::env::var("CRENO_TEST_POSTGRES")
        .expect("CRENO_TEST_POSTGRES is not set: run `cargo xtask test`, or `cargo xtask postgres -- cargo test -p creno`")
}

/// A database of its own on the server of the tests: a schema, named by this process and a count.
pub async fn postgres_schema() -> String {
    static READY: OnceCell<()> = OnceCell::const_new();
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = postgres_server();
    // Not shared: a connection ends with the runtime of the test that opened it.
    let db = Db::connect(&server).await.unwrap();
    READY
        .get_or_init(|| async {
            let mut tx = db.begin().await.unwrap();
            // Two tests at once would both try to make it.
            tx.query("CREATE EXTENSION IF NOT EXISTS btree_gist").execute().await.unwrap();
            tx.commit().await.unwrap();
        })
        .await;
    let schema = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut tx = db.begin().await.unwrap();
    tx.query_made(format!("CREATE SCHEMA {schema}")).execute().await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}options=-csearch_path%3D{schema},public")
}
