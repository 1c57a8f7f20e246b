use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use creno_types::endpoint;
use serde_json::Value;

use crate::support::network::{ADMIN, SETTINGS};
use crate::support::{TestApp, on_both_engines};

on_both_engines!(what_can_not_be_read_gets_its_code);

async fn what_can_not_be_read_gets_its_code(app: TestApp) {
    let holds = |content_type: &'static str, body: Vec<u8>| {
        let request =
            app.request(Method::POST, "/api/v1/public/holds").header(header::CONTENT_TYPE, content_type);
        request.body(Body::from(body)).unwrap()
    };
    let bare = |method: Method, path: &str| app.request(method, path).body(Body::empty()).unwrap();
    let json = "application/json";
    let rows: Vec<(Request<Body>, u16, &str)> = vec![
        (bare(Method::GET, "/api/v1/nothing"), 404, "not_found"),
        (bare(Method::GET, "/nothing"), 404, "not_found"),
        (bare(Method::GET, "/widget/v1/nothing.js"), 404, "not_found"),
        (bare(Method::GET, "/back-office/nothing.js"), 404, "not_found"),
        (bare(Method::PUT, "/api/v1/public/holds"), 405, "method_not_allowed"),
        (bare(Method::POST, "/healthz"), 405, "method_not_allowed"),
        (holds(json, b"{".to_vec()), 400, "invalid_json"),
        (holds(json, b"{}".to_vec()), 400, "invalid_json"),
        (holds(json, b"{\"agency\":\"\xff\xfe\"}".to_vec()), 400, "invalid_json"),
        (holds(json, br#"{"agency":"\u0000"}"#.to_vec()), 400, "invalid_json"),
        (
            bare(
                Method::GET,
                "/api/v1/public/slots?agency=%00&theme=a&channel=phone&from=2026-06-16&to=2026-06-16",
            ),
            400,
            "invalid_query",
        ),
        (bare(Method::GET, "/api/v1/appointments/%00"), 401, "unauthenticated"),
        (holds(json, vec![b' '; 1 << 20]), 413, "body_too_large"),
        (holds("text/plain", b"{}".to_vec()), 415, "unsupported_media_type"),
        (bare(Method::POST, "/api/v1/public/holds"), 415, "unsupported_media_type"),
    ];
    for (request, status, code) in rows {
        let name = format!("{} {}", request.method(), request.uri());
        let response = app.send(request).await;
        assert_eq!(response.refusal(), (status, code.to_owned()), "{name}");
        let id = response.headers["x-request-id"].to_str().unwrap();
        assert_eq!(response.json()["request_id"], id, "{name}");
    }
    // Dates of years that no calendar here has; `+` means a space unless it is encoded.
    app.sign_in(ADMIN).await;
    for path in ["appointments/%00", "agencies/a%00", "themes/%00/documents", "users/%00"] {
        assert_eq!(app.get(&format!("/api/v1/{path}")).await.refusal(), (404, "not_found".into()), "{path}");
    }
    let setter = app.fresh();
    setter.sign_in(SETTINGS).await;
    let spec = app.get("/api/v1/openapi.json").await.json();
    for date in
        ["-262143-01-01", "%2B262142-12-31", "%2d262143-01-01", "-9999-1-01", "2026-6-15", "2026-06-1"]
    {
        let asked = dates_in_queries(&spec, date);
        assert!(asked.len() > 20, "{asked:?}");
        for path in asked {
            assert_eq!(app.get(&path).await.refusal(), (400, "invalid_query".into()), "{path}");
        }
        let path = format!("/api/v1/calendar/holidays/{date}");
        assert_eq!(setter.delete(&path).await.refusal(), (404, "not_found".into()), "{path}");
    }
    let key = app.request(Method::POST, "/api/v1/public/appointments").header(header::CONTENT_TYPE, json);
    let key = key.header("idempotency-key", "").body(Body::from("{}")).unwrap();
    assert_eq!(app.send(key).await.refusal(), (400, "malformed_request".into()));
}

/// The addresses of what is read whose query may say a date, each with `date` in one of these, and something in whatever
/// else is required.
fn dates_in_queries(spec: &Value, date: &str) -> Vec<String> {
    let mut asked = Vec::new();
    for (path, item) in spec["paths"].as_object().unwrap() {
        let parameters: Vec<_> = item["get"]["parameters"].as_array().into_iter().flatten().collect();
        let queries = || parameters.iter().filter(|one| one["in"] == "query");
        for dated in queries().filter(|one| one["schema"].to_string().contains("\"date\"")) {
            let pairs: Vec<_> = queries()
                .filter(|one| one["name"] == dated["name"] || one["required"] == true)
                .map(|one| {
                    let name = one["name"].as_str().unwrap();
                    let value = if one["name"] == dated["name"] { date } else { usual(name) };
                    format!("{name}={value}")
                })
                .collect();
            let path = path.replace("{appointment}", "none");
            asked.push(format!("{path}?{}", pairs.join("&")));
        }
    }
    asked
}

/// What may be said for a required parameter.
fn usual(name: &str) -> &'static str {
    match name {
        "channel" => "office",
        "from" | "to" | "date" => "2026-06-16",
        _ => "paris",
    }
}

