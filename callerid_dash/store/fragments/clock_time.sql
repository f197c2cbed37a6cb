-- An instant by the office's clock, as ISO 8601 writes it.
replace(CAST(x.{{it}} + CASE WHEN x.{{it}} < CAST(:shift_at AS TIMESTAMP) THEN CAST(:ahead AS INTEGER)
                         ELSE CAST(:ahead_then AS INTEGER) END * INTERVAL '1 second' AS TEXT), ' ', 'T'),
CASE WHEN x.{{it}} < CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_now AS TEXT)
     WHEN x.{{it}} >= CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_then AS TEXT) END
