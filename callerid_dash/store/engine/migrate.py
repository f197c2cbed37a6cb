"""Numbered migrations: each `migrations/NNNN_name.sql` is applied once, in order, in its own transaction; one that was
added later than one with a higher number is applied as well.

Statements for one engine only, such as an index, are in a file of the same name in `migrations/<dialect>/` and follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from callerid_dash.domain.errors import StoreUnavailable
from callerid_dash.store.engine.protocol import Engine

_FOLDER = Path(__file__).parents[1] / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of `migrations/`."""

    version: int
    name: str
    path: Path


def available() -> list[Migration]:
    """All migrations that this version of the product knows, oldest first."""
    files = sorted(_FOLDER.glob("*.sql"))
    return [Migration(int(file.stem.split("_")[0]), file.stem.split("_", 1)[1], file) for file in files]


def exists(engine: Engine) -> bool:
    """Has this product ever stored anything in the database?"""
    with engine.read(consistent=False) as session:
        return bool(session.rows("migrations.known"))


def migrate(engine: Engine) -> list[Migration]:
    """Migrate the database to this version and return what was applied.

    Raises StoreUnavailable if a newer version of the product has written it; it is then left unchanged.
    """
    migrations = available()
    with engine.write() as session:
        session.run("migrations.create_table")
        current = session.value("migrations.current") or 0
        done = {row["version"] for row in session.rows("migrations.versions")}
    if current > migrations[-1].version:
        raise StoreUnavailable(
            f"The database was written by a newer version of callerid-dash (schema {current}, this one knows "
            f"{migrations[-1].version}). Install that version, or restore a backup made with this one."
        )
    pending = [migration for migration in migrations if migration.version not in done]
    for migration in pending:
        with engine.write() as session:
            for path in (migration.path, _FOLDER / engine.dialect / migration.path.name):
                if path.exists():
                    session.script(path.read_text())
            session.run(
                "migrations.applied",
                version=migration.version,
                name=migration.name,
                applied_at=datetime.now(UTC),
            )
    return pending
