-- Records, written one at a time; a profile's records are read newest first.

-- name: add^
INSERT INTO records {{insert: profile_id BIGINT, call_id UUID, author_id BIGINT, author_name TEXT, version INTEGER,
                      {{record_fields}}}}
RETURNING id;

-- name: update^
UPDATE records SET {{set: {{record_fields}}}}, version = coalesce(version, 1) + 1
FROM ({{given: {{record_fields}}}}) AS new
WHERE id = :id AND coalesce(version, 1) = :version
RETURNING id;

-- name: by_id(id)^
SELECT *, body AS text FROM records WHERE id = :id;

-- name: of_profile(profile_id, kind_id, author_id, since, before, open_kinds, after, after_id, limit)
-- Newest first; NULL is no condition. `open_kinds`: only records of these kinds that still have to be done.
SELECT *, body AS text FROM records
WHERE profile_id = :profile_id
  AND (CAST(:kind_id AS BIGINT) IS NULL OR kind_id = CAST(:kind_id AS BIGINT))
  AND (CAST(:author_id AS BIGINT) IS NULL OR author_id = CAST(:author_id AS BIGINT))
  AND (CAST(:since AS TIMESTAMP) IS NULL OR happened_at >= CAST(:since AS TIMESTAMP))
  AND (CAST(:before AS TIMESTAMP) IS NULL OR happened_at < CAST(:before AS TIMESTAMP))
  AND (CAST(:open_kinds AS BIGINT[]) IS NULL OR (done_at IS NULL AND kind_id = ANY(CAST(:open_kinds AS BIGINT[]))))
  AND (CAST(:after AS TIMESTAMP) IS NULL OR happened_at < CAST(:after AS TIMESTAMP)
       OR (happened_at = CAST(:after AS TIMESTAMP) AND id > CAST(:after_id AS BIGINT)))
ORDER BY happened_at DESC, id
LIMIT :limit;

-- name: written_after(id, profile_id, since, before, limit)
-- In the order in which the records were written; of all profiles if `profile_id` is NULL.
SELECT *, body AS text FROM records
WHERE id > :id
  AND (CAST(:profile_id AS BIGINT) IS NULL OR profile_id = CAST(:profile_id AS BIGINT))
  AND (CAST(:since AS TIMESTAMP) IS NULL OR happened_at >= CAST(:since AS TIMESTAMP))
  AND (CAST(:before AS TIMESTAMP) IS NULL OR happened_at < CAST(:before AS TIMESTAMP))
ORDER BY id
LIMIT :limit;

-- name: how_many(profile_id, since, before)
SELECT count(*) AS records FROM records
WHERE (CAST(:profile_id AS BIGINT) IS NULL OR profile_id = CAST(:profile_id AS BIGINT))
  AND (CAST(:since AS TIMESTAMP) IS NULL OR happened_at >= CAST(:since AS TIMESTAMP))
  AND (CAST(:before AS TIMESTAMP) IS NULL OR happened_at < CAST(:before AS TIMESTAMP));
