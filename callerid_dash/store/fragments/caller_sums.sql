-- The sums of a number's calls, from `timed_call`.
count(*) AS calls,
count(*) FILTER (WHERE standing = 'answered') AS answered,
count(*) FILTER (WHERE standing = 'missed') AS missed,
count(*) FILTER (WHERE again) AS again,
max(started_at) AS last_at
