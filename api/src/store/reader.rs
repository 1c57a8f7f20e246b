//! Several reads in a row on one connection of either driver.

use sqlx::pool::PoolConnection;
use sqlx::{Postgres, SqlSafeStr as _, Sqlite};

use super::query::Query;

/// A connection that only reads, kept for several statements. Each statement sees what is committed when it begins.
#[derive(Debug)]
pub struct Reader(pub(super) Connection);

#[derive(Debug)]
pub(super) enum Connection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Reader {
    /// A query on that connection.
    pub fn query(&mut self, sql: &'static str) -> Query<'_> {
        Query::reading(&mut self.0, sql.into_sql_str())
    }
}
