use serde_json::{Value, json};

use super::{Told, WEBHOOKS, administered, tell};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    a_webhook_is_set_and_its_secret_shown_once,
    every_fault_is_told_at_once,
    only_administrators_set_webhooks,
    a_secret_is_sealed_where_there_is_a_key,
);

async fn a_webhook_is_set_and_its_secret_shown_once(app: TestApp) {
    let app = administered(&app).await;
    let told =
        tell(&app, "crm", "https://crm.example.fr/creno", &["appointment.cancelled", "appointment.created"])
            .await;
    assert!(told.secret.starts_with("whsec_"), "{}", told.secret);
    let one = app.get(&told.path("")).await;
    let shown = one.json();
    assert_eq!(shown["state"], "active");
    assert_eq!(shown["events"], json!(["appointment.created", "appointment.cancelled"]));
    assert_eq!(
        app.get(&format!("{WEBHOOKS}/{}", shown["id"].as_str().unwrap())).await.json(),
        shown,
        "by id"
    );
    let rotated = app.post(&told.path("/secret"), &json!({})).await;
    assert_eq!(rotated.status, 200, "{rotated:?}");
    let fresh = rotated.json()["secret"].as_str().unwrap().to_owned();
    assert_ne!(fresh, told.secret);
    let changed = app.patch(&told.path(""), &json!({ "url": "https://b.example.fr/", "events": [] })).await;
    assert_eq!((changed.status.as_u16(), changed.json()["version"].as_i64()), (200, Some(3)), "{changed:?}");
    assert_eq!(changed.json()["description"], "", "what is absent stays");
    for answer in [app.get(WEBHOOKS).await, one, changed, app.get(&told.path("/deliveries")).await] {
        assert!(!answer.text.contains("whsec_"), "never again: {answer:?}");
    }
    for (action, state, reason) in
        [("/pause", "paused", json!("by_hand")), ("/resume", "active", json!(null))]
    {
        for _ in 0..2 {
            let answer = app.post(&told.path(action), &json!({})).await.json();
            assert_eq!((&answer["state"], &answer["reason"]), (&json!(state), &reason), "{action}");
        }
    }
    assert_eq!(app.delete(&told.path("")).await.status, 204);
    assert_eq!(app.get(&told.path("")).await.refusal(), (404, "unknown_webhook".into()));
    assert_eq!(app.get(WEBHOOKS).await.json()["items"], json!([]));

    let journal = app.get("/api/v1/journals/settings").await;
    assert!(!journal.text.contains("whsec_"), "{journal:?}");
    let journal = journal.json();
    let changes: Vec<_> = journal["items"].as_array().unwrap().iter().rev().collect();
    assert!(changes.iter().all(|change| [&change["resource"], &change["subject"]] == ["webhooks", "crm"]));
    let of =
        |change: &&Value| (change["action"].as_str().unwrap().to_owned(), change["after"]["paused"].clone());
    let (updated, not_paused) = ("updated".to_owned(), Value::Null);
    let expected = [
        ("created".into(), not_paused.clone()),
        (updated.clone(), not_paused.clone()),
        (updated.clone(), not_paused.clone()),
        (updated.clone(), json!("by_hand")),
        (updated, not_paused.clone()),
        ("deleted".into(), not_paused),
    ];
    assert_eq!(changes.iter().map(of).collect::<Vec<_>>(), expected, "twice is once");
    assert!(changes[1]["after"]["previous_secret_until"].is_string(), "another secret was drawn");
    assert_eq!(changes[2]["before"]["url"], "https://crm.example.fr/creno");
}

