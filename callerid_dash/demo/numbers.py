"""The spellings in which networks send the numbers of `data/sample/`, which belong to nobody.

Iran reserves no range for fiction, so they are taken from ranges without subscribers; all are valid to libphonenumber,
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

from random import Random

OLD_PLAN = {"31": "0311", "51": "0511", "25": "0251"}
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
WITHHELD = ("", "anonymous", "Anonymous", "Private", "O", "P", "<unknown>", "Restricted", "مخفی")


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
