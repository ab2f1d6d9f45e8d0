"""The program in processes of its own, to which faults are done: ``run`` and ``start``."""

import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from tests.cli.home import Home
from tests.faults.orders import ACKNOWLEDGED, MET, Ended, Order

_ROOT = Path(__file__).parents[2]


class Acknowledged(NamedTuple):
    """A command that had returned: its number, its exit code, its words, what it printed."""

    number: int
    code: int
    words: str
    out: str


class Outcome(NamedTuple):
    """What became of a child.  *code* is below zero if a signal ended it."""

    code: int
    out: str
    err: str
    met: bool

    @property
    def acknowledged(self) -> list[Acknowledged]:
        """The commands that returned, in order."""
        found: list[Acknowledged] = []
        *parts, _rest = self.out.split(ACKNOWLEDGED)
        for said, line in zip(parts, self.out.split(ACKNOWLEDGED)[1:], strict=True):
            head, end, _ = line.partition("\n")
            if end:
                number, code, words = head.split(" ", 2)
                printed = said.partition("\n")[2] if found else said
                found.append(Acknowledged(int(number), int(code), words, printed))
        return found


class Child:
    """A running child of a nursery."""

    def __init__(self, nursery: "subprocess.Popen[str]", said: Path) -> None:
        self._nursery = nursery
        self._said = said
        self.process = int(_line(nursery))

    def send(self, signal: int) -> None:
        """Send it a signal; harmless if it has ended."""
        os.kill(self.process, signal)

    def printed(self) -> str:
        """Return what it has printed so far."""
        return _text(self._said, ".out")

    def end(self) -> Outcome:
        """Wait until it has ended, and tell how."""
        ended = msgspec.json.decode(_line(self._nursery), type=Ended)
        met = Path(f"{self._said}.{MET}")
        outcome = Outcome(ended.code, self.printed(), _text(self._said, ".err"), met.exists())
        met.unlink(missing_ok=True)
        return outcome


class Nursery:
    """Starts the program often and fast, one child at a time.  See `tests.faults.nursery`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            env={**os.environ, "PYTHONPATH": f"{_ROOT / 'src'}{os.pathsep}{_ROOT}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, home: Home, *commands: Sequence[object], **how: Any) -> Child:
        """Start a child that runs *commands* in *home*; *how* is the rest of an `Order`."""
        said = self._folder / str(next(self._numbers) % 10)
        order = Order(
            commands=tuple(tuple(map(str, words)) for words in commands),
            environment=home.variables(),
            folder=str(home.folder),
            said=str(said),
            **how,
        )
        assert self._process.stdin is not None
        self._process.stdin.write(msgspec.json.encode(order).decode() + "\n")
        self._process.stdin.flush()
        return Child(self._process, said)

    def run(self, home: Home, *words: object, **how: Any) -> Outcome:
        """Run one command to its end."""
        return self.start(home, words, **how).end()

    def close(self) -> None:
        """Let the nursery end."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, "the nursery has died"
    return line


def _text(said: Path, ending: str) -> str:
    path = Path(f"{said}{ending}")
    return path.read_text(encoding="utf-8") if path.exists() else ""
