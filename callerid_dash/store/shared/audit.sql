-- The audit trail: lines are appended and never changed.

-- name: add!
INSERT INTO audit {{insert: noted_at TIMESTAMP, actor_id BIGINT, actor TEXT, action TEXT, kind TEXT[], subject_id TEXT[],
                    title TEXT[], changes TEXT[], profile_id BIGINT[]}};

-- name: page(kind, subject_id, actor_id, action, since, before, programs, before_id, limit)
-- Newest first; NULL is no condition.
SELECT *, noted_at AS at FROM audit
WHERE (CAST(:kind AS TEXT) IS NULL OR kind = CAST(:kind AS TEXT))
  AND (CAST(:subject_id AS TEXT) IS NULL OR subject_id = CAST(:subject_id AS TEXT))
  AND (CAST(:actor_id AS BIGINT) IS NULL OR actor_id = CAST(:actor_id AS BIGINT))
  AND (CAST(:action AS TEXT) IS NULL OR action = CAST(:action AS TEXT))
  AND (CAST(:since AS TIMESTAMP) IS NULL OR noted_at >= CAST(:since AS TIMESTAMP))
  AND (CAST(:before AS TIMESTAMP) IS NULL OR noted_at < CAST(:before AS TIMESTAMP))
  AND (actor_id IS NULL OR NOT CAST(:programs AS BOOLEAN))
  AND (CAST(:before_id AS BIGINT) IS NULL OR id < CAST(:before_id AS BIGINT))
ORDER BY id DESC
LIMIT :limit;

-- name: of_profile(profile_id, with_records, before_id, limit)
SELECT *, noted_at AS at FROM audit
WHERE ((kind = 'profile' AND subject_id = CAST(CAST(:profile_id AS BIGINT) AS TEXT))
       OR (kind = 'record' AND profile_id = CAST(:profile_id AS BIGINT) AND CAST(:with_records AS BOOLEAN)))
  AND (CAST(:before_id AS BIGINT) IS NULL OR id < CAST(:before_id AS BIGINT))
ORDER BY id DESC
LIMIT :limit;

-- name: newest()^
SELECT coalesce(max(id), 0) AS id FROM audit;

-- name: subjects_after(id)
SELECT DISTINCT kind, subject_id FROM audit WHERE id > :id;
