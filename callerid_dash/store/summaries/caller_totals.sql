-- Totals of each number over all of history; see migrations/0016_summaries.sql.

-- name: span()^
SELECT min(started_at) AS first_at, max(started_at) AS last_at FROM calls;

-- name: stale(limit)
-- `reassigned`: only the attribution of its calls has changed.
SELECT number, bool_and(reassigned) AS reassigned FROM stale_numbers
WHERE name = 'caller_totals' GROUP BY number LIMIT :limit;

-- name: after_calls(since, until, place)^
-- When call number `place` of a range began.
SELECT started_at FROM calls WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
ORDER BY started_at LIMIT 1 OFFSET :place;

-- name: count(since, until, numbers)
-- The totals of these numbers, or (NULL) of all that called: their totals before `since` plus their calls in the range.
WITH later AS (
    SELECT number, {{caller_sums}}, min(started_at) AS first_at
    FROM (SELECT {{timed_call}}
          FROM call_measures
          WHERE number IS NOT NULL
            AND started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
            AND (CAST(:numbers AS TEXT[]) IS NULL OR number IN (SELECT unnest(CAST(:numbers AS TEXT[]))))) AS timed
    GROUP BY number
)
SELECT l.number,
       l.calls + coalesce(t.calls, 0) AS calls,
       l.answered + coalesce(t.answered, 0) AS answered,
       l.missed + coalesce(t.missed, 0) AS missed,
       l.again + coalesce(t.again, 0)
       + CASE WHEN l.first_at - t.last_at <= INTERVAL '1 day' THEN 1 ELSE 0 END AS again,
       coalesce(t.first_at, l.first_at) AS first_at,
       l.last_at
FROM later l LEFT JOIN caller_totals t ON t.number = l.number AND t.last_at < CAST(:since AS TIMESTAMP);

-- name: count_answered(since, until, numbers)
-- The same for the extensions that answered them.
SELECT number, profile_id, extension, CAST(sum(answered) AS INTEGER) AS answered
FROM (SELECT number, profile_id, extension, count(*) AS answered
      FROM call_measures
      WHERE standing = 'answered' AND profile_id IS NOT NULL
        AND started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
        AND (CAST(:numbers AS TEXT[]) IS NULL OR number IN (SELECT unnest(CAST(:numbers AS TEXT[]))))
      GROUP BY number, profile_id, extension
      UNION ALL
      SELECT number, profile_id, extension, answered FROM answered_totals
      WHERE CAST(:numbers AS TEXT[]) IS NULL
        AND number IN (SELECT number FROM calls
                       WHERE number IS NOT NULL
                         AND started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP))
     ) AS both_parts
GROUP BY number, profile_id, extension;

-- name: forget(numbers)!
DELETE FROM caller_totals WHERE number IN (SELECT unnest(CAST(:numbers AS TEXT[])));

-- name: forget_answered(numbers)!
DELETE FROM answered_totals WHERE number IN (SELECT unnest(CAST(:numbers AS TEXT[])));

-- name: forget_prefixes(numbers)!
DELETE FROM prefix_totals
WHERE prefix IN (SELECT prefix FROM (SELECT {{prefix}} FROM (SELECT unnest(CAST(:numbers AS TEXT[])) AS number) n) p);

-- name: add_prefixes(numbers)!
-- The sums of all numbers that have a prefix in common with these.
INSERT INTO prefix_totals
SELECT prefix, digits, min(number), count(*), sum(calls), sum(missed)
FROM (SELECT {{prefix}}, number, calls, missed FROM caller_totals) AS begun
WHERE prefix IN (SELECT prefix FROM (SELECT {{prefix}} FROM (SELECT unnest(CAST(:numbers AS TEXT[])) AS number) n) p)
GROUP BY prefix, digits;

