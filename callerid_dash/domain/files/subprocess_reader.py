"""Work in a process of its own: what strangers' files feed, and what takes memory that Python does not give back.

`python -m callerid_dash.domain.files.subprocess_reader` is that process: it is told on its standard input what to call,
and answers on its standard output with what the call yields, one by one, then that this was all, or the InvalidInput
that it raised. Both ends are ours, so pickled objects may pass between them. Other threads go on meanwhile, whatever
the work does with Python's lock; a process that runs out of memory or time, or is killed, is a stated error.
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

Asked = ParamSpec("Asked")
T = TypeVar("T")
_PACKAGES = Path(__file__).parents[3]
"""Where this package was imported from; a process of ours must not find another one."""
_GARBAGE = 200_000
"""Objects between looks for garbage: reading makes millions, and hardly any refer to each other."""
_ANSWER, _DONE, _FAULT = "answer", "done", "fault"


class ReadingFailed(CallerIdError):
    """The process has come to an end before its work has."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bytes that the process may take, and seconds that it may run."""

    memory: int | None = None
    timeout: float | None = None


def answers(
    bounds: Bounds, work: Callable[Asked, Iterable[T]], *asked: Asked.args, **named: Asked.kwargs
) -> Generator[T]:
    """What `work` yields when it is called so elsewhere; it and its arguments can be pickled.

    Raises InvalidInput or ReadingFailed. The process ends with the iterator, also with one that is left early.
    """
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_PACKAGES), os.environ.get("PYTHONPATH", "")])},
        start_new_session=True,  # whoever presses Ctrl-C means the server; we end the process ourselves
    ) as process:
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(bounds.timeout or 0, give_up)
        try:
            if bounds.timeout is not None:
                watch.start()
            _tell(process, bounds.memory, work, asked, named)
            yield from _answers(cast("BinaryIO", process.stdout))
        except ReadingFailed as error:
            if late.is_set():
                raise InvalidInput("Reading the file took too long. Split it, and import the parts.", "file") from error
            raise
        finally:
            watch.cancel()
            process.kill()


def _tell(process: subprocess.Popen[bytes], memory: int | None, *asked: object) -> None:
    try:
        with cast("BinaryIO", process.stdin) as pipe:
            pipe.write(pickle.dumps(memory) + pickle.dumps(asked))
    except BrokenPipeError:  # it has ended already, which its answers say
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
    """Do what is asked for, and answer."""
    memory = pickle.load(asked)  # noqa: S301 - from the process that started us
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    def tell(kind: str, answer: object = None) -> None:
        pickle.dump((kind, answer), answers_to, pickle.HIGHEST_PROTOCOL)
        answers_to.flush()

    try:
        work, arguments, named = pickle.load(asked)  # noqa: S301 - from the process that started us
        for each in work(*arguments, **named):
            tell(_ANSWER, each)
        tell(_DONE)
    except InvalidInput as fault:
        tell(_FAULT, fault)
    except MemoryError:
        tell(_FAULT, InvalidInput("Reading the file takes too much memory. Split it, and import the parts.", "file"))


if __name__ == "__main__":
    gc.set_threshold(_GARBAGE)
    main(sys.stdin.buffer, sys.stdout.buffer)
