-- What each number adds up to over all of history, and each profile's answered calls: of the calls that began before an
-- instant, so that top callers, places and owners of ten years are told without a look at their calls. They begin with
-- nothing; the product works them out while it runs. Simulated calls do not count.

CREATE TABLE caller_totals (
    number   TEXT NOT NULL,
    calls    INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    missed   INTEGER NOT NULL,
    again    INTEGER NOT NULL,                -- within a day after the last one
    last_at  TIMESTAMP NOT NULL
);

-- The same by how numbers begin, as far as any numbering plan tells where they are from; '' and 0 digits for those that
-- are no public ones.
CREATE TABLE prefix_totals (
    prefix  TEXT NOT NULL,
    digits  INTEGER NOT NULL,
    example TEXT NOT NULL,
    callers INTEGER NOT NULL,
    calls   BIGINT NOT NULL,
    missed  BIGINT NOT NULL
);

-- Both tell of all calls before `kept_until`. While they are worked out up to `aimed_at`, numbers up to `counted_to` are.
-- `attempt` grows when all is to be counted anew, so that whoever is counting notices.
CREATE TABLE caller_totals_until (
    kept_until TIMESTAMP NOT NULL,
    aimed_at   TIMESTAMP NOT NULL,
    counted_to TEXT NOT NULL,
    attempt    INTEGER NOT NULL
);
INSERT INTO caller_totals_until VALUES (TIMESTAMP '1970-01-01 00:00:00', TIMESTAMP '1970-01-01 00:00:00', '', 0);

-- Numbers of which a call before `aimed_at` has appeared or changed since they were counted.
CREATE SEQUENCE caller_totals_notes;
CREATE TABLE caller_totals_stale (
    noted  BIGINT NOT NULL DEFAULT nextval('caller_totals_notes'),
    number TEXT NOT NULL
);

-- How many calls of whose customers an extension has answered.
CREATE TABLE reach_totals (
    profile_id BIGINT NOT NULL,
    extension  TEXT NOT NULL,
    answered   INTEGER NOT NULL
);
CREATE TABLE reach_totals_until (
    kept_until TIMESTAMP NOT NULL,
    aimed_at   TIMESTAMP NOT NULL,
    attempt    INTEGER NOT NULL
);
INSERT INTO reach_totals_until VALUES (TIMESTAMP '1970-01-01 00:00:00', TIMESTAMP '1970-01-01 00:00:00', 0);

-- Profiles that got or lost a call before `aimed_at` since they were counted.
CREATE SEQUENCE reach_totals_notes;
CREATE TABLE reach_totals_stale (
    noted      BIGINT NOT NULL DEFAULT nextval('reach_totals_notes'),
    profile_id BIGINT NOT NULL
);
