//! Documents that clients hand in: taken, kept out of sight, given to whom may see them, removed for good.

mod keeping;
mod refusals;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, header};
use creno::config::DocumentKey;
use creno_types::document::{DocumentKind, FILE_NAME_HEADER};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::booking::{START, book};
use crate::support::network::{ADMIN, ANA, DESK, SETTINGS};
use crate::support::{Response, TestApp, on_both_engines};

on_both_engines!(
    a_theme_says_what_it_asks,
    a_client_hands_in_and_staff_read,
    staff_add_for_the_client,
    what_is_masked_has_no_documents,
    programs_need_a_scope_of_their_own,
    the_confirmation_says_what_is_asked,
);

pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Title (Carte de Madame Durand) >>\nendobj\n%%EOF\n";
pub const PNG: &[u8] = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

/// An application whose documents are in a folder of the test, and an appointment: its reference, its link.
pub struct Case {
    pub app: TestApp,
    pub folder: TempDir,
    pub reference: String,
    pub link: String,
    // Its folder is that of the database.
    _first: TestApp,
}

pub fn key(id: &str, byte: u8) -> DocumentKey {
    DocumentKey::new(id.into(), [byte; 32])
}

impl Case {
    /// The theme asks an identity card, and may be given a bill.
    pub async fn new(first: TestApp) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = first.configured(|config| {
            config.documents.folder = folder.path().join("documents");
            config.documents.key = Some(key("first", 1));
            config.documents.max_bytes = 4_096;
        });
        app.sign_in(SETTINGS).await;
        app.write(r#"UPDATE profile SET permissions = '["view_appointments","manage_appointments"]' WHERE slug = 'administrateur'"#)
            .await;
        assert_eq!(app.put("/api/v1/themes/conseil/documents", &asked()).await.status, 200);
        let booked = book(&app, START).await;
        let token = booked["manage_url"].as_str().unwrap().split("#rendez-vous=").nth(1).unwrap();
        let link = format!("/api/v1/public/appointments/{token}/documents");
        Self { reference: booked["reference"].as_str().unwrap().to_owned(), app, folder, link, _first: first }
    }

    pub fn file(&self) -> String {
        format!("/api/v1/appointments/{}/documents", self.reference)
    }

    pub async fn hand_in(&self, name: &str, media_type: &str, bytes: &[u8]) -> Response {
        self.app
            .send(upload(&self.app, &format!("{}?asked=identite", self.link), name, media_type, bytes))
            .await
    }

    /// Hands in a document, and gives what is answered.
    pub async fn handed_in(&self, name: &str) -> Value {
        let added = self.hand_in(name, "application/pdf", PDF).await;
        assert_eq!(added.status, 201, "{added:?}");
        added.json()
    }

    /// What is in the folder.
    pub fn objects(&self) -> Vec<(String, Vec<u8>)> {
        let Ok(entries) = std::fs::read_dir(self.folder.path().join("documents")) else { return Vec::new() };
        entries
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
            .collect()
    }

    pub async fn listed(&self) -> Value {
        let list = self.app.get(&self.link).await;
        assert_eq!(
            (list.status.as_u16(), &list.headers["cache-control"]),
            (200, &"no-store".parse().unwrap())
        );
        list.json()
    }
}

pub fn asked() -> Value {
    json!({ "documents": [
        { "slug": "identite", "label": "Pièce d’identité", "help": "Recto et verso.", "required": true },
        { "slug": "facture", "label": "Facture", "required": false },
    ] })
}

pub fn upload(app: &TestApp, path: &str, name: &str, media_type: &str, bytes: &[u8]) -> Request<Body> {
    let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC).to_string();
    app.request(Method::POST, path)
        .header(header::CONTENT_TYPE, media_type)
        .header(FILE_NAME_HEADER, name)
        .body(Body::from(bytes.to_vec()))
        .unwrap()
}

