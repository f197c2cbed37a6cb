-- Who calls, most often first: out of the calls themselves, for no figures are kept by number.

-- name: top(since, until, standings, caller_classes, line, queue, extensions, number, profile_id, profile_numbers, category_ids, color_id, viewer_id, viewer_extensions, limited, by, limit)
SELECT number, count(*) AS calls,
       count(*) FILTER (WHERE standing = 'answered') AS answered,
       count(*) FILTER (WHERE standing = 'missed') AS missed,
       count(*) FILTER (WHERE again) AS again,
       max(started_at) AS last_at
FROM (SELECT number, standing, started_at,
             started_at - lag(started_at) OVER (PARTITION BY number ORDER BY started_at) <= INTERVAL '1 day' AS again
      FROM call_measures
      WHERE number IS NOT NULL
        AND {{asked}}
        AND (CAST(:standings AS TEXT[]) IS NULL OR standing = ANY(CAST(:standings AS TEXT[])))
        AND (CAST(:caller_classes AS TEXT[]) IS NULL OR caller_class = ANY(CAST(:caller_classes AS TEXT[])))) AS timed
GROUP BY number
ORDER BY CASE CAST(:by AS TEXT) WHEN 'again' THEN count(*) FILTER (WHERE again)
                                WHEN 'missed' THEN count(*) FILTER (WHERE standing = 'missed')
                                ELSE count(*) END DESC, count(*) DESC, number
LIMIT :limit;
