-- The tables for the words of the product. One text for DuckDB and PostgreSQL.
-- Instants are UTC in TIMESTAMP. No foreign keys: DuckDB turns an update of a referenced row into delete and
-- insert, which they forbid; `db verify` looks for dangling references instead.
-- Few indexes on purpose: each costs on every insert, and an updated indexed column costs twice.

CREATE SEQUENCE user_ids;
CREATE SEQUENCE token_ids;
CREATE SEQUENCE color_ids;
CREATE SEQUENCE category_ids;
CREATE SEQUENCE profile_ids;
CREATE SEQUENCE phone_ids;
CREATE SEQUENCE record_kind_ids;
CREATE SEQUENCE record_ids;

CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE users (
    id            BIGINT PRIMARY KEY DEFAULT nextval('user_ids'),
    username      TEXT NOT NULL UNIQUE,       -- lower case
    display_name  TEXT NOT NULL,
    role          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    session_epoch INTEGER NOT NULL DEFAULT 0, -- grows when sessions must end
    disabled      BOOLEAN NOT NULL DEFAULT FALSE,
    created_at    TIMESTAMP NOT NULL
);

CREATE TABLE user_preferences (
    user_id BIGINT NOT NULL,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);

CREATE TABLE extensions (
    number  TEXT PRIMARY KEY,
    user_id BIGINT NOT NULL
);

CREATE TABLE lines (
    number TEXT PRIMARY KEY,
    title  TEXT NOT NULL
);

CREATE TABLE tokens (
    id           BIGINT PRIMARY KEY DEFAULT nextval('token_ids'),
    name         TEXT NOT NULL,
    digest       TEXT NOT NULL UNIQUE,        -- SHA-256 of the token; the token itself is never stored
    scopes       TEXT NOT NULL,               -- space separated
    created_at   TIMESTAMP NOT NULL,
    revoked_at   TIMESTAMP,
    last_used_at TIMESTAMP
);

CREATE TABLE colors (
    id          BIGINT PRIMARY KEY DEFAULT nextval('color_ids'),
    position    INTEGER NOT NULL,
    title       TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    hex         TEXT NOT NULL
);

CREATE TABLE categories (
    id        BIGINT PRIMARY KEY DEFAULT nextval('category_ids'),
    parent_id BIGINT,
    position  INTEGER NOT NULL,
    title     TEXT NOT NULL
);

CREATE TABLE profiles (
    id               BIGINT PRIMARY KEY DEFAULT nextval('profile_ids'),
    kind             TEXT NOT NULL,
    name             TEXT NOT NULL,           -- as shown
    search_key       TEXT NOT NULL,           -- names and organization, normalized (domain/names.py)
    prefix           TEXT NOT NULL DEFAULT '',
    first_name       TEXT NOT NULL DEFAULT '',
    last_name        TEXT NOT NULL DEFAULT '',
    trademark        TEXT NOT NULL DEFAULT '',
    organization_id  BIGINT,
    category_id      BIGINT,
    color_id         BIGINT,
    sales_id         BIGINT,
    support_id       BIGINT,
    other_id         BIGINT,
    note             TEXT NOT NULL DEFAULT '',
    anonymous        BOOLEAN NOT NULL DEFAULT FALSE, -- made by the anonymous contacts module
    newest_record_at TIMESTAMP,
    version          INTEGER NOT NULL DEFAULT 1,
    created_at       TIMESTAMP NOT NULL,
    created_by       BIGINT,
    updated_at       TIMESTAMP NOT NULL
);

CREATE TABLE phones (
    id         BIGINT PRIMARY KEY DEFAULT nextval('phone_ids'),
    profile_id BIGINT NOT NULL,
    position   INTEGER NOT NULL,
    raw        TEXT NOT NULL,                 -- as written, also when it is no valid number
    number     TEXT,                          -- canonical, NULL when invalid
    extension  TEXT NOT NULL DEFAULT '',
    kind       TEXT NOT NULL,
    label      TEXT NOT NULL DEFAULT '',
    card       TEXT NOT NULL DEFAULT ''       -- copy of holder_cards: who holds a number is one index lookup, no join
);
CREATE INDEX phones_by_number ON phones (number);
CREATE INDEX phones_by_profile ON phones (profile_id);

