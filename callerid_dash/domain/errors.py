"""Every error that the product raises on purpose.

Each has one mapping to an HTTP status (`web/errors.py`), to words on the page (`ui/kit/answers.py`), and to an exit
status of the command line. An exception of a driver or library never crosses a layer; it is chained as `__cause__`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class CallerIdError(Exception):
    """Base of all stated errors; `str()` is one line in English that says what happened and what to do.

    `message` is that line with its `%(name)s` places open and `values` fills them, so that a page can say it in another
    language.
    """

    code = "error"

    def __init__(self, message: str, *, values: Mapping[str, object] | None = None) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = dict(values or {})


class InvalidInput(CallerIdError):
    """The input cannot be accepted; nothing of it was stored.

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
        """The same error for another field or item."""
        return type(self)(self.message, field, index, values=self.values)


class NotFound(CallerIdError):
    """The thing does not exist, or this viewer may not see it."""

    code = "not_found"


class Forbidden(CallerIdError):
    """The signed-in user or token may not do this."""

    code = "forbidden"


class Stale(CallerIdError):
    """Somebody else saved in the meantime; the version that was read is no longer current."""

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
    """The connection broke in COMMIT and has not come back: the data may be stored. It is safe to send it again."""

    code = "outcome_unknown"


class KeyReused(CallerIdError):
    """The key was used before for something else; nothing of this request was stored."""

    code = "key_reused"


class BadSettings(CallerIdError):
    """An environment variable or a stored setting has an unusable value."""

    code = "bad_settings"
