-- How much each person of an agency has had lately: for turns by fewest recent.
CREATE INDEX occupancy_by_agency ON occupancy (agency_id, starts_at, staff_id);
