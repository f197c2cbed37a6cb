-- How many numbers called on each day, by the day of their previous call; see migrations/0010_visits.sql.

-- name: forget(day)!
DELETE FROM caller_days WHERE day >= CAST(:day AS DATE);

-- name: add!
INSERT INTO caller_days {{insert: day DATE[], last_day DATE[], callers INTEGER[]}};

-- name: count(since, until, starts, ends, aheads)
-- Counts the calls. The zone's offsets (`starts`, `ends`, `aheads` in seconds) cover all calls before `until`.
WITH zone AS (
    SELECT unnest(CAST(:starts AS TIMESTAMP[])) AS since, unnest(CAST(:ends AS TIMESTAMP[])) AS until,
           unnest(CAST(:aheads AS INTEGER[])) AS ahead
), days AS (
    SELECT c.number, CAST(c.started_at + z.ahead * INTERVAL '1 second' AS DATE) AS day
    FROM calls c JOIN zone z ON c.started_at >= z.since AND c.started_at < z.until
    WHERE c.number IS NOT NULL
      AND c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at < CAST(:until AS TIMESTAMP)
    GROUP BY 1, 2
), before AS (
    SELECT number, max(started_at) AS last_at FROM calls
    WHERE started_at < CAST(:since AS TIMESTAMP) AND number IN (SELECT number FROM days)
    GROUP BY number
), every AS (
    SELECT number, day, TRUE AS asked FROM days
    UNION ALL
    SELECT b.number, CAST(b.last_at + z.ahead * INTERVAL '1 second' AS DATE), FALSE
    FROM before b JOIN zone z ON b.last_at >= z.since AND b.last_at < z.until
)
SELECT day, last_day, count(*) AS callers
FROM (SELECT day, asked, lag(day) OVER (PARTITION BY number ORDER BY day) AS last_day FROM every) AS called
WHERE asked
GROUP BY day, last_day
ORDER BY day, last_day;

-- name: between(since_day, until_day)
SELECT day, last_day, callers FROM caller_days
WHERE day >= CAST(:since_day AS DATE) AND day < CAST(:until_day AS DATE);

-- name: newcomers(since_day, until_day, unit, shift)
-- For each interval of whole days: how many numbers called, and how many of them for the first time. A number counts on
-- the day whose previous call was before the interval, or before the range.
SELECT start,
       CAST(coalesce(sum(callers) FILTER (WHERE last_day IS NULL OR last_day < CAST(:since_day AS DATE)
                                                OR last_day < CAST(start AS DATE)), 0) AS BIGINT) AS callers,
       CAST(coalesce(sum(callers) FILTER (WHERE last_day IS NULL), 0) AS BIGINT) AS newcomers
FROM (SELECT date_trunc(CAST(:unit AS TEXT), CAST(day AS TIMESTAMP) + CAST(:shift AS INTEGER) * INTERVAL '1 day')
             - CAST(:shift AS INTEGER) * INTERVAL '1 day' AS start, last_day, callers
      FROM caller_days
      WHERE day >= CAST(:since_day AS DATE) AND day < CAST(:until_day AS DATE)) AS stretched
GROUP BY start;

-- name: callers(since_day, until_day)^
SELECT CAST(coalesce(sum(callers), 0) AS BIGINT) AS callers FROM caller_days
WHERE day >= CAST(:since_day AS DATE) AND day < CAST(:until_day AS DATE)
  AND (last_day IS NULL OR last_day < CAST(:since_day AS DATE));

-- name: later(since, materialized, until)^
-- The numbers that called since the watermark, but not before it in the range.
SELECT count(*) AS callers
FROM (SELECT DISTINCT number FROM calls
      WHERE number IS NOT NULL
        AND started_at >= CAST(:materialized AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)) AS late
WHERE NOT EXISTS (SELECT 1 FROM calls c
                  WHERE c.number = late.number
                    AND c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at < CAST(:materialized AS TIMESTAMP));
