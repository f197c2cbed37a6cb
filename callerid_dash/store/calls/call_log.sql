-- The list of calls, newest or oldest first, a page at a time.

-- name: newest_until(until)^
SELECT max(started_at) AS at FROM calls WHERE started_at <= CAST(:until AS TIMESTAMP);

-- name: oldest_since(since)^
SELECT min(started_at) AS at FROM calls WHERE started_at >= CAST(:since AS TIMESTAMP);

-- name: long_waits(since, until, built, wait_over)^
-- The first and the last quarter of an hour with a call that waited longer: by the rollups before `built`, and by the
-- calls since then.
SELECT min(bucket) AS since, max(bucket) AS until
FROM (SELECT bucket FROM rollups
      WHERE dimension = 'all' AND bucket >= CAST(:since AS TIMESTAMP) AND bucket <= CAST(:until AS TIMESTAMP)
        AND wait_most > CAST(:wait_over AS BIGINT) * 1000000
      UNION ALL
      SELECT bucket FROM call_measures
      WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at <= CAST(:until AS TIMESTAMP)
        AND started_at >= CAST(:built AS TIMESTAMP) AND wait > CAST(:wait_over AS BIGINT) * 1000000) AS either;

-- name: page(since, until, edge, last_id, limit)
SELECT c.* FROM calls c WHERE {{listed_time}} AND {{filter}}
ORDER BY c.started_at DESC, c.id
LIMIT :limit;

-- name: page_upwards(since, until, edge, last_id, limit)
SELECT c.* FROM calls c WHERE {{listed_time}} AND {{filter}}
ORDER BY c.started_at, c.id
LIMIT :limit;

-- name: count(since, until, edge, last_id, limit)^
-- The number of matching calls, up to `limit`.
SELECT count(*) AS calls
FROM (SELECT 1 AS found FROM calls c WHERE {{listed_time}} AND {{filter}} LIMIT :limit) AS listed;
