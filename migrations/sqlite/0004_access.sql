-- Who signs in, and the journal of it. Session ids are kept hashed.

CREATE TABLE session (
    id_hash BLOB PRIMARY KEY,
    staff_id BLOB REFERENCES staff (id) ON DELETE CASCADE,
    data TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX session_by_expiry ON session (expires_at);

-- account_hash stands for the e-mail address typed, known or not.
CREATE TABLE access_log (
    id BLOB PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    staff_id BLOB,
    account_hash BLOB,
    address TEXT NOT NULL,
    subject TEXT NOT NULL
);
CREATE INDEX access_log_by_account ON access_log (account_hash, at);
CREATE INDEX access_log_by_address ON access_log (address, at);
