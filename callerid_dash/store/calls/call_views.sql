-- Saved views of the call log.

-- name: seen_by(user_id)
{{call_views}} WHERE v.user_id = :user_id OR v.shared;

-- name: by_id(id)^
{{call_views}} WHERE v.id = :id;

-- name: add^
INSERT INTO call_views {{insert: user_id BIGINT, name TEXT, query TEXT, hidden TEXT, shared BOOLEAN, changed_at TIMESTAMP}}
RETURNING id;

-- name: put_back!
INSERT INTO call_views {{insert: id BIGINT, user_id BIGINT, name TEXT, query TEXT, hidden TEXT, shared BOOLEAN,
                         changed_at TIMESTAMP}}
ON CONFLICT (id) DO NOTHING;

-- name: set_name(id, name, shared, changed_at)!
UPDATE call_views SET name = :name, shared = :shared, changed_at = :changed_at WHERE id = :id;

-- name: set_content(id, query, hidden, changed_at)!
UPDATE call_views SET query = :query, hidden = :hidden, changed_at = :changed_at WHERE id = :id;
