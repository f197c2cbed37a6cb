-- What calls add up to: out of the figures kept with them where those tell, else (`raw`) out of the calls themselves.

-- name: sums(raw, dimension, value, standings, caller_classes, since, until, starts, ends, aheads, by_time, unit, exact, shift, by_hour, by_value, hours, hours_from)
-- Local time is UTC plus what the zone is ahead in each of the ranges (`starts`, `ends`, `aheads` in seconds).
SELECT {{report_groups}},
       CAST(sum(calls) AS BIGINT) AS calls, CAST(sum(waits) AS BIGINT) AS waits, CAST(sum(wait) AS BIGINT) AS wait,
       max(wait_most) AS wait_most, CAST(sum(talks) AS BIGINT) AS talks, CAST(sum(talk) AS BIGINT) AS talk,
       max(talk_most) AS talk_most,
       CAST(sum(wait_5) AS BIGINT) AS wait_5, CAST(sum(wait_10) AS BIGINT) AS wait_10, CAST(sum(wait_15) AS BIGINT)
       AS wait_15, CAST(sum(wait_20) AS BIGINT) AS wait_20, CAST(sum(wait_25) AS BIGINT) AS wait_25,
       CAST(sum(wait_30) AS BIGINT) AS wait_30, CAST(sum(wait_45) AS BIGINT) AS wait_45, CAST(sum(wait_60) AS
       BIGINT) AS wait_60, CAST(sum(wait_90) AS BIGINT) AS wait_90, CAST(sum(wait_120) AS BIGINT) AS wait_120,
       CAST(sum(wait_180) AS BIGINT) AS wait_180, CAST(sum(wait_300) AS BIGINT) AS wait_300, CAST(sum(wait_600) AS
       BIGINT) AS wait_600, CAST(sum(talk_10) AS BIGINT) AS talk_10, CAST(sum(talk_30) AS BIGINT) AS talk_30,
       CAST(sum(talk_60) AS BIGINT) AS talk_60, CAST(sum(talk_120) AS BIGINT) AS talk_120, CAST(sum(talk_180) AS
       BIGINT) AS talk_180, CAST(sum(talk_300) AS BIGINT) AS talk_300, CAST(sum(talk_600) AS BIGINT) AS talk_600,
       CAST(sum(talk_900) AS BIGINT) AS talk_900, CAST(sum(talk_1800) AS BIGINT) AS talk_1800, CAST(sum(talk_3600)
       AS BIGINT) AS talk_3600
FROM (
    SELECT t.bucket + z.ahead * INTERVAL '1 second' AS local, z.ahead, t.*
    FROM (
        SELECT bucket, value, standing, caller_class, calls, waits, wait, wait_most, talks, talk, talk_most,
               {{histograms}}
        FROM tallies WHERE {{reported_tallies}}
        UNION ALL
        SELECT bucket, value, standing, caller_class, calls, waits, wait, wait_most, talks, talk, talk_most,
               {{histograms}}
        FROM call_parts c
        WHERE CAST(:raw AS BOOLEAN)
          AND dimension = CAST(:dimension AS TEXT)
          AND {{within}} AND {{measured}}
    ) t
    {{reported_zone}}
) s
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(calls) <> 0;

-- name: counts(raw, dimension, value, standings, caller_classes, since, until, starts, ends, aheads, by_time, unit, exact, shift, by_hour, by_value, hours, hours_from)
-- The same without times, of which an engine reads a fourth.
SELECT {{report_groups}}, CAST(sum(calls) AS BIGINT) AS calls
FROM (
    SELECT t.bucket + z.ahead * INTERVAL '1 second' AS local, z.ahead, t.value, t.standing, t.caller_class, t.calls
    FROM (
        SELECT bucket, value, standing, caller_class, calls
        FROM tallies WHERE {{reported_tallies}}
        UNION ALL
        SELECT bucket, value, standing, caller_class, calls
        FROM call_parts c
        WHERE CAST(:raw AS BOOLEAN)
          AND dimension = CAST(:dimension AS TEXT)
          AND {{within}} AND {{measured}}
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

-- name: values(dimension, limit)
-- The lines, extensions or queues that have had calls.
SELECT DISTINCT value FROM tallies WHERE dimension = CAST(:dimension AS TEXT) ORDER BY value LIMIT :limit;
