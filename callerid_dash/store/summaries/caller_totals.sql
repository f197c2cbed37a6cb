-- What each number adds up to over all of history; see migrations/0011_caller_totals.sql.

-- name: until()^
SELECT kept_until, aimed_at, counted_to, attempt FROM caller_totals_until;

-- name: aim(kept_until, aimed_at, counted_to, attempt)!
UPDATE caller_totals_until SET kept_until = CAST(:kept_until AS TIMESTAMP), aimed_at = CAST(:aimed_at AS TIMESTAMP),
                               counted_to = CAST(:counted_to AS TEXT), attempt = CAST(:attempt AS INTEGER);

-- name: tells()^
SELECT kept_until, (SELECT min(started_at) FROM calls) AS first_at, (SELECT max(started_at) FROM calls) AS last_at,
       (SELECT count(*) FROM caller_totals_stale) AS stale
FROM caller_totals_until;

-- name: note(numbers, instants)!
INSERT INTO caller_totals_stale (number)
SELECT DISTINCT number
FROM (SELECT unnest(CAST(:numbers AS TEXT[])) AS number, unnest(CAST(:instants AS TIMESTAMP[])) AS started_at) AS changed
WHERE started_at < (SELECT aimed_at FROM caller_totals_until);

-- name: note_past()!
-- The same of the batch that is being stored (`store/calls/history.py`).
INSERT INTO caller_totals_stale (number)
SELECT DISTINCT number FROM past_calls
WHERE number IS NOT NULL AND started_at < (SELECT aimed_at FROM caller_totals_until);

-- name: notes()^
SELECT count(*) AS notes, coalesce(max(noted), 0) AS latest FROM caller_totals_stale;

-- name: notes_before(latest)^
SELECT count(*) AS notes FROM caller_totals_stale WHERE noted <= CAST(:latest AS BIGINT);

-- name: forget_notes(latest)!
DELETE FROM caller_totals_stale WHERE noted <= CAST(:latest AS BIGINT);

-- name: size()^
SELECT count(*) AS calls FROM calls;

-- name: one_of(part, after, place)^
-- A number some way behind another one, among the calls with the lowest ids, which are scattered evenly.
SELECT number FROM calls WHERE id < CAST(:part AS UUID) AND number > CAST(:after AS TEXT)
ORDER BY number LIMIT 1 OFFSET :place;

-- name: after_calls(since, until, place)^
-- When so many calls had come since then.
SELECT started_at FROM calls WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
ORDER BY started_at LIMIT 1 OFFSET :place;

-- name: count(until, after, up_to)
-- The numbers behind one, in their order.
SELECT number, {{caller_sums}}
FROM (SELECT {{timed_call}}
      FROM call_measures
      WHERE number > CAST(:after AS TEXT) AND (CAST(:up_to AS TEXT) IS NULL OR number <= CAST(:up_to AS TEXT))
        AND source <> 'simulated' AND started_at < CAST(:until AS TIMESTAMP)) AS timed
GROUP BY number
ORDER BY number;

-- name: to_recount(since, until)
-- The numbers that are stale, and those that called in between.
SELECT number FROM caller_totals_stale
UNION
SELECT number FROM calls
WHERE number IS NOT NULL AND source <> 'simulated'
  AND started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP);

-- name: recount(until, numbers)
SELECT number, {{caller_sums}}
FROM (SELECT {{timed_call}}
      FROM call_measures
      WHERE number IN (SELECT unnest(CAST(:numbers AS TEXT[])))
        AND source <> 'simulated' AND started_at < CAST(:until AS TIMESTAMP)) AS timed
GROUP BY number;

-- name: forget_between(after, up_to)!
DELETE FROM caller_totals
WHERE number > CAST(:after AS TEXT) AND (CAST(:up_to AS TEXT) IS NULL OR number <= CAST(:up_to AS TEXT));

-- name: forget(numbers)!
DELETE FROM caller_totals WHERE number IN (SELECT unnest(CAST(:numbers AS TEXT[])));

-- name: by_prefix(prefixes, recounted, numbers, calls, missed)
-- How these prefixes, or (NULL) all, add up: with these counts instead of the kept ones of what was recounted.
SELECT prefix, digits, min(number) AS example, count(*) AS callers, CAST(sum(calls) AS BIGINT) AS calls,
       CAST(sum(missed) AS BIGINT) AS missed
FROM (SELECT {{prefix}}, number, calls, missed
      FROM (SELECT t.number, t.calls, t.missed FROM caller_totals t
            WHERE NOT EXISTS (SELECT 1 FROM (SELECT unnest(CAST(:recounted AS TEXT[])) AS number) r
                              WHERE r.number = t.number)
            UNION ALL
            SELECT unnest(CAST(:numbers AS TEXT[])), unnest(CAST(:calls AS INTEGER[])),
                   unnest(CAST(:missed AS INTEGER[]))) AS each_number) AS begun
WHERE CAST(:prefixes AS TEXT[]) IS NULL OR prefix IN (SELECT unnest(CAST(:prefixes AS TEXT[])))
GROUP BY prefix, digits;

-- name: forget_prefixes(prefixes)!
DELETE FROM prefix_totals
WHERE CAST(:prefixes AS TEXT[]) IS NULL OR prefix IN (SELECT unnest(CAST(:prefixes AS TEXT[])));

