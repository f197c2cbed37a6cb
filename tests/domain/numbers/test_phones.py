"""Parsing of numbers: every usual spelling of a number has the same canonical form, and other texts do not."""

from __future__ import annotations

import pytest

from callerid_dash.domain.numbers.phones import Dialing, MatchRule, NumberKind, parse_number
from tests.domain.numbers.dialings import BERLIN, NEW_YORK, TEHRAN, UK, USA

MOBILE = "+989121234567"


OFFICE = "+982188776655"


@pytest.mark.parametrize(
    "written",
    [
        "09121234567",
        "9121234567",
        "989121234567",
        "+989121234567",
        "00989121234567",
        "+98 (0) 912 123 4567",
        "+09121234567",
        "0912-123-45-67",
        "(0912) 123.4567",
        "'09121234567'",
        "۰۹۱۲۱۲۳۴۵۶۷",
        "٠٩١٢١٢٣٤٥٦٧",
        "+۹۸ ۹۱۲ ۱۲۳ ۴۵۶۷",
        "０９１２１２３４５６７",
        "\u202a+98\u00a0912\u2011123\u20134567\u202c",
        "\u200e0912\u200c1234567\ufeff",
        "sip:09121234567@10.0.0.1:5060;user=phone",
        "sip:%2B989121234567@trunk.example.com",
        "sips:+989121234567:secret@example.com",
        "<sip:+989121234567@example.com;user=phone>;tag=1928",
        '"Ali Karimi" <09121234567>',
        '"Ali <vip>" <sip:09121234567@example.com>;tag=x',
        "09121234567@from-trunk",
        "tel:+98-912-123-4567",
        "TEL:0912-123-4567;phone-context=+98",
    ],
)
def test_every_usual_spelling_of_a_mobile_is_one_number(written: str) -> None:
    number = parse_number(written, TEHRAN)
    assert (number.kind, number.canonical, number.rule) == (NumberKind.EXTERNAL, MOBILE, MatchRule.EXACT)
    assert number.raw == written
    assert number.e164 == MOBILE


@pytest.mark.parametrize("written", ["02188776655", "2188776655", "982188776655", "+982188776655", "021-8877 6655"])
def test_a_landline_is_recognised_without_its_zero_or_plus(written: str) -> None:
    assert parse_number(written, TEHRAN).canonical == OFFICE


@pytest.mark.parametrize("written", ["88776655", "8877-6655", "۸۸۷۷۶۶۵۵", "sip:88776655@pbx"])
def test_a_local_number_gets_the_area_code(written: str) -> None:
    number = parse_number(written, TEHRAN)
    assert (number.canonical, number.rule) == (OFFICE, MatchRule.AREA_CODE_ADDED)


def test_a_local_number_is_nobodys_where_no_area_code_is_set() -> None:
    assert parse_number("88776655", Dialing("IR", "")).kind is NumberKind.INVALID
    assert parse_number("211234", Dialing("IR", "")).kind is NumberKind.INTERNAL


def test_a_local_number_that_fills_no_place_in_the_plan_is_not_read_as_another_number() -> None:
    # 2188776 could be the five-digit number 021 88776, or an eight-digit one cut short.
    assert parse_number("2188776", TEHRAN).kind is NumberKind.INVALID


@pytest.mark.parametrize(
    ("written", "extension"),
    [
        ("02188776655;ext=12", "12"),
        ("tel:+982188776655;ext=12;phone-context=+98", "12"),
        ("02188776655 ext 12", "12"),
        ("02188776655 ext.12", "12"),
        ("02188776655ext12", "12"),
        ("02188776655 Extension: 12", "12"),
        ("02188776655x12", "12"),
        ("02188776655 x 012", "012"),
        ("02188776655 #12", "12"),
        ("02188776655 داخلی 12", "12"),
        ("۰۲۱۸۸۷۷۶۶۵۵ داخلی۱۲", "12"),
        ("02188776655 داخلي: 12", "12"),
        ("(021) 88776655 (داخلی 12)", "12"),
        ("88776655 داخلی 12", "12"),
        *((f"021 88776655 {word} 12", "12") for word in ("доб.", "dahili", "Durchwahl", "تحويلة", "anexo", "interno")),
        *(
            (f"021 88776655 {word} 12", "12")
            for word in ("poste", "ramal", "wew.", "int.", "extensión", "EXT.", "내선")
        ),
        ("02188776655~12", "12"),
        ("021-88776655, ext. 12", "12"),
        ("02188776655", None),
    ],
)
def test_the_extension_is_split_off(written: str, extension: str | None) -> None:
    number = parse_number(written, TEHRAN)
    assert (number.canonical, number.extension) == (OFFICE, extension)


