-- Steps that can be undone for a day.

-- name: add^
INSERT INTO undos {{insert: kind TEXT, made_at TIMESTAMP, made_by BIGINT, title TEXT, before TEXT}} RETURNING id;

-- name: by_id(id)^
SELECT id, kind, made_at, made_by, title, before, undone_at FROM undos WHERE id = :id;

-- name: recent(since, made_by, limit)
SELECT id, kind, made_at, made_by, title, before, undone_at FROM undos
WHERE made_at >= CAST(:since AS TIMESTAMP) AND undone_at IS NULL
  AND (CAST(:made_by AS BIGINT) IS NULL OR made_by = CAST(:made_by AS BIGINT))
ORDER BY id DESC
LIMIT :limit;

-- name: undone(id, undone_at)!
UPDATE undos SET undone_at = CAST(:undone_at AS TIMESTAMP) WHERE id = :id;

-- name: keep_adopted!
INSERT INTO undo_calls {{insert: undo_id BIGINT, call_id UUID[], given_to BIGINT}};

-- name: keep_calls(undo_id, profile_ids)!
INSERT INTO undo_calls (undo_id, call_id, profile_id, chosen_profile_id)
SELECT CAST(:undo_id AS BIGINT), id, profile_id, chosen_profile_id FROM calls
WHERE profile_id = ANY(CAST(:profile_ids AS BIGINT[]));

-- name: note_given(undo_id)!
UPDATE undo_calls SET given_to = calls.profile_id FROM calls
WHERE undo_calls.undo_id = CAST(:undo_id AS BIGINT) AND calls.id = undo_calls.call_id;

-- name: restore_calls(undo_id)
-- Leaves out calls that were reassigned since. CASE keeps DuckDB from joining by this condition too, which would take
-- three times as long.
UPDATE calls SET profile_id = u.profile_id, chosen_profile_id = u.chosen_profile_id
FROM undo_calls u
WHERE u.undo_id = CAST(:undo_id AS BIGINT) AND u.call_id = calls.id
  AND CASE WHEN calls.profile_id IS NOT DISTINCT FROM u.given_to THEN TRUE ELSE FALSE END
RETURNING calls.id, calls.number, calls.started_at;

-- name: forget_calls(before)!
DELETE FROM undo_calls WHERE undo_id IN (SELECT id FROM undos WHERE made_at < CAST(:before AS TIMESTAMP));
