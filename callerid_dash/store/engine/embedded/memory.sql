-- name: used()^
-- Bytes in memory: of indexes, which cannot be dropped, and of everything else.
SELECT CAST(coalesce(sum(memory_usage_bytes) FILTER (tag = 'ART_INDEX'), 0) AS BIGINT) AS indexes,
       CAST(coalesce(sum(memory_usage_bytes) FILTER (tag <> 'ART_INDEX'), 0) AS BIGINT) AS other
FROM duckdb_memory();
