//! The doors, as the API's description and the table tell them.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};

use crate::support::TestApp;

/// Method, path after `/api/v1`, and which permission opens it, one of those named when there are several: `V`iew and
/// `M`anage appointments, manage `A`vailability, view `R`eports, a`D`minister. `own`: whoever is signed in.
const DOORS: &str = include_str!("table.txt");

/// What is for who is not signed in yet.
const AT_THE_DOOR: [&str; 7] = [
    "POST /session",
    "GET /session/methods",
    "GET /session/oidc",
    "GET /session/oidc/callback",
    "GET /session/oidc/sign-out",
    "POST /session/password-resets",
    "PUT /session/password",
];

/// A route, with a body and a query that the description gives as examples.
pub struct Door {
    pub method: Method,
    pub path: String,
    pub opens: &'static str,
    pub body: Value,
    query: String,
}

impl Door {
    /// Whether nobody else's permission opens it.
    pub fn is_own(&self) -> bool {
        self.opens == "own"
    }

    /// The path with `values` in place of the parts that vary; what has no value is named like nothing that is.
    pub fn at(&self, values: &BTreeMap<String, String>) -> String {
        let part = |part: &str| match part.starts_with('{') {
            true => values.get(part).map_or_else(|| nothing(part), Clone::clone).to_owned(),
            false => part.to_owned(),
        };
        let path: Vec<_> = self.path.split('/').map(part).collect();
        format!("{}{}", path.join("/"), self.query)
    }
}

/// What names nothing that is, but may be a name.
fn nothing(part: &str) -> String {
    let name = match part {
        "{date}" => "2026-06-20",
        "{event}" => "confirmed",
        "{audience}" => "client",
        "{medium}" => "mail",
        "{lang}" => "fr",
        _ => "00000000-0000-0000-0000-00000000dead",
    };
    name.to_owned()
}

/// What queries need, by name.
fn parameter(name: &str) -> &'static str {
    match name {
        "from" | "to" | "date" => "2026-06-16",
        "agency" => "paris",
        "theme" => "conseil",
        "channel" => "office",
        "staff" => "ana",
        "year" => "2026",
        other => panic!("{other} has no example"),
    }
}

/// The routes of the description that ask for somebody, with what the table says of each.
pub async fn doors(app: &TestApp) -> Vec<Door> {
    let spec = app.get("/api/v1/openapi.json").await.json();
    let mut known: BTreeMap<(String, String), &'static str> = BTreeMap::new();
    for line in DOORS.lines().filter(|line| !line.is_empty()) {
        let [method, path, opens] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert!(
            known.insert((method.to_owned(), format!("/api/v1{path}")), opens).is_none(),
            "twice: {line}"
        );
    }
    let mut doors = Vec::new();
    for (path, item) in spec["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if !operation["security"].is_array() {
                let open = path.starts_with("/api/v1/public/") || path.starts_with("/api/v1/feeds/");
                let door = format!("{} {}", method.to_uppercase(), path.trim_start_matches("/api/v1"));
                assert!(open || AT_THE_DOOR.contains(&door.as_str()), "open: {door}");
                continue;
            }
            let method = method.to_uppercase();
            let opens = known.remove(&(method.clone(), path.clone()));
            let opens = opens.unwrap_or_else(|| panic!("who opens {method} {path}? Say it in the table"));
            doors.push(Door {
                method: method.parse().unwrap(),
                path: path.clone(),
                opens,
                body: example(&spec, operation),
                query: query(operation),
            });
        }
    }
    assert!(known.is_empty(), "no longer there: {known:?}");
    doors
}

fn example(spec: &Value, operation: &Value) -> Value {
    let content = &operation["requestBody"]["content"]["application/json"];
    if content["example"].is_object() {
        return content["example"].clone();
    }
    let schema = match content["schema"]["$ref"].as_str() {
        Some(reference) => &spec["components"]["schemas"][reference.rsplit('/').next().unwrap()],
        None => &content["schema"],
    };
    if schema["example"].is_null() { json!({}) } else { schema["example"].clone() }
}

fn query(operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let required = parameters.filter(|parameter| parameter["in"] == "query" && parameter["required"] == true);
    let pairs: Vec<_> = required
        .map(|asked| asked["name"].as_str().unwrap())
        .map(|name| format!("{name}={}", parameter(name)))
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}
