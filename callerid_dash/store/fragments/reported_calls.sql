-- The calls that a report adds to the rollups.
dimension = CAST(:dimension AS TEXT)
AND (CAST(:value AS TEXT) IS NULL OR value = CAST(:value AS TEXT))
AND started_at >= CAST(:built AS TIMESTAMP)
