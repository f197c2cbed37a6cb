-- Call events and the calls derived from them. Writing works on batches: one array per column.

-- name: add_events!
INSERT INTO call_events {{insert: call_id UUID[], key TEXT[], source TEXT[], external_id TEXT[], event TEXT[],
                          happened_at TIMESTAMP[], caller TEXT[], caller_name TEXT[], line TEXT[], extension TEXT[],
                          queue TEXT[], cause TEXT[]}};

-- name: events_of(ids, since, until)
-- All events of a call lie within its times. The times let DuckDB skip almost the whole log.
SELECT {{event_columns}} FROM call_events e
WHERE e.call_id = ANY(CAST(:ids AS UUID[])) AND happened_at >= :since AND happened_at <= :until;

-- name: events_between(first, last)
-- Calls are rebuilt from the log a slice of call ids at a time.
SELECT {{event_columns}} FROM call_events e
WHERE e.call_id >= CAST(:first AS UUID) AND e.call_id <= CAST(:last AS UUID);

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

-- name: add!
INSERT INTO calls {{insert: id UUID[], source TEXT[], external_id TEXT[], state TEXT[], outcome TEXT[],
                    started_at TIMESTAMP[], answered_at TIMESTAMP[], ended_at TIMESTAMP[], last_event_at TIMESTAMP[],
                    caller TEXT[], caller_name TEXT[], caller_kind TEXT[], number TEXT[], match_rule TEXT[],
                    line TEXT[], queue TEXT[], extension TEXT[], rang TEXT[], cause TEXT[], profile_id BIGINT[],
                    chosen_profile_id BIGINT[], known_then BOOLEAN[]}};

-- name: remove(ids)!
-- Runs before the same calls are added again: DuckDB takes twice as long for ON CONFLICT (id) DO UPDATE.
DELETE FROM calls WHERE id = ANY(CAST(:ids AS UUID[]));
