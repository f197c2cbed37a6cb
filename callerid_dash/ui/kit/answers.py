"""The answers of a callback: a message in a corner of the page, a closed dialog, or an error.

This module alone turns stated errors into words, except `Forbidden`: it leaves the callback and becomes a 403.
"""

from __future__ import annotations

import secrets

from dash import set_props

from callerid_dash.domain.errors import CallerIdError, Forbidden, KeyReused, OutcomeUnknown, StoreUnavailable
from callerid_dash.locales import Translator
from callerid_dash.ui.kit import ids


def say(words: str, t: Translator, *, undo_id: int | None = None, wrong: bool = False) -> None:
    """Show these words for a while; with `undo_id`, also a button that undoes that step."""
    toast: dict[str, object] = {"words": words, "wrong": wrong, "close": t("Close"), "key": secrets.token_hex(4)}
    if undo_id is not None:
        toast |= {"undo": undo_id, "undo_words": t("Undo")}
    set_props(ids.TOAST, {"data": toast})


class SayErrors:
    """Ends the block at a stated error, which is said in a corner of the page."""

    def __init__(self, t: Translator) -> None:
        self._t = t

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> bool:
        if not isinstance(error, CallerIdError) or isinstance(error, Forbidden):
            return False
        say(error_words(error, self._t), self._t, wrong=True)
        return True


def close_dialog() -> None:
    """Close the open dialog."""
    set_props(ids.DIALOG, {"is_open": False})


def done(words: str, t: Translator, *, undo_id: int | None = None) -> None:
    """Close the open dialog and show these words, as what it was for is stored."""
    close_dialog()
    say(words, t, undo_id=undo_id)


def error_words(error: CallerIdError, t: Translator) -> str:
    """The error's sentence in the page's language. A database's own message goes to the log, not to a page."""
    if isinstance(error, KeyReused):
        return t(
            "What you sent before has been stored after all, and this differs from it. Send it again to store it, too."
        )
    if isinstance(error, OutcomeUnknown):
        return t(
            "The database went away while this was being stored, and it is not known whether it was. Do the same again "
            "when it is back: it is stored once."
        )
    if isinstance(error, StoreUnavailable):
        return t("The database does not answer. Nothing was stored; try again in a moment.")
    return t(error.message, **error.values)
