-- The calls of an export with its columns. The profile is the one that the call belongs to.
SELECT c.started_at, c.answered_at, c.ended_at, c.state, coalesce(c.outcome, '') AS outcome,
       CAST(greatest(extract(epoch FROM CASE WHEN c.answered_at IS NOT NULL THEN c.answered_at
                                             WHEN c.outcome = 'missed' AND c.cause <> 'stopped_ringing'
                                             THEN c.ended_at END - c.started_at), 0)
            AS DECIMAL(18, 3)) AS wait,
       CASE WHEN c.outcome = 'answered'
            THEN CAST(greatest(extract(epoch FROM c.ended_at - c.answered_at), 0) AS DECIMAL(18, 3)) END AS talk,
       c.answered_at IS NOT NULL OR (c.outcome = 'missed' AND c.ended_at IS NOT NULL AND c.cause <> 'stopped_ringing') AS waited,
       c.caller, coalesce(c.number, '') AS number, c.caller_kind, c.caller_name,
       p.id AS profile_id, coalesce(p.name, '') AS profile, coalesce(o.name, '') AS organization,
       c.line, c.queue, c.extension, c.rang, c.cause, c.source, c.external_id, c.id
FROM calls c
LEFT JOIN profiles p ON p.id = coalesce(c.chosen_profile_id, c.profile_id)
LEFT JOIN profiles o ON o.id = p.organization_id
