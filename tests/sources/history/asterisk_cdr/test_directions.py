"""Call detail records of calls that are not from outside."""

from __future__ import annotations

import pytest

from callerid_dash.domain.calls.history import LeftOut, Why
from tests.sources.history.asterisk_cdr.cdr_rows import CDR, row
from tests.sources.history.reading import calls, entries, the_call

OTHER = {"uniqueid": "1777885300.1", "linkedid": "1777885300.1"}
"""Another call of the same file."""


ALICE = {"channel": "PJSIP/alice-0000000a", "src": "101", "clid": '"Alice" <101>'}


OUT = {"dst": "09351112233", "dstchannel": "PJSIP/trunk-0000000b", "lastdata": "PJSIP/09351112233@trunk,20"}


TO_ALICE = row(dstchannel="PJSIP/alice-0000000c", lastdata="PJSIP/alice,20", **OTHER)


LED_ON = {"dst": "600", "dcontext": "ext-group", "lastdata": "PJSIP/101&PJSIP/alice,20"}


def left_out(*lines: str) -> list[Why]:
    """The reasons why these lines are not calls from outside."""
    return [entry.why for entry in entries(CDR, "".join(lines)) if isinstance(entry, LeftOut)]


class TestCallsThatDoNotComeIn:
    @pytest.mark.parametrize(
        "fields",
        [
            {"channel": "PJSIP/101-0000000a", "src": "101", "dcontext": "from-internal"},
            {"channel": "PJSIP/101-0000000a", "src": "02188881111", "dcontext": "from-internal"},
            {"channel": "PJSIP/101-0000000a", "src": "101", "dcontext": "from-trunk"},
            {"channel": "Local/101@from-queue-00000001;2"},
            {"channel": "Console/dsp", "src": ""},
            {"channel": "DAHDI/4-1", "src": "101", "dcontext": "from-internal"},
            {**ALICE, **OUT, "dcontext": "from-internal"},
            {**ALICE, **OUT, "dcontext": "from-internal", "src": "02191005000"},
            {**ALICE, "dcontext": "from-internal", "dst": "102", "dstchannel": "PJSIP/bob-0000000b"},
            {**ALICE, "dcontext": "inside", "dst": "102", "dstchannel": "PJSIP/bob-0000000b"},
        ],
    )
    def test_are_left_out(self, fields: dict[str, str]) -> None:
        told = entries(CDR, row(**fields))
        context = fields.get("dcontext", "from-trunk")
        assert [entry for entry in told if isinstance(entry, LeftOut)] == [LeftOut(1, 1, Why.OURS, context)]

    @pytest.mark.parametrize("data", [OUT["lastdata"], "SIP/trunk/09351112233", "congested"])
    def test_so_is_whatever_leads_out_of_a_context_that_is_no_incoming_one(self, data: str) -> None:
        line = row(**{**ALICE, **OUT, "src": "02191005000", "dcontext": "inside", "lastdata": data, "dstchannel": ""})
        assert left_out(line) == [Why.CONTEXT]

    @pytest.mark.parametrize("context", ["from-trunk", "inside"])
    def test_who_is_dialled_by_its_bare_name_is_a_telephone_of_ours(self, context: str) -> None:
        to_line = row(**{**ALICE, "src": "101", "dcontext": context, "dst": "2001"})
        assert left_out(to_line, TO_ALICE) == left_out(TO_ALICE, to_line) == [Why.OURS]

    def test_a_line_that_was_dialled_from_inside_is_none_even_with_our_outside_number(self) -> None:
        inside = row(**{**ALICE, **OTHER, "dcontext": "from-internal", "dst": "102"})
        assert left_out(row(**{**ALICE, "src": "02191005000", "dcontext": "inside", "dst": "102"}), inside) == [
            Why.OURS,
            Why.OURS,
        ]

    def test_a_trunk_is_told_by_other_calls_of_the_file(self) -> None:
        led_on = row(**{**LED_ON, "src": "1559", "dst": "02191005000"})
        assert left_out(led_on) == [Why.OURS]
        entered = row(**OTHER)
        assert len(calls(CDR, led_on + entered)) == len(calls(CDR, entered + led_on)) == 2
        called_by_way_of_it = row(**{**OTHER, **ALICE, **OUT, "dcontext": "from-internal"})
        assert the_call(CDR, led_on + called_by_way_of_it).caller == "1559"

    @pytest.mark.parametrize(
        "fields",
        [
            {"channel": "SIP/2001-0000000a"},
            {"channel": "DAHDI/4-1"},
            {"channel": "DAHDI/4-1", "src": ""},
            {"channel": "DAHDI/4-1", "dcontext": "ext-group", "dst": "600"},
            {**LED_ON},
            {**LED_ON, "src": ""},
            {"channel": "PJSIP/101-0000000a"},
        ],
    )
    def test_a_trunk_may_be_named_like_a_telephone(self, fields: dict[str, str]) -> None:
        assert the_call(CDR, row(**fields))
