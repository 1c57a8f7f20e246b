//! Texts of messages: checked when they are saved, the most specific first, shown as they would be sent.

use serde_json::{Value, json};

use crate::booking::{START, book};
use crate::messages::{recorded, told};
use crate::support::{TestApp, network, on_both_engines};

on_both_engines!(
    the_most_specific_text_is_sent,
    what_is_wrong_is_refused_where_it_is,
    previews_show_what_would_be_sent,
    texts_are_the_administrators_alone,
    neutral_messages_name_neither_theme_nor_instructions,
    silent_themes_write_nothing_to_clients,
);

const TEXTS: &str = "/api/v1/message-templates";

fn path(theme: &str, rest: &str) -> String {
    format!("{TEXTS}/{theme}/{rest}")
}

async fn the_most_specific_text_is_sent(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    app.sign_in(network::SETTINGS).await;
    let mail = "confirmed/client/mail/fr";
    let body = "Bonjour {{ client }} <b>,\n\nVenez {{ date }}.\nVoir https://exemple.fr/acces.";
    for (theme, subject) in [("all", "À tous : {{ date }}"), ("conseil", "Conseil : {{ time }}")] {
        let put = app.put(&path(theme, mail), &json!({ "subject": subject, "body": body })).await;
        assert_eq!(put.status, 204, "{put:?}");
    }
    let listed = app.get(TEXTS).await.json();
    let own: Vec<_> =
        listed["items"].as_array().unwrap().iter().filter(|item| item["built_in"] == false).collect();
    assert_eq!(own.len(), 2, "{listed}");
    assert_eq!((&own[0]["theme"], &own[1]["theme"]["slug"]), (&Value::Null, &json!("conseil")));
    assert_eq!(listed["items"][0]["subject"], "Rendez-vous confirmé : {{ date }} à {{ time }}, {{ agency }}");

    book(&app, START).await;
    let [client, staff] = &told(&app, &recorder).await[..] else { panic!("two mails") };
    assert_eq!(client.subject, "Conseil : 10\u{a0}h\u{a0}00");
    assert!(
        client.text.contains("Bonjour Zoé Durand <b>,") && client.text.contains("Référence : "),
        "{client:?}"
    );
    let link = "<a href=\"https://exemple.fr/acces\">https://exemple.fr/acces</a>.";
    for part in ["Bonjour Zoé Durand &lt;b&gt;,</p>", "Venez mardi 16 juin 2026.<br>", link] {
        assert!(client.html.contains(part), "{part}: {}", client.html);
    }
    assert!(staff.subject.starts_with("Nouveau rendez-vous"), "the others stay");

    assert_eq!(app.delete(&path("conseil", mail)).await.status, 204);
    assert_eq!(app.delete(&path("conseil", mail)).await.refusal(), (404, "not_found".into()));
    let journal = app.get("/api/v1/journals/settings").await.json();
    let actions: Vec<_> =
        journal["items"].as_array().unwrap().iter().map(|line| line["action"].clone()).collect();
    assert_eq!(actions, ["deleted", "created", "created"], "{journal}");
    assert_eq!(journal["items"][0]["subject"], format!("conseil/{mail}"));
    assert_eq!(journal["items"][0]["before"]["subject"], "Conseil : {{ time }}");
    book(&app, "2026-06-16T11:00:00+02:00").await;
    assert_eq!(told(&app, &recorder).await[0].subject, "À tous : mardi 16 juin 2026");
    assert_eq!(app.delete(&path("all", mail)).await.status, 204);
    book(&app, "2026-06-17T11:00:00+02:00").await;
    assert!(told(&app, &recorder).await[0].subject.starts_with("Rendez-vous confirmé"));
}

