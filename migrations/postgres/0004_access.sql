-- Who signs in, and the journal of it. Session ids are kept hashed.

CREATE TABLE session (
    id_hash BYTEA PRIMARY KEY,
    staff_id UUID REFERENCES staff (id) ON DELETE CASCADE,
    data JSONB NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);

-- account_hash stands for the e-mail address typed, known or not.
CREATE TABLE access_log (
    id UUID PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    kind TEXT NOT NULL,
    staff_id UUID,
    account_hash BYTEA,
    address TEXT NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX access_log_by_account ON access_log (account_hash, at);
CREATE INDEX access_log_by_address ON access_log (address, at);
