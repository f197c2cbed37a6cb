-- The groups of reports: local time, hour of the week, value, and always the call's result and the caller's class.
CASE WHEN CAST(:by_time AS BOOLEAN)
     THEN date_trunc(CAST(:unit AS TEXT), s.local + CAST(:shift AS INTEGER) * INTERVAL '1 day')
          - CAST(:shift AS INTEGER) * INTERVAL '1 day'
          - CASE WHEN CAST(:exact AS BOOLEAN) THEN s.ahead ELSE 0 END * INTERVAL '1 second' END AS start,
CASE WHEN CAST(:by_hour AS BOOLEAN) THEN CAST(extract(isodow FROM s.local) AS INTEGER) END AS weekday,
CASE WHEN CAST(:by_hour AS BOOLEAN) THEN CAST(extract(hour FROM s.local) AS INTEGER) END AS hour,
CASE WHEN CAST(:by_value AS BOOLEAN) THEN s.value END AS value,
s.standing, s.caller_class
