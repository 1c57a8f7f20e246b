//! Appointments, counted.

use creno_types::ids::StaffId;
use creno_types::reports::SpreadQuery;
use creno_types::staff::StaffName;

use super::schedule::id_or_nil;
use super::{Db, StoreError, statements};

statements! {
    COUNT_BY_STAFF = "SELECT s.id, s.slug, s.name, (SELECT count(*) FROM appointment p
            WHERE p.staff_id = s.id AND p.agency_id = a.id AND p.theme_id = t.id AND p.status <> 'cancelled'
            AND p.local_date BETWEEN $5 AND $6) AS appointments
        FROM staff s CROSS JOIN agency a CROSS JOIN theme t
        WHERE (a.slug = $1 OR a.id = $2) AND (t.slug = $3 OR t.id = $4) AND (
            (s.active AND EXISTS (SELECT 1 FROM staff_theme st WHERE st.staff_id = s.id AND st.theme_id = t.id)
                AND EXISTS (SELECT 1 FROM staff_agency sa WHERE sa.staff_id = s.id AND sa.agency_id = a.id))
            OR EXISTS (SELECT 1 FROM appointment p WHERE p.staff_id = s.id AND p.agency_id = a.id
                AND p.theme_id = t.id AND p.status <> 'cancelled' AND p.local_date BETWEEN $5 AND $6))
        ORDER BY s.name, s.slug";
}

/// How many appointments of an agency and a theme each person has, those without any included.
///
/// # Errors
/// When the database fails.
pub async fn count_by_staff(db: &Db, query: &SpreadQuery) -> Result<Vec<(StaffName, u32)>, StoreError> {
    let rows = db
        .query(COUNT_BY_STAFF)
        .bind(query.agency.clone())
        .bind(id_or_nil(&query.agency))
        .bind(query.theme.clone())
        .bind(id_or_nil(&query.theme))
        .bind(query.from)
        .bind(query.to)
        .fetch_all()
        .await?;
    rows.iter()
        .map(|row| {
            let staff =
                StaffName { id: StaffId(row.get("id")?), slug: row.parse("slug")?, name: row.get("name")? };
            Ok((staff, row.integer("appointments")?))
        })
        .collect()
}
