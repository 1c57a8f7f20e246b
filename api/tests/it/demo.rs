use chrono::Days;
use creno::seed;
use creno::store::Db;

use crate::support::{postgres_schema, start_of_tests};

/// The whole demonstration network, on an engine.
async fn seeds(url: &str) {
    let db = Db::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    assert!(seed::is_empty(&db).await.unwrap());
    seed::demo(&db, start_of_tests(), &|_| "no password".into()).await.unwrap();
    assert!(!seed::is_empty(&db).await.unwrap());
    let count = async |sql| db.query(sql).fetch_one().await.unwrap().get::<i64>("rows").unwrap();
    assert_eq!(count("SELECT count(*) AS rows FROM agency").await, 12);
    assert_eq!(count("SELECT count(*) AS rows FROM skill").await, 3);
    assert_eq!(count("SELECT count(*) AS rows FROM theme").await, 8);
    assert_eq!(count("SELECT count(*) AS rows FROM agency WHERE timezone = 'Indian/Reunion'").await, 1);
    assert!(count("SELECT count(*) AS rows FROM appointment").await > 200);
    let today = start_of_tests().date_naive();
    let row = db
        .query("SELECT count(*) AS rows FROM appointment WHERE local_date BETWEEN $1 AND $2")
        .bind(today)
        .bind(today + Days::new(1))
        .fetch_one()
        .await
        .unwrap();
    assert!(row.get::<i64>("rows").unwrap() > 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_is_seeded_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    seeds(&format!("sqlite://{}", folder.path().join("demo.db").display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_is_seeded_on_postgres() {
    seeds(&postgres_schema().await).await;
}