@pytest.mark.parametrize(
    ("written", "kind", "canonical"),
    [
        ("110", NumberKind.SHORT, "110"),
        ("۱۱۵", NumberKind.SHORT, "115"),
        ("118", NumberKind.SHORT, "118"),
        ("1559", NumberKind.INTERNAL, "1559"),
        ("101", NumberKind.INTERNAL, "101"),
        ("0101", NumberKind.INTERNAL, "0101"),
        ("21", NumberKind.INTERNAL, "21"),
        ("211234", NumberKind.INTERNAL, "211234"),
        ("sip:101@pbx.local", NumberKind.INTERNAL, "101"),
        ('"Reception" <101>', NumberKind.INTERNAL, "101"),
        ("داخلی ۱۰۱", NumberKind.INTERNAL, "101"),
        ("*98", NumberKind.INTERNAL, "*98"),
        ("*21#", NumberKind.INTERNAL, "*21#"),
    ],
)
def test_short_and_internal_numbers_stay_as_they_are(written: str, kind: NumberKind, canonical: str) -> None:
    number = parse_number(written, TEHRAN)
    assert (number.kind, number.canonical, number.e164) == (kind, canonical, None)


@pytest.mark.parametrize(
    "written",
    [
        *(None, "", " ", "\t\n\u00a0", "\u200f", "-", "<>", '""', '"Ali" <>'),
        *("anonymous", "Anonymous", "ANONYMOUS", "Anonymous@anonymous.invalid", "sip:x7f@anonymous.invalid"),
        *('"09121234567" <sip:anonymous@anonymous.invalid>;tag=1', "<sip:10.0.0.1>", "sip:pbx.example.com"),
        *("private", "Private Number", "restricted", "unknown", "<unknown>", "Unknown <unknown>", "UNAVAILABLE"),
        *("withheld", "Number withheld", "No Caller ID", "not_available", "Out-Of-Area", "O", "P", "p", "N/A"),
        *("asterisk", "asterisk <asterisk>", "sip:asterisk@10.0.0.1", "FreeSWITCH", "null"),
        *("0", "00", "0000000000", "۰۰۰۰", "+266696687", "+7378742833"),
        *("266696687", "7378742833", "2562533", "8656696", "86282452253", "+86282452253", "+000"),
        *("Anonym", "Скрытый номер", "رقم خاص", "número oculto"),
        *("خصوصی", "خصوصي", "ناشناس", "نامشخص", "شماره مخفی", "غیر\u200cقابل دسترس"),
    ],
)
def test_every_way_of_giving_no_number_is_withheld(written: str | None) -> None:
    number = parse_number(written, TEHRAN)
    assert (number.kind, number.canonical, number.e164) == (NumberKind.WITHHELD, None, None)


@pytest.mark.parametrize(
    "written",
    [
        *("abc", "s", "5", "*", "#", "+", "++98912", "12+34567", "09121234567 / 02188776655", "*21*09121234567#"),
        *("Ali 09121234567", "0912 call Ali", "💥", "0912\x0012345", "#####", "#N/A", "9.12E+09"),
        *("9" * 10_000, "(" * 10_000, "x" * 10_000, ";ext=" * 2_000, "<" * 10_000, "sip:" * 2_500, "ﷺ" * 10_000),
    ],
)
def test_garbage_is_invalid_and_has_no_canonical_form(written: str) -> None:
    number = parse_number(written, TEHRAN)
    assert (number.kind, number.canonical, number.extension) == (NumberKind.INVALID, None, None)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("0989121234567", "0989121234567"),
        ("+0989121234567", "0989121234567"),
        ("0912 123", "0912123"),
        ("+98912", "+98912"),
        ("+999123456789", "+999123456789"),
        ("00999123456789", "+999123456789"),
        ("999123456789", "+999123456789"),
        ("912123456", "912123456"),
    ],
)
def test_a_number_of_no_plan_is_equal_to_itself_and_to_nobody_else(written: str, canonical: str) -> None:
    number = parse_number(written, TEHRAN)
    assert (number.kind, number.canonical, number.e164) == (NumberKind.INVALID, canonical, None)
    for other in (written + "0", written[:-1], f"1{written}"):
        assert parse_number(other, TEHRAN).canonical != canonical


