-- Holds, appointments, and the people who take them.

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- The only table with clients' personal data: masking, access, erasure and purge touch no other.
CREATE TABLE client (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    answers JSONB NOT NULL,
    lang TEXT NOT NULL,
    consent_version TEXT NOT NULL,
    consented_at TIMESTAMPTZ NOT NULL
);

-- Label, length and zone are what they were when booked, so that renaming a theme changes no past.
CREATE TABLE appointment (
    id UUID PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('confirmed', 'cancelled', 'honoured', 'absent', 'excused')),
    agency_id UUID NOT NULL REFERENCES agency (id),
    theme_id UUID NOT NULL REFERENCES theme (id),
    theme_name TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('office', 'video', 'phone')),
    staff_id UUID NOT NULL REFERENCES staff (id),
    client_id UUID NOT NULL REFERENCES client (id),
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    local_date DATE NOT NULL,
    timezone TEXT NOT NULL,
    source TEXT NOT NULL,
    manage_token_hash BYTEA NOT NULL UNIQUE,
    sequence BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX appointment_by_date ON appointment (local_date, agency_id);
CREATE INDEX appointment_by_staff ON appointment (staff_id, starts_at);

-- One row for whatever takes a person's time: a live hold (expires_at) or an appointment. busy_until is the
-- end and the buffer, frozen at booking. The constraint is the second net under the application's lock.
CREATE TABLE occupancy (
    id UUID PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id),
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    busy_until TIMESTAMPTZ NOT NULL,
    agency_id UUID NOT NULL REFERENCES agency (id),
    theme_id UUID NOT NULL REFERENCES theme (id),
    channel TEXT NOT NULL,
    expires_at TIMESTAMPTZ,
    hold_token_hash BYTEA UNIQUE,
    appointment_id UUID UNIQUE REFERENCES appointment (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (starts_at < ends_at AND ends_at <= busy_until),
    CHECK ((appointment_id IS NULL) = (expires_at IS NOT NULL)),
    CHECK ((appointment_id IS NULL) = (hold_token_hash IS NOT NULL)),
    CONSTRAINT occupancy_overlap EXCLUDE USING gist (staff_id WITH =, tstzrange(starts_at, busy_until) WITH &&)
);
CREATE INDEX occupancy_by_staff ON occupancy (staff_id, busy_until);

-- The ordered journal of an appointment, without personal data.
CREATE TABLE appointment_event (
    id UUID PRIMARY KEY,
    appointment_id UUID NOT NULL REFERENCES appointment (id),
    at TIMESTAMPTZ NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    staff_id UUID REFERENCES staff (id),
    changes JSONB NOT NULL
);
CREATE INDEX appointment_event_by_appointment ON appointment_event (appointment_id, at);

-- Answers already given to a confirmation, by the hash of the client's Idempotency-Key and hold.
CREATE TABLE idempotency (
    key_hash BYTEA PRIMARY KEY,
    body_hash BYTEA NOT NULL,
    appointment_id UUID NOT NULL REFERENCES appointment (id),
    created_at TIMESTAMPTZ NOT NULL
);
