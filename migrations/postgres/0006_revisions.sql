-- Whatever can alter a slot moves a revision in its own transaction, whoever writes it: settings move the agency's,
-- what concerns one person moves theirs (bookings do so by the lock that they take first). An agency's slots are
-- those of its revision and of the sum of its people's: see docs/decisions/0008-revisions.md.

CREATE FUNCTION revise_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE agency SET revision = revision + 1 WHERE OLD.agency_id IS NULL OR id = OLD.agency_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE agency SET revision = revision + 1 WHERE NEW.agency_id IS NULL OR id = NEW.agency_id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION revise_staff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE staff SET booking_version = booking_version + 1 WHERE id = OLD.staff_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE staff SET booking_version = booking_version + 1 WHERE id = NEW.staff_id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION revise_every_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agency SET revision = revision + 1;
    RETURN NULL;
END $$;

CREATE FUNCTION revise_this_agency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END $$;

CREATE FUNCTION revise_this_staff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.booking_version := OLD.booking_version + 1;
    RETURN NEW;
END $$;

CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON agency_channel FOR EACH ROW EXECUTE FUNCTION revise_agency();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON theme_agency FOR EACH ROW EXECUTE FUNCTION revise_agency();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON staff_agency FOR EACH ROW EXECUTE FUNCTION revise_agency();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON closure FOR EACH ROW EXECUTE FUNCTION revise_agency();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON holiday FOR EACH ROW EXECUTE FUNCTION revise_agency();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON campaign_session FOR EACH ROW EXECUTE FUNCTION revise_agency();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON availability_window FOR EACH ROW EXECUTE FUNCTION revise_staff();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON exception FOR EACH ROW EXECUTE FUNCTION revise_staff();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON busy_interval FOR EACH ROW EXECUTE FUNCTION revise_staff();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON staff_theme FOR EACH ROW EXECUTE FUNCTION revise_staff();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON theme_channel FOR EACH STATEMENT EXECUTE FUNCTION revise_every_agency();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON campaign_theme FOR EACH STATEMENT EXECUTE FUNCTION revise_every_agency();
CREATE TRIGGER revise AFTER INSERT OR UPDATE OR DELETE ON campaign_staff FOR EACH STATEMENT EXECUTE FUNCTION revise_every_agency();
CREATE TRIGGER revise AFTER UPDATE ON theme FOR EACH STATEMENT EXECUTE FUNCTION revise_every_agency();
CREATE TRIGGER revise AFTER UPDATE ON skill FOR EACH STATEMENT EXECUTE FUNCTION revise_every_agency();
CREATE TRIGGER revise AFTER UPDATE ON campaign FOR EACH STATEMENT EXECUTE FUNCTION revise_every_agency();
CREATE TRIGGER revise BEFORE UPDATE OF slug, timezone, active, holidays ON agency FOR EACH ROW EXECUTE FUNCTION revise_this_agency();
CREATE TRIGGER revise BEFORE UPDATE OF slug, name, active ON staff FOR EACH ROW EXECUTE FUNCTION revise_this_staff();
