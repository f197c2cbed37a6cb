-- The calls that a viewer's rule shows: those of these extensions, and those of the profiles that they own.
(c.extension = ANY(CAST(:viewer_extensions AS TEXT[]))
 OR string_to_array(c.rang, ',') && CAST(:viewer_extensions AS TEXT[])
 OR (c.profile_id IS NOT NULL AND c.number IN (
     SELECT ph.number FROM phones ph JOIN profiles own ON own.id = ph.profile_id
     WHERE ph.number IS NOT NULL
       AND CAST(:viewer_id AS BIGINT) IN (own.sales_id, own.support_id, own.other_id)))
 OR c.profile_id IN (
     SELECT own.id FROM profiles own
     WHERE CAST(:viewer_id AS BIGINT) IN (own.sales_id, own.support_id, own.other_id)))