async fn a_theme_says_what_it_asks(app: TestApp) {
    let path = "/api/v1/themes/conseil/documents";
    app.sign_in(SETTINGS).await;
    let none = app.get(path).await;
    assert_eq!(none.json(), json!({ "documents": [] }));
    let put = app.put(path, &asked()).await;
    assert_eq!(put.status, 200, "{put:?}");
    assert_eq!(app.get(path).await.json(), put.json());
    assert_eq!(put.json()["documents"][0]["slug"], "identite");

    let mut late = app.json_by(Method::PUT, path, &json!({ "documents": [] }));
    late.headers_mut().insert(header::IF_MATCH, none.headers[header::ETAG].clone());
    assert_eq!(app.send(late).await.refusal(), (412, "precondition_failed".into()));
    let wrong = json!({ "documents": [{ "slug": "a", "label": "" }, { "slug": "a", "label": "B" }] });
    assert_eq!(
        app.put(path, &wrong).await.faults(),
        [("documents[0].label".into(), "required".into()), ("documents[1].slug".into(), "duplicate".into())]
    );
    let many: Vec<_> = (0..11).map(|n| json!({ "slug": format!("d{n}"), "label": "D" })).collect();
    let many = app.put(path, &json!({ "documents": many })).await;
    assert_eq!(many.faults(), [("documents".into(), "too_many".into())]);
    assert!(many.text.contains("dix au plus"), "{many:?}");
    assert_eq!(app.get("/api/v1/themes/nothing/documents").await.refusal().0, 404);
    let journal = app.get("/api/v1/journals/settings").await.json();
    assert_eq!(journal["items"][0]["subject"], "conseil/documents");
    // A theme that asks is removed like another.
    app.put("/api/v1/themes/suivi/documents", &asked()).await;
    app.write("DELETE FROM staff_theme WHERE theme_id = @theme.suivi").await;
    assert_eq!(app.delete("/api/v1/themes/suivi").await.status, 204);
}

async fn a_client_hands_in_and_staff_read(app: TestApp) {
    let case = Case::new(app).await;
    let managed = case.app.get(case.link.trim_end_matches("/documents")).await.json();
    assert_eq!(managed["documents"], true);
    let before = case.listed().await;
    assert_eq!(
        before["asked"][0],
        json!({ "slug": "identite", "label": "Pièce d’identité", "help": "Recto et verso.",
        "required": true, "received": false })
    );
    assert_eq!((&before["can_add"], &before["can_read"]), (&json!(true), &json!(false)));

    let added = case.handed_in("C:\\Léa\\carte d’identité.PDF").await;
    assert_eq!(added["name"], "carte d’identité.PDF");
    assert_eq!((&added["asked"], &added["size"]), (&json!("identite"), &json!(PDF.len())));
    assert_eq!((&added["media_type"], &added["by"]), (&json!("application/pdf"), &json!("client")));
    let listed = case.listed().await;
    assert_eq!((&listed["asked"][0]["received"], &listed["items"][0]), (&json!(true), &added));
    // Nothing of it can be read on the disk, and the client's link gives nothing back.
    let objects = case.objects();
    assert_eq!(objects.len(), 1);
    assert!(!objects[0].1.windows(8).any(|part| PDF.windows(8).any(|clear| clear == part)));
    let id = added["id"].as_str().unwrap();
    assert_eq!(case.app.get(&format!("{}/{id}", case.link)).await.refusal().0, 405);

    case.app.sign_in(ADMIN).await;
    let list = case.app.get(&case.file()).await.json();
    assert_eq!(list["items"][0]["name"], "carte d’identité.PDF");
    assert_eq!((&list["can_read"], &list["items"][0]["can_delete"]), (&json!(true), &json!(true)));
    let read = case.app.get(&format!("{}/{id}", case.file())).await;
    assert_eq!((read.status.as_u16(), &read.body[..]), (200, PDF));
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        (
            "content-disposition",
            "attachment; filename=\"document.pdf\"; filename*=UTF-8''carte%20d%E2%80%99identit%C3%A9.PDF",
        ),
    ] {
        assert_eq!(read.headers[name], value, "{name}");
    }
    let history = case.app.get(&format!("/api/v1/appointments/{}/history", case.reference)).await;
    assert_eq!(history.json()["items"][1]["kind"], "document_added");
    assert!(!history.text.contains("PDF"), "names are personal: {history:?}");
    // Journaled, without the name.
    case.app.sign_in(SETTINGS).await;
    let accesses = case.app.get("/api/v1/journals/accesses?kind=read").await;
    assert!(accesses.text.contains(&format!("document {id} of {}", case.reference)), "{accesses:?}");
    assert!(!accesses.text.contains("carte"));

    // For good: the row at once, the object by its job.
    assert_eq!(case.app.delete(&format!("{}/{id}", case.link)).await.status, 204);
    assert_eq!(
        case.app.delete(&format!("{}/{id}", case.link)).await.refusal(),
        (404, "unknown_document".into())
    );
    assert_eq!(case.listed().await["items"], json!([]));
    creno::outbox::run_due(&case.app.app).await.unwrap();
    assert_eq!(case.objects(), []);
    case.app.sign_in(ADMIN).await;
    let read = case.app.get(&format!("{}/{id}", case.file())).await;
    assert_eq!(read.refusal(), (404, "unknown_document".into()));
    // Who receives is told, with no name of any file.
    case.app.sign_in(ANA).await;
    let told = case.app.get("/api/v1/session/notifications").await;
    let events: Vec<_> =
        told.json()["items"].as_array().unwrap().iter().map(|item| item["event"].clone()).collect();
    assert_eq!(events, ["document_deleted", "document_added", "confirmed"]);
    assert!(!told.text.contains("carte"), "{told:?}");
}

