-- name: telling()
SELECT source FROM telling_sources;

-- name: add_telling(sources, since)!
INSERT INTO telling_sources (source, since)
SELECT unnest(CAST(:sources AS TEXT[])), CAST(:since AS TIMESTAMP)
ON CONFLICT (source) DO NOTHING;

-- name: sources_seen(since)
SELECT DISTINCT source FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP)
ORDER BY source LIMIT 200;
