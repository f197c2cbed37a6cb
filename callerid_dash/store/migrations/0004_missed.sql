-- Missed calls that somebody has closed by hand. Which callers wait for an answer is derived from calls and records each
-- time; only this is not to be found in them.

CREATE SEQUENCE missed_closing_ids;

CREATE TABLE missed_closings (
    id          BIGINT PRIMARY KEY DEFAULT nextval('missed_closing_ids'),
    number      TEXT NOT NULL,                -- canonical
    call_id     UUID NOT NULL,                -- the last call that it is about
    through     TIMESTAMP NOT NULL,           -- when that one began: whoever calls again later waits again
    attempts    INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    closed_at   TIMESTAMP NOT NULL,
    closed_by   BIGINT,                       -- NULL for a program
    closer      TEXT NOT NULL,                -- as they were called then
    undo_id     BIGINT NOT NULL,              -- the step that takes it back
    reopened_at TIMESTAMP
);
