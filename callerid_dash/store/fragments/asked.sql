-- The calls that a report asks for, as a condition on a view of calls. `hours` tells of each quarter of an hour from
-- `hours_from` on whether it is asked for: one look for each call, however many there are. Waits are in microseconds.
started_at >= CAST(:since AS TIMESTAMP) AND started_at < CAST(:until AS TIMESTAMP)
AND (CAST(:simulated AS BOOLEAN) OR source <> 'simulated')
AND (CAST(:hours AS BOOLEAN[]) IS NULL
     OR (CAST(:hours AS BOOLEAN[]))[CAST(floor(extract(epoch FROM started_at - CAST(:hours_from AS TIMESTAMP)) / 900)
                                         AS INTEGER) + 1])
AND (CAST(:wait_over AS BIGINT) IS NULL OR wait > CAST(:wait_over AS BIGINT))
AND (CAST(:wait_up_to AS BIGINT) IS NULL OR wait <= CAST(:wait_up_to AS BIGINT))
AND (CAST(:line AS TEXT) IS NULL OR line = CAST(:line AS TEXT))
AND (CAST(:queue AS TEXT) IS NULL OR queue = CAST(:queue AS TEXT))
AND (CAST(:extensions AS TEXT[]) IS NULL OR extension = ANY(CAST(:extensions AS TEXT[]))
     OR string_to_array(rang, ',') && CAST(:extensions AS TEXT[]))
AND (CAST(:number AS TEXT) IS NULL OR number = CAST(:number AS TEXT))
AND (CAST(:origin_prefixes AS TEXT[]) IS NULL
     OR (left(number, CAST(:origin_digits AS INTEGER)) = ANY(CAST(:origin_prefixes AS TEXT[]))
         AND NOT concat(left(number, CAST(:origin_digits AS INTEGER)), '/', length(number))
                 = ANY(CAST(:origin_but AS TEXT[]))))
AND (CAST(:profile_id AS BIGINT) IS NULL
     OR (profile_id IS NOT NULL
         AND (profile_id = CAST(:profile_id AS BIGINT) OR number = ANY(CAST(:profile_numbers AS TEXT[])))
         AND coalesce(chosen_profile_id, CAST(:profile_id AS BIGINT)) = CAST(:profile_id AS BIGINT)))
AND (CAST(:category_ids AS BIGINT[]) IS NULL
     OR profile_id IN (SELECT id FROM profiles WHERE category_id = ANY(CAST(:category_ids AS BIGINT[]))))
AND (CAST(:color_id AS BIGINT) IS NULL
     OR profile_id IN (SELECT id FROM profiles WHERE color_id = CAST(:color_id AS BIGINT)))
AND (NOT CAST(:limited AS BOOLEAN)
     OR extension = ANY(CAST(:viewer_extensions AS TEXT[]))
     OR string_to_array(rang, ',') && CAST(:viewer_extensions AS TEXT[])
     OR (profile_id IS NOT NULL AND number IN (
         SELECT ph.number FROM phones ph JOIN profiles p ON p.id = ph.profile_id
         WHERE ph.number IS NOT NULL
           AND CAST(:viewer_id AS BIGINT) IN (p.sales_id, p.support_id, p.other_id)))
     OR profile_id IN (
         SELECT id FROM profiles WHERE CAST(:viewer_id AS BIGINT) IN (sales_id, support_id, other_id)))
