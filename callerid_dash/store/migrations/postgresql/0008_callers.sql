CREATE INDEX identifications_by_call ON identifications (call_id);
