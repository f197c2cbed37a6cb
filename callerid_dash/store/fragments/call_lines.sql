-- Calls as lines of CSV, made where they are: rows that come out one by one as values cost ten times as much. Text is
-- quoted, and cannot be taken for a formula; instants are by the office's clock, which shifts at most once meanwhile.
-- All in one concat(), which leaves out what is NULL: a chain of || copies the line anew for each of its cells.
SELECT concat(
           replace(CAST(x.started_at + CASE WHEN x.started_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:ahead AS INTEGER)
                                    ELSE CAST(:ahead_then AS INTEGER) END * INTERVAL '1 second' AS TEXT), ' ', 'T'),
           CASE WHEN x.started_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_now AS TEXT)
                WHEN x.started_at >= CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_then AS TEXT) END,
           ',', replace(CAST(x.answered_at + CASE WHEN x.answered_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:ahead AS INTEGER)
                                    ELSE CAST(:ahead_then AS INTEGER) END * INTERVAL '1 second' AS TEXT), ' ', 'T'),
           CASE WHEN x.answered_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_now AS TEXT)
                WHEN x.answered_at >= CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_then AS TEXT) END,
           ',', replace(CAST(x.ended_at + CASE WHEN x.ended_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:ahead AS INTEGER)
                                    ELSE CAST(:ahead_then AS INTEGER) END * INTERVAL '1 second' AS TEXT), ' ', 'T'),
           CASE WHEN x.ended_at < CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_now AS TEXT)
                WHEN x.ended_at >= CAST(:shift_at AS TIMESTAMP) THEN CAST(:offset_then AS TEXT) END,
           ',', x.state,
           ',', x.outcome,
           ',', CASE WHEN x.waited THEN CAST(x.wait AS TEXT) END,
           ',', CAST(x.talk AS TEXT),
           ',', CASE WHEN x.caller <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.caller, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.caller, '"') > 0 THEN replace(x.caller, '"', '""') ELSE x.caller END, CASE WHEN x.caller <> '' THEN '"' END,
           ',', CASE WHEN x.number <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.number, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.number, '"') > 0 THEN replace(x.number, '"', '""') ELSE x.number END, CASE WHEN x.number <> '' THEN '"' END,
           ',', x.caller_kind,
           ',', CASE WHEN x.caller_name <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.caller_name, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.caller_name, '"') > 0 THEN replace(x.caller_name, '"', '""') ELSE x.caller_name END, CASE WHEN x.caller_name <> '' THEN '"' END,
           ',', CAST(x.profile_id AS TEXT),
           ',', CASE WHEN x.profile <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.profile, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.profile, '"') > 0 THEN replace(x.profile, '"', '""') ELSE x.profile END, CASE WHEN x.profile <> '' THEN '"' END,
           ',', CASE WHEN x.organization <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.organization, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.organization, '"') > 0 THEN replace(x.organization, '"', '""') ELSE x.organization END, CASE WHEN x.organization <> '' THEN '"' END,
           ',', CASE WHEN x.line <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.line, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.line, '"') > 0 THEN replace(x.line, '"', '""') ELSE x.line END, CASE WHEN x.line <> '' THEN '"' END,
           ',', CASE WHEN x.queue <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.queue, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.queue, '"') > 0 THEN replace(x.queue, '"', '""') ELSE x.queue END, CASE WHEN x.queue <> '' THEN '"' END,
           ',', CASE WHEN x.extension <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.extension, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.extension, '"') > 0 THEN replace(x.extension, '"', '""') ELSE x.extension END, CASE WHEN x.extension <> '' THEN '"' END,
           ',', CASE WHEN x.rang <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.rang, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.rang, '"') > 0 THEN replace(x.rang, '"', '""') ELSE x.rang END, CASE WHEN x.rang <> '' THEN '"' END,
           ',', CASE WHEN x.cause <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.cause, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.cause, '"') > 0 THEN replace(x.cause, '"', '""') ELSE x.cause END, CASE WHEN x.cause <> '' THEN '"' END,
           ',', CASE WHEN x.source <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.source, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.source, '"') > 0 THEN replace(x.source, '"', '""') ELSE x.source END, CASE WHEN x.source <> '' THEN '"' END,
           ',', CASE WHEN x.external_id <> '' THEN CASE WHEN strpos(CAST(:unsafe AS TEXT), left(x.external_id, 1)) > 0 THEN '"''' ELSE '"' END END,
           CASE WHEN strpos(x.external_id, '"') > 0 THEN replace(x.external_id, '"', '""') ELSE x.external_id END, CASE WHEN x.external_id <> '' THEN '"' END,
           ',', CAST(x.id AS TEXT), chr(13), chr(10)) AS line
