-- The kept figures that a report adds up, unless it must read the calls themselves (`raw`).
NOT CAST(:raw AS BOOLEAN)
AND dimension = CAST(:dimension AS TEXT)
AND (CAST(:value AS TEXT) IS NULL OR value = CAST(:value AS TEXT))
AND bucket >= CAST(:since AS TIMESTAMP) AND bucket < CAST(:until AS TIMESTAMP)
AND (CAST(:hours AS BOOLEAN[]) IS NULL
     OR (CAST(:hours AS BOOLEAN[]))[CAST(extract(epoch FROM bucket - CAST(:hours_from AS TIMESTAMP)) / 900
                                         AS INTEGER) + 1])
