-- The log's filters but for time, as a condition on calls.
(CAST(:state AS TEXT) IS NULL OR c.state = CAST(:state AS TEXT))
AND (CAST(:outcome AS TEXT) IS NULL OR c.outcome = CAST(:outcome AS TEXT))
AND (CAST(:known AS BOOLEAN) IS NULL
     OR (c.number IS NOT NULL AND (c.profile_id IS NOT NULL) = CAST(:known AS BOOLEAN)))
AND (CAST(:number AS TEXT) IS NULL OR c.number = CAST(:number AS TEXT))
AND (CAST(:ends_with AS TEXT) IS NULL OR c.number LIKE CAST(:ends_with AS TEXT))
AND (CAST(:profile_id AS BIGINT) IS NULL
     OR (c.profile_id IS NOT NULL
         AND (c.profile_id = CAST(:profile_id AS BIGINT) OR c.number = ANY(CAST(:profile_numbers AS TEXT[])))
         AND coalesce(c.chosen_profile_id, CAST(:profile_id AS BIGINT)) = CAST(:profile_id AS BIGINT)))
AND (CAST(:extension AS TEXT) IS NULL OR c.extension = CAST(:extension AS TEXT)
     OR strpos(',' || c.rang || ',', ',' || CAST(:extension AS TEXT) || ',') > 0)
AND (CAST(:extensions AS TEXT[]) IS NULL OR c.extension = ANY(CAST(:extensions AS TEXT[]))
     OR string_to_array(c.rang, ',') && CAST(:extensions AS TEXT[]))
AND (CAST(:category_ids AS BIGINT[]) IS NULL
     OR c.profile_id IN (SELECT id FROM profiles WHERE category_id = ANY(CAST(:category_ids AS BIGINT[]))))
AND (CAST(:color_id AS BIGINT) IS NULL
     OR c.profile_id IN (SELECT id FROM profiles WHERE color_id = CAST(:color_id AS BIGINT)))
AND (CAST(:line AS TEXT) IS NULL OR c.line = CAST(:line AS TEXT))
AND (CAST(:queue AS TEXT) IS NULL OR c.queue = CAST(:queue AS TEXT))
