-- The ordered lists that admins edit. Each list's `ListTable` gives its table and columns.

-- name: entries()
SELECT id, position, {{columns}} FROM {{table}} ORDER BY position, id;

-- name: add(position)^
INSERT INTO {{table}} (position, {{columns}}) VALUES (:position, {{values}}) RETURNING id;

-- name: change(id, position)!
UPDATE {{table}} SET position = :position, {{changes}} WHERE id = :id;

-- name: reorder(ids, positions)!
UPDATE {{table}} SET position = o.position
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:positions AS INTEGER[])) AS position) AS o
WHERE {{table}}.id = o.id;

-- name: profiles_of_color(color_id)
SELECT id, name FROM profiles WHERE color_id = :color_id ORDER BY id;

-- name: uncolor(color_id, changed_at)!
UPDATE profiles SET color_id = NULL, version = version + 1, updated_at = CAST(:changed_at AS TIMESTAMP)
WHERE color_id = :color_id;
