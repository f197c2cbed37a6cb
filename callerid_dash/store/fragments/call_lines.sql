-- Calls as lines of CSV, made in the database: fetching rows of values costs ten times as much. Text is quoted and
-- cannot be taken for a formula. Instants are in the office's local time, whose offset changes at most once meanwhile.
-- One concat() makes the line and leaves out NULL: a chain of || would copy the line again for each cell.
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