@pytest.mark.parametrize(
    ("written", "dialing", "canonical"),
    [
        ("00442079460000", TEHRAN, "+442079460000"),
        ("442079460000", TEHRAN, "+442079460000"),
        ("02079460000", UK, "+442079460000"),
        ("2079460000", UK, "+442079460000"),
        ("442079460000", UK, "+442079460000"),
        ("79460000", Dialing("GB", "20"), "+442079460000"),
        ("03088776655", BERLIN, "+493088776655"),
        ("88776655", BERLIN, "+493088776655"),
        ("015112345678", BERLIN, "+4915112345678"),
        ("4915112345678", BERLIN, "+4915112345678"),
        ("(212) 736-5000", USA, "+12127365000"),
        ("12127365000", USA, "+12127365000"),
        ("7365000", NEW_YORK, "+12127365000"),
        ("011989121234567", USA, MOBILE),
        ("00989121234567", USA, MOBILE),
        ("06 698 12345", Dialing("IT", "06"), "+390669812345"),
        ("98765-4321", Dialing("BR", "11"), "+5511987654321"),
        ("3765-4321", Dialing("BR", "11"), "+551137654321"),
        ("15 1234-5678", Dialing("AR", "11"), "+5491112345678"),
        ("011 15 1234-5678", Dialing("AR", "11"), "+5491112345678"),
        ("20123456", Dialing("DK", "21"), "+4520123456"),
        ("201234", Dialing("FO", ""), "+298201234"),
    ],
)
def test_other_regions_are_read_by_their_own_plan(written: str, dialing: Dialing, canonical: str) -> None:
    assert parse_number(written, dialing).canonical == canonical


@pytest.mark.parametrize(
    ("written", "dialing", "canonical"),
    [
        ("7378742833", USA, "+17378742833"),
        ("+17378742833", TEHRAN, "+17378742833"),
        ("2562533", NEW_YORK, "+12122562533"),
    ],
)
def test_digits_that_are_somebodys_number_are_not_withheld(written: str, dialing: Dialing, canonical: str) -> None:
    assert parse_number(written, dialing).canonical == canonical


@pytest.mark.parametrize(
    ("written", "dialing", "canonical"),
    [
        ("1-800-FLOWERS", USA, "+18003569377"),
        ("1 (800) GO-FEDEX", TEHRAN, "+18004633339"),
        ("(212) 736-PENN", USA, "+12127367366"),
        ("0800 REVERSE", UK, "+448007383773"),
    ],
)
def test_letters_of_an_advertised_number_are_its_keys(written: str, dialing: Dialing, canonical: str) -> None:
    assert parse_number(written, dialing).canonical == canonical


@pytest.mark.parametrize("written", ["0912 AliReza", "021 8877 Home", "0912 123 45 x", "0912 GHI JKLM"])
def test_letters_beside_a_number_are_no_keys(written: str) -> None:
    assert parse_number(written, TEHRAN).e164 is None


def test_emergency_numbers_are_those_of_the_region() -> None:
    assert parse_number("911", USA).kind is NumberKind.SHORT
    assert parse_number("999", UK).kind is NumberKind.SHORT
    assert parse_number("999", BERLIN).kind is NumberKind.INTERNAL


def test_a_range_that_the_library_does_not_list_yet_counts_when_written_in_full() -> None:
    assert parse_number("09061234567", TEHRAN).canonical == "+989061234567"
    assert parse_number("+989061234567", USA).canonical == "+989061234567"
    assert parse_number("9061234567", TEHRAN).kind is NumberKind.INVALID


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("03112234567", "+983132234567"),
        ("0311-2234567", "+983132234567"),
        ("+98 311 223 4567", "+983132234567"),
        ("00983112234567", "+983132234567"),
        ("3112234567", "+983132234567"),
        ("02517712345", "+982537712345"),
        ("05118412345", "+985138412345"),
    ],
)
def test_a_number_of_a_renamed_area_code_is_todays_number(old: str, today: str) -> None:
    number = parse_number(old, TEHRAN)
    assert (number.canonical, number.rule) == (today, MatchRule.OLD_NUMBERING_PLAN)
    assert parse_number(today, TEHRAN).rule is MatchRule.EXACT


@pytest.mark.parametrize("written", ["03132234567", "03612234567", "03111234567", "03110234567", "02612234567"])
def test_what_is_no_documented_old_number_is_left_alone(written: str) -> None:
    number = parse_number(written, TEHRAN)
    assert (number.canonical, number.rule) == ("+98" + written[1:], MatchRule.EXACT)
