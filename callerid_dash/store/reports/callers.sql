-- Who calls, from the calls themselves. summaries/caller_totals.sql reads the totals over all of history.

-- name: top(since, until, by, shared, limit)
-- The numbers with the most calls or missed calls.
SELECT number
FROM call_measures c
WHERE number IS NOT NULL
  AND (NOT CAST(:shared AS BOOLEAN)
       OR number IN (SELECT number FROM phones GROUP BY number HAVING count(DISTINCT profile_id) > 1))
  AND {{within}} AND {{measured}}
GROUP BY number
ORDER BY CASE CAST(:by AS TEXT) WHEN 'missed' THEN count(*) FILTER (WHERE standing = 'missed') ELSE count(*) END DESC,
         count(*) DESC, number
LIMIT :limit;

-- name: again(since, until, numbers, limit)
-- The sums of these numbers, or (NULL) of the numbers with the most calls within a day after the previous call.
SELECT number, {{caller_sums}}
FROM (SELECT {{timed_call}}
      FROM call_measures c
      WHERE number IS NOT NULL
        AND (CAST(:numbers AS TEXT[]) IS NULL OR number = ANY(CAST(:numbers AS TEXT[])))
        AND {{within}} AND {{measured}}) AS timed
GROUP BY number
ORDER BY count(*) FILTER (WHERE again) DESC, count(*) DESC, number
LIMIT :limit;

