-- The figures that charts and reports draw, kept with the calls in quarters of an hour by UTC.
-- What a call adds to them is said twice: in domain/reports/rollups.py for calls that come in, and here, to build them anew.

-- Sums. Whoever writes calls adds rows, also such that take something away (`loose`); those of a bucket are put together
-- now and then. So a commit costs one insert, and no row is fought over. Times are microseconds; `wait_5` are the
-- calls that waited five seconds at most.
CREATE TABLE tallies (
    bucket       TIMESTAMP NOT NULL,
    dimension    TEXT NOT NULL,               -- all, line, extension, queue
    value        TEXT NOT NULL,               -- which line, extension or queue
    standing     TEXT NOT NULL,               -- ringing, queued, talking, answered, elsewhere, missed, unknown
    caller_class TEXT NOT NULL,               -- known, identified, unknown, forgotten, withheld, none
    calls        INTEGER NOT NULL,
    waits        INTEGER NOT NULL,            -- calls with a wait
    wait         BIGINT NOT NULL,             -- all their waits
    wait_most    BIGINT NOT NULL,
    talks        INTEGER NOT NULL,
    talk         BIGINT NOT NULL,
    talk_most    BIGINT NOT NULL,
    wait_5 INTEGER NOT NULL, wait_10 INTEGER NOT NULL, wait_15 INTEGER NOT NULL, wait_20 INTEGER NOT NULL,
    wait_25 INTEGER NOT NULL, wait_30 INTEGER NOT NULL, wait_45 INTEGER NOT NULL, wait_60 INTEGER NOT NULL,
    wait_90 INTEGER NOT NULL, wait_120 INTEGER NOT NULL, wait_180 INTEGER NOT NULL, wait_300 INTEGER NOT NULL,
    wait_600 INTEGER NOT NULL, talk_10 INTEGER NOT NULL, talk_30 INTEGER NOT NULL, talk_60 INTEGER NOT NULL,
    talk_120 INTEGER NOT NULL, talk_180 INTEGER NOT NULL, talk_300 INTEGER NOT NULL, talk_600 INTEGER NOT NULL,
    talk_900 INTEGER NOT NULL, talk_1800 INTEGER NOT NULL, talk_3600 INTEGER NOT NULL,
    loose        BOOLEAN NOT NULL
);

-- Each call once, with what is measured of it.
CREATE VIEW call_measures AS
SELECT id, number, line, queue, extension, rang, profile_id, chosen_profile_id, started_at,
       date_trunc('minute', started_at) - mod(CAST(extract(minute FROM started_at) AS INTEGER), 15) * INTERVAL '1 minute'
           AS bucket,
       CASE WHEN state = 'ended' THEN coalesce(outcome, 'unknown')
            WHEN state = 'answered' THEN 'talking'
            ELSE state END AS standing,
       CASE WHEN number IS NULL THEN CASE WHEN caller_kind = 'withheld' THEN 'withheld' ELSE 'none' END
            WHEN known_then THEN CASE WHEN profile_id IS NULL THEN 'forgotten' ELSE 'known' END
            WHEN profile_id IS NULL THEN 'unknown'
            ELSE 'identified' END AS caller_class,
       CASE WHEN state = 'ended' AND outcome IN ('answered', 'missed')
            THEN greatest(0, CAST(round(extract(epoch FROM coalesce(answered_at, ended_at) - started_at) * 1000000)
                                  AS BIGINT)) END AS wait,
       CASE WHEN state = 'ended' AND outcome IN ('answered', 'missed') AND answered_at IS NOT NULL
            THEN greatest(0, CAST(round(extract(epoch FROM ended_at - answered_at) * 1000000) AS BIGINT)) END AS talk
FROM calls;

-- Each call once under all calls, its line, its queue, and each extension that rang or answered.
CREATE VIEW call_headings AS
SELECT m.*, 'all' AS dimension, '' AS value, m.standing AS part FROM call_measures m
UNION ALL
SELECT m.*, 'line', m.line, m.standing FROM call_measures m WHERE m.line <> ''
UNION ALL
SELECT m.*, 'queue', m.queue, m.standing FROM call_measures m WHERE m.queue <> ''
UNION ALL
SELECT e.id, e.number, e.line, e.queue, e.extension, e.rang, e.profile_id, e.chosen_profile_id, e.started_at, e.bucket,
       e.standing, e.caller_class, e.wait, e.talk, 'extension', e.phone,
       CASE WHEN e.standing = 'answered' AND e.phone <> e.extension THEN 'elsewhere' ELSE e.standing END
