"""Runs work in a subprocess: reading files from outside, and work that takes memory which Python does not give back.

`python -m callerid_dash.domain.files.subprocess_reader` is that process. It reads from standard input which function to
call, and writes to standard output each item that the function yields, then a mark of the end or the InvalidInput that
it raised. Both ends are ours, so they exchange pickled objects. Other threads are not blocked by the GIL meanwhile. A
process that runs out of memory or time, or is killed, ends in a stated error.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar, cast

from callerid_dash.domain.errors import CallerIdError, InvalidInput

Arguments = ParamSpec("Arguments")
T = TypeVar("T")
_PACKAGES = Path(__file__).parents[3]
"""The folder that this package was imported from; the subprocess must import the same one."""
_GARBAGE = 200_000
"""Allocations between garbage collections: reading makes millions of objects, and hardly any refer to each other."""
_ANSWER, _DONE, _FAULT = "answer", "done", "fault"


class ReadingFailed(CallerIdError):
    """The subprocess ended before its work was done."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The memory in bytes and the time in seconds that the subprocess may take."""

    memory: int | None = None
    timeout: float | None = None


def answers(
    bounds: Bounds, work: Callable[Arguments, Iterable[T]], *asked: Arguments.args, **named: Arguments.kwargs
) -> Generator[T]:
    """Yield what `work` yields when it is called in the subprocess; it and its arguments must be picklable.

    Raises InvalidInput or ReadingFailed. The process ends with the iterator, also with one that is closed early.
    """
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_PACKAGES), os.environ.get("PYTHONPATH", "")])},
        start_new_session=True,  # Ctrl-C is meant for the server; we end the process ourselves
    ) as process:
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(bounds.timeout or 0, give_up)
        try:
            if bounds.timeout is not None:
                watch.start()
            _send(process, bounds.memory, work, asked, named)
            yield from _answers(cast("BinaryIO", process.stdout))
        except ReadingFailed as error:
            if late.is_set():
                raise InvalidInput("Reading the file took too long. Split it, and import the parts.", "file") from error
            raise
        finally:
            watch.cancel()
            process.kill()


def _send(process: subprocess.Popen[bytes], memory: int | None, *asked: object) -> None:
    try:
        with cast("BinaryIO", process.stdin) as pipe:
            pipe.write(pickle.dumps(memory) + pickle.dumps(asked))
    except BrokenPipeError:  # it has ended already, as its answers will say
        return


def _answers(pipe: BinaryIO) -> Iterator[T]:
    while True:
        try:
            kind, answer = pickle.load(pipe)  # noqa: S301 - from a process that we started
        except (EOFError, pickle.UnpicklingError):
            raise ReadingFailed(
                "Reading the file has come to a sudden end. What was taken in by then stays; import the file again."
            ) from None
        if kind == _FAULT:
            raise answer
        if kind == _DONE:
            return
        yield answer


def main(asked: BinaryIO, answers_to: BinaryIO) -> None:
    """Read the request, run it, and write the answers."""
    memory = pickle.load(asked)  # noqa: S301 - from the process that started us
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    def answer_with(kind: str, answer: object = None) -> None:
        pickle.dump((kind, answer), answers_to, pickle.HIGHEST_PROTOCOL)
        answers_to.flush()

    try:
        work, arguments, named = pickle.load(asked)  # noqa: S301 - from the process that started us
        for each in work(*arguments, **named):
            answer_with(_ANSWER, each)
        answer_with(_DONE)
    except InvalidInput as fault:
        answer_with(_FAULT, fault)
    except MemoryError:
        answer_with(
            _FAULT, InvalidInput("Reading the file takes too much memory. Split it, and import the parts.", "file")
        )


if __name__ == "__main__":
    gc.set_threshold(_GARBAGE)
    main(sys.stdin.buffer, sys.stdout.buffer)
