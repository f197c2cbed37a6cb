-- Changes the category, color and owners of many profiles, and nothing else.

-- name: states(ids)
SELECT id, name, category_id, color_id, sales_id, support_id, other_id FROM profiles
WHERE id IN (SELECT unnest(CAST(:ids AS BIGINT[])))
ORDER BY id;

-- name: write!
UPDATE profiles
SET {{set: {{bulk_fields}}}}, version = version + 1, updated_at = CAST(:changed_at AS TIMESTAMP)
FROM ({{given: id BIGINT[], {{bulk_fields}}}}) AS new WHERE profiles.id = new.id;

-- name: numbers(ids)
SELECT DISTINCT number FROM phones
WHERE number IS NOT NULL AND profile_id IN (SELECT unnest(CAST(:ids AS BIGINT[])));
