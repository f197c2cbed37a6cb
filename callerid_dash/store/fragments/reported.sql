-- The parts of a report with their local time: the rollups before `built`, and the calls since then. Engines leave out the
-- columns that are not summed. The zone's offsets are in `starts`, `ends` and `aheads` (seconds).
FROM (
    SELECT t.bucket + z.ahead * INTERVAL '1 second' AS local, z.ahead, t.*
    FROM (
        SELECT bucket, value, standing, caller_class, {{rollup_columns}}
        FROM rollups
        WHERE dimension = CAST(:dimension AS TEXT)
        AND (CAST(:value AS TEXT) IS NULL OR value = CAST(:value AS TEXT))
        AND bucket >= CAST(:since AS TIMESTAMP) AND bucket < least(CAST(:until AS TIMESTAMP), CAST(:built AS TIMESTAMP))
        AND (CAST(:hours AS BOOLEAN[]) IS NULL
             OR (CAST(:hours AS BOOLEAN[]))[CAST(extract(epoch FROM bucket - CAST(:hours_from AS TIMESTAMP)) / 900
                                                 AS INTEGER) + 1])
        UNION ALL
        SELECT bucket, value, standing, caller_class, {{rollup_columns}}
        FROM call_parts c
        WHERE dimension = CAST(:dimension AS TEXT)
        AND (CAST(:value AS TEXT) IS NULL OR value = CAST(:value AS TEXT))
        AND started_at >= CAST(:built AS TIMESTAMP)
        AND {{within}} AND {{measured}}
    ) t
    JOIN (SELECT unnest(CAST(:starts AS TIMESTAMP[])) AS since, unnest(CAST(:ends AS TIMESTAMP[])) AS until,
                 unnest(CAST(:aheads AS INTEGER[])) AS ahead) z
      ON t.bucket >= z.since AND t.bucket < z.until
    WHERE (CAST(:standings AS TEXT[]) IS NULL OR t.standing = ANY(CAST(:standings AS TEXT[])))
      AND (CAST(:caller_classes AS TEXT[]) IS NULL OR t.caller_class = ANY(CAST(:caller_classes AS TEXT[])))
) s
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(calls) <> 0
