-- The profiles that the anonymous contacts module has created and nobody has named yet.

-- name: made(before_id, limit)
SELECT id FROM profiles
WHERE anonymous AND (CAST(:before_id AS BIGINT) IS NULL OR id < CAST(:before_id AS BIGINT))
ORDER BY id DESC
LIMIT :limit;

-- name: count()^
SELECT count(*) AS profiles FROM profiles WHERE anonymous;

-- name: untouched(limit)
-- Nobody has changed these profiles or written a record, so deleting them loses nobody's work.
SELECT id FROM profiles
WHERE anonymous AND version = 1 AND NOT EXISTS (SELECT 1 FROM records WHERE records.profile_id = profiles.id)
ORDER BY id
LIMIT :limit;

-- name: calls_of(ids)
SELECT profile_id, count(*) AS calls, max(started_at) AS last_at FROM calls
WHERE profile_id = ANY(CAST(:ids AS BIGINT[]))
GROUP BY profile_id;
