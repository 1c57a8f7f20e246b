-- When people receive. Times are local minutes of the day in the agency's zone, 1440 being its end.

CREATE TABLE availability_window (
    id BLOB PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    agency_id BLOB REFERENCES agency (id) ON DELETE CASCADE,
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    every BIGINT NOT NULL CHECK (every >= 1),
    nth BIGINT CHECK (nth BETWEEN -5 AND 5 AND nth <> 0),
    valid_from TEXT,
    valid_until TEXT,
    from_minute BIGINT NOT NULL CHECK (from_minute >= 0),
    to_minute BIGINT NOT NULL CHECK (to_minute <= 1440),
    channels TEXT NOT NULL,
    CHECK (from_minute < to_minute),
    CHECK (every = 1 OR valid_from IS NOT NULL)
);
CREATE INDEX availability_window_by_staff ON availability_window (staff_id);

CREATE TABLE exception (
    id BLOB PRIMARY KEY,
    staff_id BLOB NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    agency_id BLOB REFERENCES agency (id) ON DELETE CASCADE,
    date TEXT NOT NULL,
    opens BOOLEAN NOT NULL,
    from_minute BIGINT NOT NULL CHECK (from_minute >= 0),
    to_minute BIGINT NOT NULL CHECK (to_minute <= 1440),
    channels TEXT NOT NULL,
    CHECK (from_minute < to_minute)
);
CREATE INDEX exception_by_staff ON exception (staff_id, date);

-- Days on which an agency, or the whole network when agency_id is null, offers nothing.
CREATE TABLE closure (
    id BLOB PRIMARY KEY,
    agency_id BLOB REFERENCES agency (id) ON DELETE CASCADE,
    from_date TEXT NOT NULL,
    until_date TEXT NOT NULL,
    label TEXT NOT NULL,
    CHECK (from_date <= until_date)
);