-- name: least(by, shared, limit)^
-- The value of the last of the `limit` first numbers.
SELECT min(value) AS least, count(*) AS numbers
FROM (SELECT CASE CAST(:by AS TEXT) WHEN 'missed' THEN missed WHEN 'again' THEN again ELSE calls END AS value
      FROM caller_totals
      WHERE NOT CAST(:shared AS BOOLEAN)
         OR number IN (SELECT number FROM phones GROUP BY number HAVING count(DISTINCT profile_id) > 1)
      ORDER BY 1 DESC
      LIMIT :limit) AS first_ones;

-- name: top(materialized, until, by, shared, least, limit)
-- The first numbers, including their calls since the watermark. Numbers far below `least` are skipped, because their
-- later calls cannot make up for the distance.
WITH later AS (
    SELECT number, {{caller_sums}}, min(started_at) AS first_at
    FROM (SELECT {{timed_call}}
          FROM call_measures
          WHERE number IS NOT NULL
            AND started_at >= CAST(:materialized AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)) AS timed
    GROUP BY number
), near AS (
    SELECT number, calls, answered, missed, again, last_at FROM caller_totals
    WHERE CASE CAST(:by AS TEXT) WHEN 'missed' THEN missed WHEN 'again' THEN again ELSE calls END
          >= CAST(:least AS INTEGER) - (SELECT coalesce(max(calls), 0) FROM later)
), every AS (
    SELECT coalesce(n.number, l.number) AS number,
           coalesce(n.calls, 0) + coalesce(l.calls, 0) AS calls,
           coalesce(n.answered, 0) + coalesce(l.answered, 0) AS answered,
           coalesce(n.missed, 0) + coalesce(l.missed, 0) AS missed,
           coalesce(n.again, 0) + coalesce(l.again, 0)
           + CASE WHEN l.first_at - n.last_at <= INTERVAL '1 day' THEN 1 ELSE 0 END AS again,
           coalesce(l.last_at, n.last_at) AS last_at
    FROM near n FULL JOIN later l ON l.number = n.number
)
SELECT number, calls, answered, missed, again, last_at FROM every
WHERE NOT CAST(:shared AS BOOLEAN)
   OR number IN (SELECT number FROM phones GROUP BY number HAVING count(DISTINCT profile_id) > 1)
ORDER BY CASE CAST(:by AS TEXT) WHEN 'missed' THEN missed WHEN 'again' THEN again ELSE calls END DESC, calls DESC, number
LIMIT :limit;

-- name: later(materialized, limit)
SELECT id, number, started_at, standing FROM call_measures
WHERE number IS NOT NULL AND started_at >= CAST(:materialized AS TIMESTAMP) LIMIT :limit;

-- name: totals_of(numbers)
SELECT number, calls, answered, missed, again, first_at, last_at FROM caller_totals
WHERE number IN (SELECT unnest(CAST(:numbers AS TEXT[])));

