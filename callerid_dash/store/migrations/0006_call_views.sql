-- Views of the call log that users have saved: filters, columns, order, under a name.

CREATE SEQUENCE call_view_ids;

CREATE TABLE call_views (
    id         BIGINT PRIMARY KEY DEFAULT nextval('call_view_ids'),
    user_id    BIGINT NOT NULL,
    name       TEXT NOT NULL,
    query      TEXT NOT NULL,                 -- as in the address of the log, without '?'
    hidden     TEXT NOT NULL,                 -- names of columns that are left out, separated by spaces
    shared     BOOLEAN NOT NULL,              -- everybody may choose it
    changed_at TIMESTAMP NOT NULL
);
