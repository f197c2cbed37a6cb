-- Forms that have been stored already.

-- name: result(key)^
SELECT result FROM submissions WHERE key = :key;

-- name: add(key, made_at, result)!
INSERT INTO submissions (key, made_at, result) VALUES (:key, CAST(:made_at AS TIMESTAMP), :result);

-- name: old(before)^
SELECT count(*) AS forms FROM submissions WHERE made_at < CAST(:before AS TIMESTAMP);

-- name: forget(before)!
DELETE FROM submissions WHERE made_at < CAST(:before AS TIMESTAMP);
