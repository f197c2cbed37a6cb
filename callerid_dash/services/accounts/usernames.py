"""Which user names and display names are allowed."""

from __future__ import annotations

import unicodedata

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.texts import DIRECTION_MARKS

LONGEST_USERNAME = 64
LONGEST_DISPLAY_NAME = 100


def canonical_username(username: str) -> str:
    """The form in which it is stored and compared: lower case, compatibility forms folded. Never raises."""
    return unicodedata.normalize("NFKC", username[:256]).strip().casefold()


def check_username(username: str) -> str:
    """The canonical form of a name for a new user. Raises InvalidInput.

    Allowed are letters of any script, digits, dot, hyphen, underscore and @: nothing invisible, no direction marks,
    nothing that breaks an address or a command line.
    """
    name = canonical_username(username)
    if not 2 <= len(name) <= LONGEST_USERNAME:  # noqa: PLR2004
        raise InvalidInput("A user name has 2 to %(most)s characters.", "username", values={"most": LONGEST_USERNAME})
    for character in name:
        if character not in ".-_@" and unicodedata.category(character)[0] not in "LMN":
            raise InvalidInput("A user name has letters, digits and . - _ @ only.", "username")
    return name


def check_display_name(name: str) -> str:
    """The name with single spaces. Raises InvalidInput if it has hidden characters or direction marks."""
    shown = " ".join(name.split())
    if len(shown) > LONGEST_DISPLAY_NAME or any(map(_hidden, shown)):
        raise InvalidInput(
            "A name has at most %(most)s visible characters.", "display_name", values={"most": LONGEST_DISPLAY_NAME}
        )
    return shown


def _hidden(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") or character in DIRECTION_MARKS
