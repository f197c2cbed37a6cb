-- A transaction without writes has no number and stores nothing here, as that would be a change for other processes.

-- name: begin(writer, batch, noted_at)
INSERT INTO write_batches (writer, batch, noted_at)
SELECT :writer, :batch, CAST(:noted_at AS TIMESTAMP)
WHERE pg_current_xact_id_if_assigned() IS NOT NULL
RETURNING batch;

-- name: go_on(writer, batch)
UPDATE write_batches SET batch = :batch
WHERE writer = :writer AND pg_current_xact_id_if_assigned() IS NOT NULL
RETURNING batch;

-- Locked, which a standby refuses: it may not have received the batch yet.
-- name: last(writer)^
SELECT batch FROM write_batches WHERE writer = :writer FOR UPDATE;
