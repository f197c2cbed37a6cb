-- The calls of export files.

-- name: days(since, until)
-- The number of calls on each day (UTC), newest day first.
SELECT date_trunc('day', c.started_at) AS day, count(*) AS calls FROM calls c WHERE {{within}} AND {{filter}}
GROUP BY 1 ORDER BY 1 DESC;

-- name: call_lines(since, until, unsafe, shift_at, ahead, offset_now, ahead_then, offset_then)
{{call_lines}} FROM ({{exported_calls}} WHERE {{within}} AND {{filter}}) x ORDER BY x.started_at DESC, x.id;

-- name: calls(since, until)
SELECT x.* FROM ({{exported_calls}} WHERE {{within}} AND {{filter}}) x ORDER BY x.started_at DESC, x.id;