async fn what_is_wrong_is_refused_where_it_is(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let mail = path("all", "moved/client/mail/fr");
    for (body, code, told) in [
        ("Bonjour {{ client }\n", "invalid_template", "Ligne 1"),
        (
            "Bonjour,\n\nle {{ date }} à {{ heure }}",
            "unknown_variable",
            "Ligne 3, colonne 20 : il n’y a pas de valeur « heure »",
        ),
        ("{{ before.hour }}", "unknown_variable", "« before.hour »"),
        ("{{ before }}", "invalid_template", "before.date"),
        ("{{ client.email }}", "unknown_variable", "« client.email »"),
        ("é {{ date | shout }}", "invalid_template", "Ligne 1, colonne"),
        ("{% if at_agency %}{{ nothing }}{% endif %}", "unknown_variable", "« nothing »"),
        ("{% for x in client %}a{% endfor %}", "invalid_template", "{% if"),
        ("{% macro x() %}a{% endmacro %}", "invalid_template", "{% if"),
        ("{% set a = 1 %}", "invalid_template", "{% if"),
        ("{{ range(10) }}", "invalid_template", "colonne 4"),
        ("{{ date * 99999 }}", "invalid_template", "colonne 4"),
        ("{{ client[0] }}", "invalid_template", "colonne"),
        ("{{ date | default(secret) }}", "unknown_variable", "« secret »"),
        ("{{ date | upper(1) }}", "invalid_template", "upper"),
        ("{% if date is defined %}a{% endif %}", "invalid_template", "colonne"),
        ("   ", "required", ""),
        (&"a".repeat(5_001), "too_long", "5000"),
    ] {
        let refused = app.put(&mail, &json!({ "subject": "Déplacé", "body": body })).await;
        let faults = refused.faults();
        assert_eq!(faults, [("body".to_owned(), code.to_owned())], "{body}: {refused:?}");
        let detail = refused.json()["errors"][0]["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(told), "{body}: {detail}");
    }
    let both = app.put(&mail, &json!({ "subject": "a\nb {{ x }}", "body": "{{ y }} {{ z }}" })).await;
    let fields: Vec<_> = both.faults().into_iter().map(|(field, code)| format!("{field} {code}")).collect();
    let expected = [
        "subject unknown_variable",
        "subject not_one_line",
        "body unknown_variable",
        "body unknown_variable",
    ];
    assert_eq!(fields, expected, "all of them at once");
    let right = "{% if at_agency and not instructions == '' %}{{ agency | upper }}{% elif channel != 'x' %}{{ staff | default('nous') }}{% else %}{{ theme if theme else brand }}{% endif %}";
    assert_eq!(app.put(&mail, &json!({ "subject": "ok", "body": right })).await.status, 204);
    for unknown in [
        "all/email_code/client/mail/fr",
        "all/confirmed/staff/sms/fr",
        "all/confirmed/staff/mail/en",
        "nothing/moved/client/mail/fr",
        "all/moved/client/fax/fr",
        "all/moved/client/mail/de",
    ] {
        let refused = app.put(&format!("{TEXTS}/{unknown}"), &json!({ "subject": "a", "body": "b" })).await;
        assert_eq!(refused.refusal(), (404, "not_found".into()), "{unknown}");
    }
}

async fn previews_show_what_would_be_sent(app: TestApp) {
    let booked = book(&app, START).await;
    app.sign_in(network::SETTINGS).await;
    let draft = |medium: &str, body: &str| json!({ "event": "reminder", "audience": "client", "medium": medium, "lang": "fr", "subject": "Rappel", "body": body });
    let preview = |draft: Value| {
        let app = &app;
        async move { app.post(&format!("{TEXTS}/preview"), &draft).await }
    };
    let shown = preview(draft("mail", "{{ client }}, {{ agency }}\n\n{{ presence_url }}")).await.json();
    assert!(shown["text"].as_str().unwrap().starts_with("Zoé Durand, Paris Opéra"), "{shown}");
    assert!(shown["html"].as_str().unwrap().contains("&amp;presence=1"), "{shown}");
    let mut with = draft("sms", "{{ client }} : {{ date }} à {{ time }}, {{ agency }}. {{ reference }}");
    with["appointment"] = booked["reference"].clone();
    let shown = preview(with.clone()).await.json();
    let text = format!(
        "Zoé Durand : mardi 16 juin 2026 à 10 h 00, Paris. {}",
        booked["reference"].as_str().unwrap()
    );
    assert_eq!(shown["text"], text);
    let length = json!({ "encoding": "gsm7", "units": text.chars().count(), "segments": 1 });
    assert_eq!(shown["sms"], length, "no-break spaces are spaces there");
    assert!(shown.get("html").is_none() && shown.get("subject").is_none(), "{shown}");
    let long = preview(draft("sms", &"\u{439}".repeat(71))).await.json();
    assert_eq!(long["sms"], json!({ "encoding": "ucs2", "units": 71, "segments": 2 }));
    with["appointment"] = json!("CRN-AAAAAA");
    assert_eq!(preview(with).await.faults(), [("appointment".to_owned(), "not_choice".to_owned())]);
    assert_eq!(preview(draft("sms", "{{ x }}")).await.faults()[0].1, "unknown_variable");
    // Every text of the program is one that administrators could have written.
    let listed = app.get(TEXTS).await.json();
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.len(), 23);
    for item in items {
        let shown = preview(item.clone()).await;
        assert_eq!(shown.status, 200, "{item}: {shown:?}");
        let segments = shown.json()["sms"]["segments"].as_u64();
        assert!(segments.is_none_or(|segments| segments <= 2), "{item}: {shown:?}");
    }
}

