//! Who works where, for colleagues.

use std::collections::HashMap;

use creno_types::Slug;
use creno_types::ids::{AgencyId, StaffId};
use creno_types::staff::{Scope, StaffName};
use uuid::Uuid;

use super::staff::Member;
use super::{Db, StoreError, statements};

statements! {
    LIST_PEOPLE = "SELECT s.id, s.slug, s.name, sa.agency_id FROM staff s
        JOIN staff_agency sa ON sa.staff_id = s.id JOIN agency a ON a.id = sa.agency_id
        WHERE s.active AND a.active AND ($2 = 'network' OR EXISTS (
            SELECT 1 FROM staff_agency mine WHERE mine.agency_id = sa.agency_id AND mine.staff_id = $1))
        ORDER BY s.name, s.id, a.name, a.id";
    LIST_HANDLED = "SELECT st.staff_id, t.slug FROM staff_theme st JOIN theme t ON t.id = st.theme_id
        JOIN skill k ON k.id = t.skill_id WHERE t.active AND k.active AND ($2 = 'network' OR EXISTS (
            SELECT 1 FROM staff_agency theirs JOIN staff_agency mine ON mine.agency_id = theirs.agency_id
            WHERE theirs.staff_id = st.staff_id AND mine.staff_id = $1))
        ORDER BY st.staff_id, t.position, t.slug";
}

/// Someone who works in agencies that are also the viewer's.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// Who.
    pub staff: StaffName,
    /// Those of their agencies that are also the viewer's, by name.
    pub agencies: Vec<AgencyId>,
    /// Active themes that they handle.
    pub themes: Vec<Slug>,
}

/// The active people of the agencies of `member`, by name: of every agency when they reach the network.
///
/// # Errors
/// When the database fails.
pub async fn list_people(db: &Db, member: &Member) -> Result<Vec<Colleague>, StoreError> {
    let scope = if member.scope == Scope::Network { "network" } else { "perimeter" };
    let rows = db.query(LIST_PEOPLE).bind(member.staff.id.0).bind(scope).fetch_all().await?;
    let handled = db.query(LIST_HANDLED).bind(member.staff.id.0).bind(scope).fetch_all().await?;
    let mut themes: HashMap<StaffId, Vec<Slug>> = HashMap::new();
    for row in &handled {
        themes.entry(StaffId(row.get("staff_id")?)).or_default().push(row.parse("slug")?);
    }
    let mut people: Vec<Colleague> = Vec::new();
    for row in &rows {
        let id = StaffId(row.get("id")?);
        if people.last().is_none_or(|last| last.staff.id != id) {
            let staff = StaffName { id, slug: row.parse("slug")?, name: row.get("name")? };
            people.push(Colleague {
                staff,
                agencies: Vec::new(),
                themes: themes.remove(&id).unwrap_or_default(),
            });
        }
        let agency: Uuid = row.get("agency_id")?;
        if let Some(last) = people.last_mut() {
            last.agencies.push(AgencyId(agency));
        }
    }
    Ok(people)
}
