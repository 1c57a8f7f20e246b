-- Sessions that people see and end, identities of the organisation's sign-in service, passwords that are forgotten.

-- What people are shown of a session. Those that began before have none of it, and end by themselves.
ALTER TABLE session ADD COLUMN id BLOB;
ALTER TABLE session ADD COLUMN created_at TEXT;
ALTER TABLE session ADD COLUMN last_used_at TEXT;
ALTER TABLE session ADD COLUMN address TEXT;
CREATE UNIQUE INDEX session_by_id ON session (id);
CREATE INDEX session_by_staff ON session (staff_id);

-- Which subject of which issuer is whose: an address given to somebody else does not take its holder's account along.
CREATE TABLE staff_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff_id BLOB NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (issuer, staff_id)
);
CREATE INDEX staff_identity_by_staff ON staff_identity (staff_id);

-- One row for each time somebody is sent to the sign-in service, until they come back. Only hashes: the secrets of an attempt
-- are in the browser's cookie.
CREATE TABLE sign_in_attempt (
    state_hash BLOB PRIMARY KEY,
    browser_hash BLOB NOT NULL,
    return_to TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX sign_in_attempt_by_expiry ON sign_in_attempt (expires_at);

-- One row for each time a password is forgotten, whether the address is anybody's or not.
CREATE TABLE password_reset (
    id BLOB PRIMARY KEY,
    email TEXT NOT NULL,
    return_to TEXT NOT NULL,
    address TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    -- The last link that was mailed, and until when it is good.
    staff_id BLOB REFERENCES staff (id) ON DELETE CASCADE,
    token_hash BLOB UNIQUE,
    expires_at TEXT
);
CREATE INDEX password_reset_by_email ON password_reset (email, asked_at);
CREATE INDEX password_reset_by_time ON password_reset (asked_at);
CREATE INDEX password_reset_by_staff ON password_reset (staff_id);
