"""Names of callers from the network, and texts that only look like a name."""

from __future__ import annotations

import pytest

from callerid_dash.domain.calls.network_names import first_and_last, said_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sara Ahmadi", "Sara Ahmadi"),
        ("  سارا   احمدی\n", "سارا احمدی"),
        ("SMITH, JOHN", "SMITH, JOHN"),
        ("Pars Co. (24h)", "Pars Co. (24h)"),
        ("7-Eleven", "7-Eleven"),
        ("09121234567", ""),
        ("+98 912 123 4567", ""),
        ("۰۹۱۲۱۲۳۴۵۶۷", ""),
        ("V12345678901234", ""),
        ("sip:100@pbx", ""),
        ("sara@pars.ir", ""),
        ("anonymous", ""),
        ("Unknown", ""),
        ("ناشناس", ""),
        ("WIRELESS CALLER", ""),
        ("", ""),
        ("---", ""),
        ("x" * 101, ""),
    ],
)
def test_a_name_is_told_from_what_is_none(text: str, name: str) -> None:
    assert said_name(text) == name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Sara Ahmadi", ("Sara", "Ahmadi")),
        ("سارا احمدی نژاد", ("سارا", "احمدی نژاد")),
        ("Ahmadi, Sara", ("Sara", "Ahmadi")),
        ("Ahmadi", ("", "Ahmadi")),
        ("Ahmadi,", ("", "Ahmadi")),
        ("", ("", "")),
    ],
)
def test_a_name_has_a_first_and_a_last_part(name: str, parts: tuple[str, str]) -> None:
    assert first_and_last(name) == parts
