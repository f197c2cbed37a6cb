-- Work in the background that people follow on a page: imports, large exports. Kept here, so that any web process can tell
-- how far a job is and ask for its end. Its files lie in a folder of their own (services/jobs/job_files.py).

CREATE TABLE jobs (
    id               UUID PRIMARY KEY,
    kind             TEXT NOT NULL,               -- import_calls, import_profiles, export
    user_id          BIGINT NOT NULL,             -- who has started it
    label            TEXT NOT NULL,               -- what it is about, such as the name of a file
    state            TEXT NOT NULL,               -- running, done, failed, cancelled
    done             BIGINT NOT NULL,
    total            BIGINT,                      -- NULL while nobody knows
    result           TEXT NOT NULL,               -- JSON: figures by name
    error            TEXT NOT NULL,               -- why it has failed: a word, or a sentence with its places still open
    error_values     TEXT NOT NULL,               -- JSON: what fills its places
    started_at       TIMESTAMP NOT NULL,
    updated_at       TIMESTAMP NOT NULL,          -- when its process last said that it lives
    ended_at         TIMESTAMP,
    cancel_requested BOOLEAN NOT NULL
);
