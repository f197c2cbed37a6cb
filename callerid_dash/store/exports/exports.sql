-- What leaves in files. The `own_` queries differ in the condition on what the viewer sees alone, because an engine
-- plans the lookup of own numbers even where nobody asked for it.

-- name: days(since, before, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but)
-- How many calls each day (of UTC) has, the newest first.
SELECT date_trunc('day', c.started_at) AS day, count(*) AS calls FROM calls c WHERE {{exported_time}} AND {{logged}} GROUP BY 1 ORDER BY 1 DESC;

-- name: own_days(since, before, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, viewer_id, viewer_extensions)
SELECT date_trunc('day', c.started_at) AS day, count(*) AS calls FROM calls c WHERE {{exported_time}} AND {{logged}} AND {{in_sight}}
GROUP BY 1 ORDER BY 1 DESC;

-- name: call_lines(since, before, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, unsafe, shift_at, ahead, offset_now, ahead_then, offset_then)
{{call_lines}} FROM ({{exported_calls}} WHERE {{exported_time}} AND {{logged}}) x ORDER BY x.started_at DESC, x.id;

-- name: own_call_lines(since, before, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, unsafe, shift_at, ahead, offset_now, ahead_then, offset_then, viewer_id, viewer_extensions)
{{call_lines}} FROM ({{exported_calls}} WHERE {{exported_time}} AND {{logged}} AND {{in_sight}}) x ORDER BY x.started_at DESC, x.id;

-- name: calls(since, before, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but)
SELECT x.* FROM ({{exported_calls}} WHERE {{exported_time}} AND {{logged}}) x ORDER BY x.started_at DESC, x.id;

-- name: own_calls(since, before, state, outcome, known, number, ends_with, profile_id, profile_numbers, extension, extensions, category_ids, color_id, line, queue, known_then, simulated, hours, hours_from, wait_over, wait_up_to, origin_prefixes, origin_digits, origin_but, viewer_id, viewer_extensions)
SELECT x.* FROM ({{exported_calls}} WHERE {{exported_time}} AND {{logged}} AND {{in_sight}}) x ORDER BY x.started_at DESC, x.id;
