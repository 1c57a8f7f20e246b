-- Holds, appointments, and the people who take them.

-- The only table with clients' personal data: masking, access, erasure and purge touch no other.
CREATE TABLE client (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    answers TEXT NOT NULL,
    lang TEXT NOT NULL,
    consent_version TEXT NOT NULL,
    consented_at TEXT NOT NULL
);

-- Label, length and zone are what they were when booked, so that renaming a theme changes no past.
CREATE TABLE appointment (
    id BLOB PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL CHECK (status IN ('confirmed', 'cancelled', 'honoured', 'absent', 'excused')),
    agency_id BLOB NOT NULL REFERENCES agency (id),
    theme_id BLOB NOT NULL REFERENCES theme (id),
    theme_name TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('office', 'video', 'phone')),
    staff_id BLOB NOT NULL REFERENCES staff (id),
    client_id BLOB NOT NULL REFERENCES client (id),
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    local_date TEXT NOT NULL,
    timezone TEXT NOT NULL,
    source TEXT NOT NULL,
    manage_token_hash BLOB NOT NULL UNIQUE,
    sequence BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX appointment_by_date ON appointment (local_date, agency_id);
CREATE INDEX appointment_by_staff ON appointment (staff_id, starts_at);

-- One row for whatever takes a person's time: a live hold (expires_at) or an appointment. busy_until is the
-- end and the buffer, frozen at booking. The triggers are the second net under the application's lock.
CREATE TABLE occupancy (
    id BLOB PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    busy_until TEXT NOT NULL,
    agency_id BLOB NOT NULL REFERENCES agency (id),
    theme_id BLOB NOT NULL REFERENCES theme (id),
    channel TEXT NOT NULL,
    expires_at TEXT,
    hold_token_hash BLOB UNIQUE,
    appointment_id BLOB UNIQUE REFERENCES appointment (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (starts_at < ends_at AND ends_at <= busy_until),
    CHECK ((appointment_id IS NULL) = (expires_at IS NOT NULL)),
    CHECK ((appointment_id IS NULL) = (hold_token_hash IS NOT NULL))
);
CREATE INDEX occupancy_by_staff ON occupancy (staff_id, busy_until);

CREATE TRIGGER occupancy_overlap_insert BEFORE INSERT ON occupancy
WHEN EXISTS (
    SELECT 1 FROM occupancy
    WHERE staff_id = NEW.staff_id AND starts_at < NEW.busy_until AND busy_until > NEW.starts_at
)
BEGIN
    SELECT RAISE(ABORT, 'occupancy_overlap');
END;

CREATE TRIGGER occupancy_overlap_update BEFORE UPDATE OF staff_id, starts_at, busy_until ON occupancy
WHEN EXISTS (
    SELECT 1 FROM occupancy
    WHERE staff_id = NEW.staff_id AND starts_at < NEW.busy_until AND busy_until > NEW.starts_at AND id <> NEW.id
)
BEGIN
    SELECT RAISE(ABORT, 'occupancy_overlap');
END;

-- The ordered journal of an appointment, without personal data.
CREATE TABLE appointment_event (
    id BLOB PRIMARY KEY,
    appointment_id BLOB NOT NULL REFERENCES appointment (id),
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    staff_id BLOB REFERENCES staff (id),
    changes TEXT NOT NULL
);
CREATE INDEX appointment_event_by_appointment ON appointment_event (appointment_id, at);

-- Answers already given to a confirmation, by the hash of the client's Idempotency-Key and hold.
CREATE TABLE idempotency (
    key_hash BLOB PRIMARY KEY,
    body_hash BLOB NOT NULL,
    appointment_id BLOB NOT NULL REFERENCES appointment (id),
    created_at TEXT NOT NULL
);
