-- How long callers had stayed away, by days of the office: who called on a day, and on which day before that they had
-- called last. Of a range of whole days it tells how many numbers called in it, without a look at its calls; with
-- millions of calls there are some hundred thousand of these rows. Simulated calls do not count.
CREATE TABLE visits (
    day      DATE NOT NULL,
    last_day DATE,                            -- NULL: they had never called before
    callers  INTEGER NOT NULL
);

-- Kept are all days of this zone that were over at `kept_until`. While they are being worked out up to `aimed_at`, a call
-- that changes meanwhile moves both back. It begins with nothing; the product works it out while it runs.
CREATE TABLE visits_until (
    zone       TEXT NOT NULL,
    kept_until TIMESTAMP NOT NULL,
    aimed_at   TIMESTAMP NOT NULL
);
INSERT INTO visits_until VALUES ('', TIMESTAMP '1970-01-01 00:00:00', TIMESTAMP '1970-01-01 00:00:00');