-- name: least(by, shared, limit)^
-- How many calls of this kind the last of the first numbers has.
SELECT min(value) AS least, count(*) AS numbers
FROM (SELECT CASE CAST(:by AS TEXT) WHEN 'missed' THEN missed WHEN 'again' THEN again ELSE calls END AS value
      FROM caller_totals
      WHERE NOT CAST(:shared AS BOOLEAN)
         OR number IN (SELECT number FROM phones GROUP BY number HAVING count(DISTINCT profile_id) > 1)
      ORDER BY 1 DESC
      LIMIT :limit) AS first_ones;

-- name: top(kept_until, until, by, shared, least, limit)
-- The first numbers, with their calls since what is kept. Only numbers that come near `least` by what is kept are looked
-- at: of all others, what came since cannot make up for it.
WITH late AS (
    SELECT number, {{caller_sums}}, min(started_at) AS first_at
    FROM (SELECT {{timed_call}}
          FROM call_measures
          WHERE number IS NOT NULL AND source <> 'simulated'
            AND started_at >= CAST(:kept_until AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)) AS timed
    GROUP BY number
), near AS (
    SELECT number, calls, answered, missed, again, last_at FROM caller_totals
    WHERE CASE CAST(:by AS TEXT) WHEN 'missed' THEN missed WHEN 'again' THEN again ELSE calls END
          >= CAST(:least AS INTEGER) - (SELECT coalesce(max(calls), 0) FROM late)
), every AS (
    SELECT coalesce(n.number, l.number) AS number,
           coalesce(n.calls, 0) + coalesce(l.calls, 0) AS calls,
           coalesce(n.answered, 0) + coalesce(l.answered, 0) AS answered,
           coalesce(n.missed, 0) + coalesce(l.missed, 0) AS missed,
           coalesce(n.again, 0) + coalesce(l.again, 0)
           + CASE WHEN l.first_at - n.last_at <= INTERVAL '1 day' THEN 1 ELSE 0 END AS again,
           coalesce(l.last_at, n.last_at) AS last_at
    FROM near n FULL JOIN late l ON l.number = n.number
)
SELECT number, calls, answered, missed, again, last_at FROM every
WHERE NOT CAST(:shared AS BOOLEAN)
   OR number IN (SELECT number FROM phones GROUP BY number HAVING count(DISTINCT profile_id) > 1)
ORDER BY CASE CAST(:by AS TEXT) WHEN 'missed' THEN missed WHEN 'again' THEN again ELSE calls END DESC, calls DESC, number
LIMIT :limit;

-- name: places(kept_until, until, own, own_digits, settled, late_numbers)
-- As `callers.places`. New since what is kept are the numbers whose first call was since then: those are kept up to
-- `settled`, later ones given.
WITH late AS (
    SELECT number, count(*) AS calls, count(*) FILTER (WHERE standing = 'missed') AS missed
    FROM call_measures
    WHERE number IS NOT NULL AND source <> 'simulated'
      AND started_at >= CAST(:kept_until AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
    GROUP BY number
), firsts AS (
    SELECT number FROM first_calls
    WHERE first_at >= CAST(:kept_until AS TIMESTAMP)
      AND first_at < least(CAST(:until AS TIMESTAMP), CAST(:settled AS TIMESTAMP))
    UNION ALL
    SELECT unnest(CAST(:late_numbers AS TEXT[]))
), every AS (
    SELECT prefix, digits, example, callers, calls, missed FROM prefix_totals
    UNION ALL
    SELECT {{prefix}}, number, CASE WHEN number IN (SELECT number FROM firsts) THEN 1 ELSE 0 END, calls, missed
    FROM late
)
SELECT begins AS prefix, min(example) AS example, CAST(sum(callers) AS BIGINT) AS callers,
       CAST(sum(calls) AS BIGINT) AS calls, CAST(sum(missed) AS BIGINT) AS missed
FROM (SELECT CASE WHEN left(prefix, length(CAST(:own AS TEXT))) = CAST(:own AS TEXT)
                  THEN left(prefix, CAST(:own_digits AS INTEGER)) ELSE prefix END AS begins,
             digits, example, callers, calls, missed
      FROM every) AS begun
GROUP BY begins, digits;

-- name: differences(until, after, up_to)
-- Numbers behind one whose totals are not what their calls add up to, but for stale ones.
SELECT number
FROM (SELECT number, calls, answered, missed, again, last_at, 1 AS sign FROM caller_totals
      WHERE number > CAST(:after AS TEXT) AND (CAST(:up_to AS TEXT) IS NULL OR number <= CAST(:up_to AS TEXT))
      UNION ALL
      SELECT number, {{caller_sums}}, -1
      FROM (SELECT {{timed_call}}
            FROM call_measures
            WHERE number > CAST(:after AS TEXT) AND (CAST(:up_to AS TEXT) IS NULL OR number <= CAST(:up_to AS TEXT))
              AND source <> 'simulated' AND started_at < CAST(:until AS TIMESTAMP)) AS timed
      GROUP BY number) AS both_ways
WHERE number NOT IN (SELECT number FROM caller_totals_stale)
GROUP BY number, calls, answered, missed, again, last_at
HAVING sum(sign) <> 0
ORDER BY number
LIMIT 1000;

-- name: prefix_differences()
-- Prefixes that are not what the totals of their numbers add up to.
SELECT prefix
FROM (SELECT prefix, digits, example, callers, calls, missed, 1 AS sign FROM prefix_totals
      UNION ALL
      SELECT {{prefix}},
             min(number), count(*), sum(calls), sum(missed), -1
      FROM caller_totals GROUP BY 1, 2) AS both_ways
GROUP BY prefix, digits, example, callers, calls, missed
HAVING sum(sign) <> 0
ORDER BY prefix
LIMIT 1000;
