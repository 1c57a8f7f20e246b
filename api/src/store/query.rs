//! One statement on either driver.

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, Encode, Postgres, SqlStr, Sqlite, Type};

use super::db::Driver;
use super::reader::Connection;
use super::row::Row;
use super::tx::Open;
use super::{Db, Reader, StoreError, Tx};

/// A value that both drivers can send.
pub trait Bind:
    for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send
{
}
impl<T> Bind for T where
    T: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send
{
}

/// Whatever statements can be asked of: the database, one connection of it, a transaction.
pub trait Queries {
    /// A statement there, without its arguments yet.
    fn query(&mut self, sql: &'static str) -> Query<'_>;
}

impl Queries for &Db {
    fn query(&mut self, sql: &'static str) -> Query<'_> {
        Db::query(self, sql)
    }
}

impl Queries for &mut Reader {
    fn query(&mut self, sql: &'static str) -> Query<'_> {
        Reader::query(self, sql)
    }
}

impl Queries for &mut Tx {
    fn query(&mut self, sql: &'static str) -> Query<'_> {
        Tx::query(self, sql)
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
    Db(&'a Driver),
    Reader(&'a mut Connection),
    Tx(&'a mut Open),
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
            (Target::Db(Driver::Sqlite { read, .. }), Arguments::Sqlite(arguments)) => {
                $wrap.sqlite(statement::<Sqlite, _>(sql, arguments).$call(read).await?)
            }
            (Target::Db(Driver::Postgres(pool)), Arguments::Postgres(arguments)) => {
                $wrap.postgres(statement::<Postgres, _>(sql, arguments).$call(pool).await?)
            }
            (Target::Reader(Connection::Sqlite(connection)), Arguments::Sqlite(arguments)) => {
                $wrap.sqlite(statement::<Sqlite, _>(sql, arguments).$call(&mut **connection).await?)
            }
            (Target::Reader(Connection::Postgres(connection)), Arguments::Postgres(arguments)) => {
                $wrap.postgres(statement::<Postgres, _>(sql, arguments).$call(&mut **connection).await?)
            }
            (Target::Tx(Open::Sqlite(turn)), Arguments::Sqlite(arguments)) => {
                $wrap.sqlite(statement::<Sqlite, _>(sql, arguments).$call(turn.connection()?).await?)
            }
            (Target::Tx(Open::Postgres(tx)), Arguments::Postgres(arguments)) => {
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

impl<'a> Query<'a> {
    /// A statement outside any transaction.
    pub(super) fn on(driver: &'a Driver, sql: SqlStr) -> Self {
        let arguments = match driver {
            Driver::Sqlite { .. } => Arguments::Sqlite(SqliteArguments::default()),
            Driver::Postgres(_) => Arguments::Postgres(PgArguments::default()),
        };
        Self { target: Target::Db(driver), sql, arguments, error: None }
    }

    /// A statement on a connection that is kept for several.
    pub(super) fn reading(connection: &'a mut Connection, sql: SqlStr) -> Self {
        let arguments = match connection {
            Connection::Sqlite(_) => Arguments::Sqlite(SqliteArguments::default()),
            Connection::Postgres(_) => Arguments::Postgres(PgArguments::default()),
        };
        Self { target: Target::Reader(connection), sql, arguments, error: None }
    }

    /// A statement inside a transaction.
    pub(super) fn within(open: &'a mut Open, sql: SqlStr) -> Self {
        let arguments = match open {
            Open::Sqlite(_) => Arguments::Sqlite(SqliteArguments::default()),
            Open::Postgres(_) => Arguments::Postgres(PgArguments::default()),
        };
        Self { target: Target::Tx(open), sql, arguments, error: None }
    }

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
