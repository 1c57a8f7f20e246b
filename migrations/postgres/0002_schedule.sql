-- When people receive. Times are local minutes of the day in the agency's zone, 1440 being its end.

CREATE TABLE availability_window (
    id UUID PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    agency_id UUID REFERENCES agency (id) ON DELETE CASCADE,
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    every BIGINT NOT NULL CHECK (every >= 1),
    nth BIGINT CHECK (nth BETWEEN -5 AND 5 AND nth <> 0),
    valid_from DATE,
    valid_until DATE,
    from_minute BIGINT NOT NULL CHECK (from_minute >= 0),
    to_minute BIGINT NOT NULL CHECK (to_minute <= 1440),
    channels JSONB NOT NULL,
    CHECK (from_minute < to_minute),
    CHECK (every = 1 OR valid_from IS NOT NULL)
);
CREATE INDEX availability_window_by_staff ON availability_window (staff_id);

CREATE TABLE exception (
    id UUID PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    agency_id UUID REFERENCES agency (id) ON DELETE CASCADE,
    date DATE NOT NULL,
    opens BOOLEAN NOT NULL,
    from_minute BIGINT NOT NULL CHECK (from_minute >= 0),
    to_minute BIGINT NOT NULL CHECK (to_minute <= 1440),
    channels JSONB NOT NULL,
    CHECK (from_minute < to_minute)
);
CREATE INDEX exception_by_staff ON exception (staff_id, date);

-- Days on which an agency, or the whole network when agency_id is null, offers nothing.
CREATE TABLE closure (
    id UUID PRIMARY KEY,
    agency_id UUID REFERENCES agency (id) ON DELETE CASCADE,
    from_date DATE NOT NULL,
    until_date DATE NOT NULL,
    label TEXT NOT NULL,
    CHECK (from_date <= until_date)
);
