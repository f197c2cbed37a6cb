-- The columns of a record that can be changed.
kind_id BIGINT, subject TEXT, body TEXT, happened_at TIMESTAMP, number TEXT, duration_seconds INTEGER, due_at TIMESTAMP,
assignee_id BIGINT, done_at TIMESTAMP, updated_at TIMESTAMP
