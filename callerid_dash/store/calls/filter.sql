-- The conditions on calls, `c`, each by the name that `domain/calls/filter.py` has for it; one of yes or no has two. A
-- query has those that are set in the place of `{{filter}}`. The views `call_measures` and `call_parts` have other columns
-- for some: in the place of `{{measured}}` stands `measured_wait_over` for `wait_over`. They are no statements: '!'.

-- name: state(state)!
c.state = CAST(:state AS TEXT);

-- name: outcome(outcome)!
c.outcome = CAST(:outcome AS TEXT);

-- name: number(number)!
c.number = CAST(:number AS TEXT);

-- name: ends_with(ends_with)!
-- A pattern: ten times as fast as cutting each number's end off.
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
-- One of these rang or answered.
c.extension = ANY(CAST(:extensions AS TEXT[])) OR string_to_array(c.rang, ',') && CAST(:extensions AS TEXT[]);

-- name: category(category)!
-- This one and all below it.
c.profile_id IN (SELECT id FROM profiles WHERE category_id = ANY(CAST(:category AS BIGINT[])));

-- name: color(color)!
c.profile_id IN (SELECT id FROM profiles WHERE color_id = CAST(:color AS BIGINT));

-- name: hours(hours, hours_from)!
-- Of each quarter of an hour from `hours_from` on: is it asked for? One look for each call, however many hours there are.
(CAST(:hours AS BOOLEAN[]))[CAST(floor(extract(epoch FROM c.started_at - CAST(:hours_from AS TIMESTAMP)) / 900)
                                 AS INTEGER) + 1];

-- name: wait_over(wait_over)!
-- A wait is what `call_measures` measures. Instants are compared, for it need not be measured.
c.state = 'ended' AND c.outcome IN ('answered', 'missed') AND c.cause <> 'stopped_ringing'
AND coalesce(c.answered_at, c.ended_at) > c.started_at + CAST(:wait_over AS INTEGER) * INTERVAL '1 second';

-- name: measured_wait_over(wait_over)!
c.wait > CAST(:wait_over AS BIGINT) * 1000000;

-- name: wait_up_to(wait_up_to)!
c.state = 'ended' AND c.outcome IN ('answered', 'missed') AND c.cause <> 'stopped_ringing'
AND coalesce(c.answered_at, c.ended_at) <= c.started_at + CAST(:wait_up_to AS INTEGER) * INTERVAL '1 second';

-- name: measured_wait_up_to(wait_up_to)!
c.wait <= CAST(:wait_up_to AS BIGINT) * 1000000;

-- name: origin(origin, origin_digits, origin_but)!
left(c.number, CAST(:origin_digits AS INTEGER)) = ANY(CAST(:origin AS TEXT[]))
AND NOT concat(left(c.number, CAST(:origin_digits AS INTEGER)), '/', length(c.number)) = ANY(CAST(:origin_but AS TEXT[]));

-- name: simulated()!
-- None is stored.
FALSE;

-- name: not_simulated()!
TRUE;

-- name: standings(standings)!
-- What reports know of state and outcome.
c.standing = ANY(CAST(:standings AS TEXT[]));

-- name: callers(callers)!
-- What they know of who was known when.
c.caller_class = ANY(CAST(:callers AS TEXT[]));

-- name: visibility(viewer_extensions, viewer_id)!
-- The calls that a viewer's rule shows: those of these extensions, and those of the profiles that they own.
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
-- No condition, but what the one on a profile needs.
SELECT DISTINCT number FROM phones WHERE profile_id = :profile_id AND number IS NOT NULL;
