-- The measures of a call in `call_parts` and of a row of `rollups`.
calls, waits, wait, wait_most, talks, talk, talk_most,
wait_5, wait_10, wait_15, wait_20, wait_25, wait_30, wait_45, wait_60, wait_90, wait_120, wait_180, wait_300, wait_600,
talk_10, talk_30, talk_60, talk_120, talk_180, talk_300, talk_600, talk_900, talk_1800, talk_3600
