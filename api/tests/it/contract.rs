//! The published contract of the API: what is described is served, what was published stays.

use std::collections::BTreeSet;
use std::path::Path;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

use crate::support::{Response, TestApp};

/// Everything that was published, a line each; rewritten with this variable set, once the changes are in
/// `docs/api-changements.md`.
const PUBLISHED: &str = "contract/v1.txt";
const PUBLISH: &str = "CRENO_PUBLISH_CONTRACT";

async fn description(app: &TestApp) -> Value {
    app.get("/api/v1/openapi.json").await.json()
}

/// Each operation of a description: method, path, what is said of it.
fn operations(spec: &Value) -> Vec<(Method, String, &Value)> {
    let paths = spec["paths"].as_object().unwrap();
    let methods = |item: &Value| item.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    paths
        .iter()
        .flat_map(|(path, item)| {
            methods(item).into_iter().map(move |method| {
                (method.to_uppercase().parse().unwrap(), path.clone(), &item[method.as_str()])
            })
        })
        .collect()
}

/// The type of a schema, in few words.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap().to_owned();
    }
    for any in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[any].as_array() {
            return parts.iter().map(kind).collect::<Vec<_>>().join("|");
        }
    }
    match &schema["type"] {
        Value::String(word) if word == "array" => format!("[{}]", kind(&schema["items"])),
        Value::String(word) => word.clone(),
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("|"),
        _ => "any".into(),
    }
}

fn members(name: &str, schema: &Value, lines: &mut BTreeSet<String>) {
    for word in schema["enum"].as_array().into_iter().flatten() {
        lines.insert(format!("{name} = {word}"));
    }
    for part in ["allOf", "oneOf"].iter().flat_map(|part| schema[*part].as_array().into_iter().flatten()) {
        if part["$ref"].is_string() {
            lines.insert(format!("{name} has {}", kind(part)));
        }
        members(name, part, lines);
    }
    let required: Vec<_> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (member, value) in schema["properties"].as_object().into_iter().flatten() {
        let always = if required.contains(&member.as_str()) { ", always" } else { "" };
        lines.insert(format!("{name}.{member}: {}{always}", kind(value)));
    }
}

/// A line for everything that somebody may count on.
fn lines(spec: &Value) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for (method, path, operation) in operations(spec) {
        let head = format!("{method} {path}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let always = if parameter["required"] == true { ", always" } else { "" };
            let (place, name) = (parameter["in"].as_str().unwrap(), parameter["name"].as_str().unwrap());
            lines.insert(format!("{head} {place} {name}: {}{always}", kind(&parameter["schema"])));
        }
        for (media, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            lines.insert(format!("{head} takes {} as {media}", kind(&content["schema"])));
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            for (media, content) in response["content"].as_object().into_iter().flatten() {
                lines.insert(format!("{head} answers {status} {} as {media}", kind(&content["schema"])));
            }
            if response["content"].is_null() {
                lines.insert(format!("{head} answers {status}"));
            }
        }
    }
    for (name, schema) in spec["components"]["schemas"].as_object().unwrap() {
        members(name, schema, &mut lines);
    }
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_stays() {
    let present = lines(&description(&TestApp::sqlite().await).await);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(PUBLISHED);
    if std::env::var_os(PUBLISH).is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, present.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        return;
    }
    let published = std::fs::read_to_string(&file).unwrap();
    let published: BTreeSet<_> = published.lines().map(str::to_owned).collect();
    let gone: Vec<_> = published.difference(&present).collect();
    assert!(gone.is_empty(), "somebody may count on what disappeared: {gone:#?}");
    let new: Vec<_> = present.difference(&published).collect();
    assert!(
        new.is_empty(),
        "not published yet: tell of it in docs/api-changements.md, then run this test with {PUBLISH}=1: {new:#?}"
    );
}

#[test]
fn a_member_that_disappears_is_seen() {
    let spec = |members: Value, required: Value| {
        let schema = json!({ "type": "object", "properties": members, "required": required });
        json!({ "paths": {}, "components": { "schemas": { "Thing": schema } } })
    };
    let whole = json!({ "id": { "type": "string" }, "name": { "type": "string" } });
    let published = lines(&spec(whole.clone(), json!(["id"])));
    let without = lines(&spec(json!({ "id": { "type": "string" } }), json!(["id"])));
    let optional = lines(&spec(whole.clone(), json!([])));
    let retyped =
        lines(&spec(json!({ "id": { "type": "integer" }, "name": { "type": "string" } }), json!(["id"])));
    let more = lines(&spec(
        json!({ "id": { "type": "string" }, "name": { "type": "string" }, "more": { "type": "string" } }),
        json!(["id"]),
    ));
    for (present, gone) in [(without, 1), (optional, 1), (retyped, 1), (more, 0)] {
        assert_eq!(published.difference(&present).count(), gone, "{present:?}");
    }
}

/// A request with something in place of each part that varies.
async fn ask(app: &TestApp, method: &Method, path: &str) -> Response {
    let path: Vec<_> =
        path.split('/').map(|part| if part.starts_with('{') { "2026-06-15" } else { part }).collect();
    let request = app.request(method.clone(), &path.join("/")).header("content-type", "application/json");
    app.send(request.body(Body::from("{}")).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_described_is_served_and_answers_as_it_is_said_to() {
    let app = TestApp::sqlite().await;
    let spec = description(&app).await;
    let operations = operations(&spec);
    assert!(operations.len() > 60, "{}", operations.len());
    for (method, path, operation) in &operations {
        let answer = ask(&app, method, path).await;
        let status = answer.status.as_u16().to_string();
        assert!(operation["responses"][&status].is_object(), "{method} {path} answers {status}: {answer:?}");
        assert_ne!(answer.status, 405, "{method} {path}");
        if operation["security"].is_array() && !path.ends_with("/session") {
            assert_eq!(answer.refusal(), (401, "unauthenticated".into()), "{method} {path} without anybody");
        }
    }
    for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for (_, path, _) in &operations {
            if !operations.iter().any(|(known, at, _)| at == path && *known == method) {
                let answer = ask(&app, &method, path).await;
                assert_eq!(answer.refusal(), (405, "method_not_allowed".into()), "{method} {path}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_body_that_is_asked_has_an_example() {
    let app = TestApp::sqlite().await;
    let spec = description(&app).await;
    let mut without = BTreeSet::new();
    for (method, path, operation) in operations(&spec) {
        let content = &operation["requestBody"]["content"]["application/json"];
        if content.is_null() || content["example"].is_object() {
            continue;
        }
        let name = kind(&content["schema"]);
        let schema = &spec["components"]["schemas"][name.trim_end_matches("|null")];
        if schema["example"].is_null() && schema["examples"].is_null() {
            without.insert(format!("{} of {method} {path}", kind(&content["schema"])));
        }
    }
    assert!(without.is_empty(), "{without:#?}");
}
