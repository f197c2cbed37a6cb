-- The outages of sources.

-- name: between(since, until)
SELECT source, began_at, ended_at FROM source_outages
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

-- name: looked(sources, looked_at)!
INSERT INTO source_watch (source, looked_at)
SELECT unnest(CAST(:sources AS TEXT[])), CAST(:looked_at AS TIMESTAMP)
ON CONFLICT (source) DO UPDATE SET looked_at = excluded.looked_at;
