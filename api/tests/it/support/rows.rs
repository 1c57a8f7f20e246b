//! Rows written as an import or a settings page would write them.

use super::TestApp;

impl TestApp {
    /// Commits one statement in the common part of both dialects. `@agency.paris` stands for the id of that row of
    /// `agency`, by its slug, and `$1` for a new id. Something must be written.
    pub async fn write(&self, sql: &str) {
        let mut tx = self.app.db.begin().await.unwrap();
        let mut query = tx.query_made(with_ids(sql));
        if sql.contains("$1") {
            query = query.bind(self.app.new_id());
        }
        let rows = query.execute().await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        assert!(rows > 0, "nothing is written by {sql}");
        tx.commit().await.unwrap();
    }

    /// Commits several statements, one after the other.
    pub async fn write_all(&self, statements: &[&str]) {
        for sql in statements {
            self.write(sql).await;
        }
    }
}

fn with_ids(sql: &str) -> String {
    let mut parts = sql.split('@');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (table, rest) = part.split_once('.').expect("@table.slug");
        let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
        let (slug, rest) = rest.split_at(length.unwrap_or(rest.len()));
        text.push_str(&format!("(SELECT id FROM {table} WHERE slug = '{slug}'){rest}"));
    }
    text
}
