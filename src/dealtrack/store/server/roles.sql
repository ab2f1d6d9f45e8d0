-- Roles for a ledger of dealtrack on a PostgreSQL server.
--
-- Run it in the ledger's database, after dealtrack ledger upgrade has made the tables, as
-- whoever owns them and may make roles; twice does no harm:
--
--     dealtrack ledger roles | psql --set ON_ERROR_STOP=1 office
--
--   dealtrack_reader  reads everything, changes nothing
--   dealtrack_editor  enters and changes records; cannot close months
--   dealtrack_keeper  closes months and opens them again, too
--
-- A person gets one of them: GRANT dealtrack_editor TO "li";
--
-- Nobody of them can change or delete a line of the journal, or say who wrote it and when:
-- the server fills in "person" and "at" by itself.  Only the owner of the tables could.

BEGIN;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['dealtrack_reader', 'dealtrack_editor', 'dealtrack_keeper'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        END IF;
    END LOOP;
END
$$;

GRANT dealtrack_reader TO dealtrack_editor;
GRANT dealtrack_editor TO dealtrack_keeper;

REVOKE ALL ON SCHEMA dealtrack FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA dealtrack
    FROM PUBLIC, dealtrack_reader, dealtrack_editor, dealtrack_keeper;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA dealtrack
    FROM PUBLIC, dealtrack_reader, dealtrack_editor, dealtrack_keeper;

-- Reading
GRANT USAGE ON SCHEMA dealtrack TO dealtrack_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA dealtrack TO dealtrack_reader;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA dealtrack TO dealtrack_reader;

-- Changing records, and the tables that are asked instead of them
SET LOCAL search_path TO dealtrack;

GRANT INSERT, UPDATE, DELETE ON
    agreements, trips, targets, slips, organisations, people
    TO dealtrack_editor;
DO $$
DECLARE
    derived regclass;
BEGIN
    FOR derived IN
        SELECT oid FROM pg_class
        WHERE relnamespace = 'dealtrack'::regnamespace AND relkind IN ('r', 'p', 'v')
            AND NOT relispartition AND relname ~ '^(agreements|trips)_(records|entries)(_days|_words)?$'
    LOOP
        EXECUTE format('GRANT INSERT, UPDATE, DELETE ON %s TO dealtrack_editor', derived);
    END LOOP;
END
$$;
GRANT USAGE ON SEQUENCE
    agreements_ids, trips_ids, targets_ids, slips_ids, organisations_ids, people_ids
    TO dealtrack_editor;

-- Every change adds to these; what is in them stays as it is
GRANT INSERT (revision, key, what, undoes, redoes, counters) ON journal TO dealtrack_editor;
GRANT INSERT ON changes, attachments TO dealtrack_editor;
GRANT UPDATE (revision) ON ledger TO dealtrack_editor;
GRANT INSERT, UPDATE ON counters TO dealtrack_editor;

-- Closing months
GRANT INSERT, UPDATE, DELETE ON closings TO dealtrack_keeper;
GRANT USAGE ON SEQUENCE closings_ids TO dealtrack_keeper;

COMMIT;
