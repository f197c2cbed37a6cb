"""The canonical form of a number, and how it was reached.

Matching is equality on `PhoneNumber.canonical`: never a substring, never the last N digits.
This module does no I/O and knows no profiles; formatting for people is `domain/numbering.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """What sort of number the network gave."""

    EXTERNAL = "external"
    INTERNAL = "internal"
    SHORT = "short"
    WITHHELD = "withheld"
    INVALID = "invalid"


class MatchRule(StrEnum):
    """How the canonical form was reached from what was written; shown to users as 'how it matched'."""

    EXACT = "exact"
    AREA_CODE_ADDED = "area_code_added"
    OLD_NUMBERING_PLAN = "old_numbering_plan"


@dataclass(frozen=True, slots=True)
class Dialing:
    """From where numbers are read: the office's region (ISO 3166 alpha-2) and its area code, without trunk prefix."""

    region: str = "IR"
    area_code: str = "21"


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as it was written, and its canonical form.

    `canonical` is E.164 for external numbers, the bare digits for short and internal ones, and None for
    withheld and invalid ones. `extension` is what followed ';ext=', 'x', 'داخلی' and the like.
    """

    raw: str
    kind: NumberKind
    canonical: str | None = None
    extension: str | None = None
    rule: MatchRule = MatchRule.EXACT

    @property
    def e164(self) -> str | None:
        """The canonical form when it is a public number, else None."""
        return self.canonical if self.kind is NumberKind.EXTERNAL else None


def parse_number(raw: str | None, dialing: Dialing) -> PhoneNumber:
    """Read a number in any spelling. Never raises: garbage is INVALID, an absent number WITHHELD."""
    raise NotImplementedError
