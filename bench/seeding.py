"""Fills a database with history and profiles by SQL alone, millions in seconds.

Numbers are spread as in an office: one call in three comes from an unknown number, some numbers belong to two profiles,
one call in five was missed. Ids are digests of a counter, as scattered as real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

FIRST_MOBILE = 989_100_000_000
"""The numbers in the book are the mobiles from here on, `+` in front."""
AT_ONCE = 5_000_000
SHARED = 50
"""Every so-manieth phone has the number of the phone before it."""


def held_number(i: int) -> str:
    """The canonical number of phone i, counted from 0."""
    return f"+{FIRST_MOBILE + (i - 1 if i % SHARED == SHARED - 1 else i)}"


def seed(calls: int, profiles: int, phones: int) -> Iterator[str]:
    """SQL scripts that fill an empty database with calls up to now, at most `AT_ONCE` calls in each."""
    yield _book(profiles, phones)
    newest = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    for first in range(0, calls, AT_ONCE):
        yield _calls(first, min(first + AT_ONCE, calls), calls, phones, newest)


def _book(profiles: int, phones: int) -> str:
    return f"""
    INSERT INTO profiles (kind, name, search_key, created_at, updated_at, newest_record_at)
    SELECT CASE WHEN i % 3 = 0 THEN 'organization' ELSE 'person' END, 'Profile ' || i, 'profile ' || i, stamp, stamp,
           CASE WHEN i % 4 = 0 THEN stamp END
    FROM (SELECT range AS i, TIMESTAMP '2026-01-01' AS stamp FROM range({profiles}));

    INSERT INTO phones (profile_id, position, raw, number, kind, card)
    SELECT p.profile_id, 0, p.number, p.number, 'mobile', c.card
    FROM (SELECT 1 + range % {profiles} AS profile_id,
                 '+' || ({FIRST_MOBILE} + CASE WHEN range % {SHARED} = {SHARED - 1} THEN range - 1 ELSE range END)
                     AS number
          FROM range({phones})) p
    JOIN holder_cards c ON c.profile_id = p.profile_id;
    """


def _calls(first: int, end: int, calls: int, phones: int, newest: str) -> str:
    return f"""
    CREATE TEMPORARY TABLE told AS
    SELECT CAST(md5('call ' || range) AS UUID) AS id, 'history-' || range AS external_id, range % 5 > 0 AS answered,
           TIMESTAMP '{newest}' - to_seconds(30 * ({calls} - range) + 120) AS began,
           '+' || (CASE WHEN range % 3 = 0 THEN 989_300_000_000 + range
                        ELSE {FIRST_MOBILE} + hash(range) % {phones} END) AS number
    FROM range({first}, {end});

    INSERT INTO call_events
        (call_id, key, source, external_id, event, happened_at, caller, caller_name, line, extension, queue, cause)
    SELECT id, '=' || event, 'history', external_id, event, began + to_seconds(after), number, '', '02191000000',
           CASE WHEN event = 'answered' THEN '101' ELSE '' END, '', ''
    FROM told, (VALUES ('ringing', 0), ('answered', 7), ('ended', 67)) steps (event, after)
    WHERE answered OR event <> 'answered'
    ORDER BY began + to_seconds(after);

    INSERT INTO calls
        (id, source, external_id, state, outcome, started_at, answered_at, ended_at, last_event_at, caller,
         caller_name, caller_kind, number, match_rule, line, queue, extension, rang, cause, profile_id, known_then)
    SELECT id, 'history', external_id, 'ended', CASE WHEN answered THEN 'answered' ELSE 'missed' END, began,
           CASE WHEN answered THEN began + to_seconds(7) END, began + to_seconds(67), began + to_seconds(67),
           told.number, '', 'external', told.number, 'exact', '02191000000', '',
           CASE WHEN answered THEN '101' ELSE '' END,
           '', '', p.profile_id, p.profile_id IS NOT NULL
    FROM told LEFT JOIN (SELECT number, min(profile_id) AS profile_id FROM phones GROUP BY number) p
                     ON p.number = told.number
    ORDER BY began;

    DROP TABLE told;
    """
