//! Pages of journals, which are walked through by id, from the latest or from the oldest.

use creno_types::journal::JournalOrder;
use uuid::Uuid;

/// Where a page begins, and which way it goes.
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    /// Which comes first.
    pub order: JournalOrder,
    /// The last line of the page before; none at the beginning.
    pub after: Option<Uuid>,
}

impl Walk {
    /// The statement for that way.
    pub(super) fn statement(self, latest: &'static str, oldest: &'static str) -> &'static str {
        match self.order {
            JournalOrder::Latest => latest,
            JournalOrder::Oldest => oldest,
        }
    }

    /// The id that every line of the page comes after.
    pub(super) fn after(self) -> Uuid {
        let beginning = match self.order {
            JournalOrder::Latest => Uuid::max(),
            JournalOrder::Oldest => Uuid::nil(),
        };
        self.after.unwrap_or(beginning)
    }
}

/// A statement that walks one way: what it selects and where, the id, the parameters of [`Walk::after`] and of the limit.
macro_rules! walk {
    (latest, $select:expr, $id:literal, $after:literal, $limit:literal) => {
        concat!($select, " AND ", $id, " < ", $after, " ORDER BY ", $id, " DESC LIMIT ", $limit)
    };
    (oldest, $select:expr, $id:literal, $after:literal, $limit:literal) => {
        concat!($select, " AND ", $id, " > ", $after, " ORDER BY ", $id, " LIMIT ", $limit)
    };
}
pub(super) use walk;
