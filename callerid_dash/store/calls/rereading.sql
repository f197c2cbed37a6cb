-- Numbers that are parsed again after a change of the rules.

-- name: phones_after(after, how_many)
SELECT id, profile_id, raw, number, extension FROM phones WHERE id > :after ORDER BY id LIMIT :how_many;

-- name: phones_of(profile_ids)
SELECT profile_id, number, extension FROM phones
WHERE number IS NOT NULL AND profile_id = ANY(CAST(:profile_ids AS BIGINT[]));

-- name: set_numbers(ids, numbers)!
UPDATE phones SET number = known.number
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:numbers AS TEXT[])) AS number) AS known
WHERE phones.id = known.id;

-- name: callers_between(first, last)
SELECT id, started_at, caller, caller_kind, number, match_rule FROM calls
WHERE id >= CAST(:first AS UUID) AND id <= CAST(:last AS UUID);

-- name: follow_closings(ids)!
-- Missed calls that were closed by hand stay closed, under their caller's new number.
UPDATE missed_closings SET number = c.number
FROM calls c
WHERE c.id = missed_closings.call_id AND c.number IS NOT NULL AND c.id = ANY(CAST(:ids AS UUID[]));
