//! Spreads a network and its appointments over the tables, many rows at a time.

mod bookings;
mod campaigns;
mod network;
mod people;

use crate::store::Query;
use crate::store::{Db, StoreError, Tx};

pub(super) use bookings::bookings;
pub(super) use network::network;

const COUNT_AGENCIES: &str = "SELECT count(*) AS agencies FROM agency";

/// How many values one statement sends. SQLite finds the name of each by walking through those before it, so that
/// a long statement costs the square of its length; a short one costs a round trip.
const VALUES: usize = 200;

/// Whether there is no agency.
pub(super) async fn is_empty(db: &Db) -> Result<bool, StoreError> {
    let agencies: i64 = db.query(COUNT_AGENCIES).fetch_one().await?.get("agencies")?;
    Ok(agencies == 0)
}

/// The same, inside the transaction that is about to write.
pub(super) async fn is_still_empty(tx: &mut Tx) -> Result<bool, StoreError> {
    let agencies: i64 = tx.query(COUNT_AGENCIES).fetch_one().await?.get("agencies")?;
    Ok(agencies == 0)
}

/// Inserts `rows`: `head` is the statement before `VALUES`, `bind` sends the values of one row, `columns` of them.
async fn insert<T>(
    tx: &mut Tx,
    head: &'static str,
    columns: usize,
    rows: &[T],
    bind: impl for<'q> Fn(Query<'q>, &T) -> Query<'q>,
) -> Result<(), StoreError> {
    for rows in rows.chunks((VALUES / columns).max(1)) {
        let query = tx.insert_many(head, rows.len(), columns);
        rows.iter().fold(query, &bind).execute().await?;
    }
    Ok(())
}
