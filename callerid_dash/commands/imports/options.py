"""Runs an import in the server that holds the database, or here if none runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from callerid_dash.commands.remote import pieces_of, progress_at_terminal
from callerid_dash.commands.streams import Streamed

if TYPE_CHECKING:
    from callerid_dash.settings import Settings


def answer_of(what: str, words: Mapping[str, str], how_far: Callable[[int, int], str]) -> str:
    """The answer of one of the imports. `how_far` formats progress for a terminal. Raises a stated error."""
    with progress_at_terminal(how_far) as progress:
        return b"".join(pieces_of(what, words, _here, progress)).decode()


def _here(settings: Settings) -> AbstractContextManager[Mapping[str, Streamed]]:
    from callerid_dash.commands.session import open_imports

    return open_imports(settings)
