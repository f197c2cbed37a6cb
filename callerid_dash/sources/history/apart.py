"""Reading a file in a process of its own, so that rows are understood while others are written, and pages stay quick.

`python -m callerid_dash.sources.history.apart` is that process: it is told on its standard input what to read, and
answers on its standard output with batches, then None, or the InvalidInput that says what is wrong with the file.
Both ends are ours, so pickled objects may pass between them.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from callerid_dash.domain.errors import CallerIdError, InvalidInput
from callerid_dash.domain.history import Reading
from callerid_dash.services.import_batches import Gathered, gathered
from callerid_dash.sources.history import READERS

_PACKAGES = Path(__file__).parents[3]
"""Where this package was imported from; a process of ours must not find another one."""
_GARBAGE = 200_000
"""Objects between looks for garbage: reading makes millions, and hardly any refer to each other."""


class ReadingFailed(CallerIdError):
    """The process that reads has come to an end before the file has."""


def read_apart(name: str, path: Path, how: Reading, source: str) -> Generator[Gathered]:
    """What the reader of this name makes of the file. Raises InvalidInput or ReadingFailed.

    The process ends with the iterator, also with one that is left early.
    """
    with subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_PACKAGES), os.environ.get("PYTHONPATH", "")])},
        start_new_session=True,  # whoever presses Ctrl-C means the import; we end the process ourselves
    ) as process:
        try:
            with cast("BinaryIO", process.stdin) as asked:
                asked.write(pickle.dumps((name, path.absolute(), how, source)))
            yield from _answers(cast("BinaryIO", process.stdout))
        finally:
            process.kill()


def _answers(pipe: BinaryIO) -> Iterator[Gathered]:
    while True:
        try:
            answer = pickle.load(pipe)  # noqa: S301 - from a process that we started
        except (EOFError, pickle.UnpicklingError):
            raise ReadingFailed(
                "Reading the file has come to a sudden end. What was taken in by then stays; import the file again."
            ) from None
        match answer:
            case Gathered():
                yield answer
            case InvalidInput():
                raise answer
            case _:
                return


def main(asked: BinaryIO, answers: BinaryIO) -> None:
    """Read what is asked for, and answer."""
    name, path, how, source = pickle.load(asked)  # noqa: S301 - from the process that started us
    try:
        with path.open("rb") as file:
            for some in gathered(READERS[name](file, how), source):
                pickle.dump(some, answers, pickle.HIGHEST_PROTOCOL)
                answers.flush()
        pickle.dump(None, answers)
    except InvalidInput as fault:
        pickle.dump(fault, answers)
    answers.flush()


if __name__ == "__main__":
    gc.set_threshold(_GARBAGE)
    main(sys.stdin.buffer, sys.stdout.buffer)
