//! The one door to the database: two drivers, one SQL text.
//!
//! [`Db`], [`Tx`] and [`Row`] choose the driver; nothing outside this file knows which one is behind. SQL is
//! written in the common part of both dialects (`$1`, `ON CONFLICT`, `RETURNING`, CTE, `string_agg`), and a test
//! prepares every statement on both.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{
    Arguments as _, ColumnIndex, Decode, Encode, Executor as _, Postgres, Row as _, SqlSafeStr as _, Sqlite,
    Type,
};
use sqlx::{AssertSqlSafe, SqlStr};

use super::StoreError;

/// A database, with its connections.
#[derive(Clone, Debug)]
pub enum Db {
    /// One connection writes, the others only read: SQLite has one writer at a time, and waiting for a
    /// connection is fairer than waiting for its lock.
    Sqlite {
        /// Connections that can't write.
        read: SqlitePool,
        /// The connection that writes.
        write: SqlitePool,
    },
    /// A server, shared by every instance.
    Postgres(PgPool),
}

/// A transaction; dropped without [`Tx::commit`], it leaves nothing behind.
#[derive(Debug)]
pub enum Tx {
    /// Holds SQLite's write lock from its beginning.
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    /// `READ COMMITTED`; what must not move is locked by the first statement.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A row of either driver.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

/// A value that both drivers can send.
pub trait Bind:
    for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send
{
}
impl<T> Bind for T where
    T: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send
{
}

/// A value that both drivers can read.
pub trait Read:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}
impl<T> Read for T where
    T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

/// How many connections a process opens at most: readers on SQLite, all of them on PostgreSQL.
const MAX_CONNECTIONS: u32 = 16;

impl Db {
    /// Opens the database of a `sqlite://` or `postgres://` URL; a SQLite file is made when it is missing.
    ///
    /// # Errors
    /// When the URL is of no known kind, or the database can't be reached.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url).await
        } else {
            let options = PgConnectOptions::from_str(url)?.application_name("creno");
            let pool = PgPoolOptions::new()
                .max_connections(MAX_CONNECTIONS)
                .acquire_timeout(Duration::from_secs(10))
                .connect_with(options)
                .await?;
            Ok(Self::Postgres(pool))
        }
    }

    async fn connect_sqlite(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A confirmed appointment survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .pragma("cache_size", "-16000");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(MAX_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { read, write })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration fails, or the database was migrated by a later version.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { write, .. } => sqlx::migrate!("../migrations/sqlite").run(write).await?,
            Self::Postgres(pool) => sqlx::migrate!("../migrations/postgres").run(pool).await?,
        }
        Ok(())
    }

    /// Begins a transaction that may write.
    ///
    /// # Errors
    /// When no connection is free in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// A query that only reads, outside any transaction.
    pub fn query(&self, sql: &'static str) -> Query<'_> {
        let arguments = match self {
            Self::Sqlite { .. } => Arguments::Sqlite(SqliteArguments::default()),
            Self::Postgres(_) => Arguments::Postgres(PgArguments::default()),
        };
        Query { target: Target::Db(self), sql: sql.into_sql_str(), arguments, error: None }
    }

    /// Prepares a statement without running it, for the test that goes through them all.
    ///
    /// # Errors
    /// What the engine has against it.
    pub async fn prepare(&self, sql: &'static str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { read, .. } => drop(read.prepare(sql.into_sql_str()).await?),
            Self::Postgres(pool) => drop(pool.prepare(sql.into_sql_str()).await?),
        }
        Ok(())
    }

    /// Asks the database whether it answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.query("SELECT 1 AS one").fetch_one().await.map(drop)
    }

    /// Waits for running queries, then closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
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
        let arguments = match self {
            Self::Sqlite(_) => Arguments::Sqlite(SqliteArguments::default()),
            Self::Postgres(_) => Arguments::Postgres(PgArguments::default()),
        };
        Query { target: Target::Tx(self), sql, arguments, error: None }
    }

    /// Makes the transaction's changes lasting.
    ///
    /// # Errors
    /// When the database can't; nothing is changed then.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Undoes the transaction at once, instead of when its connection is next used.
    ///
    /// # Errors
    /// When the database can't be reached; the changes are undone all the same.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

/// A statement with its arguments, about to run.
pub struct Query<'a> {
    target: Target<'a>,
    sql: SqlStr,
    arguments: Arguments,
    error: Option<sqlx::error::BoxDynError>,
}

