"""Every error that the product states on purpose.

Each is mapped once: to an HTTP status (`web/errors.py`), words on the page (`ui/kit/answers.py`), or a CLI exit status.
A driver's or library's own exception never crosses a layer; it is chained as `__cause__`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class CallerIdError(Exception):
    """Base of all stated errors; `str()` is one line in English that says what happened and what to do.

    `message` is that line with its `%(name)s` places still open and `values` what fills them, so that a page can
    say it in another language.
    """

    code = "error"

    def __init__(self, message: str, *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = dict(values or {})


class InvalidInput(CallerIdError):
    """What was sent cannot be accepted; nothing of it was stored.

    `field` names the offending field in the sender's words; `index` its item in a batch, from 0.
    """

    code = "invalid"

    def __init__(
        self,
        message: str,
        field: str | None = None,
        index: int | None = None,
        *,
        values: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, values=values)
        self.field = field
        self.index = index

    def at(self, field: str | None, index: int | None = None) -> Self:
        """The same error about another place."""
        return type(self)(self.message, field, index, values=self.values)


class NotFound(CallerIdError):
    """No such thing, or not for this viewer's eyes."""

    code = "not_found"


class Forbidden(CallerIdError):
    """The signed-in user or token may not do this."""

    code = "forbidden"


class Stale(CallerIdError):
    """Somebody else saved meanwhile; the version that was read is no longer the current one."""

    code = "stale"


class Busy(CallerIdError):
    """The ingest queue is full; nothing was stored. Try again after `retry_after` seconds."""

    code = "busy"

    def __init__(self, message: str, retry_after: int = 1, *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message, values=values)
        self.retry_after = retry_after


class StoreUnavailable(CallerIdError):
    """The database cannot be opened, read or written; says what to do."""

    code = "store_unavailable"


class OutcomeUnknown(StoreUnavailable):
    """The database went away in COMMIT and has not come back: it may have been stored. The same may be sent again."""

    code = "outcome_unknown"


class KeyReused(CallerIdError):
    """A key under which something else has been stored already; nothing of this was."""

    code = "key_reused"


class BadSettings(CallerIdError):
    """An environment variable or a stored setting has a value that cannot be used."""

    code = "bad_settings"
