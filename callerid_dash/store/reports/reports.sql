-- The sums of calls: from the rollups before `built`, and from the calls since then.

-- name: sums(built, dimension, value, standings, caller_classes, since, until, starts, ends, aheads, by_time, unit, exact, shift, by_hour, by_value, hours, hours_from)
-- Local time is UTC plus the zone's offset in each range (`starts`, `ends`, `aheads` in seconds).
SELECT {{report_groups}},
       {{rollup_sums}}
FROM (
    SELECT t.bucket + z.ahead * INTERVAL '1 second' AS local, z.ahead, t.*
    FROM (
        SELECT bucket, value, standing, caller_class, {{rollup_columns}}
        FROM rollups WHERE {{reported_rollups}}
        UNION ALL
        SELECT bucket, value, standing, caller_class, {{rollup_columns}}
        FROM call_parts c WHERE {{reported_calls}} AND {{within}} AND {{measured}}
    ) t
    {{reported_zone}}
) s
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(calls) <> 0;

-- name: counts(built, dimension, value, standings, caller_classes, since, until, starts, ends, aheads, by_time, unit, exact, shift, by_hour, by_value, hours, hours_from)
-- The same without waits and talks: an engine reads a fourth of the data.
SELECT {{report_groups}}, CAST(sum(calls) AS BIGINT) AS calls
FROM (
    SELECT t.bucket + z.ahead * INTERVAL '1 second' AS local, z.ahead, t.value, t.standing, t.caller_class, t.calls
    FROM (
        SELECT bucket, value, standing, caller_class, calls
        FROM rollups WHERE {{reported_rollups}}
        UNION ALL
        SELECT bucket, value, standing, caller_class, calls
        FROM call_parts c WHERE {{reported_calls}} AND {{within}} AND {{measured}}
    ) t
    {{reported_zone}}
) s
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(calls) <> 0;

-- name: percentiles(since, until)^
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS wait_p50,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) AS wait_p90,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY talk) AS talk_p50,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY talk) AS talk_p90
FROM call_measures c
WHERE {{within}} AND {{measured}};

-- name: values(dimension, built, limit)
-- The lines, extensions or queues that have had calls.
SELECT value FROM rollups WHERE dimension = CAST(:dimension AS TEXT)
UNION
SELECT value FROM call_parts
WHERE dimension = CAST(:dimension AS TEXT) AND started_at >= CAST(:built AS TIMESTAMP)
ORDER BY value LIMIT :limit;
