-- name: create_table()!
CREATE TABLE IF NOT EXISTS schema_migrations (
    version    INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    applied_at TIMESTAMP NOT NULL
);

-- name: current()^
SELECT max(version) AS version FROM schema_migrations;

-- name: versions()
SELECT version FROM schema_migrations;

-- name: applied(version, name, applied_at)!
INSERT INTO schema_migrations (version, name, applied_at) VALUES (:version, :name, :applied_at);
