-- Whatever can alter a slot moves a revision in its own transaction, whoever writes it: settings move the agency's,
-- what concerns one person moves theirs (bookings do so by the lock that they take first). An agency's slots are
-- those of its revision and of the sum of its people's: see docs/decisions/0008-revisions.md.

CREATE TRIGGER agency_channel_added AFTER INSERT ON agency_channel BEGIN
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER agency_channel_changed AFTER UPDATE ON agency_channel BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER agency_channel_removed AFTER DELETE ON agency_channel BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
END;

CREATE TRIGGER theme_agency_added AFTER INSERT ON theme_agency BEGIN
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER theme_agency_changed AFTER UPDATE ON theme_agency BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER theme_agency_removed AFTER DELETE ON theme_agency BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
END;

CREATE TRIGGER staff_agency_added AFTER INSERT ON staff_agency BEGIN
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER staff_agency_changed AFTER UPDATE ON staff_agency BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER staff_agency_removed AFTER DELETE ON staff_agency BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
END;

CREATE TRIGGER closure_added AFTER INSERT ON closure BEGIN
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER closure_changed AFTER UPDATE ON closure BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER closure_removed AFTER DELETE ON closure BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
END;

CREATE TRIGGER holiday_added AFTER INSERT ON holiday BEGIN
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER holiday_changed AFTER UPDATE ON holiday BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER holiday_removed AFTER DELETE ON holiday BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
END;

CREATE TRIGGER campaign_session_added AFTER INSERT ON campaign_session BEGIN
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER campaign_session_changed AFTER UPDATE ON campaign_session BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
    UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
END;
CREATE TRIGGER campaign_session_removed AFTER DELETE ON campaign_session BEGIN
    UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
END;

CREATE TRIGGER availability_window_added AFTER INSERT ON availability_window BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
END;
CREATE TRIGGER availability_window_changed AFTER UPDATE ON availability_window BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
END;
CREATE TRIGGER availability_window_removed AFTER DELETE ON availability_window BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
END;

CREATE TRIGGER exception_added AFTER INSERT ON exception BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
END;
CREATE TRIGGER exception_changed AFTER UPDATE ON exception BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
END;
CREATE TRIGGER exception_removed AFTER DELETE ON exception BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
END;

CREATE TRIGGER busy_interval_added AFTER INSERT ON busy_interval BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
END;
CREATE TRIGGER busy_interval_changed AFTER UPDATE ON busy_interval BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
END;
CREATE TRIGGER busy_interval_removed AFTER DELETE ON busy_interval BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
END;

CREATE TRIGGER staff_theme_added AFTER INSERT ON staff_theme BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
END;
CREATE TRIGGER staff_theme_changed AFTER UPDATE ON staff_theme BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
END;
CREATE TRIGGER staff_theme_removed AFTER DELETE ON staff_theme BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
END;

CREATE TRIGGER theme_channel_added AFTER INSERT ON theme_channel BEGIN
    UPDATE agency SET revision = revision + 1;
END;
CREATE TRIGGER theme_channel_changed AFTER UPDATE ON theme_channel BEGIN
    UPDATE agency SET revision = revision + 1;
END;
CREATE TRIGGER theme_channel_removed AFTER DELETE ON theme_channel BEGIN
    UPDATE agency SET revision = revision + 1;
END;

CREATE TRIGGER campaign_theme_added AFTER INSERT ON campaign_theme BEGIN
    UPDATE agency SET revision = revision + 1;
END;
CREATE TRIGGER campaign_theme_changed AFTER UPDATE ON campaign_theme BEGIN
    UPDATE agency SET revision = revision + 1;
END;
CREATE TRIGGER campaign_theme_removed AFTER DELETE ON campaign_theme BEGIN
    UPDATE agency SET revision = revision + 1;
END;

CREATE TRIGGER campaign_staff_added AFTER INSERT ON campaign_staff BEGIN
    UPDATE agency SET revision = revision + 1;
END;
CREATE TRIGGER campaign_staff_changed AFTER UPDATE ON campaign_staff BEGIN
    UPDATE agency SET revision = revision + 1;
END;
CREATE TRIGGER campaign_staff_removed AFTER DELETE ON campaign_staff BEGIN
    UPDATE agency SET revision = revision + 1;
END;

CREATE TRIGGER theme_changed AFTER UPDATE ON theme BEGIN
    UPDATE agency SET revision = revision + 1;
END;
CREATE TRIGGER skill_changed AFTER UPDATE ON skill BEGIN
    UPDATE agency SET revision = revision + 1;
END;
CREATE TRIGGER campaign_changed AFTER UPDATE ON campaign BEGIN
    UPDATE agency SET revision = revision + 1;
END;

CREATE TRIGGER agency_changed AFTER UPDATE OF slug, timezone, active, holidays ON agency BEGIN
    UPDATE agency SET revision = revision + 1 WHERE id = NEW.id;
END;
CREATE TRIGGER staff_changed AFTER UPDATE OF slug, name, active ON staff BEGIN
    UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.id;
END;
