"""Dialing rules of several regions."""

from __future__ import annotations

from callerid_dash.domain.numbers.phones import Dialing

TEHRAN = Dialing()


BERLIN = Dialing("DE", "30")


NEW_YORK = Dialing("US", "212")


USA = Dialing("US", "")


UK = Dialing("GB", "")
