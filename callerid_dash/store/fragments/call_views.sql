-- Saved views, with the names of their users.
SELECT v.*, coalesce(u.username, '') AS username FROM call_views v LEFT JOIN users u ON u.id = v.user_id
