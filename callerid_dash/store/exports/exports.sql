-- What leaves in files.

-- name: days(since, until)
-- How many calls each day (of UTC) has, the newest first.
SELECT date_trunc('day', c.started_at) AS day, count(*) AS calls FROM calls c WHERE {{within}} AND {{filter}}
GROUP BY 1 ORDER BY 1 DESC;

-- name: call_lines(since, until, unsafe, shift_at, ahead, offset_now, ahead_then, offset_then)
{{call_lines}} FROM ({{exported_calls}} WHERE {{within}} AND {{filter}}) x ORDER BY x.started_at DESC, x.id;

-- name: calls(since, until)
SELECT x.* FROM ({{exported_calls}} WHERE {{within}} AND {{filter}}) x ORDER BY x.started_at DESC, x.id;
