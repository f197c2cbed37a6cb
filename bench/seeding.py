"""Fills a database with history and profiles by SQL alone, millions in seconds.

The calls are those of an office: it is open for ten hours on six days of the week, with a peak before noon and one
after it; few call at night and nobody answers then. There are eight lines, two queues and fifty extensions in ring
groups of three. Few customers call often and most seldom; one call in three comes from an unknown number, three of four
of these numbers call once. Some numbers belong to two profiles. The office is open at the moment of seeding, so that
there are calls of today at any hour. Ids are digests of a counter, as scattered as real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

FIRST_MOBILE = 989_100_000_000
"""The numbers in the book are the mobiles from here on, `+` in front."""
AT_ONCE = 5_000_000
A_DAY = 2_880
"""Calls of a full day; the history of ten million goes back for eleven years."""
_STRANGER = 989_300_000_000
SHARED = 50
"""Every so-manieth phone has the number of the phone before it."""

_OPEN_FOR = 15_900
"""Seconds from the moment of seeding until the office closes: at the newest call, four tenths of a day are to come."""


def held_number(i: int) -> str:
    """The canonical number of phone i, counted from 0."""
    return f"+{FIRST_MOBILE + (i - 1 if i % SHARED == SHARED - 1 else i)}"


def called_once(calls: int) -> str:
    """The canonical number of somebody who called once, in the middle of a history of so many calls."""
    return f"+{_STRANGER + calls // 2 // 12 * 12 + 3}"


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
    WITH counted AS (
        SELECT range AS i, CAST(hash(range) // 2 AS BIGINT) AS chance, {calls} - 1 - range + {A_DAY} * 4 // 10 AS slot
        FROM range({first}, {end})
    ), placed AS (
        SELECT i, chance, slot // {A_DAY} AS day, slot % {A_DAY} / {A_DAY} AS part,
               slot >= {A_DAY} AND slot % 48 = 47 AS at_night, slot % {A_DAY} // 48 AS night_call
        FROM counted
    ), began AS (
        -- Seconds before the office closes: the sine makes two peaks and a valley at noon.
        SELECT i, chance, at_night,
               TIMESTAMP '{newest}' + to_seconds({_OPEN_FOR}) - to_days(CAST(day + day // 6 AS INTEGER))
               + to_seconds(CASE WHEN at_night THEN 600 * (1 + night_call)
                                 ELSE -CAST(36000 * (part - 0.6 * sin(4 * pi() * part) / (4 * pi())) AS BIGINT)
                            END) AS began
        FROM placed
    )
    SELECT CAST(md5('call ' || i) AS UUID) AS id, 'history-' || i AS external_id,
           NOT at_night AND chance % 5 > 0 AS answered, began, began + to_seconds(3 + chance // 7 % 30) AS stopped,
           began + to_seconds(3 + chance // 7 % 30 + CASE WHEN NOT at_night AND chance % 5 > 0
                                                         THEN 15 + chance // 11 % 400 ELSE 0 END) AS ended,
           '0219100000' || chance // 13 % 8 AS line,
           ['', '', '', '', 'sales', 'support'][1 + chance // 17 % 6] AS queue,
           101 + chance // 19 % 50 AS extension, 101 + chance // 19 % 50 // 3 * 3 AS grouped,
           '+' || (CASE WHEN i % 12 = 0 THEN {_STRANGER} + 90_000_000 + chance // 23 % ({calls} // 60 + 1)
                        WHEN i % 3 = 0 THEN {_STRANGER} + i
                        ELSE {FIRST_MOBILE} + CAST(floor({phones} * pow(chance // 29 % 1_000_000 / 1e6, 3)) AS BIGINT)
                   END) AS number
    FROM began;

    INSERT INTO call_events
        (call_id, key, source, external_id, event, happened_at, caller, caller_name, line, extension, queue, cause)
    SELECT id, '=' || event, 'history', external_id, event,
           CASE event WHEN 'ringing' THEN began WHEN 'answered' THEN stopped ELSE ended END, number, '', line,
           CASE WHEN event = 'answered' THEN CAST(extension AS TEXT) ELSE '' END, queue, ''
    FROM told, (VALUES ('ringing'), ('answered'), ('ended')) steps (event)
    WHERE answered OR event <> 'answered'
    ORDER BY 6;

    INSERT INTO calls
        (id, source, external_id, state, outcome, started_at, answered_at, ended_at, last_event_at, caller,
         caller_name, caller_kind, number, match_rule, line, queue, extension, rang, cause, profile_id, known_then)
    SELECT id, 'history', external_id, 'ended', CASE WHEN answered THEN 'answered' ELSE 'missed' END, began,
           CASE WHEN answered THEN stopped END, ended, ended, told.number, '', 'external', told.number, 'exact', line,
           queue, CASE WHEN answered THEN CAST(extension AS TEXT) ELSE '' END,
           concat_ws(',', grouped, grouped + 1, grouped + 2), '',
           p.profile_id, p.profile_id IS NOT NULL
    FROM told LEFT JOIN (SELECT number, min(profile_id) AS profile_id FROM phones GROUP BY number) p
                     ON p.number = told.number
    ORDER BY began;

    DROP TABLE told;
    """
