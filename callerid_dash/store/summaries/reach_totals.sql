-- How many calls of whose customers extensions have answered; see migrations/0011_caller_totals.sql.

-- name: until()^
SELECT kept_until, aimed_at, attempt FROM reach_totals_until;

-- name: aim(kept_until, aimed_at, attempt)!
UPDATE reach_totals_until SET kept_until = CAST(:kept_until AS TIMESTAMP), aimed_at = CAST(:aimed_at AS TIMESTAMP),
                              attempt = CAST(:attempt AS INTEGER);

-- name: tells()^
SELECT kept_until, (SELECT min(started_at) FROM calls) AS first_at, (SELECT max(started_at) FROM calls) AS last_at
FROM reach_totals_until;

-- name: note(profile_ids)!
INSERT INTO reach_totals_stale (profile_id)
SELECT DISTINCT id FROM (SELECT unnest(CAST(:profile_ids AS BIGINT[])) AS id) AS changed
WHERE EXISTS (SELECT 1 FROM reach_totals_until WHERE aimed_at > TIMESTAMP '1970-01-01 00:00:00');

-- name: note_past()!
-- Whoever holds the numbers of the batch that is being stored (`store/calls/history.py`).
INSERT INTO reach_totals_stale (profile_id)
SELECT DISTINCT profile_id FROM phones
WHERE number IN (SELECT number FROM past_calls WHERE started_at < (SELECT aimed_at FROM reach_totals_until));

-- name: note_of_call(call_id)!
INSERT INTO reach_totals_stale (profile_id)
SELECT profile_id FROM calls
WHERE id = CAST(:call_id AS UUID) AND profile_id IS NOT NULL AND started_at < (SELECT aimed_at FROM reach_totals_until);

-- name: note_of_step(undo_id)!
INSERT INTO reach_totals_stale (profile_id)
SELECT DISTINCT id
FROM (SELECT profile_id AS id FROM undo_calls WHERE undo_id = CAST(:undo_id AS BIGINT)
      UNION ALL
      SELECT given_to FROM undo_calls WHERE undo_id = CAST(:undo_id AS BIGINT)) AS changed
WHERE id IS NOT NULL AND EXISTS (SELECT 1 FROM reach_totals_until WHERE aimed_at > TIMESTAMP '1970-01-01 00:00:00');

-- name: notes()^
SELECT count(*) AS notes, coalesce(max(noted), 0) AS latest FROM reach_totals_stale;

-- name: notes_before(latest)^
SELECT count(*) AS notes FROM reach_totals_stale WHERE noted <= CAST(:latest AS BIGINT);

-- name: stale()
SELECT DISTINCT profile_id FROM reach_totals_stale;

-- name: forget_notes(latest)!
DELETE FROM reach_totals_stale WHERE noted <= CAST(:latest AS BIGINT);

-- name: count(until, profile_ids)
-- Of these profiles, or (NULL) of all.
SELECT profile_id, extension, count(*) AS answered FROM call_measures
WHERE standing = 'answered' AND profile_id IS NOT NULL AND source <> 'simulated'
  AND started_at < CAST(:until AS TIMESTAMP)
  AND (CAST(:profile_ids AS BIGINT[]) IS NULL OR profile_id = ANY(CAST(:profile_ids AS BIGINT[])))
GROUP BY profile_id, extension;

-- name: forget(profile_ids)!
DELETE FROM reach_totals
WHERE CAST(:profile_ids AS BIGINT[]) IS NULL OR profile_id = ANY(CAST(:profile_ids AS BIGINT[]));

-- name: owner_reach(kept_until, until)
-- As `callers.owner_reach`: what is kept, with the calls since then, and all calls of stale profiles.
SELECT o.owner_id, CAST(sum(c.answered) AS BIGINT) AS answered,
       CAST(coalesce(sum(c.answered) FILTER (WHERE e.user_id = o.owner_id), 0) AS BIGINT) AS by_owner
FROM (SELECT profile_id, extension, answered FROM reach_totals
      WHERE profile_id NOT IN (SELECT profile_id FROM reach_totals_stale)
      UNION ALL
      SELECT profile_id, extension, count(*) FROM call_measures
      WHERE standing = 'answered' AND profile_id IS NOT NULL AND source <> 'simulated'
        AND started_at >= CAST(:kept_until AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
      GROUP BY profile_id, extension
      UNION ALL
      SELECT profile_id, extension, count(*) FROM call_measures
      WHERE standing = 'answered' AND source <> 'simulated' AND started_at < CAST(:kept_until AS TIMESTAMP)
        AND profile_id IN (SELECT profile_id FROM reach_totals_stale)
      GROUP BY profile_id, extension) c
JOIN (SELECT id, sales_id AS owner_id FROM profiles UNION SELECT id, support_id FROM profiles
      UNION SELECT id, other_id FROM profiles) o ON o.id = c.profile_id AND o.owner_id IS NOT NULL
LEFT JOIN extensions e ON e.number = c.extension
GROUP BY o.owner_id;

-- name: differences(until)
-- Profiles whose totals are not what their calls add up to, but for stale ones.
SELECT profile_id
FROM (SELECT profile_id, extension, answered, 1 AS sign FROM reach_totals
      UNION ALL
      SELECT profile_id, extension, count(*), -1 FROM call_measures
      WHERE standing = 'answered' AND profile_id IS NOT NULL AND source <> 'simulated'
        AND started_at < CAST(:until AS TIMESTAMP)
      GROUP BY profile_id, extension) AS both_ways
WHERE profile_id NOT IN (SELECT profile_id FROM reach_totals_stale)
GROUP BY profile_id, extension, answered
HAVING sum(sign) <> 0
ORDER BY profile_id
LIMIT 1000;
