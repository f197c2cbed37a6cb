-- Calls as lines of CSV, made where they are: rows that come out one by one as values cost ten times as much. Text is
-- quoted, and cannot be taken for a formula; instants are by the office's clock, which shifts at most once meanwhile.
SELECT coalesce(replace(CAST(x.started_at + CASE WHEN x.started_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:ahead AS INTEGER)
                                           ELSE CAST(:ahead_then AS INTEGER) END * INTERVAL '1 second' AS TEXT), ' ', 'T')
                || CASE WHEN x.started_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_now AS TEXT)
                        ELSE CAST(:offset_then AS TEXT) END, '')
       || ',' || coalesce(replace(CAST(x.answered_at + CASE WHEN x.answered_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:ahead AS INTEGER)
                                           ELSE CAST(:ahead_then AS INTEGER) END * INTERVAL '1 second' AS TEXT), ' ', 'T')
                || CASE WHEN x.answered_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_now AS TEXT)
                        ELSE CAST(:offset_then AS TEXT) END, '')
       || ',' || coalesce(replace(CAST(x.ended_at + CASE WHEN x.ended_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:ahead AS INTEGER)
                                           ELSE CAST(:ahead_then AS INTEGER) END * INTERVAL '1 second' AS TEXT), ' ', 'T')
                || CASE WHEN x.ended_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_now AS TEXT)
                        ELSE CAST(:offset_then AS TEXT) END, '')
       || ',' || x.state
       || ',' || x.outcome
       || ',' || CASE WHEN x.waited THEN CAST(x.wait AS TEXT) ELSE '' END
       || ',' || coalesce(CAST(x.talk AS TEXT), '')
       || ',' || CASE WHEN x.caller = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.caller, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.caller, '"', '""') || '"' END
       || ',' || CASE WHEN x.number = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.number, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.number, '"', '""') || '"' END
       || ',' || x.caller_kind
       || ',' || CASE WHEN x.caller_name = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.caller_name, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.caller_name, '"', '""') || '"' END
       || ',' || coalesce(CAST(x.profile_id AS TEXT), '')
       || ',' || CASE WHEN x.profile = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.profile, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.profile, '"', '""') || '"' END
       || ',' || CASE WHEN x.organization = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.organization, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.organization, '"', '""') || '"' END
       || ',' || CASE WHEN x.line = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.line, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.line, '"', '""') || '"' END
       || ',' || CASE WHEN x.queue = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.queue, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.queue, '"', '""') || '"' END
       || ',' || CASE WHEN x.extension = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.extension, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.extension, '"', '""') || '"' END
       || ',' || CASE WHEN x.rang = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.rang, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.rang, '"', '""') || '"' END
       || ',' || CASE WHEN x.cause = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.cause, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.cause, '"', '""') || '"' END
       || ',' || CASE WHEN x.source = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.source, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.source, '"', '""') || '"' END
       || ',' || CASE WHEN x.external_id = '' THEN ''
            ELSE '"' || CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.external_id, 1)) > 0 THEN '''' ELSE '' END
                 || replace(x.external_id, '"', '""') || '"' END
       || ',' || CAST(x.id AS TEXT)
       || chr(13) || chr(10) AS line