async fn staff_add_for_the_client(app: TestApp) {
    let case = Case::new(app).await;
    case.app.sign_in(ADMIN).await;
    let added = case.app.send(upload(&case.app, &case.file(), "photo", "image/png", PNG)).await;
    assert_eq!(added.status, 201, "{added:?}");
    let added = added.json();
    assert_eq!((&added["name"], &added["staff"]["name"]), (&json!("photo.png"), &json!("admin")));
    assert_eq!((&added["asked"], &added["by"]), (&json!(null), &json!("staff")));
    let seen = case.listed().await;
    assert_eq!(seen["items"][0]["staff"], json!(null), "clients are not told who");
    // Links are forwarded: what staff gave is out of their reach.
    let forbidden = (403, "forbidden".to_owned());
    let theirs = format!("{}/{}", case.link, added["id"].as_str().unwrap());
    assert_eq!(seen["items"][0]["can_delete"], false);
    assert_eq!(case.app.delete(&theirs).await.refusal(), forbidden);
    let instead = format!("{}?asked=identite&replaces={}", case.link, added["id"].as_str().unwrap());
    let instead = upload(&case.app, &instead, "a.pdf", "application/pdf", PDF);
    assert_eq!(case.app.send(instead).await.refusal(), forbidden);
    // Once it has begun the client changes nothing, staff do.
    case.app.clock.advance(chrono::TimeDelta::hours(27));
    let id = added["id"].as_str().unwrap();
    let past = (409, "appointment_past".to_owned());
    assert_eq!(case.hand_in("a.pdf", "application/pdf", PDF).await.refusal(), past);
    assert_eq!(case.app.delete(&format!("{}/{id}", case.link)).await.refusal(), past);
    let past = case.listed().await;
    assert_eq!((&past["can_add"], &past["can_send"]), (&json!(false), &json!(false)));
    case.app.sign_in(ADMIN).await;
    assert_eq!(case.app.delete(&format!("{}/{id}", case.file())).await.status, 204);
    let history = case.app.get(&format!("/api/v1/appointments/{}/history", case.reference)).await.json();
    let last = history["items"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["kind"], &last["staff"]["name"]), (&json!("document_deleted"), &json!("admin")));
}

