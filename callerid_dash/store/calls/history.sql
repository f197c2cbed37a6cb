-- Stores past calls: a batch is in a temporary table of its transaction until it is stored.

-- name: open_batch()!
CREATE TEMP TABLE past_calls (
    id UUID, external_id TEXT, named BOOLEAN, started_at TIMESTAMP, answered_at TIMESTAMP, ended_at TIMESTAMP,
    caller TEXT, caller_name TEXT, caller_kind TEXT, number TEXT, match_rule TEXT, line TEXT, extension TEXT, rang TEXT,
    queue TEXT, cause TEXT
);

-- name: close_batch()!
DROP TABLE past_calls;

-- name: unfinished(since, until, our_ends)
-- The calls of the batch that are stored under the same id without a reported end, and whether they were answered,
-- among the calls that began between these instants.
SELECT c.id, c.answered_at IS NOT NULL AS answered FROM calls c JOIN past_calls p ON p.id = c.id
WHERE c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at <= CAST(:until AS TIMESTAMP)
  AND (c.state <> 'ended' OR c.cause = ANY(CAST(:our_ends AS TEXT[])));

-- name: leave_out_stored_by_id(since, until)!
DELETE FROM past_calls WHERE id IN (
    SELECT c.id FROM calls c JOIN past_calls p ON p.id = c.id
    WHERE c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at <= CAST(:until AS TIMESTAMP));

-- name: leave_out_stored_otherwise(source, since, until, seconds)!
-- The calls of the batch that another source has reported, or that have no id from their system and are stored: same
-- caller, same line, same time give or take a few seconds. `since` and `until` enclose the batch.
DELETE FROM past_calls WHERE id IN (
    SELECT p.id
    FROM past_calls p JOIN calls c ON coalesce(c.number, c.caller) = coalesce(p.number, p.caller)
    WHERE c.started_at >= CAST(:since AS TIMESTAMP) AND c.started_at <= CAST(:until AS TIMESTAMP)
      AND c.started_at >= p.started_at - CAST(:seconds AS INTEGER) * INTERVAL '1 second'
      AND c.started_at <= p.started_at + CAST(:seconds AS INTEGER) * INTERVAL '1 second'
      AND (c.line = p.line OR c.line = '' OR p.line = '')
      AND (c.source <> CAST(:source AS TEXT) OR NOT p.named));

-- name: remaining()^
SELECT count(*) AS calls FROM past_calls;

-- name: store_events(source)!
-- Events: each phone that rang, or the wait if none did; the answer; the end. The first event names the caller.
INSERT INTO call_events (call_id, key, source, external_id, event, happened_at, caller, caller_name, line, extension,
                         queue, cause)
SELECT id, '=ringing ' || extension, CAST(:source AS TEXT), external_id, 'ringing', started_at, caller, caller_name,
       line, extension, queue, ''
FROM (SELECT id, external_id, started_at, caller, caller_name, line, queue,
             unnest(string_to_array(rang, ',')) AS extension FROM past_calls WHERE rang <> '') AS phones
UNION ALL
SELECT id, CASE WHEN queue = '' THEN '=ringing' ELSE '=queued' END, CAST(:source AS TEXT), external_id,
       CASE WHEN queue = '' THEN 'ringing' ELSE 'queued' END, started_at, caller, caller_name, line, '', queue, ''
FROM past_calls WHERE rang = ''
UNION ALL
SELECT id, '=answered', CAST(:source AS TEXT), external_id, 'answered', answered_at, '', '', '', extension, '', ''
FROM past_calls WHERE answered_at IS NOT NULL
UNION ALL
SELECT id, '=ended', CAST(:source AS TEXT), external_id, 'ended', ended_at, '', '', '', '', '', cause
FROM past_calls;

-- name: store_calls(source)!
-- The same calls that `domain/calls/calls.py: fold` makes of these events, attributed as `preferred_holder`
-- (`domain/profiles/profiles.py`) does.
INSERT INTO calls (id, source, external_id, state, outcome, started_at, answered_at, ended_at, last_event_at, caller,
                   caller_name, caller_kind, number, match_rule, line, queue, extension, rang, cause, profile_id,
                   chosen_profile_id, known_then)
SELECT p.id, CAST(:source AS TEXT), p.external_id, 'ended',
       CASE WHEN p.answered_at IS NULL THEN 'missed' ELSE 'answered' END, p.started_at, p.answered_at, p.ended_at,
       p.ended_at, p.caller, p.caller_name, p.caller_kind, p.number, p.match_rule, p.line, p.queue,
       CASE WHEN p.answered_at IS NULL THEN '' ELSE p.extension END, p.rang, p.cause, h.profile_id, NULL,
       h.profile_id IS NOT NULL
FROM past_calls p
     LEFT JOIN (SELECT ph.number, ph.profile_id,
                       row_number() OVER (PARTITION BY ph.number
                                          ORDER BY newest_record_at DESC NULLS LAST, profile_id) AS place
                FROM phones ph JOIN profiles ON profiles.id = ph.profile_id
                WHERE ph.number IN (SELECT number FROM past_calls)) AS h
            ON h.number = p.number AND h.place = 1
ORDER BY p.started_at;
