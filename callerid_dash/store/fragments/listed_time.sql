-- From the first instant to the last one, which only those of its calls share that stand behind an id.
c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at <= CAST(:until AS TIMESTAMP)
AND (c.started_at < CAST(:before AS TIMESTAMP) OR c.id > CAST(:last_id AS UUID))
