-- The number of the last batch that each writer has stored, written with it: a COMMIT whose answer is lost may have been
-- applied or not, and this tells. One row a process.
CREATE TABLE write_batches (
    writer   TEXT NOT NULL,
    batch    BIGINT NOT NULL,
    noted_at TIMESTAMP NOT NULL
);

-- What was sent with a key (a digest), and what was answered: the same again gets the same answer, other things are refused.
ALTER TABLE submissions ADD COLUMN request TEXT;
ALTER TABLE submissions ADD COLUMN answer TEXT;
