-- The sums of calls: from the rollups before `built`, and from the calls since then.

-- name: sums(built, dimension, value, standings, caller_classes, since, until, starts, ends, aheads, by_time, unit, exact, shift, by_hour, by_value, hours, hours_from)
SELECT {{report_groups}},
       {{rollup_sums}}
{{reported}};

-- name: counts(built, dimension, value, standings, caller_classes, since, until, starts, ends, aheads, by_time, unit, exact, shift, by_hour, by_value, hours, hours_from)
-- The same without waits and talks: an engine reads a fourth of the data.
SELECT {{report_groups}}, CAST(sum(calls) AS BIGINT) AS calls {{reported}};

-- name: percentiles(since, until)^
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS wait_p50,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) AS wait_p90,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY talk) AS talk_p50,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY talk) AS talk_p90
FROM call_measures c
WHERE {{within}} AND {{measured}};

-- name: values(built, since, until)
-- The lines, extensions and queues that had calls in a range.
SELECT dimension, value FROM rollups
WHERE dimension <> 'all'
  AND bucket >= CAST(:since AS TIMESTAMP) AND bucket < least(CAST(:until AS TIMESTAMP), CAST(:built AS TIMESTAMP))
UNION
SELECT dimension, value FROM call_parts c
WHERE dimension <> 'all' AND started_at >= CAST(:built AS TIMESTAMP) AND {{within}};