async fn every_fault_is_told_at_once(app: TestApp) {
    let app = administered(&app).await;
    let new = json!({
        "slug": "Mon CRM", "url": "https://169.254.169.254/", "description": "a".repeat(201),
        "events": ["appointment.created", "webhook.test", "appointment.created"],
    });
    let expected = [
        ("slug", "not_slug"),
        ("url", "private_address"),
        ("description", "too_long"),
        ("events[1]", "not_choice"),
        ("events[2]", "duplicate"),
    ];
    let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
    assert_eq!(app.post(WEBHOOKS, &new).await.faults(), expected);
    let none = app.post(WEBHOOKS, &json!({})).await.faults();
    assert_eq!(none, [("slug".into(), "required".into()), ("url".into(), "required".into())]);

    let told = tell(&app, "crm", "https://crm.example.fr/", &[]).await;
    let again =
        app.post(WEBHOOKS, &json!({ "slug": "crm", "url": "https://crm.example.fr/" })).await.faults();
    assert_eq!(again, [("slug".into(), "name_taken".into())]);
    for (url, code) in [("http://crm.example.fr/", "not_https"), ("crm", "not_url"), ("", "required")] {
        let refused = app.patch(&told.path(""), &json!({ "url": url })).await.faults();
        assert_eq!(refused, [("url".into(), code.into())], "{url}");
    }
    let odd = app
        .patch(&told.path(""), &json!({ "url": "https://crm.example.fr/\u{1}", "description": "a\u{1}b" }))
        .await;
    assert_eq!(odd.faults(), [("url".into(), "not_url".into())]);
    let odd = app.patch(&told.path(""), &json!({ "description": "a\u{1}b" })).await;
    assert_eq!((odd.status.as_u16(), &odd.json()["description"]), (200, &json!("a b")));
    let hours = app.post(&told.path("/secret"), &json!({ "overlap_hours": 169 })).await.faults();
    assert_eq!(hours, [("overlap_hours".into(), "out_of_range".into())]);
    let period = json!({ "from": "2026-06-16T00:00:00+02:00", "to": "2026-06-15T00:00:00+02:00" });
    let refused = app.post(&told.path("/replay"), &period).await.faults();
    assert_eq!(refused, [("to".into(), "ends_before_start".into())]);
}

async fn only_administrators_set_webhooks(app: TestApp) {
    let root = administered(&app).await;
    let told = tell(&root, "crm", "https://crm.example.fr/", &[]).await;
    let delivery = root.post(&told.path("/test"), &json!({})).await.json()["id"].as_str().unwrap().to_owned();
    let of = |rest: &str| told.path(&format!("/deliveries/{delivery}{rest}"));
    let visitor = app.fresh();
    let mut others = vec![(visitor, (401, "unauthenticated".to_owned()))];
    for email in [network::ADMIN, network::DESK, network::MANAGER, network::ANA, network::NOBODY] {
        let other = app.fresh();
        other.sign_in(email).await;
        others.push((other, (403, "forbidden".to_owned())));
    }
    for (other, expected) in others {
        let new = json!({ "slug": "autre", "url": "https://crm.example.fr/" });
        let period = json!({ "from": "2026-06-15T00:00:00+02:00", "to": "2026-06-16T00:00:00+02:00" });
        let answers = [
            other.get(WEBHOOKS).await,
            other.post(WEBHOOKS, &new).await,
            other.get(&told.path("")).await,
            other.patch(&told.path(""), &json!({})).await,
            other.delete(&told.path("")).await,
            other.post(&told.path("/secret"), &json!({})).await,
            other.post(&told.path("/test"), &json!({})).await,
            other.post(&told.path("/pause"), &json!({})).await,
            other.post(&told.path("/resume"), &json!({})).await,
            other.get(&told.path("/deliveries")).await,
            other.get(&of("")).await,
            other.post(&of("/replay"), &json!({})).await,
            other.post(&of("/give-up"), &json!({})).await,
            other.post(&told.path("/replay"), &period).await,
        ];
        for answer in answers {
            assert_eq!(answer.refusal(), expected);
        }
    }
    for path in ["/deliveries/00000000-0000-4000-8000-000000000000", "/deliveries/x"] {
        assert_eq!(root.get(&told.path(path)).await.refusal(), (404, "unknown_delivery".into()));
    }
    assert_eq!(root.get(&format!("{WEBHOOKS}/crm%00")).await.refusal(), (404, "not_found".into()));
    let unknown = Told { slug: "rien".into(), secret: String::new() };
    assert_eq!(
        root.post(&unknown.path("/test"), &json!({})).await.refusal(),
        (404, "unknown_webhook".into())
    );
}

async fn a_secret_is_sealed_where_there_is_a_key(app: TestApp) {
    let kept = async |app: &TestApp, slug| {
        let told = tell(app, slug, "https://crm.example.fr/", &[]).await;
        let row = app.app.db.query("SELECT secret FROM webhook_endpoint WHERE slug = $1").bind(slug);
        let bytes: Vec<u8> = row.fetch_one().await.unwrap().get("secret").unwrap();
        bytes.windows(told.secret.len()).any(|part| part == told.secret.as_bytes())
    };
    let plain = administered(&app).await;
    assert!(kept(&plain, "sans-cle").await, "to sign, it must be read again");
    let secret = secrecy::SecretString::from("0123456789abcdef0123456789abcdef");
    let sealed = plain.configured(|config| config.anti_abuse.secret = Some(secret));
    sealed.sign_in(network::SETTINGS).await;
    assert!(!kept(&sealed, "avec-cle").await);
}
