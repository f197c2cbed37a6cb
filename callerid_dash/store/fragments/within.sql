-- From the first instant to before the last one.
c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at < CAST(:until AS TIMESTAMP)
