-- name: create_table()!
CREATE TABLE IF NOT EXISTS schema_migrations (
    version    INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    applied_at TIMESTAMP NOT NULL
);

-- name: known()
SELECT table_name FROM information_schema.tables
WHERE table_schema = current_schema() AND table_name = 'schema_migrations';

-- name: current()^
SELECT max(version) AS version FROM schema_migrations;

-- name: versions()
SELECT version FROM schema_migrations;

-- name: applied(version, name, applied_at)!
INSERT INTO schema_migrations (version, name, applied_at) VALUES (:version, :name, :applied_at);
