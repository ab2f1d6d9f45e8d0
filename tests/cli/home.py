"""A user's home to try the program in, and three ways to run it there.

``home.run(…)`` calls `main` in this process: quick, and what nearly every test wants.
``home.child(…)`` starts ``python -m dealtrack``: for exit codes, pipes and real streams.
``home.terminal(…)`` starts it on a terminal of its own, of a given width, which can
answer its questions.

All three take the words of the command line and give back an `Answer`.  A home has
its own folder, ledger, clock and language; nothing of the tester's own shows through.
"""

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import dealtrack
from dealtrack.cli.main import main
from dealtrack.model.stages import STAGES
from dealtrack.model.vocabulary import SECTORS
from dealtrack.store.base import Store
from dealtrack.store.opening import open_store
from dealtrack.text import language, speak
from tests.cli import terminals

TODAY = "2026-11-02"
"""The day on which the sample year is looked at."""

PATIENCE = 30
"""Seconds after which a child is taken for stuck."""

_ROOT = Path(dealtrack.__file__).parent.parent


class Answer(NamedTuple):
    """What came back: the exit code, what was printed, and the very bytes of stdout.

    On a terminal *err* is empty: everything stands in *out*, as it does on a screen.
    """

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()


@dataclass(frozen=True)
class Home:
    """An empty home in *folder*; *environment* is added to what the program sees.

    Make another one of it with ``home.on("2026-10-31")``, ``home.speaking("zh")`` or
    ``home.having(NO_COLOR="1")``: they share the folder and the ledger.
    """

    folder: Path
    today: str = TODAY
    language: str = "en"
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def ledger(self) -> Path:
        """Where the ledger is, or will be."""
        return self.folder / "ledger" / "ledger.json"

    def on(self, today: str) -> "Home":
        """Return the same home on another day."""
        return replace(self, today=today)

    def speaking(self, language: str) -> "Home":
        """Return the same home of somebody who reads *language*, ``en`` or ``zh``."""
        return replace(self, language=language)

    def having(self, **environment: str) -> "Home":
        """Return the same home with more variables in its environment."""
        return replace(self, environment={**self.environment, **environment})

    def store(self) -> Store:
        """Open the ledger behind the program's back."""
        return open_store(str(self.ledger), author="test", words="test")

    def run(
        self,
        *words: object,
        typed: str = "",
        screen: int = 0,
        keyboard: bool = False,
        encoding: str = "utf-8",
    ) -> Answer:
        """Run the program in this process, with *typed* as its stdin.

        *screen* is the width of the terminal that stdout is taken for, none for a pipe;
        with a *keyboard* stdin is taken for one too, and the program may ask.

        A bug (exit code 70) fails the test with what the crash file holds.
        """
        out, err = _Stream(encoding, bool(screen)), _Stream(encoding, bool(screen))
        stdin = _Stream(encoding, keyboard, typed)
        with self._surroundings(words, screen), _streams(stdin, out, err):
            code = main()
        answer = Answer(code, out.text, err.text, out.bytes)
        assert code != 70, self.crash() or answer.err
        return answer

    def child(
        self, *words: object, typed: str = "", encoding: str = "utf-8", check: bool = True
    ) -> Answer:
        """Run the program as a process of its own, its streams being pipes."""
        done = subprocess.run(
            self.command(*words),
            env={**self.variables(), "PYTHONIOENCODING": encoding},
            input=typed.encode(encoding),
            capture_output=True,
            timeout=PATIENCE,
            cwd=self.folder,
            check=False,
        )
        out, err = (
            part.decode(encoding, "surrogateescape") for part in (done.stdout, done.stderr)
        )
        assert not check or done.returncode != 70, self.crash() or err
        return Answer(done.returncode, out, err, done.stdout)

    def terminal(
        self,
        *words: object,
        columns: int = 100,
        lines: int = 1000,
        answers: Sequence[terminals.Reply] = (),
    ) -> Answer:
        """Run the program on a real terminal, in colour unless the environment forbids.

        *answers* are typed when what they answer is on the screen:
        ``answers=[("Title", "Framework agreement\\n"), ("Save?", "\\x03")]``.
        """
        environment = self.variables()
        environment["TERM"] = self.environment.get("TERM", "xterm-256color")
        code, raw = terminals.run(
            self.command(*words), environment, self.folder, (columns, lines), answers, PATIENCE
        )
        shown = raw.decode(errors="replace").replace("\r\n", "\n")
        assert code != 70, self.crash() or shown
        return Answer(code, shown, "", raw)

    def command(self, *words: object) -> list[str]:
        """Return the words that start the program as a process of its own."""
        return [sys.executable, "-m", "dealtrack", *map(str, words)]

    def variables(self) -> dict[str, str]:
        """Return the whole environment that the program sees."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(_ROOT),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "USER": "li",
            "PAGER": "cat",
            "DEALTRACK_LEDGER": str(self.ledger),
            "DEALTRACK_LANG": self.language,
            "DEALTRACK_TODAY": self.today,
            **self.environment,
        }

    def crash(self) -> str:
        """Return what the crash file of a bug says, nothing if there is none."""
        files = sorted(self.folder.rglob("crash-*.txt"))
        return files[-1].read_text(encoding="utf-8") if files else ""

    @contextmanager
    def _surroundings(self, words: Sequence[object], columns: int) -> Iterator[None]:
        """Put this process into the home, and back again afterwards."""
        before = dict(os.environ), sys.argv, Path.cwd(), language()
        vocabularies = [(words_, words_.words) for words_ in (SECTORS, STAGES)]
        shape = {"COLUMNS": str(columns), "LINES": "1000"} if columns else {}
        environment = {"TERM": "xterm-256color"} | shape | self.variables()
        _forget_commands_in_other_languages(self.language)
        sys.argv = ["dealtrack", *map(str, words)]
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(self.folder)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before[0])
            sys.argv = before[1]
            os.chdir(before[2])
            speak(before[3])
            for vocabulary, known in vocabularies:
                vocabulary.adopt(known)


_said_in = ""


def _forget_commands_in_other_languages(wanted: str) -> None:
    """Have the modules of the commands imported anew: they say their help at import."""
    global _said_in  # noqa: PLW0603 -- sys.modules is global too
    if _said_in != wanted:
        for name in [n for n in sys.modules if n.startswith("dealtrack.cli.")]:
            if name != "dealtrack.cli.main":
                del sys.modules[name]
    _said_in = wanted


class _Stream(io.TextIOWrapper):
    """A stream in memory that may say it is a terminal."""

    def __init__(self, encoding: str, is_terminal: bool, text: str = "") -> None:
        self._held = io.BytesIO(text.encode(encoding))
        self._is_terminal = is_terminal
        super().__init__(self._held, encoding=encoding, newline="\n", write_through=True)

    def isatty(self) -> bool:
        return self._is_terminal

    @property
    def bytes(self) -> bytes:
        """What was written."""
        return self._held.getvalue()

    @property
    def text(self) -> str:
        """What was written, as text; bytes that are none become half surrogate pairs."""
        return self.bytes.decode(self.encoding, "surrogateescape")


@contextmanager
def _streams(stdin: Any, out: Any, err: Any) -> Iterator[None]:
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = stdin, out, err
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
