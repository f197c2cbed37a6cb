-- Passwords that stand in extensions. What Dial() was told (`office:s3cret@branch/101`, `101/101/192.0.2.1!did!from`) was
-- taken for a number up to its `@` or from its last `/`, and kept as the name of a phone. What stands before the first
-- `:` or `!` stays; the rest goes, wherever it was kept. Only what Asterisk's live source and imports of past calls have
-- written: other programs may name their extensions as they like, and `sip:203` is a name.

CREATE TABLE spilled_events AS
SELECT call_id, key, source, external_id, event, happened_at, caller, caller_name, line, extension, queue, cause,
       regexp_replace(extension, '[:!].*$', '') AS phone
FROM call_events
WHERE strpos(translate(extension, '!', ':'), ':') > 0
      AND (source = 'asterisk' OR key LIKE '=ringing %'
           OR (key = '=answered' AND call_id IN (SELECT call_id FROM call_events WHERE key LIKE '=ringing %')))
      AND regexp_replace(extension, '^(sips?|tel):[+]?[0-9].*$', '') <> '';

CREATE TABLE spilled_calls AS
SELECT c.id, c.started_at, c.source,
       date_trunc('minute', c.started_at) - mod(CAST(extract(minute FROM c.started_at) AS INTEGER), 15)
           * INTERVAL '1 minute' AS bucket
FROM calls c WHERE c.id IN (SELECT call_id FROM spilled_events);

CREATE TABLE spilled_words AS
SELECT extension, min(phone) AS phone FROM spilled_events GROUP BY extension;

-- Events. An import names them after the extension. Two passwords of one account are one phone then.
DELETE FROM call_events WHERE call_id IN (SELECT id FROM spilled_calls)
      AND EXISTS (SELECT 1 FROM spilled_events s WHERE s.call_id = call_events.call_id AND s.key = call_events.key);
INSERT INTO call_events (call_id, key, source, external_id, event, happened_at, caller, caller_name, line, extension,
                         queue, cause)
SELECT call_id, renamed, min(source), min(external_id), min(event), min(happened_at), min(caller), min(caller_name),
       min(line), min(phone), min(queue), min(cause)
FROM (SELECT s.*, CASE WHEN s.key LIKE '=ringing %' AND strpos(s.key, s.extension) > 0
                       THEN '=ringing ' || s.phone ELSE s.key END AS renamed
      FROM spilled_events s) AS n
WHERE NOT EXISTS (SELECT 1 FROM call_events e WHERE e.call_id = n.call_id AND e.key = n.renamed)
GROUP BY call_id, renamed;

-- Calls, as they are folded from their events.
UPDATE calls SET extension = regexp_replace(extension, '[:!].*$', '')
WHERE id IN (SELECT id FROM spilled_calls) AND extension IN (SELECT extension FROM spilled_words);

UPDATE calls SET rang = told.rang
FROM (SELECT call_id, string_agg(extension, ',' ORDER BY first_at, extension COLLATE "C") AS rang
      FROM (SELECT call_id, extension, min(happened_at) AS first_at FROM call_events
            WHERE event = 'ringing' AND extension <> '' AND call_id IN (SELECT id FROM spilled_calls)
            GROUP BY call_id, extension) AS phones
      GROUP BY call_id) AS told
WHERE calls.id = told.call_id;

UPDATE calls SET rang = ''
WHERE id IN (SELECT id FROM spilled_calls)
      AND NOT EXISTS (SELECT 1 FROM call_events e WHERE e.call_id = calls.id AND e.event = 'ringing' AND e.extension <> '');

-- Figures by extension, built anew for the quarters of an hour of these calls. Totals by extension are worked out anew
-- while the product runs.
DELETE FROM tallies WHERE bucket IN (SELECT bucket FROM spilled_calls);
INSERT INTO tallies
SELECT bucket, dimension, value, standing, caller_class, sum(calls), sum(waits), sum(wait), max(wait_most), sum(talks),
       sum(talk), max(talk_most),
       sum(wait_5), sum(wait_10), sum(wait_15), sum(wait_20), sum(wait_25), sum(wait_30), sum(wait_45),
       sum(wait_60), sum(wait_90), sum(wait_120), sum(wait_180), sum(wait_300), sum(wait_600), sum(talk_10),
       sum(talk_30), sum(talk_60), sum(talk_120), sum(talk_180), sum(talk_300), sum(talk_600), sum(talk_900),
       sum(talk_1800), sum(talk_3600), FALSE
FROM call_parts
WHERE source <> 'simulated' AND bucket IN (SELECT bucket FROM spilled_calls)
GROUP BY bucket, dimension, value, standing, caller_class
ORDER BY bucket;

DELETE FROM reach_totals WHERE EXISTS (SELECT 1 FROM spilled_calls);
DELETE FROM reach_totals_stale WHERE EXISTS (SELECT 1 FROM spilled_calls);
UPDATE reach_totals_until
SET kept_until = TIMESTAMP '1970-01-01 00:00:00', aimed_at = TIMESTAMP '1970-01-01 00:00:00', attempt = attempt + 1
WHERE EXISTS (SELECT 1 FROM spilled_calls);

-- Where people have taken such a name over: as somebody's extension, in saved views, in what was noted of that.
INSERT INTO extensions (number, user_id)
SELECT w.phone, min(e.user_id) FROM extensions e JOIN spilled_words w ON w.extension = e.number
WHERE w.phone <> '' AND w.phone NOT IN (SELECT number FROM extensions)
GROUP BY w.phone;
DELETE FROM extensions WHERE number IN (SELECT extension FROM spilled_words);

UPDATE call_views SET query = regexp_replace(query, '(extension=[^&%:!]*)(%3A|%21|:|!)[^&]*', '\1', 'g')
WHERE query LIKE '%extension=%' AND EXISTS (SELECT 1 FROM spilled_words);

UPDATE audit SET changes = replace(changes, w.extension, w.phone)
FROM spilled_words w WHERE strpos(audit.changes, w.extension) > 0;
UPDATE undos SET before = replace(before, w.extension, w.phone)
FROM spilled_words w WHERE strpos(undos.before, w.extension) > 0;

DROP TABLE spilled_events;
DROP TABLE spilled_calls;
DROP TABLE spilled_words;
