-- When numbers called for the first time ever; see migrations/0008_callers.sql.

-- name: until()^
SELECT until_at FROM first_calls_until;

-- name: rewind(before)!
-- What began since then is looked at anew.
UPDATE first_calls_until SET until_at = CAST(:before AS TIMESTAMP) WHERE until_at > CAST(:before AS TIMESTAMP);

-- name: settle(until)!
UPDATE first_calls_until SET until_at = CAST(:until AS TIMESTAMP);

-- name: forget(since)!
DELETE FROM first_calls WHERE first_at >= CAST(:since AS TIMESTAMP);

-- name: add(since, until)!
INSERT INTO first_calls
SELECT number, min(started_at) FROM calls
WHERE number IS NOT NULL AND source <> 'simulated'
  AND started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
  AND NOT EXISTS (SELECT 1 FROM first_calls f WHERE f.number = calls.number)
GROUP BY number
ORDER BY 2;

-- name: any(since, until)^
SELECT count(*) AS calls FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP);

-- name: lately(since, until)
SELECT number, min(started_at) AS first_at FROM calls
WHERE number IS NOT NULL AND source <> 'simulated'
  AND started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
GROUP BY number;

-- name: known(numbers, settled)
SELECT number FROM first_calls
WHERE number = ANY(CAST(:numbers AS TEXT[])) AND first_at < CAST(:settled AS TIMESTAMP);

-- name: differences(settled)
SELECT number FROM (
    SELECT number, first_at, 1 AS sign FROM first_calls WHERE first_at < CAST(:settled AS TIMESTAMP)
    UNION ALL
    SELECT number, min(started_at), -1 FROM calls
    WHERE number IS NOT NULL AND source <> 'simulated' AND started_at < CAST(:settled AS TIMESTAMP)
    GROUP BY number) AS both_ways
GROUP BY number, first_at
HAVING sum(sign) <> 0
ORDER BY number
LIMIT 1000;
