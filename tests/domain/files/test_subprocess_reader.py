"""Reading in a subprocess: what it returns, and what happens when it crashes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import pytest

from callerid_dash.domain.errors import InvalidInput
from callerid_dash.domain.files.subprocess_reader import Bounds, ReadingFailed, answers

HERE = "callerid_dash.domain.files.subprocess_reader"


def test_what_a_call_yields_comes_one_by_one() -> None:
    assert list(answers(Bounds(), range, 3)) == [0, 1, 2]


def test_a_process_that_takes_too_much_memory_says_so() -> None:
    with pytest.raises(InvalidInput, match="too much memory"):
        list(answers(Bounds(memory=300 << 20), bytearray, 400 << 20))


def test_a_process_that_takes_too_long_is_ended_and_says_so() -> None:
    with pytest.raises(InvalidInput, match="too long"):
        list(answers(Bounds(timeout=0.5), _endless(), 600))


def test_a_process_that_is_killed_is_a_stated_error(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    start = subprocess.Popen

    def noted(*args: Any, **options: Any) -> object:
        process = start(*args, **options)
        started.append(process.pid)
        return process

    monkeypatch.setattr("callerid_dash.domain.files.subprocess_reader.subprocess.Popen", noted)
    reading: Iterator[object] = answers(Bounds(), range, 10_000_000)
    next(reading)
    os.kill(started[0], signal.SIGKILL)
    with pytest.raises(ReadingFailed, match="sudden end"):
        list(reading)


def _endless() -> Callable[[int], Iterable[object]]:
    return cast("Callable[[int], Iterable[object]]", time.sleep)