async fn texts_are_the_administrators_alone(app: TestApp) {
    assert_eq!(app.get(TEXTS).await.status, 401);
    app.sign_in(network::ADMIN).await;
    let text = json!({ "subject": "a", "body": "b" });
    let put = path("all", "moved/client/mail/fr");
    assert_eq!(app.get(TEXTS).await.status, 403);
    assert_eq!(app.put(&put, &text).await.status, 403);
    assert_eq!(app.delete(&put).await.status, 403);
    let draft =
        json!({ "event": "moved", "audience": "client", "medium": "mail", "lang": "fr", "body": "b" });
    assert_eq!(app.post(&format!("{TEXTS}/preview"), &draft).await.status, 403);
}

async fn discreet(app: &TestApp, discretion: &str) {
    app.sign_in(network::SETTINGS).await;
    let settings = json!({ "media": ["mail"], "discretion": discretion });
    assert_eq!(app.put("/api/v1/themes/conseil/messages", &settings).await.status, 200);
}

async fn neutral_messages_name_neither_theme_nor_instructions(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    app.write("UPDATE theme SET name = 'Surendettement' WHERE slug = 'conseil'").await;
    discreet(&app, "neutral").await;
    let body = json!({ "subject": "{{ theme }}", "body": "{{ theme }} {{ instructions }}" });
    assert_eq!(app.put(&path("all", "cancelled/client/mail/fr"), &body).await.status, 204);
    let booked = book(&app, START).await;
    let token = booked["manage_url"].as_str().unwrap().split_once("#rendez-vous=").unwrap().1;
    let link = format!("/api/v1/public/appointments/{token}");
    let file = app.get(&format!("{link}/calendar.ics")).await.text;
    app.delete(&link).await;
    let sent = told(&app, &recorder).await;
    assert_eq!(sent.len(), 4);
    for sent in &sent {
        let whole = format!("{} {} {} {}", sent.subject, sent.text, sent.html, sent.calendar);
        let named = whole.contains("Surendettement") || whole.contains("papiers");
        assert_eq!(named, sent.to != "zoe@exemple.fr", "staff know what it is about: {sent:?}");
    }
    let cancelled = sent.iter().find(|sent| sent.method == "CANCEL" && sent.to == "zoe@exemple.fr").unwrap();
    assert_eq!(cancelled.subject, "Rendez-vous");
    assert!(file.contains("SUMMARY:Rendez-vous") && !file.contains("papiers"), "{file}");
}

async fn silent_themes_write_nothing_to_clients(mut app: TestApp) {
    let recorder = recorded(&mut app, 0, false);
    discreet(&app, "silent").await;
    book(&app, START).await;
    let sent = told(&app, &recorder).await;
    assert!(sent.len() == 1 && sent[0].to == "ana@example.fr", "{sent:?}");
    app.sign_in(network::ADMIN).await;
    let withheld = app.get("/api/v1/messages?state=withheld&medium=mail").await.json();
    let [message] = &withheld["items"].as_array().unwrap()[..] else { panic!("{withheld}") };
    assert_eq!((&message["event"], &message["audience"]), (&json!("confirmed"), &json!("client")));
    for absent in ["recipient", "subject", "body", "error"] {
        assert!(message.get(absent).is_none(), "{message}");
    }
    let backlog = creno::store::outbox::count_jobs(&app.app.db).await.unwrap();
    assert_eq!((backlog.waiting, backlog.dead), (0, 0));
}