FROM (SELECT m.*, unnest(string_to_array(
                 CASE WHEN m.extension = '' OR strpos(',' || m.rang || ',', ',' || m.extension || ',') > 0 THEN m.rang
                      ELSE concat_ws(',', nullif(m.rang, ''), m.extension) END, ',')) AS phone
      FROM call_measures m WHERE m.rang <> '' OR m.extension <> '') e;

-- The same with the columns of `tallies`: what one call adds.
CREATE VIEW call_parts AS
SELECT m.id, m.number, m.line, m.queue, m.extension, m.rang, m.profile_id, m.chosen_profile_id, m.started_at,
       m.bucket, m.dimension, m.value, m.part AS standing, m.caller_class, 1 AS calls,
       CASE WHEN m.wait IS NULL THEN 0 ELSE 1 END AS waits, coalesce(m.wait, 0) AS wait,
       coalesce(m.wait, 0) AS wait_most,
       CASE WHEN m.talk IS NULL THEN 0 ELSE 1 END AS talks, coalesce(m.talk, 0) AS talk,
       coalesce(m.talk, 0) AS talk_most,
       CASE WHEN m.wait <= 5000000 THEN 1 ELSE 0 END AS wait_5, CASE WHEN m.wait <= 10000000 THEN 1 ELSE 0 END
       AS wait_10, CASE WHEN m.wait <= 15000000 THEN 1 ELSE 0 END AS wait_15, CASE WHEN m.wait <= 20000000 THEN
       1 ELSE 0 END AS wait_20, CASE WHEN m.wait <= 25000000 THEN 1 ELSE 0 END AS wait_25, CASE WHEN m.wait <=
       30000000 THEN 1 ELSE 0 END AS wait_30, CASE WHEN m.wait <= 45000000 THEN 1 ELSE 0 END AS wait_45, CASE
       WHEN m.wait <= 60000000 THEN 1 ELSE 0 END AS wait_60, CASE WHEN m.wait <= 90000000 THEN 1 ELSE 0 END AS
       wait_90, CASE WHEN m.wait <= 120000000 THEN 1 ELSE 0 END AS wait_120, CASE WHEN m.wait <= 180000000 THEN
       1 ELSE 0 END AS wait_180, CASE WHEN m.wait <= 300000000 THEN 1 ELSE 0 END AS wait_300, CASE WHEN m.wait
       <= 600000000 THEN 1 ELSE 0 END AS wait_600, CASE WHEN m.talk <= 10000000 THEN 1 ELSE 0 END AS talk_10,
       CASE WHEN m.talk <= 30000000 THEN 1 ELSE 0 END AS talk_30, CASE WHEN m.talk <= 60000000 THEN 1 ELSE 0 END
       AS talk_60, CASE WHEN m.talk <= 120000000 THEN 1 ELSE 0 END AS talk_120, CASE WHEN m.talk <= 180000000
       THEN 1 ELSE 0 END AS talk_180, CASE WHEN m.talk <= 300000000 THEN 1 ELSE 0 END AS talk_300, CASE WHEN
       m.talk <= 600000000 THEN 1 ELSE 0 END AS talk_600, CASE WHEN m.talk <= 900000000 THEN 1 ELSE 0 END AS
       talk_900, CASE WHEN m.talk <= 1800000000 THEN 1 ELSE 0 END AS talk_1800, CASE WHEN m.talk <= 3600000000
       THEN 1 ELSE 0 END AS talk_3600
FROM call_headings m;

INSERT INTO tallies
SELECT bucket, dimension, value, standing, caller_class, sum(calls), sum(waits), sum(wait), max(wait_most), sum(talks),
       sum(talk), max(talk_most),
       sum(wait_5), sum(wait_10), sum(wait_15), sum(wait_20), sum(wait_25), sum(wait_30), sum(wait_45),
       sum(wait_60), sum(wait_90), sum(wait_120), sum(wait_180), sum(wait_300), sum(wait_600), sum(talk_10),
       sum(talk_30), sum(talk_60), sum(talk_120), sum(talk_180), sum(talk_300), sum(talk_600), sum(talk_900),
       sum(talk_1800), sum(talk_3600), FALSE
FROM call_parts
GROUP BY bucket, dimension, value, standing, caller_class
ORDER BY bucket;
