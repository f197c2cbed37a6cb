-- From the first instant, included, to the last one, excluded.
c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at < CAST(:until AS TIMESTAMP)
