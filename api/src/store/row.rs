//! Rows of either driver, read into our types.

use std::str::FromStr;

use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{ColumnIndex, Decode, Postgres, Row as _, Sqlite, Type};

use super::StoreError;

/// A row of either driver.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
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
