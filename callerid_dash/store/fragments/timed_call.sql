-- A call of a number, and whether it came within a day after the number's previous call in the selection.
number, standing, started_at,
started_at - lag(started_at) OVER (PARTITION BY number ORDER BY started_at) <= INTERVAL '1 day' AS again
