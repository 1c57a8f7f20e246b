-- A theme may ask that the mail address be proved before a slot is firm.

ALTER TABLE theme ADD COLUMN prove_email BOOLEAN NOT NULL DEFAULT FALSE;

-- One row for each hold that asks: the address, and the hash of the last code that was sent there.
CREATE TABLE email_proof (
    id UUID PRIMARY KEY,
    hold_token_hash BYTEA NOT NULL UNIQUE,
    email TEXT NOT NULL,
    lang TEXT NOT NULL,
    code_hash BYTEA,
    -- Codes that were tried, and codes that were asked for.
    attempts BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX email_proof_by_email ON email_proof (email, created_at);
CREATE INDEX email_proof_by_expiry ON email_proof (expires_at);
