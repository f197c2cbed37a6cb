-- What admins keep: lines, extensions, colors, categories, record kinds.

-- name: remove_line(number)!
DELETE FROM lines WHERE number = :number;

-- name: remove_extension(number)!
DELETE FROM extensions WHERE number = :number;

-- name: set_color(id, title, description, hex)!
UPDATE colors SET title = :title, description = :description, hex = :hex WHERE id = :id;

-- name: remove_color(id)!
DELETE FROM colors WHERE id = :id;

-- name: order_colors(ids, positions)!
UPDATE colors SET position = o.position
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:positions AS INTEGER[])) AS position) AS o
WHERE colors.id = o.id;

-- name: profiles_by_color()
SELECT color_id AS id, count(*) AS profiles FROM profiles WHERE color_id IS NOT NULL GROUP BY color_id;

-- name: profiles_of_color(color_id)
SELECT id, name FROM profiles WHERE color_id = :color_id ORDER BY id;

-- name: uncolor(color_id, changed_at)!
UPDATE profiles SET color_id = NULL, version = version + 1, updated_at = CAST(:changed_at AS TIMESTAMP)
WHERE color_id = :color_id;

-- name: set_category(id, parent_id, position, title)!
UPDATE categories SET parent_id = CAST(:parent_id AS BIGINT), position = :position, title = :title WHERE id = :id;

-- name: remove_category(id)!
DELETE FROM categories WHERE id = :id;

-- name: order_categories(ids, positions)!
UPDATE categories SET position = o.position
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:positions AS INTEGER[])) AS position) AS o
WHERE categories.id = o.id;

-- name: profiles_by_category()
SELECT category_id AS id, count(*) AS profiles FROM profiles WHERE category_id IS NOT NULL GROUP BY category_id;

-- name: profiles_in_category(category_id)^
SELECT count(*) AS profiles FROM profiles WHERE category_id = :category_id;

-- name: add_kind(position, title)^
INSERT INTO record_kinds (position, title, retired) VALUES (:position, :title, FALSE) RETURNING id;

-- name: set_kind(id, title, retired)!
UPDATE record_kinds SET title = :title, retired = CAST(:retired AS BOOLEAN) WHERE id = :id;

-- name: remove_kind(id)!
DELETE FROM record_kinds WHERE id = :id;

-- name: order_kinds(ids, positions)!
UPDATE record_kinds SET position = o.position
FROM (SELECT unnest(CAST(:ids AS BIGINT[])) AS id, unnest(CAST(:positions AS INTEGER[])) AS position) AS o
WHERE record_kinds.id = o.id;

-- name: records_by_kind()
SELECT kind_id AS id, count(*) AS records FROM records GROUP BY kind_id;

-- name: lines_seen(since)
-- What calls came in on since then, the busiest first.
SELECT line AS number, count(*) AS calls FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP) AND line <> ''
GROUP BY line ORDER BY 2 DESC, 1 LIMIT 200;

-- name: phones_seen(since)
-- Which phones answered, and which rang together (comma separated).
SELECT extension, rang, count(*) AS calls FROM calls
WHERE started_at >= CAST(:since AS TIMESTAMP) AND (extension <> '' OR rang <> '')
GROUP BY extension, rang ORDER BY 3 DESC LIMIT 2000;

-- name: some_numbers()
-- Public numbers that somebody holds, the newest profiles first.
SELECT number FROM phones WHERE number LIKE '+%' ORDER BY id DESC LIMIT 20;
