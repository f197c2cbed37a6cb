-- name: telling()
SELECT source FROM telling_sources;

-- name: add_telling!
INSERT INTO telling_sources {{insert: source TEXT[], since TIMESTAMP}} ON CONFLICT (source) DO NOTHING;

-- name: sources_seen(since)
SELECT DISTINCT source FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP)
ORDER BY source LIMIT 200;