-- What a call's row shows of a profile. The separator occurs in no name: control characters are refused.
CREATE VIEW holder_cards AS
SELECT p.id AS profile_id,
       concat_ws(chr(31), CAST(p.id AS TEXT), p.kind, p.name, coalesce(o.name, ''),
                 coalesce(CAST(p.organization_id AS TEXT), ''), coalesce(CAST(p.color_id AS TEXT), ''),
                 coalesce(CAST(p.sales_id AS TEXT), ''), coalesce(CAST(p.support_id AS TEXT), ''),
                 coalesce(CAST(p.other_id AS TEXT), ''), coalesce(CAST(p.newest_record_at AS TEXT), '')) AS card
FROM profiles p LEFT JOIN profiles o ON o.id = p.organization_id;

CREATE TABLE emails (
    profile_id BIGINT NOT NULL,
    position   INTEGER NOT NULL,
    address    TEXT NOT NULL
);
CREATE INDEX emails_by_profile ON emails (profile_id);

CREATE TABLE record_kinds (
    id       BIGINT PRIMARY KEY DEFAULT nextval('record_kind_ids'),
    position INTEGER NOT NULL,
    key      TEXT,                            -- of a built-in kind, whose title is translated
    title    TEXT NOT NULL
);

CREATE TABLE records (
    id          BIGINT PRIMARY KEY DEFAULT nextval('record_ids'),
    profile_id  BIGINT NOT NULL,
    kind_id     BIGINT NOT NULL,
    call_id     UUID,
    subject     TEXT NOT NULL,
    body        TEXT NOT NULL DEFAULT '',
    happened_at TIMESTAMP NOT NULL,
    author_id   BIGINT NOT NULL,
    due_at      TIMESTAMP,
    assignee_id BIGINT,
    done_at     TIMESTAMP
);
CREATE INDEX records_by_profile ON records (profile_id);

-- Append-only. Calls are derived from it and can be rebuilt (`callerid-dash db verify`).
CREATE TABLE call_events (
    call_id     UUID NOT NULL,
    key         TEXT NOT NULL,                -- within the call; '=' and the sender's id, or '~' and a digest
    source      TEXT NOT NULL,
    external_id TEXT NOT NULL,
    event       TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    caller      TEXT NOT NULL,
    caller_name TEXT NOT NULL,
    line        TEXT NOT NULL,
    extension   TEXT NOT NULL,
    queue       TEXT NOT NULL,
    cause       TEXT NOT NULL,
    PRIMARY KEY (call_id, key)
);

CREATE TABLE calls (
    id                UUID PRIMARY KEY,
    source            TEXT NOT NULL,
    external_id       TEXT NOT NULL,
    state             TEXT NOT NULL,
    outcome           TEXT,
    started_at        TIMESTAMP NOT NULL,
    answered_at       TIMESTAMP,
    ended_at          TIMESTAMP,
    last_event_at     TIMESTAMP NOT NULL,
    caller            TEXT NOT NULL,          -- as the network said it
    caller_name       TEXT NOT NULL,
    caller_kind       TEXT NOT NULL,
    number            TEXT,                   -- canonical
    match_rule        TEXT NOT NULL,
    line              TEXT NOT NULL,
    queue             TEXT NOT NULL,
    extension         TEXT NOT NULL,
    rang              TEXT NOT NULL,          -- every extension that rang, comma separated
    cause             TEXT NOT NULL,
    profile_id        BIGINT,                 -- whom it is attributed to
    chosen_profile_id BIGINT,                 -- set when a user chose among several holders
    known_then        BOOLEAN NOT NULL        -- was the caller known when the call came in?
);
