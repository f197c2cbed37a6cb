-- The list of calls, newest or oldest first, a page at a time; the `own` ones differ in the last condition alone, because
-- an engine plans the lookup of own numbers even where nobody asked for it.

-- name: newest_until(until)^
SELECT max(started_at) AS at FROM calls WHERE started_at <= CAST(:until AS TIMESTAMP);

-- name: oldest_since(since)^
SELECT min(started_at) AS at FROM calls WHERE started_at >= CAST(:since AS TIMESTAMP);

-- name: long_waits(since, until, wait_over)^
-- The first and the last quarter of an hour with a call that waited longer, which the figures tell of all but simulated
-- calls.
SELECT min(bucket) AS since, max(bucket) AS until FROM tallies
WHERE dimension = 'all' AND bucket >= CAST(:since AS TIMESTAMP) AND bucket <= CAST(:until AS TIMESTAMP)
  AND wait_most > CAST(:wait_over AS BIGINT) * 1000000;

-- name: page(since, until, before, last_id, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, limit)
SELECT c.* FROM calls c WHERE {{listed_time}} AND {{logged}}
ORDER BY c.started_at DESC, c.id
LIMIT :limit;

-- name: own_page(since, until, before, last_id, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, limit, viewer_id, viewer_extensions)
SELECT c.* FROM calls c WHERE {{listed_time}} AND {{logged}} AND {{in_sight}}
ORDER BY c.started_at DESC, c.id
LIMIT :limit;

-- name: page_upwards(since, until, before, after, last_id, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, limit)
SELECT c.* FROM calls c WHERE {{listed_time_upwards}} AND {{logged}}
ORDER BY c.started_at, c.id
LIMIT :limit;

-- name: own_page_upwards(since, until, before, after, last_id, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, limit, viewer_id, viewer_extensions)
SELECT c.* FROM calls c WHERE {{listed_time_upwards}} AND {{logged}} AND {{in_sight}}
ORDER BY c.started_at, c.id
LIMIT :limit;

-- name: count(since, until, before, last_id, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, limit)^
-- How many calls these are, up to `limit`.
SELECT count(*) AS calls
FROM (SELECT 1 AS found FROM calls c WHERE {{listed_time}} AND {{logged}} LIMIT :limit) AS listed;

-- name: own_count(since, until, before, last_id, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, limit, viewer_id, viewer_extensions)^
SELECT count(*) AS calls
FROM (SELECT 1 AS found FROM calls c WHERE {{listed_time}} AND {{logged}} AND {{in_sight}} LIMIT :limit) AS listed;

-- name: numbers_of(profile_id)
SELECT DISTINCT number FROM phones WHERE profile_id = :profile_id AND number IS NOT NULL;
