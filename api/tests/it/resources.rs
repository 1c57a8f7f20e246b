//! What administrators set: listed, read, added, replaced, changed in part, removed, all in one way.

use axum::http::{Method, header};
use serde_json::{Value, json};

use crate::support::{Response, TestApp, network, on_both_engines};

on_both_engines!(
    each_kind_is_added_read_changed_and_removed,
    every_fault_is_named_with_its_field,
    what_changed_meanwhile_is_not_overwritten,
    of_two_changes_of_what_both_saw_one_is_refused,
    lists_are_read_page_by_page_without_gap_or_double,
    what_others_refer_to_stays,
    somebody_always_may_administer,
    changes_are_journaled_with_what_was_and_what_is,
    colours_and_texts_are_the_organisations,
    what_has_ways_of_its_own_is_guarded_and_journaled_as_well,
);

/// Of each kind: where, what is added, what is changed, and the name of what is added.
fn kinds() -> [(&'static str, Value, Value, &'static str); 6] {
    let agency = json!({ "slug": "nantes", "name": "Nantes", "street": "1 quai de la Fosse", "postcode": "44000",
        "city": "Nantes", "timezone": "Europe/Paris", "position": { "latitude": 47.21, "longitude": -1.56 },
        "holidays": "national", "channels": ["office", "video"], "active": true, "translations": {} });
    let skill = json!({ "slug": "epargne", "name": "Épargne", "description": "", "position": 2, "active": true,
        "translations": { "en": { "name": "Savings" } } });
    let theme = json!({ "slug": "retraite", "name": "Retraite", "description": "", "instructions": "", "color": "#086E6B",
        "skill": "budget", "channels": ["office"], "agencies": ["paris", "reunion"], "fields": ["last_name", "email"],
        "assignment": "priority", "position": 3, "duration_min": 60, "buffer_min": 15, "step_min": 15,
        "anchor": "window", "notice_min": 60, "horizon_days": 30, "move_deadline_min": 0, "cancel_deadline_min": 0,
        "release": "at_once", "release_delay_min": 0, "max_upcoming": null, "prove_email": false, "active": true,
        "translations": {} });
    let field = json!({ "key": "contract", "label": "Contrat", "help": "", "format": "choice", "required": true,
        "options": ["Livret", "Assurance"], "translations": {} });
    let profile = json!({ "slug": "stagiaire", "name": "Stagiaire", "scope": "perimeter",
        "permissions": ["view_appointments"], "masks_contact": true, "masked_fields": [] });
    let user = json!({ "slug": "lea", "name": "Léa Martin", "email": "lea@example.fr", "profile": "accueil",
        "agencies": ["paris", "reunion"], "themes": [{ "theme": "conseil", "priority": 2 }], "active": true });
    [
        ("/api/v1/agencies", agency, json!({ "city": "Rezé" }), "nantes"),
        ("/api/v1/skills", skill, json!({ "position": 5, "translations": { "en": null } }), "epargne"),
        ("/api/v1/themes", theme, json!({ "agencies": ["paris"], "max_upcoming": 3 }), "retraite"),
        ("/api/v1/fields", field, json!({ "options": ["Livret"] }), "contract"),
        ("/api/v1/profiles", profile, json!({ "permissions": [] }), "stagiaire"),
        ("/api/v1/users", user, json!({ "agencies": [], "themes": [] }), "lea"),
    ]
}

/// The setting, without the id that it was given.
fn without_id(setting: &Response) -> Value {
    let mut setting = setting.json();
    setting.as_object_mut().unwrap().remove("id");
    setting
}

fn etag(response: &Response) -> String {
    response.headers[header::ETAG].to_str().unwrap().to_owned()
}

async fn with_tag(app: &TestApp, method: Method, path: &str, tag: &str, body: &Value) -> Response {
    let mut request = app.json_by(method, path, body);
    request.headers_mut().insert(header::IF_MATCH, tag.parse().unwrap());
    app.send(request).await
}

