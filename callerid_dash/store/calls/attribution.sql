-- Which profile each call belongs to. `number` has no index on purpose (see 0001_core.sql): each query reads all calls
-- once.

-- name: unattributed(number)^
SELECT count(*) AS calls FROM calls WHERE number = :number AND profile_id IS NULL;

-- name: adopt_each
UPDATE calls SET profile_id = held.profile_id
FROM ({{given: number TEXT[], profile_id BIGINT[]}}) AS held
WHERE calls.profile_id IS NULL AND calls.number = held.number
RETURNING calls.id, calls.number, calls.started_at;

-- name: numbers_made_since(since)
-- The numbers of the profiles that the anonymous contacts module has created. Their calls may be older.
SELECT ph.number, min(p.id) AS profile_id
FROM profiles p JOIN phones ph ON ph.profile_id = p.id
WHERE p.anonymous AND p.created_at >= CAST(:since AS TIMESTAMP) AND ph.number IS NOT NULL
GROUP BY ph.number;

-- name: choose(call_id, profile_id, chosen_id)
UPDATE calls SET profile_id = CAST(:profile_id AS BIGINT), chosen_profile_id = CAST(:chosen_id AS BIGINT)
WHERE id = CAST(:call_id AS UUID)
RETURNING number, started_at;

-- name: note_identified!
INSERT INTO identifications {{insert: call_id UUID[], identified_at TIMESTAMP, identified_by BIGINT, undo_id BIGINT}};

-- name: forget_identified(undo_id, ids)!
DELETE FROM identifications
WHERE undo_id = CAST(:undo_id AS BIGINT) AND call_id IN (SELECT unnest(CAST(:ids AS UUID[])));

-- name: calls_of(profile_ids)
SELECT profile_id, count(*) AS calls FROM calls
WHERE profile_id = ANY(CAST(:profile_ids AS BIGINT[])) GROUP BY profile_id;

-- name: calls_by_number(profile_ids)
SELECT number, count(*) AS calls FROM calls
WHERE profile_id = ANY(CAST(:profile_ids AS BIGINT[])) GROUP BY number;

-- name: merge(keep_id, profile_ids)
-- `chosen_profile_id` always equals `profile_id`, or is NULL.
UPDATE calls
SET profile_id = CAST(:keep_id AS BIGINT),
    chosen_profile_id = CASE WHEN chosen_profile_id IS NULL THEN NULL ELSE CAST(:keep_id AS BIGINT) END
WHERE profile_id = ANY(CAST(:profile_ids AS BIGINT[]))
RETURNING number, started_at;

-- name: leave(profile_ids, number, other)
-- The calls go to the remaining holder of the number, or to nobody.
UPDATE calls SET profile_id = left_over.other, chosen_profile_id = NULL
FROM ({{given: number TEXT[], other BIGINT[]}}) AS left_over
WHERE calls.profile_id = ANY(CAST(:profile_ids AS BIGINT[])) AND calls.number = left_over.number
RETURNING calls.number, calls.started_at;

-- name: leave_each
UPDATE calls SET profile_id = left_over.other, chosen_profile_id = NULL
FROM ({{given: profile_id BIGINT[], number TEXT[], other BIGINT[]}}) AS left_over
WHERE calls.profile_id = left_over.profile_id AND calls.number = left_over.number
RETURNING calls.number, calls.started_at;
