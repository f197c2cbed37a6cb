-- The list of calls, newest first, a page at a time; `page` and `own_page` differ in the last condition alone, because
-- an engine plans the lookup of own numbers even where nobody asked for it.

-- name: newest_until(until)^
SELECT max(started_at) AS at FROM calls WHERE started_at <= CAST(:until AS TIMESTAMP);

-- name: page(since, until, before, last_id, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, line, limit)
SELECT * FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at <= CAST(:until AS TIMESTAMP)
  AND (started_at < CAST(:before AS TIMESTAMP) OR id > CAST(:last_id AS UUID))
  AND (CAST(:state AS TEXT) IS NULL OR state = CAST(:state AS TEXT))
  AND (CAST(:outcome AS TEXT) IS NULL OR outcome = CAST(:outcome AS TEXT))
  AND (CAST(:known AS BOOLEAN) IS NULL
       OR (number IS NOT NULL AND (profile_id IS NOT NULL) = CAST(:known AS BOOLEAN)))
  AND (CAST(:number AS TEXT) IS NULL OR number = CAST(:number AS TEXT))
  AND (CAST(:ends_with AS TEXT) IS NULL OR number LIKE CAST(:ends_with AS TEXT))
  AND (CAST(:profile_id AS BIGINT) IS NULL
       OR (profile_id IS NOT NULL
           AND (profile_id = CAST(:profile_id AS BIGINT) OR number = ANY(CAST(:profile_numbers AS TEXT[])))
           AND coalesce(chosen_profile_id, CAST(:profile_id AS BIGINT)) = CAST(:profile_id AS BIGINT)))
  AND (CAST(:extension AS TEXT) IS NULL OR extension = CAST(:extension AS TEXT)
       OR strpos(',' || rang || ',', ',' || CAST(:extension AS TEXT) || ',') > 0)
  AND (CAST(:line AS TEXT) IS NULL OR line = CAST(:line AS TEXT))
ORDER BY started_at DESC, id
LIMIT :limit;

-- name: own_page(since, until, before, last_id, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, line, limit, viewer_id, viewer_extensions)
SELECT * FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at <= CAST(:until AS TIMESTAMP)
  AND (started_at < CAST(:before AS TIMESTAMP) OR id > CAST(:last_id AS UUID))
  AND (CAST(:state AS TEXT) IS NULL OR state = CAST(:state AS TEXT))
  AND (CAST(:outcome AS TEXT) IS NULL OR outcome = CAST(:outcome AS TEXT))
  AND (CAST(:known AS BOOLEAN) IS NULL
       OR (number IS NOT NULL AND (profile_id IS NOT NULL) = CAST(:known AS BOOLEAN)))
  AND (CAST(:number AS TEXT) IS NULL OR number = CAST(:number AS TEXT))
  AND (CAST(:ends_with AS TEXT) IS NULL OR number LIKE CAST(:ends_with AS TEXT))
  AND (CAST(:profile_id AS BIGINT) IS NULL
       OR (profile_id IS NOT NULL
           AND (profile_id = CAST(:profile_id AS BIGINT) OR number = ANY(CAST(:profile_numbers AS TEXT[])))
           AND coalesce(chosen_profile_id, CAST(:profile_id AS BIGINT)) = CAST(:profile_id AS BIGINT)))
  AND (CAST(:extension AS TEXT) IS NULL OR extension = CAST(:extension AS TEXT)
       OR strpos(',' || rang || ',', ',' || CAST(:extension AS TEXT) || ',') > 0)
  AND (CAST(:line AS TEXT) IS NULL OR line = CAST(:line AS TEXT))
  AND (extension = ANY(CAST(:viewer_extensions AS TEXT[]))
       OR string_to_array(rang, ',') && CAST(:viewer_extensions AS TEXT[])
       OR (profile_id IS NOT NULL AND number IN (
           SELECT ph.number FROM phones ph JOIN profiles p ON p.id = ph.profile_id
           WHERE ph.number IS NOT NULL
             AND (p.sales_id = CAST(:viewer_id AS BIGINT) OR p.support_id = CAST(:viewer_id AS BIGINT)
                  OR p.other_id = CAST(:viewer_id AS BIGINT))))
       OR profile_id IN (
           SELECT p.id FROM profiles p
           WHERE p.sales_id = CAST(:viewer_id AS BIGINT) OR p.support_id = CAST(:viewer_id AS BIGINT)
              OR p.other_id = CAST(:viewer_id AS BIGINT)))
ORDER BY started_at DESC, id
LIMIT :limit;

-- name: numbers_of(profile_id)
SELECT DISTINCT number FROM phones WHERE profile_id = :profile_id AND number IS NOT NULL;
