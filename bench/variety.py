"""Spreads a history over the office, so that every condition on calls matches much, little and nothing.

The office of `seeding.py` has no users and no colors, all its callers are of one country, and nothing in it is rare.
Here every condition has values that occur often, that `_RARELY` calls have, and that none has.
"""

from __future__ import annotations

from collections.abc import Iterator

_STRANGERS = 989_300_000_000
_RARELY = 5
"""About how many calls have a rare value of each kind."""

_OFFICE = """
INSERT INTO users (username, display_name, role, password_hash, created_at)
SELECT 'agent' || range, 'Agent ' || range, 'agent', 'none', TIMESTAMP '2026-01-01' FROM range(1, 13);

INSERT INTO extensions
SELECT CAST(CASE WHEN id % 12 = 10 THEN 998 WHEN id % 12 = 11 THEN 999 ELSE 101 + id % 12 END AS TEXT), id
FROM users WHERE username LIKE 'agent%';

INSERT INTO colors (position, title, hex) SELECT range, 'Color ' || range, '#aa8800' FROM range(5);
INSERT INTO categories (parent_id, position, title) SELECT NULL, range, 'Category ' || range FROM range(6);

INSERT INTO profiles (kind, name, search_key, created_at, updated_at) VALUES
    ('person', 'Nobody', 'nobody', TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01');

UPDATE profiles
SET color_id = (SELECT min(id) FROM colors)
               + CASE WHEN id % 3 = 0 THEN 0 WHEN id % 500 = 1 THEN 1 WHEN id = 7 THEN 2 ELSE NULL END,
    category_id = (SELECT min(id) FROM categories) + CASE WHEN id = 7 THEN 3 WHEN id % 100 = 1 THEN 1 ELSE 0 END;
"""

_CALLS = f"""
CREATE TABLE spread AS
WITH diced AS (
    SELECT *, CAST(hash(id, 1) % 100 AS INTEGER) AS of_line, CAST(hash(id, 2) % 100 AS INTEGER) AS of_queue,
           CAST(101 + hash(id, 3) % 10 AS TEXT) AS phone, CAST(101 + hash(id, 4) % 10 AS TEXT) AS other_phone,
           CAST(hash(id, 5) % 1000 AS INTEGER) AS of_caller,
           CAST(2 - 12 * ln((1 + hash(id, 6) % 9999) / 10000) AS INTEGER) AS waited,
           row_number() OVER (ORDER BY started_at) % (SELECT count(*) // {_RARELY} + 1 FROM calls) AS place
    FROM calls
), spoken AS (
    SELECT * REPLACE (
        CASE WHEN place = 1 THEN '02191000009' WHEN of_line < 60 THEN '02191000000'
             WHEN of_line < 85 THEN '02191000001' ELSE '02191000002' END AS line,
        CASE WHEN place = 2 THEN 'night' WHEN of_queue < 40 THEN '' WHEN of_queue < 70 THEN 'sales'
             WHEN of_queue < 98 THEN 'support' ELSE 'billing' END AS queue,
        CASE WHEN outcome = 'missed' THEN '' WHEN place = 3 THEN '998' ELSE phone END AS extension,
        CASE WHEN place = 3 THEN '998' WHEN of_queue < 40 THEN phone
             ELSE concat_ws(',', phone, nullif(other_phone, phone)) END AS rang,
        CASE WHEN place = 4 THEN 400 ELSE waited END AS waited,
        CASE WHEN place = 5 THEN 'unknown' ELSE outcome END AS outcome,
        CASE WHEN of_caller < 20 THEN NULL WHEN place = 6 THEN '+4144' || (6681800 + of_line)
             WHEN number < '+{_STRANGERS}' THEN number
             WHEN of_caller < 30 THEN '+4930' || (1000000 + of_caller * 100000 + of_line * 1000 + of_queue)
             WHEN of_caller < 200 THEN '+9821' || (20000000 + of_caller * 100000 + of_line * 1000 + of_queue)
             ELSE number END AS number)
    FROM diced
)
SELECT * EXCLUDE (of_line, of_queue, phone, other_phone, of_caller, waited, place) REPLACE (
    CASE WHEN number IS NULL THEN 'withheld' ELSE 'external' END AS caller_kind,
    coalesce(number, 'anonymous') AS caller,
    CASE WHEN number IS NOT NULL THEN profile_id END AS profile_id,
    number IS NOT NULL AND profile_id IS NOT NULL AND of_caller % 50 > 0 AS known_then,
    CASE WHEN outcome = 'answered' THEN started_at + to_seconds(waited) END AS answered_at,
    started_at + to_seconds(CASE WHEN outcome = 'answered' THEN waited + 60 ELSE waited END) AS ended_at)
FROM spoken
ORDER BY started_at;
"""


def spread() -> Iterator[str]:
    """SQL scripts that spread the calls of a seeded database; each is a transaction."""
    yield _OFFICE
    yield _CALLS
    yield "DELETE FROM calls"
    yield "INSERT INTO calls SELECT * FROM spread ORDER BY started_at; DROP TABLE spread;"
