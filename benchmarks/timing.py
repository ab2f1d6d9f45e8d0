"""How long a command takes, beside a yardstick that ran a moment before.

Every run is a whole process.  A command and its yardstick take turns, so that
whatever else the machine does meets both; what is told is the median of the runs,
and the median of the ratios within each pair.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

Environment = Mapping[str, str]

PATIENCE = 20
_MADE_ANEW = {".json", ".index"}


class Case(NamedTuple):
    """A command to time; *words* makes its command line for the round of that number.

    *folder* is where the ledger lies that it changes, if it does.
    """

    name: str
    words: Callable[[int], list[str]]
    environment: Environment
    on_terminal: bool = False
    folder: Path | None = None


class Sample(NamedTuple):
    """One run: how long it took, and how much memory it held at most."""

    seconds: float
    peak: int


class Result(NamedTuple):
    """Medians: seconds, times the yardstick, bytes in memory, bytes written or None."""

    name: str
    seconds: float
    ratio: float
    peak: float
    written: float | None


class Failed(Exception):  # noqa: N818 -- it is what happened
    """A command that was to be timed did not work."""


def compare(
    cases: Sequence[Case], yardstick: Case, rounds: int, patience: float = PATIENCE
) -> Iterator[Result]:
    """Yield how each of *cases* does, measured in turns with *yardstick*.

    One that took more than *patience* seconds in all has no further rounds.
    """
    seen: list[list[tuple[Sample, Sample, int]]] = [[] for _ in cases]
    for number in range(rounds + 1):
        for case, pairs in zip(cases, seen, strict=True):
            if number > 1 and sum(own.seconds for own, _, _ in pairs) > patience:
                continue
            base = run(yardstick._replace(on_terminal=case.on_terminal), number)
            before = _size(case.folder)
            own = run(case, number)
            pairs.append((own, base, _size(case.folder) - before))
    for case, pairs in zip(cases, seen, strict=True):
        yield _result(case, pairs[1:])  # the first round compiles modules and fills caches


def run(case: Case, number: int = 0) -> Sample:
    """Run *case* once.

    Raises:
        Failed: if it exits with anything but 0.
    """
    words = case.words(number)
    read, write = os.openpty() if case.on_terminal else os.pipe()
    start = time.perf_counter()
    with subprocess.Popen(
        words,
        stdin=write if case.on_terminal else subprocess.DEVNULL,
        stdout=write,
        stderr=subprocess.STDOUT,
        env=case.environment,
    ) as child:
        os.close(write)
        said = _drain(read)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Failed(f"{' '.join(words)}: exit {child.returncode}\n{said[-2000:].decode()}")
    return Sample(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def _drain(read: int) -> bytes:
    """Return all that comes out of *read*, and close it."""
    said = bytearray()
    with suppress(OSError):  # how a terminal tells that its other end is gone
        while text := os.read(read, 1 << 16):
            said += text
    os.close(read)
    return bytes(said)


def _size(folder: Path | None) -> int:
    """Return the bytes in the files of *folder* but for checkpoints and index."""
    if folder is None:
        return 0
    kept = (f for f in folder.iterdir() if f.is_file() and f.suffix not in _MADE_ANEW)
    return sum(file.stat().st_size for file in kept)


def _result(case: Case, pairs: list[tuple[Sample, Sample, int]]) -> Result:
    return Result(
        case.name,
        median(own.seconds for own, _, _ in pairs),
        median(own.seconds / base.seconds for own, base, _ in pairs),
        median(own.peak for own, _, _ in pairs),
        median(written for _, _, written in pairs) if case.folder else None,
    )
