-- The log's filters but for time, as a condition on calls. Hours are as in `asked.sql`. A wait is what `call_measures`
-- measures, in seconds here: instants are compared, for it need not be measured.
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
AND (CAST(:known_then AS BOOLEAN) IS NULL OR (c.number IS NOT NULL AND c.known_then = CAST(:known_then AS BOOLEAN)))
AND (CAST(:simulated AS BOOLEAN) IS NULL OR (c.source = 'simulated') = CAST(:simulated AS BOOLEAN))
AND (CAST(:hours AS BOOLEAN[]) IS NULL
     OR (CAST(:hours AS BOOLEAN[]))[CAST(floor(extract(epoch FROM c.started_at - CAST(:hours_from AS TIMESTAMP)) / 900)
                                         AS INTEGER) + 1])
AND (CAST(:wait_over AS INTEGER) IS NULL
     OR (c.state = 'ended' AND c.outcome IN ('answered', 'missed') AND c.cause <> 'stopped_ringing'
         AND coalesce(c.answered_at, c.ended_at) > c.started_at + CAST(:wait_over AS INTEGER) * INTERVAL '1 second'))
AND (CAST(:wait_up_to AS INTEGER) IS NULL
     OR (c.state = 'ended' AND c.outcome IN ('answered', 'missed') AND c.cause <> 'stopped_ringing'
         AND coalesce(c.answered_at, c.ended_at) <= c.started_at + CAST(:wait_up_to AS INTEGER) * INTERVAL '1 second'))
AND (CAST(:origin_prefixes AS TEXT[]) IS NULL
     OR (left(c.number, CAST(:origin_digits AS INTEGER)) = ANY(CAST(:origin_prefixes AS TEXT[]))
         AND NOT concat(left(c.number, CAST(:origin_digits AS INTEGER)), '/', length(c.number))
                 = ANY(CAST(:origin_but AS TEXT[]))))
