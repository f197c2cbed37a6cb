-- name: dangling()
-- References that lead nowhere; the tables have no foreign keys (see migrations/0001_core.sql).
SELECT 'phone' AS what, p.id AS id, 'profile' AS to_what, p.profile_id AS to_id
FROM phones p WHERE NOT EXISTS (SELECT 1 FROM profiles t WHERE t.id = p.profile_id)
UNION ALL
SELECT 'profile', p.id, 'organization', p.organization_id
FROM profiles p
WHERE p.organization_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM profiles t WHERE t.id = p.organization_id)
UNION ALL
SELECT 'profile', p.id, 'category', p.category_id
FROM profiles p
WHERE p.category_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM categories t WHERE t.id = p.category_id)
UNION ALL
SELECT 'profile', p.id, 'color', p.color_id
FROM profiles p WHERE p.color_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM colors t WHERE t.id = p.color_id)
UNION ALL
SELECT 'extension of user', e.user_id, 'user', e.user_id
FROM extensions e WHERE NOT EXISTS (SELECT 1 FROM users t WHERE t.id = e.user_id)
UNION ALL
SELECT 'record', r.id, 'profile', r.profile_id
FROM records r WHERE NOT EXISTS (SELECT 1 FROM profiles t WHERE t.id = r.profile_id)
ORDER BY 1, 2
LIMIT 1000;
