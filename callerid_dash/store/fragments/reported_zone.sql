-- Adds the zone's offset to each part `t` of a report, and selects the results and caller classes of the filter.
JOIN (SELECT unnest(CAST(:starts AS TIMESTAMP[])) AS since, unnest(CAST(:ends AS TIMESTAMP[])) AS until,
             unnest(CAST(:aheads AS INTEGER[])) AS ahead) z
  ON t.bucket >= z.since AND t.bucket < z.until
WHERE (CAST(:standings AS TEXT[]) IS NULL OR t.standing = ANY(CAST(:standings AS TEXT[])))
  AND (CAST(:caller_classes AS TEXT[]) IS NULL OR t.caller_class = ANY(CAST(:caller_classes AS TEXT[])))
