-- What slots also depend on: holidays, parts of days, campaigns, external busy time.

-- Which public holidays the agency observes: a word of types::holiday::HolidayCalendar.
ALTER TABLE agency ADD COLUMN holidays TEXT NOT NULL DEFAULT 'national';

-- A closure takes local minutes of each of its days; all of them by default.
ALTER TABLE closure ADD COLUMN from_minute BIGINT NOT NULL DEFAULT 0 CHECK (from_minute >= 0);
ALTER TABLE closure ADD COLUMN to_minute BIGINT NOT NULL DEFAULT 1440 CHECK (to_minute <= 1440);

-- Changes to the computed holidays: a day more (observed), or one that is worked. An agency's row beats the
-- network's (agency_id null).
CREATE TABLE holiday (
    id UUID PRIMARY KEY,
    agency_id UUID REFERENCES agency (id) ON DELETE CASCADE,
    date DATE NOT NULL,
    observed BOOLEAN NOT NULL,
    label TEXT NOT NULL
);
CREATE UNIQUE INDEX holiday_of_agency ON holiday (agency_id, date) WHERE agency_id IS NOT NULL;
CREATE UNIQUE INDEX holiday_of_network ON holiday (date) WHERE agency_id IS NULL;

-- A campaign has sessions of its own, in place of the windows of the people who take part.
CREATE TABLE campaign (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    active BOOLEAN NOT NULL
);

CREATE TABLE campaign_theme (
    campaign_id UUID NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    theme_id UUID NOT NULL REFERENCES theme (id) ON DELETE CASCADE,
    PRIMARY KEY (campaign_id, theme_id)
);

CREATE TABLE campaign_staff (
    campaign_id UUID NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    priority BIGINT NOT NULL,
    PRIMARY KEY (campaign_id, staff_id)
);

-- A session on one date is valid from that date until it.
CREATE TABLE campaign_session (
    id UUID PRIMARY KEY,
    campaign_id UUID NOT NULL REFERENCES campaign (id) ON DELETE CASCADE,
    agency_id UUID NOT NULL REFERENCES agency (id) ON DELETE CASCADE,
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
CREATE INDEX campaign_session_by_agency ON campaign_session (agency_id);

-- Busy time of external calendars: when, never what.
CREATE TABLE busy_interval (
    id UUID PRIMARY KEY,
    staff_id UUID NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    source TEXT NOT NULL,
    CHECK (starts_at < ends_at)
);
CREATE INDEX busy_interval_by_staff ON busy_interval (staff_id, ends_at);

ALTER TABLE occupancy ADD COLUMN campaign_id UUID REFERENCES campaign (id);
ALTER TABLE appointment ADD COLUMN campaign_id UUID REFERENCES campaign (id);
CREATE INDEX staff_theme_by_theme ON staff_theme (theme_id);
CREATE INDEX closure_by_agency ON closure (agency_id, until_date);
