"""The mapping that the headings of a CSV file suggest, which a reader accepts."""

from __future__ import annotations

import tomllib

import pytest

from callerid_dash.services.imports.calls.file_guess import headings, suggested_mapping
from callerid_dash.sources.history import read_mapping


def suggested(*lines: str) -> dict[str, object]:
    """The suggestion in the words of a mapping file."""
    return tomllib.loads(suggested_mapping(lines))


def test_english_headings_are_known_in_any_spelling() -> None:
    told = suggested(
        "Start Time,Caller-ID,DID,Talk_Time,Call Status,Agent",
        "2026-05-04 09:00:00,0912,021,30,Answered,101",
        "2026-05-04 09:05:00,0912,021,0,Not answered,",
        "2026-05-04 09:06:00,0912,021,0,No Answer,",
    )
    assert told == {
        "started_at": "Start Time",
        "talk": "Talk_Time",
        "caller": "Caller-ID",
        "line": "DID",
        "extension": "Agent",
        "status": "Call Status",
        "answered": ["Answered"],
    }


def test_persian_headings_days_and_semicolons_are_known() -> None:
    told = suggested(
        "تاریخ;ساعت;شماره تماس‌گیرنده;مدت;وضعیت;جهت",
        "۱۴۰۵/۰۲/۱۴;۰۹:۰۰;۰۹۱۲۱۲۳۴۵۶۷;۳۵;پاسخ داده شده;ورودی",
        "۱۴۰۵/۰۲/۱۴;۰۹:۰۵;۰۹۱۲۱۲۳۴۵۶۷;۱۰;پاسخ داده نشده;خروجی",
    )
    assert told == {
        "started_at": ["تاریخ", "ساعت"],
        "duration": "مدت",
        "caller": "شماره تماس‌گیرنده",
        "status": "وضعیت",
        "answered": ["پاسخ داده شده"],
        "direction": "جهت",
        "incoming": ["ورودی"],
        "calendar": "jalali",
        "delimiter": ";",
    }


def test_a_mapping_can_be_read_of_what_is_suggested() -> None:
    lines = ("calldate,src,dst,disposition,billsec", "2026-05-04 09:00:00,0912,021,ANSWERED,30")
    assert read_mapping(suggested_mapping(lines))["started_at"] == "calldate"


def test_a_status_whose_values_nobody_knows_is_left_to_the_person() -> None:
    assert suggested("start;end;status", "x;y;17") == {"started_at": "start", "ended_at": "end", "delimiter": ";"}


@pytest.mark.parametrize("lines", [[], [""], ["0912,2026"], ['"never closed'], ["a,b", '"x']])
def test_a_file_without_headings_suggests_nothing(lines: list[str]) -> None:
    assert suggested_mapping(lines) == ""
    assert isinstance(headings(lines), list)
