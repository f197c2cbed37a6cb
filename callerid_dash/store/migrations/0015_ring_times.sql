-- Sources that tell how calls go on. Of the others nothing but ringing was ever heard (domain/calls/ringing.py).
CREATE TABLE telling_sources (
    source TEXT PRIMARY KEY,
    since TIMESTAMP NOT NULL
);

INSERT INTO telling_sources (source, since)
SELECT source, min(started_at) FROM calls
WHERE answered_at IS NOT NULL OR (state = 'ended' AND cause <> 'end_unknown')
GROUP BY source;

-- The view of 0008, and how long a caller waited who is missed only because nothing more was told is not known.
CREATE OR REPLACE VIEW call_measures AS
SELECT id, source, number, line, queue, extension, rang, profile_id, chosen_profile_id, started_at,
       date_trunc('minute', started_at) - mod(CAST(extract(minute FROM started_at) AS INTEGER), 15) * INTERVAL '1 minute'
           AS bucket,
       CASE WHEN state = 'ended' THEN coalesce(outcome, 'unknown')
            WHEN state = 'answered' THEN 'talking'
            ELSE state END AS standing,
       CASE WHEN number IS NULL THEN CASE WHEN caller_kind = 'withheld' THEN 'withheld' ELSE 'none' END
            WHEN known_then THEN CASE WHEN profile_id IS NULL THEN 'forgotten' ELSE 'known' END
            WHEN profile_id IS NULL THEN 'unknown'
            ELSE 'identified' END AS caller_class,
       CASE WHEN state = 'ended' AND outcome IN ('answered', 'missed') AND cause <> 'stopped_ringing'
            THEN greatest(0, CAST(round(extract(epoch FROM coalesce(answered_at, ended_at) - started_at) * 1000000)
                                  AS BIGINT)) END AS wait,
       CASE WHEN state = 'ended' AND outcome IN ('answered', 'missed') AND answered_at IS NOT NULL
            THEN greatest(0, CAST(round(extract(epoch FROM ended_at - answered_at) * 1000000) AS BIGINT)) END AS talk
FROM calls;
