-- One mechanism for all summaries of calls (store/summaries/refresher.py) replaces four. Rollups and caller days keep
-- their rows; the totals of numbers are recounted in the background.

-- Each summary contains the calls that began before `materialized_until`, as they were after change number `noted`.
CREATE TABLE summaries (
    name               TEXT PRIMARY KEY,
    materialized_until TIMESTAMP NOT NULL,
    noted              BIGINT,                -- NULL: it follows every change at once
    zone               TEXT NOT NULL          -- the time zone of its days; '' if it has none
);

-- Numbers with new or changed calls, and when the oldest of these calls began. Calls that began a short while ago are not
-- noted, because no summary contains them yet.
CREATE SEQUENCE changed_call_notes;
CREATE TABLE changed_calls (
    noted      BIGINT NOT NULL DEFAULT nextval('changed_call_notes'),
    number     TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    reassigned BOOLEAN NOT NULL               -- only the attribution of the calls has changed
);

-- The numbers that a summary must recount.
CREATE VIEW stale_numbers AS
SELECT s.name, c.number, c.started_at, c.reassigned
FROM summaries s JOIN changed_calls c ON c.noted > s.noted AND c.started_at < s.materialized_until;

-- A quarter hour is built once, an hour after its end. Those of today are built again in the background.
ALTER TABLE tallies RENAME TO rollups;
ALTER TABLE rollups DROP COLUMN loose;
INSERT INTO summaries
SELECT 'rollups', date_trunc('day', CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP) - INTERVAL '1 hour'), CAST(NULL AS BIGINT),
       '';
DELETE FROM rollups WHERE bucket >= (SELECT materialized_until FROM summaries WHERE name = 'rollups');

ALTER TABLE visits RENAME TO caller_days;
INSERT INTO summaries SELECT 'caller_days', kept_until, 0, zone FROM visits_until;
DROP TABLE visits_until;

-- The totals of numbers.
DROP TABLE first_calls;
DROP TABLE first_calls_until;
DROP TABLE caller_totals;
DROP TABLE prefix_totals;
DROP TABLE caller_totals_until;
DROP TABLE caller_totals_stale;
DROP SEQUENCE caller_totals_notes;
DROP TABLE reach_totals;
DROP TABLE reach_totals_until;
DROP TABLE reach_totals_stale;
DROP SEQUENCE reach_totals_notes;

CREATE TABLE caller_totals (
    number   TEXT NOT NULL,
    calls    INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    missed   INTEGER NOT NULL,
    again    INTEGER NOT NULL,                -- within a day after the number's previous call
    first_at TIMESTAMP NOT NULL,
    last_at  TIMESTAMP NOT NULL
);

-- The same by prefix, which determines the origin of a number; '' and 0 digits for numbers that are not public.
CREATE TABLE prefix_totals (
    prefix  TEXT NOT NULL,
    digits  INTEGER NOT NULL,
    example TEXT NOT NULL,
    callers INTEGER NOT NULL,
    calls   BIGINT NOT NULL,
    missed  BIGINT NOT NULL
);

-- How many calls of a number, attributed to a profile, an extension answered.
CREATE TABLE answered_totals (
    number     TEXT NOT NULL,
    profile_id BIGINT NOT NULL,
    extension  TEXT NOT NULL,
    answered   INTEGER NOT NULL
);
INSERT INTO summaries VALUES ('caller_totals', TIMESTAMP '1970-01-01 00:00:00', 0, '');
