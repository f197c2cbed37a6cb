-- Submissions that were stored, by their keys.

-- name: by_key(key)^
SELECT request, answer FROM submissions WHERE key = :key;

-- name: add(key, made_at, request, answer)!
INSERT INTO submissions (key, made_at, result, request, answer)
VALUES (:key, CAST(:made_at AS TIMESTAMP), 0, :request, CAST(:answer AS TEXT));
