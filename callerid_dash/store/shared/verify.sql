-- name: dangling()
-- References to rows that do not exist. The tables have no foreign keys (see migrations/0001_core.sql).
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

-- name: attribution()
-- Calls that belong to a profile that does not exist, or to another one than the chosen one; notes of missing calls;
-- redirects of profiles that still exist.
SELECT 'call ' || CAST(c.id AS TEXT) || ' belongs to profile ' || CAST(c.profile_id AS TEXT)
       || ', which does not exist' AS words
FROM calls c
WHERE c.profile_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM profiles t WHERE t.id = c.profile_id)
UNION ALL
SELECT 'call ' || CAST(c.id AS TEXT) || ' is attributed to another profile than the chosen one'
FROM calls c
WHERE c.chosen_profile_id IS NOT NULL AND c.profile_id IS DISTINCT FROM c.chosen_profile_id
UNION ALL
SELECT 'call ' || CAST(c.id AS TEXT) || ' has no number but belongs to a profile'
FROM calls c WHERE c.number IS NULL AND c.profile_id IS NOT NULL
UNION ALL
SELECT 'call ' || CAST(i.call_id AS TEXT) || ' was identified but does not exist'
FROM identifications i WHERE NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = i.call_id)
UNION ALL
SELECT 'profile ' || CAST(f.id AS TEXT) || ' is there although it was merged into another'
FROM former_profiles f WHERE EXISTS (SELECT 1 FROM profiles t WHERE t.id = f.id)
ORDER BY 1
LIMIT 1000;