-- name: places(materialized, until, own, own_digits)
-- As `callers.places`.
WITH later AS (
    SELECT number, count(*) AS calls, count(*) FILTER (WHERE standing = 'missed') AS missed
    FROM call_measures
    WHERE number IS NOT NULL
      AND started_at >= CAST(:materialized AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
    GROUP BY number
), known AS (
    SELECT number FROM caller_totals WHERE number IN (SELECT number FROM later)
), every AS (
    SELECT prefix, digits, example, callers, calls, missed FROM prefix_totals
    UNION ALL
    SELECT {{prefix}}, number, CASE WHEN number IN (SELECT number FROM known) THEN 0 ELSE 1 END, calls, missed
    FROM later
)
SELECT begins AS prefix, min(example) AS example, CAST(sum(callers) AS BIGINT) AS callers,
       CAST(sum(calls) AS BIGINT) AS calls, CAST(sum(missed) AS BIGINT) AS missed
FROM (SELECT CASE WHEN left(prefix, length(CAST(:own AS TEXT))) = CAST(:own AS TEXT)
                  THEN left(prefix, CAST(:own_digits AS INTEGER)) ELSE prefix END AS begins,
             digits, example, callers, calls, missed
      FROM every) AS begun
GROUP BY begins, digits;

-- name: owner_answer_rates(materialized, until)
-- As `callers.owner_answer_rates`: the totals, the calls since the watermark, and a recount of stale numbers.
WITH stale AS (
    SELECT DISTINCT number FROM stale_numbers WHERE name = 'caller_totals'
)
SELECT o.owner_id, CAST(sum(c.answered) AS BIGINT) AS answered,
       CAST(coalesce(sum(c.answered) FILTER (WHERE e.user_id = o.owner_id), 0) AS BIGINT) AS by_owner
FROM (SELECT profile_id, extension, sum(answered) AS answered FROM answered_totals
      WHERE number NOT IN (SELECT number FROM stale)
      GROUP BY profile_id, extension
      UNION ALL
      SELECT profile_id, extension, count(*) FROM call_measures
      WHERE standing = 'answered' AND profile_id IS NOT NULL
        AND started_at >= CAST(:materialized AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
      GROUP BY profile_id, extension
      UNION ALL
      SELECT profile_id, extension, count(*) FROM call_measures
      WHERE standing = 'answered' AND profile_id IS NOT NULL
        AND started_at < CAST(:materialized AS TIMESTAMP) AND number IN (SELECT number FROM stale)
      GROUP BY profile_id, extension) c
JOIN (SELECT id, sales_id AS owner_id FROM profiles UNION SELECT id, support_id FROM profiles
      UNION SELECT id, other_id FROM profiles) o ON o.id = c.profile_id AND o.owner_id IS NOT NULL
LEFT JOIN extensions e ON e.number = c.extension
GROUP BY o.owner_id;

-- name: differences(until, ending)
-- Numbers with this last digit whose totals differ from a recount; stale numbers do not count.
SELECT DISTINCT number
FROM (SELECT number, calls, answered, missed, again, last_at, first_at, 1 AS sign FROM caller_totals
      UNION ALL
      SELECT number, {{caller_sums}}, min(started_at), -1
      FROM (SELECT {{timed_call}}
            FROM call_measures
            WHERE number IS NOT NULL AND strpos('0123456789', right(number, 1)) = CAST(:ending AS INTEGER)
              AND started_at < CAST(:until AS TIMESTAMP)) AS timed
      GROUP BY number) AS both_ways
WHERE strpos('0123456789', right(number, 1)) = CAST(:ending AS INTEGER)
  AND number NOT IN (SELECT number FROM stale_numbers WHERE name = 'caller_totals')
GROUP BY number, calls, answered, missed, again, last_at, first_at
HAVING sum(sign) <> 0
ORDER BY number
LIMIT 1000;

-- name: answered_differences(until, ending)
-- The same for the extensions that answered them.
SELECT DISTINCT number
FROM (SELECT number, profile_id, extension, answered, 1 AS sign FROM answered_totals
      UNION ALL
      SELECT number, profile_id, extension, count(*), -1 FROM call_measures
      WHERE standing = 'answered' AND profile_id IS NOT NULL
        AND started_at < CAST(:until AS TIMESTAMP)
        AND strpos('0123456789', right(number, 1)) = CAST(:ending AS INTEGER)
      GROUP BY number, profile_id, extension) AS both_ways
WHERE strpos('0123456789', right(number, 1)) = CAST(:ending AS INTEGER)
  AND number NOT IN (SELECT number FROM stale_numbers WHERE name = 'caller_totals')
GROUP BY number, profile_id, extension, answered
HAVING sum(sign) <> 0
ORDER BY number
LIMIT 1000;

-- name: prefix_differences()
-- Prefixes whose sums differ from the totals of their numbers.
SELECT DISTINCT prefix
FROM (SELECT prefix, digits, example, callers, calls, missed, 1 AS sign FROM prefix_totals
      UNION ALL
      SELECT {{prefix}},
             min(number), count(*), sum(calls), sum(missed), -1
      FROM caller_totals GROUP BY 1, 2) AS both_ways
GROUP BY prefix, digits, example, callers, calls, missed
HAVING sum(sign) <> 0
ORDER BY prefix
LIMIT 1000;
