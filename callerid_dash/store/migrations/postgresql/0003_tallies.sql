-- DuckDB skips what lies elsewhere in time by itself and would pay for these with each insert.
CREATE INDEX tallies_by_bucket ON tallies (dimension, value, bucket);
CREATE INDEX tallies_by_time ON tallies (bucket);
CREATE INDEX tallies_loose ON tallies (bucket) WHERE loose;
CREATE INDEX calls_by_time ON calls (started_at);
