//! Transactions on either driver.

use std::sync::Arc;

use sqlx::{AssertSqlSafe, Postgres, SqlSafeStr as _, SqlStr};

use super::StoreError;
use super::changes::Changes;
use super::query::Query;
use super::writer::Turn;

/// A transaction; dropped without [`Tx::commit`], it leaves nothing behind.
#[derive(Debug)]
pub struct Tx {
    pub(super) open: Open,
    pub(super) changes: Arc<Changes>,
}

#[derive(Debug)]
pub(super) enum Open {
    /// Has SQLite's write lock from its beginning.
    Sqlite(Turn),
    /// `READ COMMITTED`; what must not move is locked by the first statement.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Tx {
    /// A query inside the transaction.
    pub fn query(&mut self, sql: &'static str) -> Query<'_> {
        self.query_str(sql.into_sql_str())
    }

    /// A query whose text was made here, without anything that came from outside: names of schemas, for example.
    pub fn query_made(&mut self, sql: String) -> Query<'_> {
        self.query_str(AssertSqlSafe(sql).into_sql_str())
    }

    /// An insertion of `rows` rows in one statement: `values` is what one row binds, `($1, $2)` being written
    /// for each of them after `head`. The text is made of `head` and placeholders only.
    pub fn insert_many(&mut self, head: &'static str, rows: usize, columns: usize) -> Query<'_> {
        let mut sql = String::with_capacity(head.len() + rows * columns * 6);
        sql.push_str(head);
        for row in 0..rows {
            sql.push_str(if row == 0 { " VALUES (" } else { ", (" });
            for column in 0..columns {
                if column > 0 {
                    sql.push(',');
                }
                sql.push('$');
                sql.push_str(&(row * columns + column + 1).to_string());
            }
            sql.push(')');
        }
        self.query_str(AssertSqlSafe(sql).into_sql_str())
    }

    fn query_str(&mut self, sql: SqlStr) -> Query<'_> {
        Query::within(&mut self.open, sql)
    }

    /// Makes the transaction's changes lasting.
    ///
    /// # Errors
    /// When the database can't; nothing is changed then.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.open {
            Open::Sqlite(turn) => turn.commit().await?,
            Open::Postgres(tx) => tx.commit().await?,
        }
        self.changes.committed();
        Ok(())
    }

    /// Undoes the transaction at once, instead of when its connection is next used.
    ///
    /// # Errors
    /// When the database can't be reached; the changes are undone all the same.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self.open {
            Open::Sqlite(turn) => turn.rollback().await?,
            Open::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}
