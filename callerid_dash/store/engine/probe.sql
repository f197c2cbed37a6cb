-- Tests whether storing works by storing something.

-- name: ask(asked_at)!
INSERT INTO probe (id, asked_at) VALUES (1, :asked_at)
ON CONFLICT (id) DO UPDATE SET asked_at = excluded.asked_at;
