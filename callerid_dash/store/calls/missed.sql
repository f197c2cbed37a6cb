-- Callers who wait for an answer, derived from the calls since an instant, so that DuckDB reads only the newest calls.

-- name: waiting(since, numbers, phone_calls)
-- The last unanswered call of each number, with how many there are and when the first one began. Calls that rang on
-- other phones or belong to another profile are separate, because both decide who sees them. `numbers`: only these;
-- NULL is no condition. `phone_calls` are the kinds of records that describe a call back. Such a record counts from the
-- start of its minute, because people do not enter seconds.
WITH lately AS (
    SELECT id, number, state, outcome, started_at, answered_at, rang, extension, profile_id, chosen_profile_id
    FROM calls
    WHERE started_at >= CAST(:since AS TIMESTAMP) AND number IS NOT NULL
      AND (CAST(:numbers AS TEXT[]) IS NULL OR number = ANY(CAST(:numbers AS TEXT[])))
), answers AS (
    SELECT number, max(answered_at) AS last_at FROM lately WHERE answered_at IS NOT NULL GROUP BY number
), closings AS (
    SELECT number, max(through) AS last_at FROM missed_closings
    WHERE through >= CAST(:since AS TIMESTAMP) AND reopened_at IS NULL
    GROUP BY number
), told AS (
    SELECT ph.number, r.happened_at
    FROM records r JOIN phones ph ON ph.profile_id = r.profile_id
    WHERE r.happened_at >= date_trunc('minute', CAST(:since AS TIMESTAMP))
      AND r.kind_id = ANY(CAST(:phone_calls AS BIGINT[])) AND ph.number IS NOT NULL
      AND (CAST(:numbers AS TEXT[]) IS NULL OR ph.number = ANY(CAST(:numbers AS TEXT[])))
    UNION ALL
    SELECT r.number, r.happened_at FROM records r
    WHERE r.happened_at >= date_trunc('minute', CAST(:since AS TIMESTAMP))
      AND r.kind_id = ANY(CAST(:phone_calls AS BIGINT[])) AND r.number IS NOT NULL
      AND (CAST(:numbers AS TEXT[]) IS NULL OR r.number = ANY(CAST(:numbers AS TEXT[])))
), calls_back AS (
    SELECT number, max(happened_at) AS last_at FROM told GROUP BY number
), unanswered AS (
    SELECT l.id, l.started_at,
           count(*) OVER alike AS attempts,
           min(l.started_at) OVER alike AS first_at,
           row_number() OVER (PARTITION BY l.number, l.rang, l.extension, l.profile_id, l.chosen_profile_id
                              ORDER BY l.started_at DESC, l.id) AS place
    FROM lately l
    LEFT JOIN answers a ON a.number = l.number
    LEFT JOIN closings c ON c.number = l.number
    LEFT JOIN calls_back b ON b.number = l.number
    WHERE l.state = 'ended' AND l.outcome = 'missed'
      AND (a.last_at IS NULL OR a.last_at < l.started_at)
      AND (c.last_at IS NULL OR c.last_at < l.started_at)
      AND (b.last_at IS NULL OR b.last_at < date_trunc('minute', l.started_at))
    WINDOW alike AS (PARTITION BY l.number, l.rang, l.extension, l.profile_id, l.chosen_profile_id)
)
SELECT c.*, u.attempts, u.first_at
FROM unanswered u JOIN calls c ON c.id = u.id
WHERE u.place = 1 AND c.started_at >= CAST(:since AS TIMESTAMP);

-- name: numbers_of(profile_ids, since)
SELECT number FROM phones WHERE profile_id = ANY(CAST(:profile_ids AS BIGINT[])) AND number IS NOT NULL
UNION
SELECT number FROM records
WHERE profile_id = ANY(CAST(:profile_ids AS BIGINT[])) AND number IS NOT NULL
  AND happened_at >= CAST(:since AS TIMESTAMP);

-- name: close!
INSERT INTO missed_closings {{insert: number TEXT[], call_id UUID[], through TIMESTAMP[], attempts INTEGER[],
                              reason TEXT, closed_at TIMESTAMP, closed_by BIGINT, closer TEXT, undo_id BIGINT}};

-- name: reopen(undo_id, reopened_at)!
UPDATE missed_closings SET reopened_at = CAST(:reopened_at AS TIMESTAMP) WHERE undo_id = :undo_id;

-- name: closed_since(since, limit)
SELECT * FROM missed_closings
WHERE closed_at >= CAST(:since AS TIMESTAMP) AND reopened_at IS NULL
ORDER BY closed_at DESC, id DESC
LIMIT :limit;
