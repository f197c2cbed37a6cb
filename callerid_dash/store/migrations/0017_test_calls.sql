-- Test calls, which admins start to try everything, are not in `calls` any more: no list and no figure has to leave
-- them out.

UPDATE records SET call_id = NULL WHERE call_id IN (SELECT id FROM calls WHERE source = 'simulated');
DELETE FROM identifications WHERE call_id IN (SELECT id FROM calls WHERE source = 'simulated');
DELETE FROM undo_calls WHERE call_id IN (SELECT id FROM calls WHERE source = 'simulated');
DELETE FROM missed_closings WHERE call_id IN (SELECT id FROM calls WHERE source = 'simulated');
DELETE FROM telling_sources WHERE source = 'simulated';
DELETE FROM call_events WHERE source = 'simulated';
DELETE FROM calls WHERE source = 'simulated';

-- For the feeds of all processes, for a day.
CREATE TABLE test_calls (
    id        UUID PRIMARY KEY,
    rang_at   TIMESTAMP NOT NULL,
    events    TEXT NOT NULL,                  -- JSON, in order
    chosen_id BIGINT                          -- set when a user chose among several holders
);
