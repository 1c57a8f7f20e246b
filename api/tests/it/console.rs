//! `creno user`, run as an operator runs it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::json;

use crate::support::{TestApp, on_both_engines};

on_both_engines!(accounts_for_rescue, what_is_wrong_is_told_and_nothing_is_written);

const EMAIL: &str = "secours@example.fr";
const PASSWORD: &str = "cheval agrafe pile correcte";

fn creno(app: &TestApp, arguments: &[&str], input: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_creno"))
        .arg("user")
        .args(arguments)
        .args(["--database-url", app.app.config.database_url.as_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that reads nothing may be gone already.
    drop(process.stdin.take().unwrap().write_all(input.as_bytes()));
    process.wait_with_output().unwrap()
}

async fn sign_in(app: &TestApp, password: &str) -> u16 {
    let credentials = json!({ "email": EMAIL, "password": password });
    app.post("/api/v1/session", &credentials).await.status.as_u16()
}

async fn accounts_for_rescue(app: TestApp) {
    let add = [
        "add",
        "Secours@example.fr",
        "--name",
        "Compte de secours",
        "--profile",
        "reglages",
        "--password-stdin",
    ];
    let added = creno(&app, &add, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{added:?}");
    assert_eq!(sign_in(&app, PASSWORD).await, 200);
    let user = app.get("/api/v1/users/secours").await.json();
    assert_eq!((&user["email"], &user["profile"]), (&json!(EMAIL), &json!("reglages")));

    let reset = creno(&app, &["reset-password", EMAIL], "");
    assert!(reset.status.success(), "{reset:?}");
    let told = String::from_utf8(reset.stdout).unwrap();
    let drawn = told.trim_end().rsplit(' ').next().unwrap();
    assert_eq!(drawn.len(), 24, "{told}");
    assert_eq!(app.get("/api/v1/session").await.status, 401, "sessions have ended");
    assert_eq!(sign_in(&app, PASSWORD).await, 401);
    assert_eq!(sign_in(&app, drawn).await, 200);

    app.write(
        "INSERT INTO staff_identity (issuer, subject, staff_id, created_at)
        SELECT 'https://sso.example.fr', 'x', id, CURRENT_TIMESTAMP FROM staff WHERE slug = 'secours'",
    )
    .await;
    let unlinked = creno(&app, &["unlink", EMAIL], "");
    assert!(String::from_utf8_lossy(&unlinked.stdout).starts_with("1 identité"), "{unlinked:?}");
    let row = app.app.db.query("SELECT count(*) AS rows FROM staff_identity").fetch_one().await.unwrap();
    assert_eq!(row.get::<i64>("rows").unwrap(), 0);
}

async fn what_is_wrong_is_told_and_nothing_is_written(app: TestApp) {
    let rows: [(&[&str], &str, &str); 5] = [
        (&["add", EMAIL, "--name", "Secours", "--profile", "unknown"], "", "profile: not_choice"),
        (
            &["add", EMAIL, "--name", "Secours", "--profile", "reglages", "--password-stdin"],
            "court\n",
            "12 characters",
        ),
        (
            &["add", EMAIL, "--name", "Secours", "--profile", "reglages", "--password-stdin"],
            "",
            "holds no password",
        ),
        (&["add", "ana@example.fr", "--name", "Secours", "--profile", "reglages"], "", "email: name_taken"),
        (&["reset-password", EMAIL], "", "nobody active has the address"),
    ];
    for (arguments, input, expected) in rows {
        let refused = creno(&app, arguments, input);
        assert_eq!(refused.status.code(), Some(1), "{refused:?}");
        let told = String::from_utf8_lossy(&refused.stderr);
        assert!(told.contains(expected), "{told}");
    }
    let row = app
        .app
        .db
        .query("SELECT count(*) AS rows FROM staff WHERE slug = 'secours'")
        .fetch_one()
        .await
        .unwrap();
    assert_eq!(row.get::<i64>("rows").unwrap(), 0);
}
