-- An instant in the office's local time, in ISO 8601.
replace(CAST(x.{{it}} + CASE WHEN x.{{it}} < CAST(:shift_at AS TIMESTAMP) THEN CAST(:ahead AS INTEGER)
                         ELSE CAST(:ahead_then AS INTEGER) END * INTERVAL '1 second' AS TEXT), ' ', 'T'),
CASE WHEN x.{{it}} < CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_now AS TEXT)
     WHEN x.{{it}} >= CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_then AS TEXT) END
