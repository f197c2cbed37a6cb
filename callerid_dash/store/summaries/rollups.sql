-- Sums of calls by quarter hour; see migrations/0003_tallies.sql and 0016_summaries.sql.

-- name: forget(buckets)!
DELETE FROM rollups WHERE bucket IN (SELECT unnest(CAST(:buckets AS TIMESTAMP[])));

-- name: build(buckets, since, until)!
-- `since` and `until` enclose the buckets, so that an engine can skip all other calls.
INSERT INTO rollups
SELECT bucket, dimension, value, standing, caller_class, {{rollup_sums}}
FROM call_parts
WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
  AND bucket IN (SELECT unnest(CAST(:buckets AS TIMESTAMP[])))
GROUP BY bucket, dimension, value, standing, caller_class
ORDER BY bucket;

-- name: differences(since, until)
-- The keys of these buckets whose sums differ from a recount of the calls.
WITH built AS (
    SELECT bucket, dimension, value, standing, caller_class, {{rollup_sums}}
    FROM rollups
    WHERE bucket >= CAST(:since AS TIMESTAMP) AND bucket < CAST(:until AS TIMESTAMP)
    GROUP BY bucket, dimension, value, standing, caller_class
    HAVING sum(calls) <> 0
), counted AS (
    SELECT bucket, dimension, value, standing, caller_class, {{rollup_sums}}
    FROM call_parts
    WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
    GROUP BY bucket, dimension, value, standing, caller_class
)
SELECT DISTINCT bucket, dimension, value
FROM ((SELECT * FROM built EXCEPT SELECT * FROM counted)
      UNION ALL
      (SELECT * FROM counted EXCEPT SELECT * FROM built)) AS either
ORDER BY bucket, dimension, value
LIMIT 1000;
