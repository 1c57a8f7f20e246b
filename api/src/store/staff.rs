//! Accounts, and what their profile allows.

use creno_types::api_key::ApiKey;
use creno_types::field::FieldFormat;
use creno_types::ids::StaffId;
use creno_types::session::SessionAgency;
use creno_types::staff::{Permission, Scope, StaffName};
use uuid::Uuid;

use super::catalog::word;
use super::{Db, Queries, Row, StoreError, statements};
use crate::sight::{MaskedField, Sight};

statements! {
    FIND_ACCOUNT = "SELECT id, name, password_hash FROM staff WHERE email = $1 AND active";
    FIND_ACCOUNT_ID = "SELECT id FROM staff WHERE email = $1";
    FIND_MEMBER = "SELECT s.id, s.slug, s.name, p.name AS profile, p.scope, p.permissions, p.masks_contact,
        p.masked_fields
        FROM staff s JOIN profile p ON p.id = s.profile_id WHERE s.id = $1 AND s.active";
    // A field names clients when it is their first or last name, or when a form has neither for sure and asks it in letters.
    LIST_DRAWN = "SELECT f.key, f.format, (f.key IN ('first_name', 'last_name') OR (f.format = 'letters' AND EXISTS (
            SELECT 1 FROM theme_field tf WHERE tf.field_key = f.key AND NOT EXISTS (
                SELECT 1 FROM theme_field n JOIN field r ON r.key = n.field_key
                WHERE n.theme_id = tf.theme_id AND r.required AND r.key IN ('first_name', 'last_name'))))) AS names
        FROM field f";
    LIST_AGENCIES_OF = "SELECT a.slug, a.name, a.timezone FROM agency a
        WHERE a.active AND ($2 = 'network' OR EXISTS (
            SELECT 1 FROM staff_agency sa WHERE sa.agency_id = a.id AND sa.staff_id = $1))
        ORDER BY a.name";
}

/// What signing in looks at.
pub struct Account {
    /// Who.
    pub id: StaffId,
    /// What they are called.
    pub name: String,
    /// Argon2id hash of the password; none for those who sign in elsewhere only.
    pub password_hash: Option<String>,
}

/// An active staff member and their rights.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub staff: StaffName,
    /// Name of their profile.
    pub profile: String,
    /// How far they reach.
    pub scope: Scope,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// What they see of clients.
    pub sight: Sight,
    /// The API key by which a program calls; none for a person.
    pub key: Option<ApiKey>,
    /// Network address that the request came from.
    pub address: String,
}

impl Member {
    /// Which staff member; none for a program.
    pub fn staff_id(&self) -> Option<StaffId> {
        self.key.is_none().then_some(self.staff.id)
    }

    /// Who acts, in the words of journals.
    pub fn actor(&self) -> &'static str {
        if self.key.is_none() { "staff" } else { "api" }
    }
}

/// The active account of an e-mail address, which is in lower case.
///
/// # Errors
/// When the database fails.
pub async fn find_account(db: &Db, email: &str) -> Result<Option<Account>, StoreError> {
    let row = db.query(FIND_ACCOUNT).bind(email.to_owned()).fetch_optional().await?;
    row.map(|row| {
        Ok(Account {
            id: StaffId(row.get("id")?),
            name: row.get("name")?,
            password_hash: row.get("password_hash")?,
        })
    })
    .transpose()
}

/// Whose an e-mail address is, active or not; it is in lower case.
///
/// # Errors
/// When the database fails.
pub async fn find_account_id(mut source: impl Queries, email: &str) -> Result<Option<StaffId>, StoreError> {
    let row = source.query(FIND_ACCOUNT_ID).bind(email.to_owned()).fetch_optional().await?;
    row.map(|row| Ok(StaffId(row.get("id")?))).transpose()
}

/// The active staff member of that id, who calls from `address`.
///
/// # Errors
/// When the database fails.
pub async fn find_member(db: &Db, id: StaffId, address: &str) -> Result<Option<Member>, StoreError> {
    let Some(row) = db.query(FIND_MEMBER).bind(id.0).fetch_optional().await? else { return Ok(None) };
    let mut member = member(&row, address)?;
    let masked: Vec<String> = row.json("masked_fields")?;
    if !masked.is_empty() {
        let drawn = db.query(LIST_DRAWN).fetch_all().await?;
        member.sight = member.sight.without(masked_fields(masked, &drawn)?);
    }
    Ok(Some(member))
}

/// What is known of masked fields; a field that was removed may still have answers.
fn masked_fields(keys: Vec<String>, drawn: &[Row]) -> Result<Vec<MaskedField>, StoreError> {
    let mut fields = Vec::new();
    for key in keys {
        let mut field = MaskedField { key, format: FieldFormat::Text, names: false };
        for row in drawn {
            if row.get::<String>("key")? == field.key {
                (field.format, field.names) = (word(row, "format")?, row.get("names")?);
            }
        }
        fields.push(field);
    }
    Ok(fields)
}

/// The agencies that a staff member reaches, by name.
///
/// # Errors
/// When the database fails.
pub async fn list_agencies_of(db: &Db, id: StaffId, scope: Scope) -> Result<Vec<SessionAgency>, StoreError> {
    let scope = if scope == Scope::Network { "network" } else { "perimeter" };
    let rows = db.query(LIST_AGENCIES_OF).bind(id.0).bind(scope).fetch_all().await?;
    rows.iter()
        .map(|row| {
            Ok(SessionAgency {
                slug: row.parse("slug")?,
                name: row.get("name")?,
                timezone: row.get("timezone")?,
            })
        })
        .collect()
}

fn member(row: &Row, address: &str) -> Result<Member, StoreError> {
    let id: Uuid = row.get("id")?;
    Ok(Member {
        staff: StaffName { id: StaffId(id), slug: row.parse("slug")?, name: row.get("name")? },
        profile: row.get("profile")?,
        scope: word(row, "scope")?,
        permissions: row.json("permissions")?,
        sight: Sight::whole(row.get("masks_contact")?),
        key: None,
        address: address.to_owned(),
    })
}
