"""The places, operators and countries that calls come from, for filters.

The origin of a number is decided by its leading digits. They are looked up among the leading digits of all numbers that
have ever called: a few hundred, however many calls there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from callerid_dash.domain.numbers.phones import Dialing
from callerid_dash.domain.profiles.numbering import (
    Origin,
    OriginKind,
    origin,
    origin_code,
    origin_digits,
    origin_of_code,
)
from callerid_dash.services.core import Core
from callerid_dash.services.live.feed import FeedRow
from callerid_dash.store.calls import origins as tables
from callerid_dash.store.calls.origins import FOREIGN_DIGITS, Beginning, Beginnings
from callerid_dash.store.summaries.marks import ALWAYS


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of all numbers that have ever called."""

    core: Core

    def beginnings(self, code: str) -> Beginnings | Literal[False]:
        """The leading digits of the numbers of an origin; False for `INSIDE`, whose numbers have no public origin.

        Raises InvalidInput for an invalid code.
        """
        kind = origin_of_code(code).kind
        if kind is OriginKind.INSIDE:
            return False
        dialing = self.core.snapshot.locality.dialing
        own, own_digits = origin_digits(dialing.region)
        every = self._seen(dialing)
        ours = [each for each in every if origin_code(each.example, dialing) == code]
        prefixes = {each.prefix for each in ours}
        others = [each for each in set(every) - set(ours) if each.prefix in prefixes]
        return Beginnings(
            FOREIGN_DIGITS if kind is OriginKind.COUNTRY else len(own) + own_digits,
            tuple(sorted(prefixes)),
            tuple(sorted(f"{each.prefix}/{each.digits}" for each in others)),
        )

    def seen(self, language: str) -> dict[str, Origin]:
        """The origins of all public numbers that have ever called, by code, named in the language."""
        dialing = self.core.snapshot.locality.dialing
        examples = {origin_code(each.example, dialing): each.example for each in self._seen(dialing)}
        return {code: origin(example, dialing, language) for code, example in examples.items()}

    def _seen(self, dialing: Dialing) -> list[Beginning]:
        own, own_digits = origin_digits(dialing.region)

        def read() -> list[Beginning]:
            with self.core.store.read() as session:
                return tables.seen(session, own, own_digits)

        def unchanged(before: list[Beginning], changed: Sequence[FeedRow]) -> list[Beginning] | None:
            known = {(each.prefix, each.digits) for each in before}
            numbers = [row.number.canonical or "" for row in changed]
            new = [number for number in numbers if number.startswith("+") and begins(number) not in known]
            return None if new else before

        def begins(number: str) -> tuple[str, int]:
            return number[: len(own) + own_digits if number.startswith(own) else FOREIGN_DIGITS], len(number)

        return self.core.answers.get(("beginnings", own, own_digits), read, ALWAYS, unchanged)