enum Target<'a> {
    Db(&'a Db),
    Tx(&'a mut Tx),
}

enum Arguments {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

/// Runs `$call` on the driver that the query's target and arguments belong to.
macro_rules! run {
    ($self:ident, $call:ident, $wrap:expr_2021) => {{
        let Query { target, sql, arguments, error } = $self;
        if let Some(error) = error {
            return Err(StoreError::Sql(sqlx::Error::Encode(error)));
        }
        match (target, arguments) {
            (Target::Db(Db::Sqlite { read, .. }), Arguments::Sqlite(arguments)) => {
                $wrap.sqlite(statement::<Sqlite, _>(sql, arguments).$call(read).await?)
            }
            (Target::Db(Db::Postgres(pool)), Arguments::Postgres(arguments)) => {
                $wrap.postgres(statement::<Postgres, _>(sql, arguments).$call(pool).await?)
            }
            (Target::Tx(Tx::Sqlite(tx)), Arguments::Sqlite(arguments)) => {
                $wrap.sqlite(statement::<Sqlite, _>(sql, arguments).$call(&mut **tx).await?)
            }
            (Target::Tx(Tx::Postgres(tx)), Arguments::Postgres(arguments)) => {
                $wrap.postgres(statement::<Postgres, _>(sql, arguments).$call(&mut **tx).await?)
            }
            _ => return Err(StoreError::Sql(sqlx::Error::Protocol("arguments of another driver".into()))),
        }
    }};
}

#[expect(clippy::disallowed_methods, reason = "this is the door")]
fn statement<'q, DB, A>(sql: SqlStr, arguments: A) -> sqlx::query::Query<'q, DB, A>
where
    DB: sqlx::Database,
    A: sqlx::IntoArguments<DB>,
{
    sqlx::query_with(sql, arguments)
}

impl Query<'_> {
    /// Adds the next argument.
    #[must_use]
    pub fn bind<T: Bind>(mut self, value: T) -> Self {
        let added = match &mut self.arguments {
            Arguments::Sqlite(arguments) => sqlx::Arguments::add(arguments, value),
            Arguments::Postgres(arguments) => arguments.add(value),
        };
        self.error = self.error.or(added.err());
        self
    }

    /// Runs it; the number of rows that it touched.
    ///
    /// # Errors
    /// What the database has against it.
    pub async fn execute(self) -> Result<u64, StoreError> {
        Ok(run!(self, execute, Affected))
    }

    /// Every row.
    ///
    /// # Errors
    /// What the database has against it.
    pub async fn fetch_all(self) -> Result<Vec<Row>, StoreError> {
        Ok(run!(self, fetch_all, AllRows))
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// What the database has against it.
    pub async fn fetch_optional(self) -> Result<Option<Row>, StoreError> {
        Ok(run!(self, fetch_optional, FirstRow))
    }

    /// The only row of a query that always has one.
    ///
    /// # Errors
    /// What the database has against it, or that there is no row.
    pub async fn fetch_one(self) -> Result<Row, StoreError> {
        self.fetch_optional().await?.ok_or(StoreError::Sql(sqlx::Error::RowNotFound))
    }
}

struct Affected;
struct AllRows;
struct FirstRow;

impl Affected {
    fn sqlite(self, result: sqlx::sqlite::SqliteQueryResult) -> u64 {
        result.rows_affected()
    }
    fn postgres(self, result: sqlx::postgres::PgQueryResult) -> u64 {
        result.rows_affected()
    }
}

impl AllRows {
    fn sqlite(self, rows: Vec<SqliteRow>) -> Vec<Row> {
        rows.into_iter().map(Row::Sqlite).collect()
    }
    fn postgres(self, rows: Vec<PgRow>) -> Vec<Row> {
        rows.into_iter().map(Row::Postgres).collect()
    }
}

impl FirstRow {
    fn sqlite(self, row: Option<SqliteRow>) -> Option<Row> {
        row.map(Row::Sqlite)
    }
    fn postgres(self, row: Option<PgRow>) -> Option<Row> {
        row.map(Row::Postgres)
    }
}

impl Row {
    /// The value of a column.
    ///
    /// # Errors
    /// When there is no such column, or its value is of another type.
    pub fn get<T: Read>(&self, column: &'static str) -> Result<T, StoreError>
    where
        &'static str: ColumnIndex<SqliteRow> + ColumnIndex<PgRow>,
    {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    /// The value of a text column, parsed.
    ///
    /// # Errors
    /// When the text is none that the type knows: the database holds something that we did not write.
    pub fn parse<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        let text: String = self.get(column)?;
        text.parse().map_err(|_| StoreError::Corrupt { column, value: text })
    }

    /// The value of an integer column, in the integer type wanted.
    ///
    /// # Errors
    /// When it does not fit.
    pub fn integer<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T, StoreError> {
        let number: i64 = self.get(column)?;
        T::try_from(number).map_err(|_| StoreError::Corrupt { column, value: number.to_string() })
    }

    /// The value of a JSON column, in the type wanted.
    ///
    /// # Errors
    /// When it is of another shape.
    pub fn json<T: serde::de::DeserializeOwned + 'static>(
        &self,
        column: &'static str,
    ) -> Result<T, StoreError> {
        let value: sqlx::types::Json<serde_json::Value> = self.get(column)?;
        serde_json::from_value(value.0)
            .map_err(|error| StoreError::Corrupt { column, value: error.to_string() })
    }
}
