-- The list of calls, newest or oldest first, a page at a time. Only the ids: an engine that stores columns would read all
-- columns of the calls that it looks through.

-- name: newest_until(until)^
SELECT max(started_at) AS at FROM calls WHERE started_at <= CAST(:until AS TIMESTAMP);

-- name: oldest_since(since)^
SELECT min(started_at) AS at FROM calls WHERE started_at >= CAST(:since AS TIMESTAMP);

-- name: page(since, until, edge, last_id, limit)
SELECT c.id FROM calls c WHERE {{listed_time}} AND {{filter}}
ORDER BY c.started_at DESC, c.id
LIMIT :limit;

-- name: page_upwards(since, until, edge, last_id, limit)
SELECT c.id FROM calls c WHERE {{listed_time}} AND {{filter}}
ORDER BY c.started_at, c.id
LIMIT :limit;

-- name: count(since, until, edge, last_id, limit)^
-- The number of matching calls, up to `limit`.
SELECT count(*) AS calls
FROM (SELECT 1 AS found FROM calls c WHERE {{listed_time}} AND {{filter}} LIMIT :limit) AS listed;
