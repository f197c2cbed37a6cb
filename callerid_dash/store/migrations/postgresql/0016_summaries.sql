-- DuckDB looks through a few columns of millions of rows in milliseconds.
ALTER INDEX tallies_by_bucket RENAME TO rollups_by_bucket;
ALTER INDEX tallies_by_time RENAME TO rollups_by_time;
CREATE INDEX caller_totals_by_number ON caller_totals (number);
CREATE INDEX caller_totals_by_first ON caller_totals (first_at);
CREATE INDEX caller_totals_by_calls ON caller_totals (calls DESC, number);
CREATE INDEX caller_totals_by_missed ON caller_totals (missed DESC, calls DESC, number);
CREATE INDEX caller_totals_by_again ON caller_totals (again DESC, calls DESC, number);
CREATE INDEX prefix_totals_by_prefix ON prefix_totals (prefix);
CREATE INDEX answered_totals_by_number ON answered_totals (number);
