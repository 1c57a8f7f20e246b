-- What happened to appointments is numbered for those who follow it, and told to their servers: see
-- docs/decisions/0017-webhooks.md.

-- Given after the commit, in the order in which readers may see them; none yet, or never for what is not told outside.
ALTER TABLE appointment_event ADD COLUMN position BIGINT;
-- The appointment's own order: its version just after the change.
ALTER TABLE appointment_event ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
-- The appointment just after the change, without personal data; none for what is not told outside.
ALTER TABLE appointment_event ADD COLUMN snapshot TEXT;
CREATE UNIQUE INDEX appointment_event_by_position ON appointment_event (position);
CREATE INDEX appointment_event_unnumbered ON appointment_event (at, id) WHERE position IS NULL AND snapshot IS NOT NULL;

-- One row, locked by whoever numbers.
CREATE TABLE event_head (
    head BIGINT NOT NULL
);
INSERT INTO event_head (head) VALUES (0);

-- Servers that are told.
CREATE TABLE webhook_endpoint (
    id BLOB PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    -- Words of types::webhook::EventType; empty for all.
    events TEXT NOT NULL,
    -- Why nothing is sent, a word of types::webhook::PauseReason; none while it is active.
    paused TEXT,
    paused_at TEXT,
    -- Since when no attempt succeeded.
    failing_since TEXT,
    -- Sealed: see webhooks::seal.
    secret BLOB NOT NULL,
    previous_secret BLOB,
    previous_until TEXT,
    -- The last position that deliveries were written for.
    published BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);

-- One event for one server: the queue and its journal in one.
CREATE TABLE delivery (
    id BLOB PRIMARY KEY,
    endpoint_id BLOB NOT NULL REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
    -- Of the event; its own for a test.
    message_id BLOB NOT NULL,
    -- A word of types::webhook::EventType.
    kind TEXT NOT NULL,
    -- None for a test.
    appointment_id BLOB REFERENCES appointment (id),
    position BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'kept', 'failed')),
    -- Since it was last put in the queue.
    attempts BIGINT NOT NULL,
    -- Whether a worker is at it, and has put it off meanwhile: should the worker die, it is due again by itself.
    claimed BOOLEAN NOT NULL,
    due_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    ended_at TEXT,
    UNIQUE (endpoint_id, message_id)
);
CREATE INDEX delivery_waiting ON delivery (endpoint_id, due_at) WHERE state = 'waiting';
-- One after the other within a server and an appointment.
CREATE INDEX delivery_by_appointment ON delivery (endpoint_id, appointment_id, position) WHERE state = 'waiting';
CREATE INDEX delivery_by_endpoint ON delivery (endpoint_id, id);

-- Every attempt; the client is left out of the body.
CREATE TABLE delivery_attempt (
    id BLOB PRIMARY KEY,
    delivery_id BLOB NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    duration_ms BIGINT NOT NULL,
    url TEXT NOT NULL,
    request_headers TEXT NOT NULL,
    request_body TEXT NOT NULL,
    status BIGINT,
    answer_headers TEXT NOT NULL,
    answer_body TEXT NOT NULL,
    error TEXT
);
CREATE INDEX delivery_attempt_by_delivery ON delivery_attempt (delivery_id, id);
CREATE INDEX delivery_attempt_by_time ON delivery_attempt (at);
