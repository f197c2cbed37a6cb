-- A call of a number, and whether it came within a day after the last one among those that are asked for.
number, standing, started_at,
started_at - lag(started_at) OVER (PARTITION BY number ORDER BY started_at) <= INTERVAL '1 day' AS again
