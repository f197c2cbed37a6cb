-- The rollups that a report adds up: those before `built`. It reads later calls, or all, itself (`reported_calls`).
dimension = CAST(:dimension AS TEXT)
AND (CAST(:value AS TEXT) IS NULL OR value = CAST(:value AS TEXT))
AND bucket >= CAST(:since AS TIMESTAMP) AND bucket < least(CAST(:until AS TIMESTAMP), CAST(:built AS TIMESTAMP))
AND (CAST(:hours AS BOOLEAN[]) IS NULL
     OR (CAST(:hours AS BOOLEAN[]))[CAST(extract(epoch FROM bucket - CAST(:hours_from AS TIMESTAMP)) / 900
                                         AS INTEGER) + 1])
