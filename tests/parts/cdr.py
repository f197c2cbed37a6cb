"""Rows of Asterisk's Master.csv for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

_BEGIN = datetime(2026, 5, 4, 9, 0)


def cdr_row(key: int = 1, caller: str = "", answered: bool = True, began: str = "") -> str:
    """A call that rang on 101, a minute after the call with the previous key, with a unique id."""
    at = _BEGIN + timedelta(minutes=key)
    start = began or f"{at:%Y-%m-%d %H:%M:%S}"
    answer = f"{at + timedelta(seconds=5):%Y-%m-%d %H:%M:%S}" if answered else ""
    end = f"{at + timedelta(seconds=35):%Y-%m-%d %H:%M:%S}"
    caller = caller or f"0912{key:07}"
    disposition = "ANSWERED" if answered else "NO ANSWER"
    return (
        f'"","{caller}","02188880000","from-trunk","""Ali"" <{caller}>","PJSIP/trunk-{key:08x}","PJSIP/101-{key:08x}",'
        f'"Dial","PJSIP/101,30","{start}","{answer}","{end}",35,{30 if answered else 0},"{disposition}",'
        f'"DOCUMENTATION","{1_777_000_000 + key}.{key}",""'
    )


ROWS = "\n".join((cdr_row(1), '"","0912","trunc', cdr_row(2, answered=False), cdr_row(3, began="0000-00-00 00:00:00")))
"""Two calls, and two rows that cannot be read: the second and the fourth."""
