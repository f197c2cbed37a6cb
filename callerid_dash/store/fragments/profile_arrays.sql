-- The same columns for many profiles, from one array per column.
unnest(CAST(:kind AS TEXT[])) AS kind,
unnest(CAST(:name AS TEXT[])) AS name,
unnest(CAST(:search_key AS TEXT[])) AS search_key,
{{texts: unnest(CAST(:_ AS TEXT[])) AS _}},
unnest(CAST(:organization_id AS BIGINT[])) AS organization_id,
unnest(CAST(:category_id AS BIGINT[])) AS category_id,
unnest(CAST(:color_id AS BIGINT[])) AS color_id,
unnest(CAST(:sales_id AS BIGINT[])) AS sales_id,
unnest(CAST(:support_id AS BIGINT[])) AS support_id,
unnest(CAST(:other_id AS BIGINT[])) AS other_id,
unnest(CAST(:note AS TEXT[])) AS note
