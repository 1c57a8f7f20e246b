-- What clients may do with their appointment, and until when; what becomes of a slot that they free.

-- Minutes before the start from which the client can't move the appointment any more.
ALTER TABLE theme ADD COLUMN move_deadline_min BIGINT NOT NULL DEFAULT 0 CHECK (move_deadline_min >= 0);
-- A slot that is freed is on offer again at once, or after a delay.
ALTER TABLE theme ADD COLUMN release TEXT NOT NULL DEFAULT 'at_once' CHECK (release IN ('at_once', 'after_delay'));
ALTER TABLE theme ADD COLUMN release_delay_min BIGINT NOT NULL DEFAULT 0 CHECK (release_delay_min >= 0);
-- How many appointments to come one mail address or telephone number may have; any number when null.
ALTER TABLE theme ADD COLUMN max_upcoming BIGINT CHECK (max_upcoming >= 1);

-- A hold is renewed once.
ALTER TABLE occupancy ADD COLUMN renewed BOOLEAN NOT NULL DEFAULT FALSE;

-- Mail address and telephone number as they are compared: lower case, digits only.
ALTER TABLE client ADD COLUMN email_key TEXT;
ALTER TABLE client ADD COLUMN phone_key TEXT;
CREATE INDEX client_by_email ON client (email_key);
CREATE INDEX client_by_phone ON client (phone_key);
CREATE INDEX appointment_by_client ON appointment (client_id);

-- What the client said when cancelling; personal like the rest of this table.
ALTER TABLE client ADD COLUMN cancel_reason TEXT;

-- A row to lock, so that two confirmations of one client are counted one after the other.
CREATE TABLE client_lock (
    key_hash BLOB PRIMARY KEY,
    locked_at TEXT NOT NULL
);
