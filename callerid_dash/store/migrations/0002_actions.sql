-- What people do: records, an audit trail, undo. Added columns may be NULL: DuckDB adds no others to a table with an
-- index.

CREATE SEQUENCE audit_ids;
CREATE SEQUENCE undo_ids;

-- Append-only: nothing in the product updates or deletes a row.
CREATE TABLE audit (
    id         BIGINT PRIMARY KEY DEFAULT nextval('audit_ids'),
    noted_at   TIMESTAMP NOT NULL,
    actor_id   BIGINT,                        -- NULL for a program; 0 for the command line
    actor      TEXT NOT NULL,                 -- as they were called then
    action     TEXT NOT NULL,
    kind       TEXT NOT NULL,                 -- of the subject: profile, record, call, setting, user, token, …
    subject_id TEXT NOT NULL,
    title      TEXT NOT NULL,                 -- of the subject, as it was called then
    changes    TEXT NOT NULL                  -- JSON: [[field, from, to], …]
);
CREATE INDEX audit_by_subject ON audit (kind, subject_id);

-- What can be taken back for a day. `before` is what is needed for that, in the words of its kind.
CREATE TABLE undos (
    id        BIGINT PRIMARY KEY DEFAULT nextval('undo_ids'),
    kind      TEXT NOT NULL,
    made_at   TIMESTAMP NOT NULL,
    made_by   BIGINT,
    title     TEXT NOT NULL,
    before    TEXT NOT NULL,                  -- JSON
    undone_at TIMESTAMP
);

-- The calls that an undoable step gave to another profile, with whom they had before, and to whom they were given.
CREATE TABLE undo_calls (
    undo_id           BIGINT NOT NULL,
    call_id           UUID NOT NULL,
    profile_id        BIGINT,
    chosen_profile_id BIGINT,
    given_to          BIGINT
);

-- Profiles that were merged into another one: their addresses lead there.
CREATE TABLE former_profiles (
    id      BIGINT NOT NULL,
    went_to BIGINT NOT NULL
);

-- A form that is sent twice is stored once.
CREATE TABLE submissions (
    key     TEXT PRIMARY KEY,
    made_at TIMESTAMP NOT NULL,
    result  BIGINT NOT NULL
);

-- The distinct words of all names, with which what was typed wrong is compared. Grows only: a word too many does no harm.
CREATE SEQUENCE word_ids;
CREATE TABLE profile_words (
    word TEXT PRIMARY KEY,
    id   BIGINT NOT NULL DEFAULT nextval('word_ids')
);
INSERT INTO profile_words (word)
SELECT DISTINCT word FROM (SELECT unnest(string_to_array(translate(search_key, '|', ' '), ' ')) AS word FROM profiles) AS w
WHERE translate(word, '0123456789+-', '') <> '';

ALTER TABLE users ADD COLUMN last_sign_in TIMESTAMP;
ALTER TABLE audit ADD COLUMN profile_id BIGINT; -- on whose page the line is told, too, when its subject is not the profile
ALTER TABLE phones ADD COLUMN preferred BOOLEAN; -- the default number of its kind on its profile
ALTER TABLE record_kinds ADD COLUMN retired BOOLEAN; -- not offered any more; its records stay
ALTER TABLE records ADD COLUMN number TEXT;
ALTER TABLE records ADD COLUMN duration_seconds INTEGER;
ALTER TABLE records ADD COLUMN version INTEGER;
ALTER TABLE records ADD COLUMN updated_at TIMESTAMP;
ALTER TABLE records ADD COLUMN author_name TEXT; -- of a program, whose author_id is 0

INSERT INTO record_kinds (position, key, title) VALUES
    (1, 'note', 'Note'),
    (2, 'phone_call', 'Phone call'),
    (3, 'task', 'Task'),
    (4, 'appointment', 'Appointment'),
    (5, 'support_request', 'Support request'),
    (6, 'opportunity', 'Opportunity'),
    (7, 'contract', 'Contract'),
    (8, 'form', 'Form'),
    (9, 'payment', 'Payment'),
    (10, 'receipt', 'Receipt'),
    (11, 'sales_quote', 'Sales quote'),
    (12, 'sales_invoice', 'Sales invoice'),
    (13, 'purchase_quote', 'Purchase quote'),
    (14, 'purchase_invoice', 'Purchase invoice'),
    (15, 'sales_return', 'Sales return'),
    (16, 'purchase_return', 'Purchase return');

-- Calls from before their number was registered. From now on they are attributed when it is.
UPDATE calls SET profile_id = held.profile_id
FROM (SELECT number, min(profile_id) AS profile_id FROM phones WHERE number IS NOT NULL GROUP BY number) AS held
WHERE calls.profile_id IS NULL AND calls.number = held.number;
