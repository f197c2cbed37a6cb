-- The last batch that a writer has stored.

-- name: begin(writer, batch, noted_at)
INSERT INTO write_batches (writer, batch, noted_at)
VALUES (:writer, :batch, CAST(:noted_at AS TIMESTAMP))
RETURNING batch;

-- name: go_on(writer, batch)
UPDATE write_batches SET batch = :batch WHERE writer = :writer RETURNING batch;

-- name: last(writer)^
SELECT batch FROM write_batches WHERE writer = :writer;
