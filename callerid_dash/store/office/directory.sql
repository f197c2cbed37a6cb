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
