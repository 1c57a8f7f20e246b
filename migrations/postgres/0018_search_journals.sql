-- Journals are searched and exported: who is named as they were called then, and a text without case nor accents is searched.
ALTER TABLE access_log ADD COLUMN who TEXT NOT NULL DEFAULT '';
ALTER TABLE access_log ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE access_log SET who = COALESCE((SELECT s.name FROM staff s WHERE s.id = access_log.staff_id),
    (SELECT k.name FROM api_key k WHERE k.id = access_log.api_key_id), '');
UPDATE access_log SET search = lower(who || ' ' || address || ' ' || subject);
CREATE INDEX access_log_by_time ON access_log (at);

ALTER TABLE settings_log ADD COLUMN search TEXT NOT NULL DEFAULT '';
UPDATE settings_log SET search = lower(who || ' ' || address || ' ' || subject);
