CREATE INDEX identifications_by_call ON identifications (call_id);
CREATE INDEX first_calls_by_number ON first_calls (number);
CREATE INDEX first_calls_by_time ON first_calls (first_at);
