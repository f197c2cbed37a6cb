-- DuckDB skips what lies elsewhere in time by itself. Calls are found by `calls_by_time`.
CREATE INDEX missed_closings_by_call ON missed_closings (through);
CREATE INDEX records_by_time ON records (happened_at);
