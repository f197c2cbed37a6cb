"""From which places, operators and countries calls come, as filters name them.

Which numbers are of an origin is told by how they begin, worked out for the beginnings of all numbers that have ever
called: a few hundred, however many calls there are.
"""

from __future__ import annotations

from dataclasses import dataclass

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
from callerid_dash.store.calls import origins as tables
from callerid_dash.store.calls.origins import FOREIGN_DIGITS, Beginning, Beginnings

_INSIDE = Beginnings(1, tuple("0123456789*#"))
"""Whatever is no public number, which would begin with a '+'."""


@dataclass(frozen=True, slots=True)
class Origins:
    """Knows the origins of all numbers that have ever called. Without `answers` it looks anew each time."""

    core: Core

    def beginnings(self, code: str) -> Beginnings:
        """How the numbers of an origin begin. Raises InvalidInput for what is no code of one."""
        kind = origin_of_code(code).kind
        if kind is OriginKind.INSIDE:
            return _INSIDE
        dialing = self.core.directory.snapshot.locality.dialing
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
        """The origins of all public numbers that have ever called, by their codes, named in the language."""
        dialing = self.core.directory.snapshot.locality.dialing
        examples = {origin_code(each.example, dialing): each.example for each in self._seen(dialing)}
        return {code: origin(example, dialing, language) for code, example in examples.items()}

    def _seen(self, dialing: Dialing) -> list[Beginning]:
        own, own_digits = origin_digits(dialing.region)

        def read() -> list[Beginning]:
            with self.core.store.read() as session:
                return tables.seen(session, own, own_digits)

        return self.core.answers.get(("beginnings", own, own_digits), read) if self.core.answers else read()
