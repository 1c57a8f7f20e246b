//! What is kept stays as it was, under the keys that are set, until it is to go.

use chrono::TimeDelta;
use creno::documents::upkeep::{self, Rotation};
use serde_json::json;

use super::{Case, PDF, PNG, key, upload};
use crate::support::network::ADMIN;
use crate::support::{TestApp, on_both_engines};

on_both_engines!(
    a_document_takes_the_place_of_another,
    keys_are_rotated,
    changed_bytes_are_not_given,
    what_no_row_tells_of_is_removed,
    old_documents_go,
);

async fn a_document_takes_the_place_of_another(app: TestApp) {
    let case = Case::new(app).await;
    let first = case.handed_in("first.pdf").await["id"].as_str().unwrap().to_owned();
    let path = format!("{}?asked=identite&replaces={first}", case.link);
    let replace = async |app: &TestApp, media_type, bytes| {
        app.send(upload(app, &path, "second.png", media_type, bytes)).await
    };
    assert_eq!(replace(&case.app, "application/pdf", PNG).await.status, 415);
    // A folder that can't be: a file stands in its place.
    std::fs::write(case.folder.path().join("file"), "").unwrap();
    let full = case.app.configured(|config| {
        config.documents.folder = case.folder.path().join("file/documents");
    });
    assert_eq!(replace(&full, "image/png", PNG).await.refusal(), (503, "documents_unavailable".into()));
    assert_eq!(case.listed().await["items"][0]["id"], first.as_str(), "the old one is still there");

    let second = replace(&case.app, "image/png", PNG).await;
    assert_eq!(second.status, 201, "{second:?}");
    let items = case.listed().await["items"].clone();
    assert_eq!(items, json!([second.json()]));
    creno::outbox::run_due(&case.app.app).await.unwrap();
    assert_eq!(case.objects().len(), 1);
    assert_eq!(replace(&case.app, "image/png", PNG).await.refusal(), (404, "unknown_document".into()));

    // One event for both, and a place of its own for each change, for whoever follows them from outside.
    case.app.sign_in(ADMIN).await;
    let history = case.app.get(&format!("/api/v1/appointments/{}/history", case.reference)).await.json();
    let changes: Vec<_> = history["items"].as_array().unwrap().iter().map(|item| &item["kind"]).collect();
    assert_eq!(changes, ["created", "document_added", "document_replaced"]);
    let events = case.app.get("/api/v1/events").await.json();
    let versions: Vec<_> =
        events["items"].as_array().unwrap().iter().map(|event| &event["data"]["version"]).collect();
    assert_eq!(versions, [1, 2, 3]);
}

async fn keys_are_rotated(app: TestApp) {
    let case = Case::new(app).await;
    let id = case.handed_in("a.pdf").await["id"].as_str().unwrap().to_owned();
    let one = format!("{}/{id}", case.file());
    let with = |current, former| {
        case.app.configured(|config| {
            config.documents.key = Some(current);
            config.documents.former_keys = former;
        })
    };
    let read = async |app: &TestApp| {
        app.sign_in(ADMIN).await;
        app.get(&one).await
    };
    let rotate = async |app: &TestApp| upkeep::rotate(&app.app).await.unwrap();
    // Somebody else's key, or none of those: nothing is given, nothing is lost.
    let stranger = with(key("second", 2), Vec::new());
    assert_eq!(read(&stranger).await.refusal(), (503, "documents_unavailable".into()));
    assert_eq!(rotate(&stranger).await, Rotation { resealed: 0, lost: 1 });
    let both = with(key("second", 2), vec![key("first", 1)]);
    assert_eq!(&read(&both).await.body[..], PDF);
    assert_eq!(rotate(&both).await, Rotation { resealed: 1, lost: 0 });
    assert_eq!(rotate(&both).await, Rotation::default(), "once");
    // The former key can be left out now.
    assert_eq!(&read(&stranger).await.body[..], PDF);
    assert_eq!(read(&case.app).await.status, 503, "the former key alone opens it no more");
}

async fn changed_bytes_are_not_given(app: TestApp) {
    let case = Case::new(app).await;
    let first = case.handed_in("a.pdf").await["id"].as_str().unwrap().to_owned();
    let second = case.handed_in("b.pdf").await["id"].as_str().unwrap().to_owned();
    case.app.sign_in(ADMIN).await;
    let path = |name: &str| case.folder.path().join("documents").join(name);
    let objects = case.objects();
    // Each in the place of the other.
    std::fs::write(path(&objects[0].0), &objects[1].1).unwrap();
    std::fs::write(path(&objects[1].0), &objects[0].1).unwrap();
    for id in [&first, &second] {
        let read = case.app.get(&format!("{}/{id}", case.file())).await;
        assert_eq!(read.refusal(), (503, "documents_unavailable".into()));
    }
    std::fs::remove_file(path(&objects[0].0)).unwrap();
    std::fs::write(path(&objects[1].0), &objects[1].1).unwrap();
    let mut answers = Vec::new();
    for id in [&first, &second] {
        answers.push(case.app.get(&format!("{}/{id}", case.file())).await.status.as_u16());
    }
    answers.sort_unstable();
    assert_eq!(answers, [200, 503]);
}

async fn what_no_row_tells_of_is_removed(app: TestApp) {
    let case = Case::new(app).await;
    case.handed_in("a.pdf").await;
    // As if the process had ended before the row was written: its guard waits.
    case.app.write("DELETE FROM document").await;
    case.app.write("UPDATE outbox SET state = 'waiting' WHERE kind = 'erase_object'").await;
    creno::outbox::run_due(&case.app.app).await.unwrap();
    assert_eq!(case.objects().len(), 1, "it may still be on its way");
    case.app.clock.advance(TimeDelta::minutes(61));
    creno::outbox::run_due(&case.app.app).await.unwrap();
    assert_eq!(case.objects(), []);
    // The guard of a document that is there leaves it alone.
    case.handed_in("b.pdf").await;
    case.app
        .write("UPDATE outbox SET state = 'waiting' WHERE kind = 'erase_object' AND state = 'done'")
        .await;
    case.app.clock.advance(TimeDelta::minutes(61));
    creno::outbox::run_due(&case.app.app).await.unwrap();
    assert_eq!(case.objects().len(), 1);
    assert_eq!(case.listed().await["items"].as_array().unwrap().len(), 1);
}

async fn old_documents_go(app: TestApp) {
    let case = Case::new(app).await;
    case.handed_in("a.pdf").await;
    let days = i64::from(case.app.app.config.retention.documents);
    case.app.clock.advance(TimeDelta::days(days));
    assert_eq!(upkeep::sweep(&case.app.app).await.unwrap(), 0, "the appointment is tomorrow's");
    case.app.clock.advance(TimeDelta::days(2));
    assert_eq!(upkeep::sweep(&case.app.app).await.unwrap(), 1);
    creno::outbox::run_due(&case.app.app).await.unwrap();
    assert_eq!((case.objects(), &case.listed().await["items"]), (Vec::new(), &json!([])));
    case.app.sign_in(ADMIN).await;
    let history = case.app.get(&format!("/api/v1/appointments/{}/history", case.reference)).await.json();
    let last = history["items"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["kind"], &last["actor"]), (&json!("document_deleted"), &json!("system")));
}
