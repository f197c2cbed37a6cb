-- The figures kept with the calls; see migrations/0003_tallies.sql.

-- name: add(buckets, dimensions, values, standings, caller_classes, calls, waits, wait, wait_most, talks, talk, talk_most, wait_5, wait_10, wait_15, wait_20, wait_25, wait_30, wait_45, wait_60, wait_90, wait_120, wait_180, wait_300, wait_600, talk_10, talk_30, talk_60, talk_120, talk_180, talk_300, talk_600, talk_900, talk_1800, talk_3600)!
INSERT INTO tallies
SELECT unnest(CAST(:buckets AS TIMESTAMP[])), unnest(CAST(:dimensions AS TEXT[])), unnest(CAST(:values AS TEXT[])),
       unnest(CAST(:standings AS TEXT[])), unnest(CAST(:caller_classes AS TEXT[])), unnest(CAST(:calls AS INTEGER[])),
       unnest(CAST(:waits AS INTEGER[])), unnest(CAST(:wait AS BIGINT[])), unnest(CAST(:wait_most AS BIGINT[])),
       unnest(CAST(:talks AS INTEGER[])), unnest(CAST(:talk AS BIGINT[])), unnest(CAST(:talk_most AS BIGINT[])),
       unnest(CAST(:wait_5 AS INTEGER[])), unnest(CAST(:wait_10 AS INTEGER[])), unnest(CAST(:wait_15 AS
       INTEGER[])), unnest(CAST(:wait_20 AS INTEGER[])), unnest(CAST(:wait_25 AS INTEGER[])),
       unnest(CAST(:wait_30 AS INTEGER[])), unnest(CAST(:wait_45 AS INTEGER[])), unnest(CAST(:wait_60 AS
       INTEGER[])), unnest(CAST(:wait_90 AS INTEGER[])), unnest(CAST(:wait_120 AS INTEGER[])),
       unnest(CAST(:wait_180 AS INTEGER[])), unnest(CAST(:wait_300 AS INTEGER[])), unnest(CAST(:wait_600 AS
       INTEGER[])), unnest(CAST(:talk_10 AS INTEGER[])), unnest(CAST(:talk_30 AS INTEGER[])),
       unnest(CAST(:talk_60 AS INTEGER[])), unnest(CAST(:talk_120 AS INTEGER[])), unnest(CAST(:talk_180 AS
       INTEGER[])), unnest(CAST(:talk_300 AS INTEGER[])), unnest(CAST(:talk_600 AS INTEGER[])),
       unnest(CAST(:talk_900 AS INTEGER[])), unnest(CAST(:talk_1800 AS INTEGER[])), unnest(CAST(:talk_3600 AS
       INTEGER[])),
       TRUE;

-- name: add_untimed(buckets, dimensions, values, standings, caller_classes, calls)!
-- The same for calls without times, which all are until they end: an engine plans it in a third of the time.
INSERT INTO tallies
SELECT unnest(CAST(:buckets AS TIMESTAMP[])), unnest(CAST(:dimensions AS TEXT[])), unnest(CAST(:values AS TEXT[])),
       unnest(CAST(:standings AS TEXT[])), unnest(CAST(:caller_classes AS TEXT[])), unnest(CAST(:calls AS INTEGER[])),
       0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
       TRUE;

-- name: forget(buckets)!
DELETE FROM tallies WHERE bucket IN (SELECT unnest(CAST(:buckets AS TIMESTAMP[])));

-- name: build(buckets, since, until)!
-- `since` and `until` lie around the buckets: they let an engine skip the rest of the calls.
INSERT INTO tallies
SELECT bucket, dimension, value, standing, caller_class, sum(calls), sum(waits), sum(wait), max(wait_most), sum(talks),
       sum(talk), max(talk_most),
       sum(wait_5), sum(wait_10), sum(wait_15), sum(wait_20), sum(wait_25), sum(wait_30), sum(wait_45),
       sum(wait_60), sum(wait_90), sum(wait_120), sum(wait_180), sum(wait_300), sum(wait_600), sum(talk_10),
       sum(talk_30), sum(talk_60), sum(talk_120), sum(talk_180), sum(talk_300), sum(talk_600), sum(talk_900),
       sum(talk_1800), sum(talk_3600), FALSE
FROM call_parts
WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP) AND source <> 'simulated'
  AND bucket IN (SELECT unnest(CAST(:buckets AS TIMESTAMP[])))
GROUP BY bucket, dimension, value, standing, caller_class
ORDER BY bucket;

-- name: loose(before, limit)
SELECT DISTINCT bucket FROM tallies WHERE loose AND bucket < CAST(:before AS TIMESTAMP) ORDER BY bucket LIMIT :limit;

-- name: differences(since, until)
-- The figures less what the calls of these buckets add up to: nothing must be left.
SELECT bucket, dimension, value
FROM (SELECT bucket, dimension, value, standing, caller_class, 1 AS sign, calls, waits, wait, wait_most, talks, talk,
             talk_most,
       {{histograms}}
      FROM tallies
      WHERE bucket >= CAST(:since AS TIMESTAMP) AND bucket < CAST(:until AS TIMESTAMP)
      UNION ALL
      SELECT bucket, dimension, value, standing, caller_class, -1, calls, waits, wait, wait_most, talks, talk, talk_most,
       {{histograms}}
      FROM call_parts
      WHERE started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
        AND source <> 'simulated') AS every
GROUP BY bucket, dimension, value, standing, caller_class
HAVING sum(sign * calls) <> 0 OR sum(sign * waits) <> 0 OR sum(sign * wait) <> 0
    OR sum(sign * talks) <> 0 OR sum(sign * talk) <> 0
    OR max(CASE WHEN sign > 0 THEN wait_most ELSE 0 END) <> max(CASE WHEN sign < 0 THEN wait_most ELSE 0 END)
    OR max(CASE WHEN sign > 0 THEN talk_most ELSE 0 END) <> max(CASE WHEN sign < 0 THEN talk_most ELSE 0 END)
    OR sum(sign * wait_5) <> 0 OR sum(sign * wait_10) <> 0 OR sum(sign * wait_15) <> 0 OR sum(sign * wait_20) <>
    0 OR sum(sign * wait_25) <> 0 OR sum(sign * wait_30) <> 0 OR sum(sign * wait_45) <> 0 OR sum(sign * wait_60)
    <> 0 OR sum(sign * wait_90) <> 0 OR sum(sign * wait_120) <> 0 OR sum(sign * wait_180) <> 0 OR sum(sign *
    wait_300) <> 0 OR sum(sign * wait_600) <> 0 OR sum(sign * talk_10) <> 0 OR sum(sign * talk_30) <> 0 OR
    sum(sign * talk_60) <> 0 OR sum(sign * talk_120) <> 0 OR sum(sign * talk_180) <> 0 OR sum(sign * talk_300)
    <> 0 OR sum(sign * talk_600) <> 0 OR sum(sign * talk_900) <> 0 OR sum(sign * talk_1800) <> 0 OR sum(sign *
    talk_3600) <> 0
ORDER BY bucket
LIMIT 1000;

-- name: span()^
SELECT min(earliest) AS first, max(latest) AS last
FROM (SELECT min(started_at) AS earliest, max(started_at) AS latest FROM calls
      UNION ALL SELECT min(bucket), max(bucket) FROM tallies) AS both_ends;
