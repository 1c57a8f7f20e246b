//! Whose availability a staff member reaches, and in which agencies.

use chrono_tz::Tz;
use creno_types::appointment::Named;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::staff::{Scope, StaffName};

use super::schedule::id_or_nil;
use super::staff::Member;
use super::{Db, Row, StoreError, statements};

/// Whether a window or an exception is within reach: `$row` is its alias, `$member` who looks, `$scope` how far.
/// What stands in one agency takes that agency; what stands in all of them, any agency in common.
macro_rules! within_reach {
    ($row:literal, $member:literal, $scope:literal) => {
        concat!(
            "(", $row, ".staff_id = ", $member, " OR ", $scope, " = 'network' OR (", $scope, " = 'perimeter' AND EXISTS (
                SELECT 1 FROM staff_agency mine JOIN staff_agency theirs ON theirs.agency_id = mine.agency_id
                WHERE mine.staff_id = ", $member, " AND theirs.staff_id = ", $row, ".staff_id
                AND (", $row, ".agency_id IS NULL OR ", $row, ".agency_id = mine.agency_id))))"
        )
    };
}
pub(super) use within_reach;

/// Whether a window or an exception is of the person and the agency asked, by slug or id: `$row` is its alias,
/// `$staff` and `$agency` the slugs, null for any, each followed by the id that it may spell.
macro_rules! asked {
    ($row:literal, $staff:literal, $staff_id:literal, $agency:literal, $agency_id:literal) => {
        concat!(
            "(CAST(",
            $staff,
            " AS TEXT) IS NULL OR s.slug = ",
            $staff,
            " OR s.id = ",
            $staff_id,
            ")
            AND (CAST(",
            $agency,
            " AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM agency f
                WHERE (f.slug = ",
            $agency,
            " OR f.id = ",
            $agency_id,
            ") AND (",
            $row,
            ".agency_id = f.id
                    OR (",
            $row,
            ".agency_id IS NULL AND EXISTS (SELECT 1 FROM staff_agency sf
                        WHERE sf.staff_id = ",
            $row,
            ".staff_id AND sf.agency_id = f.id)))))"
        )
    };
}
pub(super) use asked;

statements! {
    FIND_PERSON = "SELECT s.id, s.slug, s.name FROM staff s
        WHERE s.active AND (s.slug = $1 OR s.id = $2) AND (s.id = $3 OR $4 = 'network' OR ($4 = 'perimeter' AND EXISTS (
            SELECT 1 FROM staff_agency mine JOIN staff_agency theirs ON theirs.agency_id = mine.agency_id
            WHERE mine.staff_id = $3 AND theirs.staff_id = s.id)))";
    REACHES_AGENCY = "SELECT 1 AS reached FROM agency a WHERE a.active AND (a.slug = $1 OR a.id = $2)
        AND ($4 = 'network' OR EXISTS (SELECT 1 FROM staff_agency mine WHERE mine.agency_id = a.id AND mine.staff_id = $3))";
    LIST_PLACES = "SELECT a.id, a.slug, a.name, a.timezone,
        EXISTS (SELECT 1 FROM staff_agency sa WHERE sa.agency_id = a.id AND sa.staff_id = $1) AS works,
        ($3 = 'network' OR EXISTS (
            SELECT 1 FROM staff_agency sa WHERE sa.agency_id = a.id AND sa.staff_id = $2)) AS reached
        FROM agency a WHERE a.active ORDER BY a.name, a.slug";
    LIST_AGENCIES = "SELECT agency_id FROM staff_agency WHERE staff_id = $1";
    LIST_RECEIVING = "SELECT s.id FROM staff s WHERE s.active AND (
            EXISTS (SELECT 1 FROM availability_window w WHERE w.staff_id = s.id AND w.agency_id = $1)
            OR EXISTS (SELECT 1 FROM exception e WHERE e.staff_id = s.id AND e.agency_id = $1))
        ORDER BY s.id";
}

/// An agency, seen from a person and from who looks at them.
#[derive(Clone, Debug)]
pub struct Place {
    /// The agency.
    pub agency: Named<AgencyId>,
    /// Its zone.
    pub timezone: Tz,
    /// Whether the person works there.
    pub works: bool,
    /// Whether it is within reach of who looks.
    pub reached: bool,
}

/// The active person of that slug or id, when `member` reaches them.
///
/// # Errors
/// When the database fails.
pub async fn find_person(db: &Db, member: &Member, name: &str) -> Result<Option<StaffName>, StoreError> {
    let query = db.query(FIND_PERSON).bind(name.to_owned()).bind(id_or_nil(name));
    let row = query.bind(member.staff.id.0).bind(scope(member.scope)).fetch_optional().await?;
    row.map(|row| {
        Ok(StaffName { id: StaffId(row.get("id")?), slug: row.parse("slug")?, name: row.get("name")? })
    })
    .transpose()
}

/// Whether an active agency of that slug or id is within reach.
///
/// # Errors
/// When the database fails.
pub async fn reaches_agency(db: &Db, member: &Member, name: &str) -> Result<bool, StoreError> {
    let query = db.query(REACHES_AGENCY).bind(name.to_owned()).bind(id_or_nil(name));
    Ok(query.bind(member.staff.id.0).bind(scope(member.scope)).fetch_optional().await?.is_some())
}

/// Every active agency, as `member` and `person` stand to it.
///
/// # Errors
/// When the database fails.
pub async fn list_places(db: &Db, member: &Member, person: StaffId) -> Result<Vec<Place>, StoreError> {
    let query = db.query(LIST_PLACES).bind(person.0).bind(member.staff.id.0).bind(scope(member.scope));
    query.fetch_all().await?.iter().map(place).collect()
}

/// The agencies that a staff member belongs to.
///
/// # Errors
/// When the database fails.
pub async fn list_agencies(db: &Db, member: &Member) -> Result<Vec<AgencyId>, StoreError> {
    let rows = db.query(LIST_AGENCIES).bind(member.staff.id.0).fetch_all().await?;
    rows.iter().map(|row| Ok(AgencyId(row.get("agency_id")?))).collect()
}

/// The active people who have windows or exceptions in one agency, in the order in which they are to be locked.
///
/// # Errors
/// When the database fails.
pub async fn list_receiving(db: &Db, agency: AgencyId) -> Result<Vec<StaffId>, StoreError> {
    let rows = db.query(LIST_RECEIVING).bind(agency.0).fetch_all().await?;
    rows.iter().map(|row| Ok(StaffId(row.get("id")?))).collect()
}

/// The word by which statements know a scope.
pub(super) const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Own => "own",
        Scope::Perimeter => "perimeter",
        Scope::Network => "network",
    }
}

fn place(row: &Row) -> Result<Place, StoreError> {
    Ok(Place {
        agency: Named { id: AgencyId(row.get("id")?), slug: row.parse("slug")?, name: row.get("name")? },
        timezone: row.parse("timezone")?,
        works: row.get("works")?,
        reached: row.get("reached")?,
    })
}
