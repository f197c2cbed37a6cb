-- The small tables that every page needs. services/shared/directory.py keeps them in memory.

-- name: users()
SELECT id, username, display_name, role, session_epoch, disabled FROM users ORDER BY id;

-- name: extensions()
SELECT number, user_id FROM extensions ORDER BY number;

-- name: lines()
SELECT number, title FROM lines ORDER BY number;

-- name: settings()
SELECT name, value FROM settings;

-- name: set_setting(name, value)!
INSERT INTO settings (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: set_extension(number, user_id)!
INSERT INTO extensions (number, user_id) VALUES (:number, :user_id)
ON CONFLICT (number) DO UPDATE SET user_id = excluded.user_id;

-- name: set_line(number, title)!
INSERT INTO lines (number, title) VALUES (:number, :title)
ON CONFLICT (number) DO UPDATE SET title = excluded.title;

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
