-- Calls as lines of CSV, made where they are: rows that come out one by one as values cost ten times as much. Text is
-- quoted, and cannot be taken for a formula; instants are by the office's clock, which shifts at most once meanwhile.
-- All in one concat(), which leaves out what is NULL: a chain of || copies the line anew for each of its cells.
SELECT concat(
           {{clock_time(started_at)}},
           ',', {{clock_time(answered_at)}},
           ',', {{clock_time(ended_at)}},
           ',', x.state,
           ',', x.outcome,
           ',', CASE WHEN x.waited THEN CAST(x.wait AS TEXT) END,
           ',', CAST(x.talk AS TEXT),
           ',', {{quoted_cell(caller)}},
           ',', {{quoted_cell(number)}},
           ',', x.caller_kind,
           ',', {{quoted_cell(caller_name)}},
           ',', CAST(x.profile_id AS TEXT),
           ',', {{quoted_cell(profile)}},
           ',', {{quoted_cell(organization)}},
           ',', {{quoted_cell(line)}},
           ',', {{quoted_cell(queue)}},
           ',', {{quoted_cell(extension)}},
           ',', {{quoted_cell(rang)}},
           ',', {{quoted_cell(cause)}},
           ',', {{quoted_cell(source)}},
           ',', {{quoted_cell(external_id)}},
           ',', CAST(x.id AS TEXT), chr(13), chr(10)) AS line
