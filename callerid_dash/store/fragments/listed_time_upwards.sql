-- The same for oldest first: at the instant `after`, only the calls after an id.
c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at <= CAST(:until AS TIMESTAMP)
AND c.started_at < CAST(:before AS TIMESTAMP)
AND (c.started_at > CAST(:after AS TIMESTAMP) OR c.id > CAST(:last_id AS UUID))