-- name: newcomers(since, until, starts, ends, aheads, unit, exact, shift, materialized)
-- How many numbers called, and how many of them for the first time ever, by interval of local time and (`start` NULL)
-- over all. First calls are found regardless of the conditions. `starts`, `ends`, `aheads`, `unit`, `exact` and `shift`
-- are as for `reports.sums`. First calls before `materialized` are known; later ones, or all, come from the calls.
WITH asked AS (
    SELECT number, started_at, bucket FROM call_measures c
    WHERE number IS NOT NULL
      AND {{within}} AND {{measured}}
), later AS (
    SELECT number, min(started_at) AS first_at FROM calls
    WHERE started_at >= CAST(:materialized AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
      AND number IN (SELECT number FROM asked)
    GROUP BY number
), known AS (
    SELECT number FROM caller_totals
    WHERE first_at < CAST(:materialized AS TIMESTAMP) AND number IN (SELECT number FROM later)
), firsts AS (
    SELECT number, first_at FROM caller_totals
    WHERE first_at >= CAST(:since AS TIMESTAMP)
      AND first_at < least(CAST(:until AS TIMESTAMP), CAST(:materialized AS TIMESTAMP))
    UNION ALL
    SELECT number, first_at FROM later WHERE number NOT IN (SELECT number FROM known)
), numbers AS (
    SELECT date_trunc(CAST(:unit AS TEXT), a.bucket + z.ahead * INTERVAL '1 second'
                                           + CAST(:shift AS INTEGER) * INTERVAL '1 day')
           - CAST(:shift AS INTEGER) * INTERVAL '1 day'
           - CASE WHEN CAST(:exact AS BOOLEAN) THEN z.ahead ELSE 0 END * INTERVAL '1 second' AS start,
           a.number, min(a.started_at) AS first_at
    FROM asked a
    JOIN (SELECT unnest(CAST(:starts AS TIMESTAMP[])) AS since, unnest(CAST(:ends AS TIMESTAMP[])) AS until,
                 unnest(CAST(:aheads AS INTEGER[])) AS ahead) z
      ON a.bucket >= z.since AND a.bucket < z.until
    GROUP BY 1, 2
)
SELECT n.start, count(*) AS callers, count(f.number) AS newcomers
FROM numbers n LEFT JOIN firsts f ON f.number = n.number AND f.first_at = n.first_at
GROUP BY n.start
UNION ALL
SELECT NULL, count(DISTINCT n.number), count(f.number)
FROM numbers n LEFT JOIN firsts f ON f.number = n.number AND f.first_at = n.first_at;

-- name: places(since, until, own, own_digits)
-- Calls by the leading digits of their number, as many as numbering plans need. Numbers of our own country (`own`: its
-- code) need fewer digits. `prefix` is '' for internal and short numbers.
SELECT prefix, min(number) AS example, count(*) AS callers, CAST(sum(calls) AS BIGINT) AS calls,
       CAST(sum(missed) AS BIGINT) AS missed
FROM (SELECT CASE WHEN left(number, 1) <> '+' THEN ''
                  WHEN left(number, length(CAST(:own AS TEXT))) = CAST(:own AS TEXT)
                  THEN left(number, CAST(:own_digits AS INTEGER))
                  ELSE left(number, 10) END AS prefix,
             length(number) AS digits, number, count(*) AS calls,
             count(*) FILTER (WHERE standing = 'missed') AS missed
      FROM call_measures c
      WHERE number IS NOT NULL
        AND {{within}} AND {{measured}}
      GROUP BY number) AS each_number
GROUP BY prefix, CASE WHEN prefix = '' THEN 0 ELSE digits END;

-- name: beginnings(own, own_digits)
-- The beginnings of all public numbers that have ever called, as the prefixes of `places`, each with an example. Those
-- of the totals are counted already; the numbers of calls that changed since, and of later calls, are added.
SELECT begins AS prefix, digits, min(example) AS example
FROM (SELECT CASE WHEN left(prefix, length(CAST(:own AS TEXT))) = CAST(:own AS TEXT)
                  THEN left(prefix, CAST(:own_digits AS INTEGER)) ELSE prefix END AS begins,
             digits, example
      FROM (SELECT prefix, digits, example FROM prefix_totals
            UNION ALL
            SELECT {{prefix}}, number AS example
            FROM (SELECT number FROM changed_calls
                  UNION ALL
                  SELECT number FROM calls
                  WHERE number IS NOT NULL
                    AND started_at >= (SELECT materialized_until FROM summaries WHERE name = 'caller_totals')) AS later
           ) AS every
      WHERE prefix <> '') AS public
GROUP BY begins, digits;

-- name: identified(since, until)
-- The calls of unknown callers that belong to a profile now, by who identified them and (`how` NULL) all together, with
-- the seconds from call to identification. 'automatic': by the anonymous contacts; 'unnoted': not recorded.
SELECT how, identified_by AS by, count(*) AS calls, count(taken) AS timed,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY taken) AS p50,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY taken) AS p90
FROM (SELECT CASE WHEN i.call_id IS NOT NULL THEN 'noted' WHEN p.anonymous THEN 'automatic' ELSE 'unnoted' END AS how,
             i.identified_by,
             CAST(greatest(0, extract(epoch FROM i.identified_at - m.started_at)) AS DOUBLE PRECISION) AS taken
      FROM (SELECT id, started_at, profile_id FROM call_measures c
            WHERE caller_class = 'identified'
              AND {{within}} AND {{measured}}) m
      LEFT JOIN (SELECT call_id, identified_at, identified_by,
                        row_number() OVER (PARTITION BY call_id ORDER BY identified_at DESC) AS place
                 FROM identifications) i ON i.call_id = m.id AND i.place = 1
      LEFT JOIN profiles p ON p.id = m.profile_id) AS every
GROUP BY GROUPING SETS ((how, identified_by), ());

-- name: owner_answer_rates(since, until)
-- The answered calls of each owner's customers, and how many of these the owner answered.
SELECT o.owner_id, CAST(sum(c.calls) AS BIGINT) AS answered,
       CAST(coalesce(sum(c.calls) FILTER (WHERE e.user_id = o.owner_id), 0) AS BIGINT) AS by_owner
FROM (SELECT profile_id, extension, count(*) AS calls FROM call_measures c
      WHERE standing = 'answered' AND profile_id IS NOT NULL
        AND {{within}} AND {{measured}}
      GROUP BY profile_id, extension) c
JOIN (SELECT id, sales_id AS owner_id FROM profiles UNION SELECT id, support_id FROM profiles
      UNION SELECT id, other_id FROM profiles) o ON o.id = c.profile_id AND o.owner_id IS NOT NULL
LEFT JOIN extensions e ON e.number = c.extension
GROUP BY o.owner_id;
