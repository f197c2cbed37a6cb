-- From the first instant to the last one, both included; at the instant `edge`, only the calls after an id.
c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at <= CAST(:until AS TIMESTAMP)
AND (c.started_at <> CAST(:edge AS TIMESTAMP) OR c.id > CAST(:last_id AS UUID))
