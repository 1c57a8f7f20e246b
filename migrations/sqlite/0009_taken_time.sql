-- Everything that a list of slots reads of a person's taken time, without the rows themselves.
CREATE INDEX occupancy_taken ON occupancy (staff_id, busy_until, starts_at, expires_at);
DROP INDEX occupancy_by_staff;
