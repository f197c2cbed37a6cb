-- Each part `t` of a report with what the zone was ahead then; only the results and the classes that are asked for.
JOIN (SELECT unnest(CAST(:starts AS TIMESTAMP[])) AS since, unnest(CAST(:ends AS TIMESTAMP[])) AS until,
             unnest(CAST(:aheads AS INTEGER[])) AS ahead) z
  ON t.bucket >= z.since AND t.bucket < z.until
WHERE (CAST(:standings AS TEXT[]) IS NULL OR t.standing = ANY(CAST(:standings AS TEXT[])))
  AND (CAST(:caller_classes AS TEXT[]) IS NULL OR t.caller_class = ANY(CAST(:caller_classes AS TEXT[])))
