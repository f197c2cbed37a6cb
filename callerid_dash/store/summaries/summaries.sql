-- The watermarks of summaries, and the notes of changed calls; see migrations/0016_summaries.sql.

-- name: mark(name)^
SELECT materialized_until, noted, zone FROM summaries WHERE name = CAST(:name AS TEXT);

-- name: latest_mark()^
SELECT max(materialized_until) AS latest FROM summaries;

-- name: mark_and_stale(name)^
-- The same, with when the oldest changed call began that the summary contains; changes of attribution do not count.
SELECT materialized_until, noted, zone,
       (SELECT min(n.started_at) FROM stale_numbers n WHERE n.name = s.name AND NOT n.reassigned) AS stale_since
FROM summaries s WHERE name = CAST(:name AS TEXT);

-- name: advance(name, materialized_until, noted, zone)!
UPDATE summaries SET materialized_until = CAST(:materialized_until AS TIMESTAMP), noted = CAST(:noted AS BIGINT),
                     zone = CAST(:zone AS TEXT)
WHERE name = CAST(:name AS TEXT);

-- name: note!
INSERT INTO changed_calls {{insert: number TEXT[], started_at TIMESTAMP[], reassigned BOOLEAN}};

-- name: note_past()!
-- The same for the batch that is being stored (`store/calls/history.py`).
INSERT INTO changed_calls (number, started_at, reassigned)
SELECT number, min(started_at), FALSE FROM past_calls WHERE number IS NOT NULL GROUP BY number;

-- name: past_buckets()
SELECT DISTINCT date_trunc('minute', started_at)
       - mod(CAST(extract(minute FROM started_at) AS INTEGER), 15) * INTERVAL '1 minute' AS bucket
FROM past_calls;

-- name: latest()^
SELECT max(noted) AS noted FROM changed_calls;

-- name: forget_followed()!
-- The notes that every summary has followed.
DELETE FROM changed_calls WHERE noted <= (SELECT min(noted) FROM summaries);

-- name: first(since, until)^
SELECT min(started_at) AS at FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP);

-- name: span()^
SELECT min(earliest) AS first, max(latest) AS last
FROM (SELECT min(started_at) AS earliest, max(started_at) AS latest FROM calls
      UNION ALL SELECT min(bucket), max(bucket) FROM rollups) AS both_ends;
