-- The conditions on calls `c`, each under its name in `domain/calls/filter.py`; a yes-or-no condition has two. In a
-- query, the conditions that are set replace `{{filter}}`. The views `call_measures` and `call_parts` have other
-- columns for some conditions: in place of `{{measured}}`, `measured_wait_over` replaces `wait_over`. They are no
-- statements: '!'.

-- name: state(state)!
c.state = CAST(:state AS TEXT);

-- name: outcome(outcome)!
c.outcome = CAST(:outcome AS TEXT);

-- name: number(number)!
c.number = CAST(:number AS TEXT);

-- name: ends_with(ends_with)!
-- The parameter is a pattern: ten times as fast as cutting off the end of each number.
c.number LIKE CAST(:ends_with AS TEXT);

-- name: profile(profile, profile_numbers)!
c.profile_id IS NOT NULL
AND (c.profile_id = CAST(:profile AS BIGINT) OR c.number = ANY(CAST(:profile_numbers AS TEXT[])))
AND coalesce(c.chosen_profile_id, CAST(:profile AS BIGINT)) = CAST(:profile AS BIGINT);

-- name: known()!
c.number IS NOT NULL AND c.profile_id IS NOT NULL;

-- name: not_known()!
c.number IS NOT NULL AND c.profile_id IS NULL;

-- name: known_then()!
c.number IS NOT NULL AND c.known_then;

-- name: not_known_then()!
c.number IS NOT NULL AND NOT c.known_then;

-- name: line(line)!
c.line = CAST(:line AS TEXT);

-- name: queue(queue)!
c.queue = CAST(:queue AS TEXT);

-- name: extension(extension)!
c.extension = CAST(:extension AS TEXT) OR strpos(',' || c.rang || ',', ',' || CAST(:extension AS TEXT) || ',') > 0;

-- name: extensions(extensions)!
-- One of these extensions rang or answered.
c.extension = ANY(CAST(:extensions AS TEXT[])) OR string_to_array(c.rang, ',') && CAST(:extensions AS TEXT[]);

-- name: category(category)!
-- The ids are those of the category and of all below it.
c.profile_id IN (SELECT id FROM profiles WHERE category_id = ANY(CAST(:category AS BIGINT[])));

-- name: color(color)!
c.profile_id IN (SELECT id FROM profiles WHERE color_id = CAST(:color AS BIGINT));

-- name: hours(hours, hours_from)!
-- `hours` says of each quarter of an hour from `hours_from` on whether it matches. This is one lookup for each call,
-- however many hours there are.
(CAST(:hours AS BOOLEAN[]))[CAST(floor(extract(epoch FROM c.started_at - CAST(:hours_from AS TIMESTAMP)) / 900)
                                 AS INTEGER) + 1];

-- name: wait_over(wait_over)!
-- The wait is defined as in `call_measures`. Comparing instants is enough; the wait need not be computed. Excluding one
-- outcome costs less than looking for two.
c.state = 'ended' AND c.outcome <> 'unknown' AND c.cause <> 'stopped_ringing'
AND coalesce(c.answered_at, c.ended_at) > c.started_at + CAST(:wait_over AS INTEGER) * INTERVAL '1 second';

-- name: measured_wait_over(wait_over)!
c.wait > CAST(:wait_over AS BIGINT) * 1000000;

-- name: wait_up_to(wait_up_to)!
c.state = 'ended' AND c.outcome <> 'unknown' AND c.cause <> 'stopped_ringing'
AND coalesce(c.answered_at, c.ended_at) <= c.started_at + CAST(:wait_up_to AS INTEGER) * INTERVAL '1 second';

-- name: measured_wait_up_to(wait_up_to)!
c.wait <= CAST(:wait_up_to AS BIGINT) * 1000000;

-- name: origin(origin, origin_digits, origin_but, origin_beginning)!
-- All prefixes have the same beginning. Comparing it is cheaper than cutting off the prefix of each number.
starts_with(c.number, CAST(:origin_beginning AS TEXT))
AND left(c.number, CAST(:origin_digits AS INTEGER)) = ANY(CAST(:origin AS TEXT[]))
AND NOT concat(left(c.number, CAST(:origin_digits AS INTEGER)), '/', length(c.number)) = ANY(CAST(:origin_but AS TEXT[]));

-- name: not_origin()!
-- No public number.
NOT starts_with(c.number, '+');

-- name: simulated()!
-- Test calls are not stored in `calls`.
FALSE;

-- name: not_simulated()!
TRUE;

-- name: standings(standings)!
-- The results that reports derive from state and outcome.
c.standing = ANY(CAST(:standings AS TEXT[]));

-- name: callers(callers)!
-- The caller classes of reports: whether the caller was known then, and is known now.
c.caller_class = ANY(CAST(:callers AS TEXT[]));

-- name: visibility(viewer_extensions, viewer_id)!
-- The calls that a viewer may see: calls on these extensions, and calls of the profiles that the viewer owns.
c.extension = ANY(CAST(:viewer_extensions AS TEXT[]))
OR string_to_array(c.rang, ',') && CAST(:viewer_extensions AS TEXT[])
OR (c.profile_id IS NOT NULL AND c.number IN (
    SELECT ph.number FROM phones ph JOIN profiles own ON own.id = ph.profile_id
    WHERE ph.number IS NOT NULL
      AND CAST(:viewer_id AS BIGINT) IN (own.sales_id, own.support_id, own.other_id)))
OR c.profile_id IN (
    SELECT own.id FROM profiles own
    WHERE CAST(:viewer_id AS BIGINT) IN (own.sales_id, own.support_id, own.other_id));

-- name: numbers_of(profile_id)
-- No condition, but the numbers that the condition `profile` needs.
SELECT DISTINCT number FROM phones WHERE profile_id = :profile_id AND number IS NOT NULL;
