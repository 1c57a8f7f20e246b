-- What is on offer, where, and by whom.

CREATE TABLE agency (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    postcode TEXT NOT NULL,
    city TEXT NOT NULL,
    timezone TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL,
    longitude DOUBLE PRECISION NOT NULL,
    active BOOLEAN NOT NULL,
    revision BIGINT NOT NULL,
    translations JSONB NOT NULL
);

CREATE TABLE agency_channel (
    agency_id UUID NOT NULL REFERENCES agency (id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (channel IN ('office', 'video', 'phone')),
    PRIMARY KEY (agency_id, channel)
);

CREATE TABLE skill (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    translations JSONB NOT NULL
);

CREATE TABLE theme (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    skill_id UUID NOT NULL REFERENCES skill (id),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    instructions TEXT NOT NULL,
    color TEXT NOT NULL,
    duration_min BIGINT NOT NULL CHECK (duration_min BETWEEN 1 AND 480),
    buffer_min BIGINT NOT NULL CHECK (buffer_min BETWEEN 0 AND 480),
    step_min BIGINT NOT NULL CHECK (step_min BETWEEN 1 AND 1440 AND 1440 % step_min = 0),
    anchor TEXT NOT NULL CHECK (anchor IN ('midnight', 'window')),
    notice_min BIGINT NOT NULL CHECK (notice_min >= 0),
    horizon_days BIGINT NOT NULL CHECK (horizon_days BETWEEN 0 AND 730),
    cancel_deadline_min BIGINT NOT NULL CHECK (cancel_deadline_min >= 0),
    assignment TEXT NOT NULL CHECK (assignment IN ('random', 'priority', 'round_robin')),
    position BIGINT NOT NULL,
    active BOOLEAN NOT NULL,
    revision BIGINT NOT NULL,
    translations JSONB NOT NULL
);

CREATE TABLE theme_agency (
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    agency_id UUID NOT NULL REFERENCES agency (id) ON DELETE CASCADE,
    PRIMARY KEY (theme_id, agency_id)
);

CREATE TABLE theme_channel (
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    channel TEXT NOT NULL CHECK (channel IN ('office', 'video', 'phone')),
    PRIMARY KEY (theme_id, channel)
);

CREATE TABLE field (
    key TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    help TEXT NOT NULL,
    format TEXT NOT NULL,
    required BOOLEAN NOT NULL,
    options JSONB NOT NULL,
    translations JSONB NOT NULL
);

CREATE TABLE theme_field (
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    field_key TEXT NOT NULL REFERENCES field (key),
    position BIGINT NOT NULL,
    PRIMARY KEY (theme_id, field_key)
);

CREATE TABLE profile (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('own', 'perimeter', 'network')),
    permissions JSONB NOT NULL,
    masks_contact BOOLEAN NOT NULL
);

-- booking_version is what a booking locks: see docs/decisions/0003-one-lock-per-person.md.
CREATE TABLE staff (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    profile_id UUID NOT NULL REFERENCES profile (id),
    active BOOLEAN NOT NULL,
    booking_version BIGINT NOT NULL
);

CREATE TABLE staff_agency (
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    agency_id UUID NOT NULL REFERENCES agency (id) ON DELETE CASCADE,
    PRIMARY KEY (staff_id, agency_id)
);
CREATE INDEX staff_agency_by_agency ON staff_agency (agency_id);

CREATE TABLE staff_theme (
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    priority BIGINT NOT NULL,
    PRIMARY KEY (staff_id, theme_id)
);

CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value JSONB NOT NULL,
    revision BIGINT NOT NULL
);
