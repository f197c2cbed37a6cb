-- DuckDB looks through a few columns of millions of rows in milliseconds.
CREATE INDEX caller_totals_by_number ON caller_totals (number);
CREATE INDEX caller_totals_by_calls ON caller_totals (calls DESC, number);
CREATE INDEX caller_totals_by_missed ON caller_totals (missed DESC, calls DESC, number);
CREATE INDEX caller_totals_by_again ON caller_totals (again DESC, calls DESC, number);
CREATE INDEX reach_totals_by_profile ON reach_totals (profile_id);
