-- Keys by which programs call the API, and the journal of what was changed by whom.

-- Only the hash of a key is kept: the secret is shown once.
CREATE TABLE api_key (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    secret_hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    masks_contact BOOLEAN NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    last_used_at TEXT,
    revoked_at TEXT
);

-- Rows are added, never changed, and go with their age. Who is named as they were called then.
CREATE TABLE settings_log (
    id BLOB PRIMARY KEY,
    at TEXT NOT NULL,
    staff_id BLOB,
    api_key_id BLOB,
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    resource TEXT NOT NULL,
    subject TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('created', 'updated', 'deleted')),
    before TEXT,
    after TEXT
);
CREATE INDEX settings_log_by_time ON settings_log (at);

-- A key that looked at clients' data; none for a person.
ALTER TABLE access_log ADD COLUMN api_key_id BLOB;

-- One row for each kind of setting: whoever changes one waits for who is changing another, so that nobody overwrites
-- what they have not seen.
CREATE TABLE settings_lock (
    resource TEXT PRIMARY KEY,
    changes BIGINT NOT NULL
);

-- Lists of appointments are read page by page, by start.
CREATE INDEX appointment_by_start ON appointment (starts_at, id);
