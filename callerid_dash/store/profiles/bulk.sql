-- Changes the category, color and owners of many profiles, and nothing else.

-- name: states(ids)
SELECT id, name, category_id, color_id, sales_id, support_id, other_id FROM profiles
WHERE id IN (SELECT unnest(CAST(:ids AS BIGINT[])))
ORDER BY id;

-- name: write(ids, category_ids, color_ids, sales_ids, support_ids, other_ids, changed_at)!
UPDATE profiles
SET category_id = n.category_id, color_id = n.color_id, sales_id = n.sales_id, support_id = n.support_id,
    other_id = n.other_id, version = version + 1, updated_at = CAST(:changed_at AS TIMESTAMP)
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:category_ids AS BIGINT[])) AS category_id,
             unnest(CAST(:color_ids AS BIGINT[])) AS color_id, unnest(CAST(:sales_ids AS BIGINT[])) AS sales_id,
             unnest(CAST(:support_ids AS BIGINT[])) AS support_id, unnest(CAST(:other_ids AS BIGINT[])) AS other_id) AS n
WHERE profiles.id = n.id;

-- name: numbers(ids)
SELECT DISTINCT number FROM phones
WHERE number IS NOT NULL AND profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])));
