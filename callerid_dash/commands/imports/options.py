"""Runs an import in the server that holds the database, or here if none runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from callerid_dash.commands.remote import pieces_of, progress_at_terminal
from callerid_dash.commands.streams import Streamed

if TYPE_CHECKING:
    from callerid_dash.services.services import Services
    from callerid_dash.settings import Settings


def answer_of(what: str, words: Mapping[str, str], how_far: Callable[[int, int], str]) -> str:
    """The answer of one of the imports. `how_far` formats progress for a terminal. Raises a stated error."""
    with progress_at_terminal(how_far) as progress:
        return b"".join(pieces_of(what, words, _here, progress)).decode()


def import_streams(services: Services) -> dict[str, Streamed]:
    """Each import by its name."""
    from callerid_dash.commands.imports.calls_work import CallImports
    from callerid_dash.commands.imports.profiles_work import ProfileImports

    imports = services.imports
    return CallImports(imports.calls.importing).streams() | ProfileImports(imports.profiles.importing).streams()


@contextmanager
def _here(settings: Settings) -> Iterator[Mapping[str, Streamed]]:
    """The imports into the configured database, which is created if there is none."""
    from callerid_dash.factory import build_services

    services = build_services(settings)
    with closing(services.store):
        yield import_streams(services)
