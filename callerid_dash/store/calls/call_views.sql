-- Saved views of the call log.

-- name: seen_by(user_id)
SELECT v.id, v.user_id, u.username, v.name, v.query, v.hidden, v.shared
FROM call_views v LEFT JOIN users u ON u.id = v.user_id
WHERE v.user_id = :user_id OR v.shared;

-- name: by_id(id)^
SELECT v.id, v.user_id, u.username, v.name, v.query, v.hidden, v.shared
FROM call_views v LEFT JOIN users u ON u.id = v.user_id
WHERE v.id = :id;

-- name: add(user_id, name, query, hidden, shared, changed_at)^
INSERT INTO call_views (user_id, name, query, hidden, shared, changed_at)
VALUES (:user_id, :name, :query, :hidden, :shared, :changed_at) RETURNING id;

-- name: put_back(id, user_id, name, query, hidden, shared, changed_at)!
INSERT INTO call_views (id, user_id, name, query, hidden, shared, changed_at)
VALUES (:id, :user_id, :name, :query, :hidden, :shared, :changed_at)
ON CONFLICT (id) DO NOTHING;

-- name: set_name(id, name, shared, changed_at)!
UPDATE call_views SET name = :name, shared = :shared, changed_at = :changed_at WHERE id = :id;

-- name: set_content(id, query, hidden, changed_at)!
UPDATE call_views SET query = :query, hidden = :hidden, changed_at = :changed_at WHERE id = :id;

-- name: remove(id)!
DELETE FROM call_views WHERE id = :id;