async fn each_kind_is_added_read_changed_and_removed(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    for (path, new, patch, name) in kinds() {
        let made = app.post(path, &new).await;
        assert_eq!((made.status.as_u16(), without_id(&made)), (201, new.clone()), "{path}");
        let one = format!("{path}/{name}");
        let read = app.get(&one).await;
        assert_eq!(read.json(), made.json(), "{path}");
        assert_eq!(etag(&read), etag(&made), "{path}");
        if let Some(id) = made.json()["id"].as_str() {
            assert_eq!(app.get(&format!("{path}/{id}")).await.json(), made.json(), "by id too");
        }
        let mut cached = app.request(Method::GET, &one).body(axum::body::Body::empty()).unwrap();
        cached.headers_mut().insert(header::IF_NONE_MATCH, etag(&read).parse().unwrap());
        let cached = app.send(cached).await;
        assert_eq!((cached.status.as_u16(), cached.text.as_str()), (304, ""), "{path}");

        let mut wanted = new.clone();
        for (member, value) in patch.as_object().unwrap() {
            wanted[member] = if member == "translations" { json!({}) } else { value.clone() };
        }
        let patched = app.patch(&one, &patch).await;
        assert_eq!((patched.status.as_u16(), without_id(&patched)), (200, wanted), "{path}");
        assert_ne!(etag(&patched), etag(&made), "{path}");
        let put = app.put(&one, &new).await;
        assert_eq!((put.status.as_u16(), put.json()), (200, made.json()), "{path}");

        assert_eq!(app.post(path, &new).await.status, 422, "a name is taken once: {path}");
        assert_eq!(app.delete(&one).await.status, 204, "{path}");
        assert_eq!(app.get(&one).await.refusal(), (404, "not_found".into()), "{path}");
        assert_eq!(app.delete(&one).await.refusal(), (404, "not_found".into()), "{path}");
    }
}

async fn every_fault_is_named_with_its_field(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let [agency, skill, theme, field, profile, user] = kinds();
    let changed = |(path, new, ..): (&'static str, Value, Value, &str), faults: Value| {
        let mut new = new;
        for (member, value) in faults.as_object().unwrap() {
            new[member] = value.clone();
        }
        (path, new)
    };
    let rows = [
        (
            changed(
                agency,
                json!({ "slug": "N", "postcode": "4", "timezone": "Mars", "holidays": "x",
            "position": { "latitude": 91.0, "longitude": 0.0 } }),
            ),
            vec![
                "slug not_slug",
                "postcode not_postcode",
                "position.latitude out_of_range",
                "holidays not_choice",
                "timezone unknown_zone",
            ],
        ),
        (
            changed(
                skill,
                json!({ "name": " ", "position": -1, "translations": { "xx": { "colour": "" } } }),
            ),
            vec![
                "name required",
                "position out_of_range",
                "translations.xx not_choice",
                "translations.xx.colour unknown_field",
            ],
        ),
        (
            changed(
                theme,
                json!({ "color": "red", "skill": "none", "agencies": ["paris", "paris", "rome"],
            "fields": ["email", "email", "x"], "duration_min": 0, "step_min": 7 }),
            ),
            vec![
                "color not_color",
                "duration_min out_of_range",
                "step_min not_divisor",
                "fields[1] duplicate",
                "fields[2] not_choice",
                "skill not_choice",
                "agencies[1] duplicate",
                "agencies[2] not_choice",
            ],
        ),
        (
            changed(field, json!({ "key": "Contrat", "options": ["A", "A"] })),
            vec!["key not_key", "options[1] duplicate"],
        ),
        (
            changed(profile, json!({ "permissions": ["administer", "administer"] })),
            vec!["permissions[1] duplicate"],
        ),
        (
            changed(
                user,
                json!({ "email": "ANA@example.fr", "profile": "roi", "themes": [{ "theme": "none", "priority": -1 }] }),
            ),
            vec![
                "themes[0].priority out_of_range",
                "email name_taken",
                "profile not_choice",
                "themes[0].theme not_choice",
            ],
        ),
    ];
    for ((path, new), expected) in rows {
        let faults = app.post(path, &new).await.faults();
        let faults: Vec<_> = faults.iter().map(|(field, code)| format!("{field} {code}")).collect();
        assert_eq!(faults, expected, "{path}");
    }
    let unknown = app.patch("/api/v1/skills/budget", &json!({ "colour": "red" })).await;
    assert_eq!(unknown.refusal(), (400, "invalid_json".into()));
}

async fn what_changed_meanwhile_is_not_overwritten(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    for (path, new, patch, name) in kinds() {
        let seen = etag(&app.post(path, &new).await);
        let one = format!("{path}/{name}");
        let changed = with_tag(&app, Method::PATCH, &one, &seen, &patch).await;
        assert_eq!(changed.status, 200, "{path} {changed:?}");
        let now = app.get(&one).await;
        for (method, body) in [(Method::PATCH, &patch), (Method::PUT, &new), (Method::DELETE, &Value::Null)] {
            let late = with_tag(&app, method, &one, &seen, body).await;
            assert_eq!(late.refusal(), (412, "precondition_failed".into()), "{path}");
        }
        assert_eq!(app.get(&one).await.json(), now.json(), "{path}");
        assert_eq!(with_tag(&app, Method::PUT, &one, "*", &new).await.status, 200, "{path}");
        let present = etag(&app.get(&one).await);
        assert_eq!(with_tag(&app, Method::DELETE, &one, &present, &Value::Null).await.status, 204, "{path}");
    }
}

