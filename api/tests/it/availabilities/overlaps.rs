//! Nobody receives in two agencies at once: windows and exceptions that meet are refused.

use serde_json::{Value, json};

use super::{AVAILABILITIES, EXCEPTIONS_PATH, opening, pairs, path, with};
use crate::support::{EXCEPTIONS, Response, TestApp, WINDOWS, network, on_both_engines};

on_both_engines!(
    nobody_receives_in_two_agencies_at_once,
    of_two_that_overlap_at_once_one_is_written,
    rhythms_that_never_meet_do_not_overlap,
    zones_are_compared_by_instants,
    an_opening_elsewhere_takes_a_closing,
);

/// A window of Ivo's on Mondays.
fn ivo(agency: &str, from: &str, to: &str) -> Value {
    json!({ "staff": "ivo", "agency": agency, "channels": ["office"], "weekday": 1, "from_time": from, "to_time": to })
}

/// The sentence that names the conflict.
fn overlapping(response: &Response) -> String {
    assert_eq!(response.faults(), pairs(&[("from_time", "overlapping_window")]), "{response:?}");
    let problem = response.json();
    assert_eq!(problem["detail"], problem["errors"][0]["detail"]);
    problem["detail"].as_str().unwrap().to_owned()
}

async fn nobody_receives_in_two_agencies_at_once(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    app.sign_in(network::IVO).await;
    let dated = with(&ivo("paris", "09:00", "12:00"), json!({ "valid_from": "2026-06-15" }));
    assert_eq!(app.post(AVAILABILITIES, &dated).await.status, 201);
    let refused = app.post(AVAILABILITIES, &ivo("lyon", "11:59", "13:00")).await;
    let sentence = "Chevauche la plage du lundi 9:00–12:00 à Paris (à partir du 15/06/2026)";
    assert!(overlapping(&refused).starts_with(sentence), "{refused:?}");
    assert!(overlapping(&refused).contains("premier jour commun le 15/06/2026"), "{refused:?}");
    assert_eq!(app.count(WINDOWS).await, 15, "nothing is written");

    for (body, why) in [
        (ivo("lyon", "12:00", "13:00"), "it touches"),
        (ivo("paris", "10:00", "11:00"), "the same agency"),
        (with(&ivo("paris", "09:30", "10:00"), json!({ "agency": null })), "every agency"),
        (with(&ivo("lyon", "09:00", "12:00"), json!({ "weekday": 2 })), "another day"),
        (with(&ivo("lyon", "09:00", "12:00"), json!({ "valid_until": "2026-06-14" })), "before"),
    ] {
        assert_eq!(app.post(AVAILABILITIES, &body).await.status, 201, "{why}");
    }
    let moved = app.post(AVAILABILITIES, &ivo("lyon", "18:00", "19:00")).await;
    let moved = path(AVAILABILITIES, &moved);
    overlapping(&app.put(&moved, &ivo("lyon", "08:00", "09:01")).await);
    assert_eq!(app.put(&moved, &ivo("lyon", "18:30", "19:00")).await.status, 200, "it is not its own rival");
    let opening = with(
        &opening(),
        json!({ "staff": "ivo", "agency": "paris", "date": "2026-06-22", "from_time": "18:00", "to_time": "20:00" }),
    );
    let refused = app.post(EXCEPTIONS_PATH, &opening).await;
    assert!(
        overlapping(&refused).contains("lundi 18:30–19:00 à Lyon : premier jour commun le 22/06/2026"),
        "{refused:?}"
    );
    assert_eq!(app.count(EXCEPTIONS).await, 0);
}

async fn of_two_that_overlap_at_once_one_is_written(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    app.sign_in(network::IVO).await;
    for hour in 9..14 {
        let (from, to) = (format!("{hour:02}:00"), format!("{hour:02}:59"));
        let (paris, lyon) = (ivo("paris", &from, &to), ivo("lyon", &from, &to));
        let (one, other) = tokio::join!(app.post(AVAILABILITIES, &paris), app.post(AVAILABILITIES, &lyon));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422], "{one:?} {other:?}");
    }
}

