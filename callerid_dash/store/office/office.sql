-- Our own lines and extensions, as admins set them and as calls contain them.

-- name: remove_line(number)!
DELETE FROM lines WHERE number = :number;

-- name: remove_extension(number)!
DELETE FROM extensions WHERE number = :number;

-- name: lines_seen(since)
-- The lines that were called since then, busiest first.
SELECT line AS number, count(*) AS calls FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP) AND line <> ''
GROUP BY line ORDER BY 2 DESC, 1 LIMIT 200;

-- name: phones_seen(since)
-- The phone that answered and the phones that rang together (comma-separated), the most frequent combinations first.
SELECT extension, rang, count(*) AS calls FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP) AND (extension <> '' OR rang <> '')
GROUP BY extension, rang ORDER BY 3 DESC LIMIT 2000;

-- name: some_numbers()
-- Public numbers that profiles hold, the last added first.
SELECT number FROM phones WHERE number LIKE '+%' ORDER BY id DESC LIMIT 20;
