-- Call events and the calls derived from them. Writing works on batches: one array per column.

-- name: add_events(call_ids, keys, sources, external_ids, events, instants, callers, caller_names, lines, extensions, queues, causes)!
INSERT INTO call_events (call_id, key, source, external_id, event, happened_at, caller, caller_name, line, extension,
                         queue, cause)
SELECT unnest(CAST(:call_ids AS UUID[])), unnest(CAST(:keys AS TEXT[])), unnest(CAST(:sources AS TEXT[])),
       unnest(CAST(:external_ids AS TEXT[])), unnest(CAST(:events AS TEXT[])),
       unnest(CAST(:instants AS TIMESTAMP[])), unnest(CAST(:callers AS TEXT[])),
       unnest(CAST(:caller_names AS TEXT[])), unnest(CAST(:lines AS TEXT[])), unnest(CAST(:extensions AS TEXT[])),
       unnest(CAST(:queues AS TEXT[])), unnest(CAST(:causes AS TEXT[]));

-- name: events_of(ids, since, until)
-- All events of a call lie within its times. The times let DuckDB skip almost the whole log.
SELECT call_id, key, source, external_id, event, happened_at, caller, caller_name, line, extension, queue, cause
FROM call_events
WHERE call_id = ANY(CAST(:ids AS UUID[])) AND happened_at >= :since AND happened_at <= :until;

-- name: events_between(first, last)
-- Calls are rebuilt from the log a slice of call ids at a time.
SELECT call_id, key, source, external_id, event, happened_at, caller, caller_name, line, extension, queue, cause
FROM call_events
WHERE call_id >= CAST(:first AS UUID) AND call_id <= CAST(:last AS UUID);

-- name: calls_between(first, last)
SELECT * FROM calls WHERE id >= CAST(:first AS UUID) AND id <= CAST(:last AS UUID);

-- name: count()^
SELECT count(*) AS calls FROM calls;

-- name: by_ids(ids)
SELECT * FROM calls WHERE id = ANY(CAST(:ids AS UUID[]));

-- name: unended()
SELECT * FROM calls WHERE state <> 'ended' ORDER BY started_at;

-- name: newest(count)
SELECT * FROM calls ORDER BY started_at DESC, id LIMIT :count;

-- name: add(ids, sources, external_ids, states, outcomes, started, answered, ended, last_events, callers, caller_names, caller_kinds, numbers, match_rules, lines, queues, extensions, rang, causes, profile_ids, chosen_ids, known)!
INSERT INTO calls (id, source, external_id, state, outcome, started_at, answered_at, ended_at, last_event_at, caller,
                   caller_name, caller_kind, number, match_rule, line, queue, extension, rang, cause, profile_id,
                   chosen_profile_id, known_then)
SELECT unnest(CAST(:ids AS UUID[])), unnest(CAST(:sources AS TEXT[])), unnest(CAST(:external_ids AS TEXT[])),
       unnest(CAST(:states AS TEXT[])), unnest(CAST(:outcomes AS TEXT[])), unnest(CAST(:started AS TIMESTAMP[])),
       unnest(CAST(:answered AS TIMESTAMP[])), unnest(CAST(:ended AS TIMESTAMP[])),
       unnest(CAST(:last_events AS TIMESTAMP[])), unnest(CAST(:callers AS TEXT[])),
       unnest(CAST(:caller_names AS TEXT[])), unnest(CAST(:caller_kinds AS TEXT[])),
       unnest(CAST(:numbers AS TEXT[])), unnest(CAST(:match_rules AS TEXT[])), unnest(CAST(:lines AS TEXT[])),
       unnest(CAST(:queues AS TEXT[])), unnest(CAST(:extensions AS TEXT[])), unnest(CAST(:rang AS TEXT[])),
       unnest(CAST(:causes AS TEXT[])), unnest(CAST(:profile_ids AS BIGINT[])),
       unnest(CAST(:chosen_ids AS BIGINT[])), unnest(CAST(:known AS BOOLEAN[]));

-- name: remove(ids)!
-- Runs before the same calls are added again: DuckDB takes twice as long for ON CONFLICT (id) DO UPDATE.
DELETE FROM calls WHERE id = ANY(CAST(:ids AS UUID[]));
