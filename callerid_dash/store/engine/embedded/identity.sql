-- The database's id and the number of its commits; only DuckDB counts those.

-- name: store_id()^
SELECT value FROM settings WHERE name = 'store_id';

-- name: name_store(store_id)!
INSERT INTO settings (name, value) VALUES ('store_id', :store_id) ON CONFLICT (name) DO NOTHING;

-- name: commits()^
SELECT coalesce(last_value, 0) AS number FROM duckdb_sequences() WHERE sequence_name = 'commits';

-- name: count_commit()^
SELECT nextval('commits') AS number;
