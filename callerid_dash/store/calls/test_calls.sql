-- Test calls that admins start. Only the feeds show them.

-- name: add(id, rang_at, events)!
INSERT INTO test_calls (id, rang_at, events) VALUES (CAST(:id AS UUID), CAST(:rang_at AS TIMESTAMP), :events);

-- name: go_on(id, events)!
UPDATE test_calls SET events = :events WHERE id = CAST(:id AS UUID);

-- name: choose(id, chosen_id)!
UPDATE test_calls SET chosen_id = CAST(:chosen_id AS BIGINT) WHERE id = CAST(:id AS UUID);

-- name: by_ids(ids)
SELECT id, events, chosen_id FROM test_calls WHERE id = ANY(CAST(:ids AS UUID[]));

-- name: since(since)
SELECT id, events, chosen_id FROM test_calls WHERE rang_at >= CAST(:since AS TIMESTAMP) ORDER BY rang_at;
