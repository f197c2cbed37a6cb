"""The phone of a channel, by technology; secrets of a dial string are dropped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callerid_dash.sources.asterisk.channels import Channels, named
from callerid_dash.sources.asterisk.dial_strings import dialled_number, member, phone_reached
from callerid_dash.sources.asterisk.technologies import NOT_A_PHONE, PORTS, is_phone


@pytest.mark.parametrize(
    ("channel", "dial_string", "extension"),
    [
        ("PJSIP/101-00000001", "101", "101"),
        ("PJSIP/101-00000001", "101/sip:101@192.0.2.7:5060", "101"),
        ("PJSIP/101-00000001", "101/sips:101@pbx.example;transport=tls", "101"),
        ("PJSIP/desk-2-0000000a", "desk-2", "desk-2"),
        ("PJSIP/trunk-00000001", "09121112233@trunk", "09121112233"),
        ("PJSIP/trunk-00000001", "+989121112233@trunk", "+989121112233"),
        ("SIP/reception-0000000a", "reception", "reception"),
        ("SIP/trunk-00000001", "09121112233@trunk", "09121112233"),
        ("SIP/trunk-00000001", "trunk/09121112233", "09121112233"),
        ("SIP/trunk-00000001", "trunk/+989121112233!02191005000", "+989121112233"),
        ("SIP/7001-00000001", "7001/7001/192.0.2.13!!02188881111", "7001"),
        ("SIP/7001-00000001", "7001/7001/192.0.2.13:5080!02191005000!02188881111@pbx", "7001"),
        ("SIP/desk-00000001", "desk/101/192.0.2.13!02191005000!02188881111", "desk"),
        ("SIP/7001-00000001", "7001/s", "7001"),
        ("SIP/192.0.2.44-00000001", "desk:p4ss@192.0.2.44:5062", "desk"),
        ("SIP/branch.example-00000001", "desk:p4ss:md5:auth@branch.example!did!from", "desk"),
        ("SIP/desk-00000001", "user:p4ss@192.0.2.44", "desk"),
        ("IAX2/branch-1201", "office:p4ss@branch.example/101@from-hq", "101"),
        ("IAX2/branch-1201", "office:p4ss@branch.example:4569/101@from-hq/a", "101"),
        ("IAX2/branch-1201", "branch/101", "101"),
        ("IAX2/branch-1201", "office:p4ss@branch.example", "branch"),
        ("IAX2/101-1201", "101", "101"),
        ("DAHDI/7-1", "7", "7"),
        ("DAHDI/i1/09121112233-1", "g0/09121112233", "09121112233"),
        ("DAHDI/1-1", "g0/w09121112233", "09121112233"),
        ("DAHDI/1-1", "g0/ww09121112233wwww12#", "09121112233"),
        ("OOH323/gateway-1", "09121112233@gateway", "09121112233"),
        ("Local/101@from-queue-00000001;1", "101@from-queue/n", "101"),
        ("Local/101@from-queue-00000001;1", "", "101"),
        ("SCCP/101-00000001", "101", "101"),
    ],
)
def test_what_a_phone_is_called(channel: str, dial_string: str, extension: str) -> None:
    channels = Channels()
    phone = channels.add("1.2", channel)
    phone.dial_string = dial_string
    assert channels.extension(phone) == extension


WORDS = st.text("abcXYZ0189_-.", min_size=1, max_size=8)
SECRETS = st.text("ghijGHIJ!$%&*+=?^~:", min_size=6, max_size=12)
REST = st.sampled_from(
    ["", "/101", "/101@from-hq", "/101@from-hq/n", "//192.0.2.9", "/101/192.0.2.9!did!from", "!a!b@c"]
)


@given(
    st.sampled_from(["SIP", "PJSIP", "IAX2", "IAX", "DAHDI", "OOH323", "Motif", "Unheard"]), WORDS, SECRETS, WORDS, REST
)
def test_a_secret_never_comes_out_of_a_dial_string(
    technology: str, user: str, secret: str, host: str, rest: str
) -> None:
    told = phone_reached(technology, f"{user}:{secret}@{host}{rest}", host)
    assert secret not in told
    assert dialled_number(technology, f"{user}:{secret}@{host}{rest}") in {"", "101"}
    assert named(f"{technology}/{user}:{secret}@{host}-0000000a") == (technology, user)


@pytest.mark.parametrize(
    ("peer", "extension"),
    [("101", "101"), ("FMGL-101", "101"), ("FMPR-101#", "101"), ("RG-600-101#", "101"), ("LC-101", "101"), ("s", "")],
)
def test_whom_a_wire_in_the_dialplan_stands_for(peer: str, extension: str) -> None:
    assert member(peer) == extension


@pytest.mark.parametrize(
    ("technology", "peer", "person"),
    [
        ("PJSIP", "101", True),
        ("SIP", "trunk", True),
        ("IAX2", "branch", True),
        ("DAHDI", "4", True),
        ("DAHDI", "pseudo-1234", False),
        ("Dongle", "modem0", True),
        ("Motif", "sara", True),
        ("Console", "dsp", False),
        ("ALSA", "default", False),
        ("OSS", "dsp", False),
        ("MulticastRTP", "basic", False),
        ("UnicastRTP", "192.0.2.5", False),
        ("AudioSocket", "192.0.2.5", False),
        ("WebSocket", "INCOMING", False),
        ("Local", "101", False),
        ("Surrogate", "PJSIP", False),
    ],
)
def test_at_which_ends_a_person_can_be(technology: str, peer: str, person: bool) -> None:
    assert is_phone(technology, peer) is person
    assert not NOT_A_PHONE & PORTS
