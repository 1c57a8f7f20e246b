-- What is to happen outside because of a change is written with it, and done by workers: see docs/decisions/0012-outbox.md.

CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    -- A word of outbox::Job.
    kind TEXT NOT NULL,
    -- One after the other within an appointment and a kind.
    appointment_id BLOB REFERENCES appointment (id),
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
    -- A worker that claims it puts it off: should the worker die, it is due again by itself.
    due_at TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    -- What the last attempt ran into.
    error TEXT
);
CREATE INDEX outbox_waiting ON outbox (due_at, id) WHERE state = 'waiting';
CREATE INDEX outbox_by_appointment ON outbox (appointment_id, kind, id) WHERE state = 'waiting';

-- Every mail, whatever became of it.
CREATE TABLE message (
    id BLOB PRIMARY KEY,
    outbox_id BLOB NOT NULL UNIQUE REFERENCES outbox (id),
    -- None yet for a code.
    appointment_id BLOB REFERENCES appointment (id),
    at TEXT NOT NULL,
    event TEXT NOT NULL,
    audience TEXT NOT NULL,
    recipient TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    -- A word of types::message::MessageState.
    state TEXT NOT NULL,
    error TEXT
);
CREATE INDEX message_by_appointment ON message (appointment_id, at);
CREATE INDEX message_by_time ON message (at);

-- Links to an appointment that were sent: each message has one of its own, for only the hash of a token is kept.
CREATE TABLE manage_link (
    token_hash BLOB PRIMARY KEY,
    appointment_id BLOB NOT NULL REFERENCES appointment (id),
    created_at TEXT NOT NULL
);
CREATE INDEX manage_link_by_appointment ON manage_link (appointment_id);
