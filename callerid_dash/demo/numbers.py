"""Numbers that belong to nobody, and the spellings in which networks send them.

Iran reserves no range for fiction, so these are taken from ranges without subscribers; all are valid to libphonenumber,
so that province and operator are shown:
- landlines: 0AC 10xx xxxx. Local numbers that begin with 1 are service codes; no code begins with 10, so a misdialled
  digit reaches neither a subscriber nor an emergency service (110, 112, 115, 125).
- landlines that are also written in the old plan (0311, 0511, 0251) must have been subscribers' numbers to be read as
  such. They stay in the first hundred of level 9 of that plan (0311 900 00xx), and there are only a handful.
- mobiles: 09PP 000 xxxx, the first ten thousand of prefixes of small, merged or late networks. No rule keeps them free
  of subscribers. Nothing here ever dials.
- foreign: ranges reserved for drama (Ofcom: +44 20 7946 0xxx, 131 496 0xxx, 113 496 0xxx; the North American plan:
  555-01xx).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

MOBILE_PREFIXES = ("930", "933", "932", "920", "934", "931")
_MOBILE_SHARES = (6, 5, 5, 3, 1, 1)
OLD_PLAN = {"31": "0311", "51": "0511", "25": "0251"}
_FOREIGN = (("+442079460", 3), ("+441314960", 3), ("+441134960", 3), ("+121255501", 2), ("+120255501", 2))
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
WITHHELD = ("", "anonymous", "Anonymous", "Private", "O", "P", "<unknown>", "Restricted", "مخفی")


class Numbers:
    """Generates distinct numbers in E.164, none of which is in `taken`."""

    def __init__(self, rng: Random, taken: Iterable[str] = ()) -> None:
        self._rng = rng
        self._taken = set(taken)

    def mobile(self) -> str:
        """A mobile number of any operator."""
        return self._new(
            lambda: f"+98{self._rng.choices(MOBILE_PREFIXES, _MOBILE_SHARES)[0]}000{self._rng.randrange(10_000):04}"
        )

    def landline(self, area_code: str) -> str:
        """A landline of a province."""
        return self._new(lambda: f"+98{area_code}10{self._rng.randrange(300_000, 1_000_000):06}")

    def foreign(self) -> str:
        """A foreign number."""
        return self._new(self._foreign)

    def _foreign(self) -> str:
        start, free = self._rng.choice(_FOREIGN)
        return start + str(self._rng.randrange(10**free)).zfill(free)

    def _new(self, make: Callable[[], str]) -> str:
        while (number := make()) in self._taken:
            pass
        self._taken.add(number)
        return number


def old_spelling(number: str) -> str:
    """The number as it was before the area code was changed (`OLD_PLAN`); '' if it is none of these."""
    national = number.removeprefix("+98")
    old = OLD_PLAN.get(national[:2]) if number.startswith("+98") and national[2:6] == "3900" else None
    return f"{old} {national[3:]}" if old else ""


def as_network_says(number: str, rng: Random) -> str:
    """The number as trunks, gateways and exchanges send it: mostly national, but every form occurs."""
    if not number.startswith("+98"):
        return _one_of([(number, 3), ("00" + number[1:], 1)], rng)
    national = number.removeprefix("+98")
    ways = [
        ("0" + national, 60),
        (number, 14),
        ("0098" + national, 7),
        ("98" + national, 5),
        (national, 3),
        (("0" + national).translate(_PERSIAN_DIGITS), 3),
        (f"sip:0{national}@trunk.example", 3),
        (f'"0{national}" <{number}>', 2),
    ]
    if national.startswith("21"):
        ways.append((national[2:], 50))
    if old := old_spelling(number):
        ways.append((old.replace(" ", ""), 150))
    return _one_of(ways, rng)


def _one_of(ways: list[tuple[str, int]], rng: Random) -> str:
    return rng.choices([way for way, _ in ways], [share for _, share in ways])[0]
