//! Lists of appointments: by day, by what is searched, of agendas.

use chrono::{DateTime, NaiveDate, Utc};
use creno_types::appointment::{Appointment, AppointmentStatus};
use creno_types::ids::StaffId;
use creno_types::{Channel, Reference};
use uuid::Uuid;

use super::{FullAppointment, full};
use crate::store::agendas::{Asked, with_who};
use crate::store::reach::scope;
use crate::store::schedule::id_or_nil;
use crate::store::search::{WORDS, Word, words};
use crate::store::staff::Member;
use crate::store::{Db, StoreError, statements};

/// Whether a word that is searched is a part of a client's name, address or number.
macro_rules! has_word {
    ($name:literal, $email:literal, $typed:literal, $international:literal) => {
        concat!(
            " AND (c.name_folded LIKE ",
            $name,
            " ESCAPE '!' OR lower(c.email) LIKE ",
            $email,
            " ESCAPE '!'
            OR c.phone_key LIKE ",
            $typed,
            " OR c.phone_key LIKE ",
            $international,
            "
            OR replace(replace(replace(c.phone, ' ', ''), '.', ''), '-', '') LIKE ",
            $typed,
            ")"
        )
    };
}

statements! {
    LIST_APPOINTMENTS = select!("WHERE p.local_date BETWEEN $1 AND $2
        AND (p.starts_at > $3 OR (p.starts_at = $3 AND p.id > $4))
        AND (p.status = $5 OR ($5 = '' AND p.status <> 'cancelled')) AND ($6 = '' OR p.channel = $6)
        AND ($7 = '' OR a.slug = $7 OR a.id = $8) AND ($9 = '' OR t.slug = $9 OR t.id = $10)
        AND ($11 = '' OR s.slug = $11 OR s.id = $12)
        AND (p.staff_id = $13 OR $14 = 'network' OR ($14 = 'perimeter' AND EXISTS (
            SELECT 1 FROM staff_agency sa WHERE sa.staff_id = $13 AND sa.agency_id = p.agency_id)))
        ORDER BY p.starts_at, p.id LIMIT $15");
    // Those who are searched are found first, in one walk along their index.
    SEARCH_APPOINTMENTS = concat!(
        select!("WHERE (p.id IN (SELECT x.id FROM appointment x WHERE x.reference LIKE $16 ESCAPE '!')
            OR p.client_id IN (SELECT c.id FROM client c WHERE TRUE"),
        has_word!("$17", "$18", "$19", "$20"), has_word!("$21", "$22", "$23", "$24"),
        has_word!("$25", "$26", "$27", "$28"), has_word!("$29", "$30", "$31", "$32"), "))
        AND p.local_date BETWEEN $1 AND $2
        AND (p.starts_at > $3 OR (p.starts_at = $3 AND p.id > $4))
        AND ($5 = 'any' OR p.status = $5 OR ($5 = '' AND p.status <> 'cancelled')) AND ($6 = '' OR p.channel = $6)
        AND ($7 = '' OR a.slug = $7 OR a.id = $8) AND ($9 = '' OR t.slug = $9 OR t.id = $10)
        AND ($11 = '' OR s.slug = $11 OR s.id = $12)
        AND (p.staff_id = $13 OR $14 = 'network' OR ($14 = 'perimeter' AND EXISTS (
            SELECT 1 FROM staff_agency sa WHERE sa.staff_id = $13 AND sa.agency_id = p.agency_id)))
        ORDER BY p.starts_at, p.id LIMIT $15");
    LIST_AGENDA = concat!(with_who!(), select!("WHERE p.staff_id IN (SELECT id FROM who) AND p.starts_at >= $9 AND p.starts_at < $10
        AND p.local_date BETWEEN $7 AND $8
        AND p.status <> 'cancelled' AND (CAST($5 AS TEXT) IS NULL OR a.slug = $5 OR a.id = $6)
        AND (p.staff_id = $1 OR $2 = 'network' OR ($2 = 'perimeter' AND EXISTS (
            SELECT 1 FROM staff_agency sa WHERE sa.staff_id = $1 AND sa.agency_id = p.agency_id)))
        ORDER BY p.starts_at, p.id"));
    LIST_OWN = select!("WHERE p.staff_id = $1 AND p.starts_at >= $2 AND p.status <> 'cancelled'
        ORDER BY p.starts_at, p.id LIMIT 2000");
}

/// Which appointments to list.
#[derive(Clone, Debug)]
pub struct Filter {
    /// First and last local date of the start.
    pub dates: (NaiveDate, NaiveDate),
    /// After the one of that start and id.
    pub after: (DateTime<Utc>, Uuid),
    /// Where they stand; all but the cancelled ones when none.
    pub status: Option<AppointmentStatus>,
    /// Way of meeting.
    pub channel: Option<Channel>,
    /// Slug or id of an agency.
    pub agency: Option<String>,
    /// Slug or id of a theme.
    pub theme: Option<String>,
    /// Slug or id of who receives.
    pub staff: Option<String>,
    /// At most so many.
    pub limit: i64,
    /// What is searched; nothing when blank. A whole reference finds the cancelled one too.
    pub search: String,
}

/// The appointments asked for that `member` reaches, by start.
///
/// # Errors
/// When the database fails.
pub async fn list_appointments(
    db: &Db,
    member: &Member,
    filter: &Filter,
) -> Result<Vec<Appointment>, StoreError> {
    let mut words = words(&filter.search, &member.sight);
    let searches = !words.is_empty();
    let query = db.query(if searches { SEARCH_APPOINTMENTS } else { LIST_APPOINTMENTS });
    let query = query.bind(filter.dates.0).bind(filter.dates.1);
    let query = query.bind(filter.after.0).bind(filter.after.1);
    let is_reference = filter.search.parse::<Reference>().is_ok();
    let usual = if is_reference { "any" } else { "" };
    let query = query.bind(filter.status.map_or(usual, AppointmentStatus::as_str));
    let mut query = query.bind(filter.channel.map_or("", Channel::as_str));
    for name in [&filter.agency, &filter.theme, &filter.staff] {
        let name = name.as_deref().unwrap_or_default();
        query = query.bind(name.to_owned()).bind(id_or_nil(name));
    }
    let mut query = query.bind(member.staff.id.0).bind(scope(member.scope)).bind(filter.limit);
    if searches {
        // A reference is one word.
        let reference = if words.len() == 1 { words[0].reference.take() } else { None };
        query = query.bind(reference);
        words.resize_with(WORDS, Word::any);
        for Word { name, email, phone: [typed, international], .. } in words {
            query = query.bind(name).bind(email).bind(typed).bind(international);
        }
    }
    let rows = query.fetch_all().await?;
    rows.iter().map(|row| full(row).map(|full| full.appointment)).collect()
}

/// The appointments of agendas, by start.
///
/// # Errors
/// When the database fails.
pub async fn list_agenda(db: &Db, asked: &Asked<'_>) -> Result<Vec<Appointment>, StoreError> {
    let rows = asked.bind_instants(asked.bind(db.query(LIST_AGENDA))).fetch_all().await?;
    rows.iter().map(|row| full(row).map(|full| full.appointment)).collect()
}

/// The appointments of a person from an instant on, two thousand at most, by start, without the cancelled ones.
///
/// # Errors
/// When the database fails.
pub async fn list_own(
    db: &Db,
    staff: StaffId,
    from: DateTime<Utc>,
) -> Result<Vec<FullAppointment>, StoreError> {
    db.query(LIST_OWN).bind(staff.0).bind(from).fetch_all().await?.iter().map(full).collect()
}
