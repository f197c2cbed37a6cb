-- Statements for any table. A call names the table, and its column where there is one.

-- name: remove(id)!
DELETE FROM {{table}} WHERE id = :id;

-- name: remove_each(ids)!
DELETE FROM {{table}} WHERE {{columns}} IN (SELECT unnest(CAST(:ids AS BIGINT[])));

-- name: remove_all()!
DELETE FROM {{table}};

-- name: any_before(before)^
SELECT EXISTS (SELECT 1 FROM {{table}} WHERE {{columns}} < CAST(:before AS TIMESTAMP)) AS found;

-- name: remove_before(before)!
DELETE FROM {{table}} WHERE {{columns}} < CAST(:before AS TIMESTAMP);

-- name: uses()
-- How many rows refer to each id.
SELECT {{columns}} AS id, count(*) AS uses FROM {{table}} WHERE {{columns}} IS NOT NULL GROUP BY 1;
