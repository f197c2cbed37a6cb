"""Whose telephone is it? Tells calls from outside from those that our own telephones make, on Asterisk."""

from __future__ import annotations

from fnmatch import fnmatchcase

from callerid_dash.domain.history import Reading
from callerid_dash.sources.asterisk.technologies import NOT_A_PHONE, PORTS

_REMEMBERED = 50_000


class Insiders:
    """Remembers what it found out: a file asks the same of few contexts and telephones."""

    def __init__(self, how: Reading) -> None:
        self._is_internal = how.is_internal
        self._patterns = how.incoming_contexts
        self._internal: dict[str, bool] = {}
        self._incoming: dict[str, bool] = {}

    def comes_in(self, technology: str, peer: str, number: str, context: str) -> bool:
        """Does a call that began like this come from outside?

        Not when a wire or a machine began it, nor one of our telephones, not even when that reaches a line of ours
        from inside. A trunk may be named like a telephone: then the context tells, and on a port the number does.
        """
        if technology in NOT_A_PHONE:
            return False
        tells_nothing = technology in PORTS or not peer
        if not tells_nothing and not self.is_phone(peer):
            return True
        return not self._is_internal(number) and (tells_nothing or self.is_incoming(context))

    def is_phone(self, peer: str) -> bool:
        """Is it the name of a telephone of ours?"""
        known = self._internal.get(peer)
        if known is None:
            if len(self._internal) >= _REMEMBERED:
                self._internal.clear()
            known = self._internal[peer] = self._is_internal(peer)
        return known

    def is_incoming(self, context: str) -> bool:
        """Do calls from outside begin in this context?"""
        known = self._incoming.get(context)
        if known is None:
            if len(self._incoming) >= _REMEMBERED:
                self._incoming.clear()
            known = self._incoming[context] = any(fnmatchcase(context, pattern) for pattern in self._patterns)
        return known