async fn what_is_masked_has_no_documents(app: TestApp) {
    let case = Case::new(app).await;
    let id = case.handed_in("Durand.pdf").await["id"].as_str().unwrap().to_owned();
    let one = format!("{}/{id}", case.file());
    case.app
        .write(r#"UPDATE profile SET permissions = '["view_appointments","manage_appointments"]' WHERE slug = 'accueil'"#)
        .await;
    case.app.sign_in(DESK).await;
    let list = case.app.get(&case.file()).await;
    assert_eq!(
        (&list.json()["items"][0]["media_type"], list.text.contains("Durand")),
        (&json!("application/pdf"), false)
    );
    assert_eq!(
        (&list.json()["can_read"], &list.json()["items"][0]["can_delete"]),
        (&json!(false), &json!(false))
    );
    let forbidden = (403, "forbidden".to_owned());
    assert_eq!(case.app.get(&one).await.refusal(), forbidden);
    assert_eq!(case.app.delete(&one).await.refusal(), forbidden);
    let replaced = format!("{}?replaces={id}", case.file());
    assert_eq!(
        case.app.send(upload(&case.app, &replaced, "a.pdf", "application/pdf", PDF)).await.refusal(),
        forbidden
    );
    let added = case.app.send(upload(&case.app, &case.file(), "b.pdf", "application/pdf", PDF)).await;
    assert_eq!((added.status.as_u16(), &added.json()["name"]), (201, &json!(null)));

    // One masked field is enough.
    case.app.write(r#"UPDATE profile SET masked_fields = '["phone"]' WHERE slug = 'administrateur'"#).await;
    case.app.sign_in(ADMIN).await;
    assert_eq!(case.app.get(&one).await.refusal(), forbidden);
    assert!(!case.app.get(&case.file()).await.text.contains("Durand"));
}

async fn programs_need_a_scope_of_their_own(app: TestApp) {
    let case = Case::new(app).await;
    let id = case.handed_in("a.pdf").await["id"].as_str().unwrap().to_owned();
    case.app.sign_in(SETTINGS).await;
    let secret = async |scope: &str, masks: bool| {
        let new = json!({ "name": scope, "scopes": [scope], "masks_contact": masks });
        let made = case.app.post("/api/v1/api-keys", &new).await;
        format!("Bearer {}", made.json()["secret"].as_str().unwrap())
    };
    let ask = async |method: Method, path: String, secret: &str| {
        let mut request = upload(&case.app, &path, "b.pdf", "application/pdf", PDF);
        *request.method_mut() = method;
        request.headers_mut().remove(header::COOKIE);
        request.headers_mut().insert(header::AUTHORIZATION, secret.parse().unwrap());
        case.app.send(request).await
    };
    let lacks = (403, "insufficient_scope".to_owned());
    let appointments = secret("appointments:write", false).await;
    assert_eq!(ask(Method::GET, case.file(), &appointments).await.refusal(), lacks);
    let reads = secret("documents:read", false).await;
    assert_eq!(ask(Method::GET, case.file(), &reads).await.status, 200);
    assert_eq!(&ask(Method::GET, format!("{}/{id}", case.file()), &reads).await.body[..], PDF);
    assert_eq!(ask(Method::POST, case.file(), &reads).await.refusal(), lacks);
    assert_eq!(ask(Method::DELETE, format!("{}/{id}", case.file()), &reads).await.refusal(), lacks);
    let writes = secret("documents:write", false).await;
    let added = ask(Method::POST, case.file(), &writes).await;
    assert_eq!((added.status.as_u16(), &added.json()["by"]), (201, &json!("api")));
    let masked = secret("documents:write", true).await;
    assert_eq!(
        ask(Method::GET, format!("{}/{id}", case.file()), &masked).await.refusal(),
        (403, "forbidden".into())
    );
}

async fn the_confirmation_says_what_is_asked(app: TestApp) {
    let case = Case::new(app).await;
    creno::outbox::run_due(&case.app.app).await.unwrap();
    let confirmations = async || {
        case.app.sign_in(ADMIN).await;
        let messages = case.app.get("/api/v1/messages?event=confirmed").await.json();
        let of = |audience: &str| {
            let items = messages["items"].as_array().unwrap().iter();
            let texts =
                items.filter(|item| item["audience"] == audience).map(|item| item["body"].to_string());
            texts.collect::<Vec<_>>()
        };
        (of("client"), of("staff"))
    };
    let (client, staff) = confirmations().await;
    assert!(client[0].contains("Documents demandés : Pièce d’identité, Facture."), "{client:?}");
    assert!(!staff[0].contains("Documents demandés"), "{staff:?}");
    // Nothing is said where nothing is to be told.
    let neutral = r#"INSERT INTO theme_message (theme_id, discretion, media) VALUES (@theme.conseil, 'neutral', '["mail"]')"#;
    case.app.write(neutral).await;
    book(&case.app, "2026-06-16T11:00:00+02:00").await;
    creno::outbox::run_due(&case.app.app).await.unwrap();
    let (client, _) = confirmations().await;
    let telling = |texts: &[String]| texts.iter().filter(|text| text.contains("Documents demandés")).count();
    assert_eq!((client.len(), telling(&client)), (2, 1), "{client:?}");
    // Nor where nothing is asked.
    case.app.write("DELETE FROM theme_message").await;
    case.app.write("UPDATE theme_documents SET asked = '[]'").await;
    book(&case.app, "2026-06-17T11:00:00+02:00").await;
    creno::outbox::run_due(&case.app.app).await.unwrap();
    let (client, _) = confirmations().await;
    assert_eq!((client.len(), telling(&client)), (3, 1), "{client:?}");
}

#[tokio::test]
async fn the_kinds_that_are_taken_are_those_described() {
    let app = TestApp::sqlite().await;
    let spec = app.get("/api/v1/openapi.json").await.json();
    let taken = BTreeSet::from(DocumentKind::ALL.map(DocumentKind::media_type));
    let of_client = "/api/v1/public/appointments/{manage_token}/documents";
    let of_staff = "/api/v1/appointments/{appointment}/documents";
    for content in [
        &spec["paths"][of_client]["post"]["requestBody"]["content"],
        &spec["paths"][of_staff]["post"]["requestBody"]["content"],
        &spec["paths"][&format!("{of_staff}/{{document}}")]["get"]["responses"]["200"]["content"],
    ] {
        let described: BTreeSet<_> = content.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(described, taken);
    }
}