#[tokio::test]
async fn answers_carry_strict_headers() {
    let app = TestApp::sqlite().await;
    let headers = app.get("/api/v1/public/catalog").await.headers;
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["content-security-policy"], "default-src 'none'; frame-ancestors 'none'");
    assert!(headers["strict-transport-security"].to_str().unwrap().starts_with("max-age="));
    assert!(headers.contains_key("referrer-policy") && headers.contains_key("x-request-id"));
}

async fn cors(app: &TestApp, origin: &str, path: &str) -> HeaderMap {
    let request = app.request(Method::GET, path).header(header::ORIGIN, origin);
    app.send(request.body(Body::empty()).unwrap()).await.headers
}

#[tokio::test]
async fn only_allowed_origins_may_call_the_journey() {
    let app = TestApp::with_settings("allowed_origins = 'https://www.example.fr, https://example.fr'").await;
    let allowed = cors(&app, "https://www.example.fr", "/api/v1/public/catalog").await;
    assert_eq!(allowed[header::ACCESS_CONTROL_ALLOW_ORIGIN], "https://www.example.fr");
    let other = cors(&app, "https://evil.example", "/api/v1/public/catalog").await;
    assert!(!other.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN));
    let preflight = app
        .request(Method::OPTIONS, "/api/v1/public/holds")
        .header(header::ORIGIN, "https://www.example.fr")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type");
    let preflight = app.send(preflight.body(Body::empty()).unwrap()).await;
    assert_eq!(preflight.status, 200);
    assert_eq!(preflight.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "https://www.example.fr");
    assert!(
        preflight.headers[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap().contains("idempotency-key")
    );
    let staff = cors(&app, "https://www.example.fr", "/api/v1/session").await;
    assert!(
        !staff.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN),
        "the back-office is called from itself only"
    );
}

#[tokio::test]
async fn only_pages_of_the_organisation_may_frame_the_hosted_page() {
    let rows = [
        ("", "frame-ancestors 'self' *"),
        ("allowed_origins = 'https://a.example'", "frame-ancestors 'self' https://a.example"),
        (
            "allowed_origins = 'https://a.example'\nframe_ancestors = 'https://b.example, https://c.example'",
            "frame-ancestors 'self' https://b.example https://c.example",
        ),
    ];
    for (settings, expected) in rows {
        let app = TestApp::with_settings(settings).await;
        let headers = app.get("/rdv").await.headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.ends_with(expected), "{settings}: {policy}");
        let headers = app.get("/back-office/").await.headers;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
    }
}

/// The description, the router and the wire's endpoints are the same calls.
#[tokio::test]
async fn the_description_names_every_endpoint() {
    let app = TestApp::sqlite().await;
    let description = app.get("/api/v1/openapi.json").await;
    assert_eq!(description.status, 200);
    let description = description.json();
    for (method, path) in endpoint::ALL {
        let operation = &description["paths"][path][method.as_str().to_lowercase()];
        assert!(operation.is_object(), "{} {path} is not described", method.as_str());
    }
    assert_eq!(app.get("/api/docs/").await.status, 200);
}

#[tokio::test]
async fn probes_answer() {
    let app = TestApp::sqlite().await;
    assert_eq!(app.get("/healthz").await.status, 204);
    assert_eq!(app.get("/readyz").await.status, 204);
    app.app.db.close().await;
    assert_eq!(app.get("/healthz").await.status, 204);
    let response = app.get("/readyz").await;
    assert_eq!(response.refusal(), (503, "unavailable".into()));
    assert!(response.headers.contains_key(header::RETRY_AFTER));
}
