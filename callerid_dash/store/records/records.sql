-- Records, written one at a time; a profile's records are read newest first.

-- name: add(profile_id, kind_id, call_id, subject, body, happened_at, author_id, author_name, number, duration_seconds, due_at, assignee_id, done_at, updated_at)^
INSERT INTO records (profile_id, kind_id, call_id, subject, body, happened_at, author_id, author_name, number,
                     duration_seconds, due_at, assignee_id, done_at, updated_at, version)
VALUES (:profile_id, :kind_id, CAST(:call_id AS UUID), :subject, :body, CAST(:happened_at AS TIMESTAMP), :author_id,
        CAST(:author_name AS TEXT), CAST(:number AS TEXT), CAST(:duration_seconds AS INTEGER),
        CAST(:due_at AS TIMESTAMP), CAST(:assignee_id AS BIGINT), CAST(:done_at AS TIMESTAMP),
        CAST(:updated_at AS TIMESTAMP), 1)
RETURNING id;

-- name: update(id, version, kind_id, subject, body, happened_at, number, duration_seconds, due_at, assignee_id, done_at, updated_at)^
UPDATE records
SET kind_id = :kind_id, subject = :subject, body = :body, happened_at = CAST(:happened_at AS TIMESTAMP),
    number = CAST(:number AS TEXT), duration_seconds = CAST(:duration_seconds AS INTEGER),
    due_at = CAST(:due_at AS TIMESTAMP), assignee_id = CAST(:assignee_id AS BIGINT),
    done_at = CAST(:done_at AS TIMESTAMP), updated_at = CAST(:updated_at AS TIMESTAMP),
    version = coalesce(version, 1) + 1
WHERE id = :id AND coalesce(version, 1) = :version
RETURNING id;

-- name: delete(id)!
DELETE FROM records WHERE id = :id;

-- name: by_id(id)^
SELECT * FROM records WHERE id = :id;

-- name: kind_in_use(kind_id)^
SELECT EXISTS (SELECT 1 FROM records WHERE kind_id = :kind_id) AS in_use;

-- name: of_profile(profile_id, kind_id, author_id, since, before, open_kinds, after, after_id, limit)
-- Newest first; NULL is no condition. `open_kinds`: only records of these kinds that still have to be done.
SELECT * FROM records
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
SELECT * FROM records
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