async fn of_two_changes_of_what_both_saw_one_is_refused(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let path = "/api/v1/skills/budget";
    let seen = etag(&app.get(path).await);
    let (one, other) = (json!({ "position": 7 }), json!({ "description": "Autre" }));
    let (one, other) = tokio::join!(
        with_tag(&app, Method::PATCH, path, &seen, &one),
        with_tag(&app, Method::PATCH, path, &seen, &other)
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let (one, other) = (json!({ "position": 9 }), json!({ "description": "Encore" }));
    let (one, other) = tokio::join!(app.patch(path, &one), app.patch(path, &other));
    assert_eq!((one.status.as_u16(), other.status.as_u16()), (200, 200));
    let both = app.get(path).await.json();
    assert_eq!((&both["position"], &both["description"]), (&json!(9), &json!("Encore")), "neither is lost");
}

async fn lists_are_read_page_by_page_without_gap_or_double(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    for number in 0..7 {
        let new = json!({ "slug": format!("s-{number}"), "name": format!("Série {number}"), "active": number % 2 == 0 });
        assert_eq!(app.post("/api/v1/skills", &new).await.status, 201);
    }
    let (mut path, mut seen) = (Some("/api/v1/skills?limit=3&q=S%C3%A9rie".to_owned()), Vec::new());
    while let Some(next) = path {
        let page = app.get(&next).await;
        seen.extend(page.json()["items"].as_array().unwrap().iter().map(|skill| skill["slug"].clone()));
        let link = page.headers.get(header::LINK).map(|link| link.to_str().unwrap().to_owned());
        assert_eq!(link.is_some(), page.json()["next"].is_string());
        path = link.map(|link| link.trim_start_matches('<').split('>').next().unwrap().to_owned());
    }
    assert_eq!(seen, ["s-0", "s-1", "s-2", "s-3", "s-4", "s-5", "s-6"].map(Value::from));
    let off = app.get("/api/v1/skills?active=false").await.json();
    assert_eq!(off["items"].as_array().unwrap().len(), 3);
    assert_eq!(
        app.get("/api/v1/skills?q=%25").await.json()["items"].as_array().unwrap().len(),
        8,
        "any character"
    );
}

async fn what_others_refer_to_stays(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    for path in ["/api/v1/skills/budget", "/api/v1/fields/email", "/api/v1/profiles/collaborateur"] {
        let path = if path.contains("fields") {
            // A theme asks it.
            app.patch("/api/v1/themes/conseil", &json!({ "fields": ["email"] })).await;
            path
        } else {
            path
        };
        assert_eq!(app.delete(path).await.refusal(), (409, "in_use".into()), "{path}");
        assert_eq!(app.get(path).await.status, 200, "{path}");
    }
}

async fn somebody_always_may_administer(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let last = (409, "last_administrator".to_owned());
    for patch in [json!({ "active": false }), json!({ "profile": "manager" })] {
        assert_eq!(app.patch("/api/v1/users/reglages", &patch).await.refusal(), last, "{patch}");
    }
    assert_eq!(app.delete("/api/v1/users/reglages").await.refusal(), last);
    for patch in [json!({ "permissions": ["manage_availability"] }), json!({ "scope": "perimeter" })] {
        assert_eq!(app.patch("/api/v1/profiles/reglages", &patch).await.refusal(), last, "{patch}");
    }
    let other = app.patch("/api/v1/users/manager", &json!({ "profile": "reglages" })).await;
    assert_eq!(other.status, 200, "{other:?}");
    assert_eq!(app.patch("/api/v1/users/reglages", &json!({ "active": false })).await.status, 200);
    assert_eq!(app.get("/api/v1/skills").await.status, 401, "and is out at once");
}

async fn changes_are_journaled_with_what_was_and_what_is(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let (path, one) = ("/api/v1/skills", "/api/v1/skills/epargne");
    assert_eq!(app.post(path, &json!({ "slug": "epargne", "name": "Épargne" })).await.status, 201);
    assert_eq!(app.patch(one, &json!({ "name": "Mon épargne" })).await.status, 200);
    assert_eq!(app.patch(one, &json!({ "name": "" })).await.status, 422, "what is refused is not journaled");
    assert_eq!(app.delete(one).await.status, 204);
    let rows = "SELECT who, subject, action, CAST(before AS TEXT) AS before, CAST(after AS TEXT) AS after
        FROM settings_log WHERE resource = 'skills' ORDER BY id";
    let rows = app.app.db.query(rows).fetch_all().await.unwrap();
    let name = |row: &creno::store::Row, column| {
        let text: Option<String> = row.get(column).unwrap();
        text.map(|text| serde_json::from_str::<Value>(&text).unwrap()["name"].as_str().unwrap().to_owned())
    };
    let lines: Vec<_> = rows
        .iter()
        .map(|row| {
            assert_eq!(row.get::<String>("who").unwrap(), "reglages");
            assert_eq!(row.get::<String>("subject").unwrap(), "epargne");
            (row.get::<String>("action").unwrap(), name(row, "before"), name(row, "after"))
        })
        .collect();
    let (first, second) = (Some("Épargne".to_owned()), Some("Mon épargne".to_owned()));
    let action = str::to_owned;
    assert_eq!(
        lines,
        [
            (action("created"), None, first.clone()),
            (action("updated"), first, second.clone()),
            (action("deleted"), second, None),
        ]
    );
}

async fn colours_and_texts_are_the_organisations(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let branding = app.get("/api/v1/branding").await;
    let mut pale = branding.json();
    pale["brand"] = "#FFEE88".into();
    assert_eq!(app.put("/api/v1/branding", &pale).await.faults(), [("brand".into(), "low_contrast".into())]);
    let mut blue = branding.json();
    blue["brand"] = "#0B4F8A".into();
    let put = with_tag(&app, Method::PUT, "/api/v1/branding", &etag(&branding), &blue).await;
    assert_eq!((put.status.as_u16(), put.json()), (200, blue.clone()));
    assert_eq!(app.get("/api/v1/public/catalog").await.json()["branding"], blue);
    let late = with_tag(&app, Method::PUT, "/api/v1/branding", &etag(&branding), &blue).await;
    assert_eq!(late.refusal(), (412, "precondition_failed".into()));

    let texts = json!({ "texts": { "fr": { "organisation": "Concilia", "consent": "J’accepte.", "consent_version": "2" } } });
    let put = app.put("/api/v1/settings", &texts).await;
    assert_eq!((put.status.as_u16(), put.json()), (200, texts), "{put:?}");
    assert_eq!(app.get("/api/v1/public/catalog").await.json()["texts"]["consent_version"], "2");
    let none = app.put("/api/v1/settings", &json!({ "texts": {} })).await;
    assert_eq!(none.faults(), [("texts.fr".into(), "required".into())]);
    app.sign_in(network::ANA).await;
    assert_eq!(app.put("/api/v1/branding", &blue).await.refusal(), (403, "forbidden".into()));
}

async fn what_has_ways_of_its_own_is_guarded_and_journaled_as_well(app: TestApp) {
    app.sign_in(network::SETTINGS).await;
    let window = json!({ "staff": "ivo", "agency": "paris", "channels": ["office"], "weekday": 1, "from_time": "09:00",
        "to_time": "12:00" });
    let exception = json!({ "staff": "ivo", "agency": "paris", "date": "2026-07-01", "opens": false,
        "from_time": "09:00", "to_time": "12:00", "channels": ["office"] });
    let closure =
        json!({ "agency": "paris", "from_date": "2026-08-03", "until_date": "2026-08-14", "label": "Été" });
    let session = json!({ "agency": "paris", "channels": ["office"], "date": "2026-07-02", "from_time": "17:00",
        "to_time": "20:00" });
    let campaign = json!({ "slug": "soirees", "name": "Soirées", "active": true, "themes": ["conseil"],
        "staff": [{ "staff": "ana", "priority": 1 }], "sessions": [session] });
    let rows = [
        ("/api/v1/availabilities", window, "to_time", json!("11:00"), "availabilities"),
        ("/api/v1/exceptions", exception, "to_time", json!("11:00"), "exceptions"),
        ("/api/v1/calendar/closures", closure, "label", json!("Travaux"), "calendar"),
        ("/api/v1/campaigns", campaign, "name", json!("Soirées d’été"), "campaigns"),
    ];
    for (path, new, member, value, resource) in rows {
        let made = app.post(path, &new).await;
        assert_eq!(made.status, 201, "{made:?}");
        let one = format!("{path}/{}", made.json()["id"].as_str().unwrap());
        let seen = etag(&app.get(&one).await);
        let mut other = new.clone();
        other[member] = value;
        assert_eq!(with_tag(&app, Method::PUT, &one, &seen, &other).await.status, 200, "{path}");
        for (method, body) in [(Method::PUT, &new), (Method::DELETE, &Value::Null)] {
            let late = with_tag(&app, method, &one, &seen, body).await;
            assert_eq!(late.refusal(), (412, "precondition_failed".into()), "{path}");
        }
        let present = app.get(&one).await;
        assert_eq!(present.json()[member], other[member], "{path}");
        assert_eq!(
            with_tag(&app, Method::DELETE, &one, &etag(&present), &Value::Null).await.status,
            204,
            "{path}"
        );
        let lines = app
            .app
            .db
            .query("SELECT action FROM settings_log WHERE resource = $1 ORDER BY id")
            .bind(resource);
        let lines: Vec<String> =
            lines.fetch_all().await.unwrap().iter().map(|row| row.get("action").unwrap()).collect();
        assert_eq!(lines, ["created", "updated", "deleted"], "{path}");
    }
}
