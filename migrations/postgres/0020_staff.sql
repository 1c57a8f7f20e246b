-- The staff's day: answers that a profile does not see, names as they are searched, who is told of what, calendar feeds.

-- Keys of the fields whose answers the profile does not see.
ALTER TABLE profile ADD COLUMN masked_fields JSONB NOT NULL DEFAULT '[]';

-- The name in lower case and without accents, as we fold it; null until rows from before this column are filled.
ALTER TABLE client ADD COLUMN name_folded TEXT;
CREATE INDEX client_unfolded ON client (id) WHERE name_folded IS NULL;
-- All that clients are searched by: a walk along it reads no form.
CREATE INDEX client_searched ON client (name_folded, email, phone, phone_key, id);

-- Who receives after an event, and who did before it when that is somebody else: it is news to them.
ALTER TABLE appointment_event ADD COLUMN receiver_id UUID REFERENCES staff (id) ON DELETE SET NULL;
ALTER TABLE appointment_event ADD COLUMN former_id UUID REFERENCES staff (id) ON DELETE SET NULL;
CREATE INDEX appointment_event_by_receiver ON appointment_event (receiver_id, at) WHERE receiver_id IS NOT NULL;
CREATE INDEX appointment_event_by_former ON appointment_event (former_id, at) WHERE former_id IS NOT NULL;

-- What a person is told by mail of their own appointments, and until when they read it in the application.
ALTER TABLE staff ADD COLUMN notification_level TEXT NOT NULL DEFAULT 'all'
    CHECK (notification_level IN ('all', 'soon', 'none'));
ALTER TABLE staff ADD COLUMN notifications_read_at TIMESTAMPTZ;

-- Personal calendar feeds. Only the hash of a feed's secret is kept.
CREATE TABLE staff_feed (
    staff_id UUID PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    read_at TIMESTAMPTZ
);
