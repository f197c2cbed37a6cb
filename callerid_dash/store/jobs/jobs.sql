-- Background jobs.

-- name: add(id, kind, user_id, label, started_at)!
INSERT INTO jobs (id, kind, user_id, label, state, done, total, result, error, error_values, started_at, updated_at,
                  ended_at, cancel_requested)
VALUES (CAST(:id AS UUID), :kind, :user_id, :label, 'running', 0, NULL, '{}', '', '{}',
        CAST(:started_at AS TIMESTAMP), CAST(:started_at AS TIMESTAMP), NULL, FALSE);

-- name: by_id(id)^
SELECT *, cancel_requested AS cancelling FROM jobs WHERE id = CAST(:id AS UUID);

-- name: latest(user_id, kind)^
SELECT *, cancel_requested AS cancelling FROM jobs WHERE user_id = :user_id AND kind = :kind
ORDER BY started_at DESC, id DESC LIMIT 1;

-- name: progress(id, done, total, result, updated_at)!
UPDATE jobs SET done = :done, total = CAST(:total AS BIGINT), result = :result,
                updated_at = CAST(:updated_at AS TIMESTAMP)
WHERE id = CAST(:id AS UUID) AND state = 'running';

-- name: cancel_requested(id)^
SELECT cancel_requested FROM jobs WHERE id = CAST(:id AS UUID);

-- name: ask_to_cancel(id)!
UPDATE jobs SET cancel_requested = TRUE WHERE id = CAST(:id AS UUID) AND state = 'running';

-- name: end(id, state, done, total, result, error, error_values, ended_at)!
UPDATE jobs SET state = :state, done = :done, total = CAST(:total AS BIGINT), result = :result, error = :error,
                error_values = :error_values, updated_at = CAST(:ended_at AS TIMESTAMP),
                ended_at = CAST(:ended_at AS TIMESTAMP)
WHERE id = CAST(:id AS UUID) AND state = 'running';

-- name: lately(since)
SELECT id FROM jobs WHERE updated_at >= CAST(:since AS TIMESTAMP);
