-- Keys by which programs call the API, and the journal of what was changed by whom.

-- Only the hash of a key is kept: the secret is shown once.
CREATE TABLE api_key (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    secret_hash BYTEA NOT NULL UNIQUE,
    scopes JSONB NOT NULL,
    masks_contact BOOLEAN NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    last_used_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ
);

-- Rows are added, never changed, and go with their age. Who is named as they were called then.
CREATE TABLE settings_log (
    id UUID PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    staff_id UUID,
    api_key_id UUID,
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    resource TEXT NOT NULL,
    subject TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('created', 'updated', 'deleted')),
    before JSONB,
    after JSONB
);
CREATE INDEX settings_log_by_time ON settings_log (at);

-- A key that looked at clients' data; none for a person.
ALTER TABLE access_log ADD COLUMN api_key_id UUID;

-- One row for each kind of setting: whoever changes one waits for who is changing another, so that nobody overwrites
-- what they have not seen.
CREATE TABLE settings_lock (
    resource TEXT PRIMARY KEY,
    changes BIGINT NOT NULL
);

-- Lists of appointments are read page by page, by start.
CREATE INDEX appointment_by_start ON appointment (starts_at, id);
