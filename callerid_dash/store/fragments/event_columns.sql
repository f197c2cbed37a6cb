-- The columns of `call_events`, named as the fields of an event.
call_id AS id, key, source, external_id AS call_id, event, happened_at AS at, caller, caller_name, line, extension, queue,
cause
