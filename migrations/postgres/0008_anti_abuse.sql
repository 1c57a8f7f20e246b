-- Challenges that served, and the journal of what was refused to robots.

-- Made once, by whichever instance comes first; kept apart from settings, which are exported.
CREATE TABLE server_secret (
    name TEXT PRIMARY KEY,
    value BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

-- A row as soon as a challenge is answered for good, and for a question as soon as it is answered at all: the first
-- answer is the only one. Rows go when the challenge has lapsed.
CREATE TABLE challenge_use (
    id_hash BYTEA PRIMARY KEY,
    answer_hash BYTEA,
    spent BOOLEAN NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX challenge_use_by_expiry ON challenge_use (expires_at);

-- One row for the refusals of one kind to one network within some seconds, the network cut short.
CREATE TABLE refusal (
    id UUID PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL,
    day DATE NOT NULL,
    reason TEXT NOT NULL,
    resource TEXT NOT NULL,
    prefix TEXT NOT NULL,
    occurrences BIGINT NOT NULL
);
CREATE INDEX refusal_by_day ON refusal (day, reason);