async fn rhythms_that_never_meet_do_not_overlap(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    app.sign_in(network::IVO).await;
    let rows = [
        (
            json!({ "every": 2, "valid_from": "2026-06-15" }),
            json!({ "every": 2, "valid_from": "2026-06-22" }),
            None,
        ),
        (
            json!({ "every": 2, "valid_from": "2026-06-15" }),
            json!({ "every": 3, "valid_from": "2026-06-22" }),
            Some("13/07/2026"),
        ),
        (json!({ "nth": 1 }), json!({ "nth": 3 }), None),
        // The fourth Monday is the last of most months, June 2026 being one with five.
        (json!({ "nth": 4, "valid_from": "2026-06-23" }), json!({ "nth": -1 }), Some("27/07/2026")),
        (json!({ "nth": 5, "valid_from": "2026-06-15" }), json!({ "nth": -5 }), None),
        (json!({ "valid_until": "2026-06-21" }), json!({ "valid_from": "2026-06-22" }), None),
        // Every second year has no common month.
        (
            json!({ "nth": 2, "every": 24, "valid_from": "2026-07-01" }),
            json!({ "nth": 2, "every": 24, "valid_from": "2027-07-01" }),
            None,
        ),
        // They meet after twenty-five years only.
        (
            json!({ "every": 51, "valid_from": "2026-06-15" }),
            json!({ "every": 53, "valid_from": "2026-06-22" }),
            Some("13/11/2051"),
        ),
    ];
    for (ours, theirs, meeting) in rows {
        let one = app.post(AVAILABILITIES, &with(&ivo("paris", "09:00", "10:00"), ours.clone())).await;
        assert_eq!(one.status, 201, "{one:?}");
        let other = app.post(AVAILABILITIES, &with(&ivo("lyon", "09:00", "10:00"), theirs.clone())).await;
        match meeting {
            Some(date) => assert!(overlapping(&other).contains(date), "{ours} {theirs} {other:?}"),
            None => {
                assert_eq!(other.status, 201, "{ours} {theirs} {other:?}");
                assert_eq!(app.delete(&path(AVAILABILITIES, &other)).await.status, 204);
            }
        }
        assert_eq!(app.delete(&path(AVAILABILITIES, &one)).await.status, 204);
    }
}

async fn zones_are_compared_by_instants(app: TestApp) {
    app.sign_in(network::IVO).await;
    let first = app.post(AVAILABILITIES, &ivo("paris", "09:00", "12:00")).await;
    // La Réunion is two hours ahead in summer, three in winter.
    assert_eq!(app.post(AVAILABILITIES, &ivo("reunion", "09:00", "11:00")).await.status, 201);
    assert_eq!(app.post(AVAILABILITIES, &ivo("reunion", "15:00", "16:00")).await.status, 201);
    let winter = app.post(AVAILABILITIES, &ivo("reunion", "14:00", "15:00")).await;
    assert!(overlapping(&winter).contains("premier jour commun le 26/10/2026"), "{winter:?}");
    let summer = with(&ivo("reunion", "14:00", "15:00"), json!({ "valid_until": "2026-10-25" }));
    assert_eq!(app.post(AVAILABILITIES, &summer).await.status, 201);
    // Monday 23:00 in Paris is Tuesday 1:00 in La Réunion.
    let late = app.put(&path(AVAILABILITIES, &first), &ivo("paris", "22:00", "24:00")).await;
    assert_eq!(late.status, 200, "{late:?}");
    let night = with(&ivo("reunion", "00:00", "01:30"), json!({ "weekday": 2 }));
    let night = app.post(AVAILABILITIES, &night).await;
    assert!(
        overlapping(&night).contains("lundi 22:00–24:00 à Paris : premier jour commun le 15/06/2026"),
        "{night:?}"
    );
}

async fn an_opening_elsewhere_takes_a_closing(app: TestApp) {
    network::open_lyon(&app.app.db).await;
    app.sign_in(network::IVO).await;
    assert_eq!(app.post(AVAILABILITIES, &ivo("paris", "09:00", "12:00")).await.status, 201);
    let exception = |agency: &str, opens: bool, from: &str, to: &str| {
        json!({ "staff": "ivo", "agency": agency, "channels": ["office"], "date": "2026-06-22", "opens": opens,
            "from_time": from, "to_time": to })
    };
    let opening = exception("lyon", true, "10:00", "12:00");
    overlapping(&app.post(EXCEPTIONS_PATH, &opening).await);
    let closing = app.post(EXCEPTIONS_PATH, &exception("paris", false, "11:00", "12:00")).await;
    let closing = path(EXCEPTIONS_PATH, &closing);
    overlapping(&app.post(EXCEPTIONS_PATH, &opening).await);
    assert_eq!(app.put(&closing, &exception("paris", false, "10:00", "12:00")).await.status, 200);
    let opened = app.post(EXCEPTIONS_PATH, &opening).await;
    assert_eq!(opened.status, 201, "{opened:?}");
    // The closing now keeps the two apart.
    overlapping(&app.delete(&closing).await);
    overlapping(&app.put(&closing, &exception("paris", false, "10:00", "11:00")).await);
    assert_eq!(app.count(EXCEPTIONS).await, 2);
    assert_eq!(app.delete(&path(EXCEPTIONS_PATH, &opened)).await.status, 204);
    assert_eq!(app.delete(&closing).await.status, 204);
}
