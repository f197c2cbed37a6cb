"""Databases of earlier versions, derived from the present schema, which tests of migrations fill with calls."""

from __future__ import annotations

from callerid_dash.store.engine.migrate import available
from callerid_dash.store.engine.protocol import Engine

_BEFORE_SUMMARIES = """
DROP VIEW stale_numbers;
DROP TABLE changed_calls;
DROP SEQUENCE changed_call_notes;
DROP TABLE summaries;
DROP TABLE caller_days;
DROP TABLE caller_totals;
DROP TABLE prefix_totals;
DROP TABLE answered_totals;
ALTER TABLE rollups RENAME TO tallies;
ALTER TABLE tallies ADD COLUMN loose BOOLEAN DEFAULT FALSE;
CREATE TABLE first_calls (number TEXT NOT NULL, first_at TIMESTAMP NOT NULL);
CREATE TABLE first_calls_until (until_at TIMESTAMP NOT NULL);
DELETE FROM schema_migrations WHERE version = 16;
"""


def before_summaries(engine: Engine) -> None:
    """The schema before migration 16, the newest one, in which each summary had its own protocol."""
    with engine.write() as session:
        session.script(_BEFORE_SUMMARIES)
        for migration in available():
            if migration.version in (10, 11):
                session.script(migration.path.read_text())
        if engine.dialect == "postgresql":
            session.script("ALTER INDEX rollups_by_bucket RENAME TO tallies_by_bucket")
            session.script("ALTER INDEX rollups_by_time RENAME TO tallies_by_time")
