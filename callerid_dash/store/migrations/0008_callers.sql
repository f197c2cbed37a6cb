-- Who made unknown callers known, when nobody listened to a source, and figures that leave simulated calls out.

-- A call of an unknown caller got a profile. What stands here last of a call counts as long as it has one.
CREATE TABLE identifications (
    call_id       UUID NOT NULL,
    identified_at TIMESTAMP NOT NULL,
    identified_by BIGINT,                     -- NULL for a program; 0 for the command line
    undo_id       BIGINT                      -- the step with which it can be taken back, if there is one
);

-- When a source told nothing because nobody heard it; `ended_at` is NULL while that goes on.
CREATE TABLE source_outages (
    source   TEXT NOT NULL,
    began_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);

-- When somebody last looked how a source does: after that the product did not run.
CREATE TABLE source_watch (
    source    TEXT PRIMARY KEY,
    looked_at TIMESTAMP NOT NULL
);

-- When each number called for the first time ever, of the calls that began before `until_at`; in the order of time, so
-- that an engine finds the newcomers of a range without looking through all calls. Simulated calls do not count.
CREATE TABLE first_calls (
    number   TEXT NOT NULL,
    first_at TIMESTAMP NOT NULL
);
CREATE TABLE first_calls_until (
    until_at TIMESTAMP NOT NULL
);
INSERT INTO first_calls_until
SELECT least(coalesce(max(started_at), TIMESTAMP '1970-01-01 00:00:00'),
             CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP) - INTERVAL '1 hour') FROM calls;
INSERT INTO first_calls
SELECT number, min(started_at) FROM calls
WHERE number IS NOT NULL AND source <> 'simulated' AND started_at < (SELECT until_at FROM first_calls_until)
GROUP BY number
ORDER BY 2;

-- The views of 0003 with the source of each call: simulated ones ('simulated') are in no figure.
DROP VIEW call_parts;
DROP VIEW call_headings;
DROP VIEW call_measures;

-- Each call once, with what is measured of it.
CREATE VIEW call_measures AS
SELECT id, source, number, line, queue, extension, rang, profile_id, chosen_profile_id, started_at,
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
SELECT e.id, e.source, e.number, e.line, e.queue, e.extension, e.rang, e.profile_id, e.chosen_profile_id, e.started_at, e.bucket,
       e.standing, e.caller_class, e.wait, e.talk, 'extension', e.phone,
       CASE WHEN e.standing = 'answered' AND e.phone <> e.extension THEN 'elsewhere' ELSE e.standing END
FROM (SELECT m.*, unnest(string_to_array(
                 CASE WHEN m.extension = '' OR strpos(',' || m.rang || ',', ',' || m.extension || ',') > 0 THEN m.rang
                      ELSE concat_ws(',', nullif(m.rang, ''), m.extension) END, ',')) AS phone
      FROM call_measures m WHERE m.rang <> '' OR m.extension <> '') e;

-- The same with the columns of `tallies`: what one call adds.
CREATE VIEW call_parts AS
SELECT m.id, m.source, m.number, m.line, m.queue, m.extension, m.rang, m.profile_id, m.chosen_profile_id, m.started_at,
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

DELETE FROM tallies WHERE bucket IN (SELECT bucket FROM call_measures WHERE source = 'simulated');

INSERT INTO tallies
SELECT bucket, dimension, value, standing, caller_class, sum(calls), sum(waits), sum(wait), max(wait_most), sum(talks),
       sum(talk), max(talk_most),
       sum(wait_5), sum(wait_10), sum(wait_15), sum(wait_20), sum(wait_25), sum(wait_30), sum(wait_45),
       sum(wait_60), sum(wait_90), sum(wait_120), sum(wait_180), sum(wait_300), sum(wait_600), sum(talk_10),
       sum(talk_30), sum(talk_60), sum(talk_120), sum(talk_180), sum(talk_300), sum(talk_600), sum(talk_900),
       sum(talk_1800), sum(talk_3600), FALSE
FROM call_parts
WHERE source <> 'simulated' AND bucket IN (SELECT bucket FROM call_measures WHERE source = 'simulated')
GROUP BY bucket, dimension, value, standing, caller_class
ORDER BY bucket;
