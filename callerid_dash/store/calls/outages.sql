-- The outages of sources.

-- name: between(since, until)
SELECT source, began_at AS since, ended_at AS until FROM source_outages
WHERE began_at < CAST(:until AS TIMESTAMP) AND (ended_at IS NULL OR ended_at > CAST(:since AS TIMESTAMP))
ORDER BY began_at, source;

-- name: going_on()
SELECT source, began_at FROM source_outages WHERE ended_at IS NULL;

-- name: begin(source, began_at)!
INSERT INTO source_outages (source, began_at) VALUES (:source, CAST(:began_at AS TIMESTAMP));

-- name: finish(source, ended_at)!
UPDATE source_outages SET ended_at = greatest(began_at, CAST(:ended_at AS TIMESTAMP))
WHERE source = :source AND ended_at IS NULL;

-- name: drop_short(source, seconds)!
DELETE FROM source_outages
WHERE source = :source AND ended_at < began_at + CAST(:seconds AS INTEGER) * INTERVAL '1 second';

-- name: looks()
SELECT source, looked_at FROM source_watch;

-- name: looked!
INSERT INTO source_watch {{insert: source TEXT[], looked_at TIMESTAMP}}
ON CONFLICT (source) DO UPDATE SET looked_at = excluded.looked_at;
