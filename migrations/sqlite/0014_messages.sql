-- Reminders, texts of messages, discretion: see docs/decisions/0018-messages.md.

-- How the clients of a theme are written to; a theme without a row has the defaults. Not columns of `theme`, whose changes
-- move the slots of every agency.
CREATE TABLE theme_message (
    theme_id BLOB PRIMARY KEY REFERENCES theme (id),
    discretion TEXT NOT NULL CHECK (discretion IN ('full', 'neutral', 'silent')),
    -- By what a confirmation, a move and a cancellation are told: a list of words of types::message::Medium.
    media TEXT NOT NULL
);

-- When before its start an appointment of a theme is recalled, and by what. Nothing that was due before `since` is sent.
CREATE TABLE theme_reminder (
    theme_id BLOB NOT NULL REFERENCES theme (id),
    before_min BIGINT NOT NULL,
    medium TEXT NOT NULL CHECK (medium IN ('mail', 'sms')),
    since TEXT NOT NULL,
    PRIMARY KEY (theme_id, before_min, medium)
);

-- Reminders that are in hands, each once: of an appointment at that start.
CREATE TABLE reminder (
    appointment_id BLOB NOT NULL REFERENCES appointment (id),
    starts_at TEXT NOT NULL,
    before_min BIGINT NOT NULL,
    medium TEXT NOT NULL,
    PRIMARY KEY (appointment_id, starts_at, before_min, medium)
);

-- Until when reminders that fall due were looked for: one row.
CREATE TABLE reminder_look (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    until TEXT NOT NULL
);

-- When the appointment was given its present start, for one that was moved.
ALTER TABLE appointment ADD COLUMN timed_at TEXT;
-- When the client confirmed that they will come, at that start.
ALTER TABLE appointment ADD COLUMN presence_confirmed_at TEXT;
CREATE INDEX appointment_to_recall ON appointment (theme_id, starts_at) WHERE status = 'confirmed';

-- Texts that replace those of the program: of one theme, or of all.
CREATE TABLE message_template (
    id BLOB PRIMARY KEY,
    theme_id BLOB REFERENCES theme (id),
    event TEXT NOT NULL,
    audience TEXT NOT NULL,
    medium TEXT NOT NULL,
    lang TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX message_template_of_theme ON message_template (theme_id, event, audience, medium, lang)
    WHERE theme_id IS NOT NULL;
CREATE UNIQUE INDEX message_template_of_all ON message_template (event, audience, medium, lang) WHERE theme_id IS NULL;

ALTER TABLE message ADD COLUMN medium TEXT NOT NULL DEFAULT 'mail';

-- What was given up, the latest first.
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';
