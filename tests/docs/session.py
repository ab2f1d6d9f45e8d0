"""Pages of the documentation as sessions: their commands are run, their output is compared.

A page is played from top to bottom in a shell of its own: an empty home, a terminal
`COLUMNS` wide without colour, nobody to ask, a fixed day.  Comments steer it::

    <!-- today: 2026-11-02 -->   the day that is taken for today
    <!-- ledger: year-en -->     the sample year is in the ledger already
    <!-- copy: sample_data/register-zh.xlsx --> that file of ours is in its folder
    <!-- server: caldav -->      a calendar server is there, and the settings know it
    <!-- server: postgresql -->  a database server is there, and lets `postgres` in
    <!-- server: postgres -->    every host has PostgreSQL, and a database ``deals`` of li's
    <!-- file: trip.toml -->     the block that follows is a file
    <!-- not run -->             the block that follows is only read

In a ``console`` block a line that begins with ``$`` is a command, ``>`` continues it, and
the rest is what it prints.  A line ``…`` stands for any lines, a moment for any moment
(the clock is the tester's own).  Run with ``UPDATE_GOLDEN=1``
the tests write what was really printed into the page; then read the difference.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.cli import terminals

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = 100
PATIENCE = 120
SOME_LINES = "…"

PATH = os.environ["PATH"]

_MARK = "\x1e"
_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*?) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_BAR = re.compile(r"\x1b\[\?25l.*?\x1b\[\?25h\s*(?:\x1b\[1A\x1b\[2K)?", re.DOTALL)
"""What a bar draws while something lasts, and takes away again."""
_MOMENT = re.compile(r"20\d\d-?\d\d-?\d\d([ T])\d\d:?\d\d(:?\d\d)?")
_SETTING = re.compile(r"^<!-- (today|ledger|server|copy): (\S+) -->$", re.MULTILINE)


class Step(NamedTuple):
    """A command, as it is typed, and the lines that it prints."""

    command: tuple[str, ...]
    output: tuple[str, ...]

    @property
    def source(self) -> str:
        """The command as the shell reads it."""
        return "\n".join(line[2:] for line in self.command)

    def prints(self, output: tuple[str, ...]) -> bool:
        """Whether *output* is what the page says."""
        lines = (
            "(?:.*\n)*?" if line == SOME_LINES else re.escape(_timeless(line)) + "\n"
            for line in self.output
        )
        return bool(
            re.fullmatch("".join(lines), "".join(f"{_timeless(line)}\n" for line in output))
        )


class File(NamedTuple):
    """A file that the page tells its reader to write."""

    name: str
    text: str


class Page(NamedTuple):
    """A page: what is done on it, in order, and its settings."""

    text: str
    today: str
    ledger: str
    server: str = ""
    copy: str = ""

    @classmethod
    def read(cls, path: Path) -> "Page":
        """Read the page at *path*."""
        text = path.read_text(encoding="utf-8")
        settings = dict(_SETTING.findall(text))
        today, ledger = settings.get("today", "2026-11-02"), settings.get("ledger", "")
        return cls(text, today, ledger, settings.get("server", ""), settings.get("copy", ""))

    @property
    def doings(self) -> list[Step | File]:
        """The commands and the files, from top to bottom."""
        return [doing for block in _BLOCK.finditer(self.text) for doing in _doings(block)]

    @property
    def steps(self) -> list[Step]:
        """The commands alone."""
        return [doing for doing in self.doings if isinstance(doing, Step)]

    def with_outputs(self, outputs: list[tuple[str, ...]]) -> str:
        """Return the text with what was really printed where the page says another thing."""
        left = iter(outputs)

        def anew(block: re.Match[str]) -> str:
            steps = [doing for doing in _doings(block) if isinstance(doing, Step)]
            if not steps:
                return block.group()
            body = "".join(f"{line}\n" for step in steps for line in _renewed(step, next(left)))
            start, end = (at - block.start() for at in block.span("body"))
            return block.group()[:start] + body + block.group()[end:]

        return _BLOCK.sub(anew, self.text)


def play(page: Page, home: Path, **more: str) -> list[tuple[str, ...]]:
    """Run the commands of *page* in a shell whose home is *home*; return what each printed.

    *more* is added to what the shell finds in its environment.
    """
    work = home / "office"
    work.mkdir(parents=True)
    if page.copy:
        shutil.copy(ROOT / page.copy, work)
    program = home / ".bin" / "dealtrack"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dealtrack "$@"\n')
    more["PATH"] = ":".join(filter(None, (str(program.parent), more.get("PATH"), PATH)))
    program.chmod(0o755)
    script = home / ".bin" / "script"
    script.write_text("".join(map(_spoken, page.doings)), encoding="utf-8")
    environment = {
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(home),
        "USER": "li",
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "NO_COLOR": "1",
        "PAGER": "cat",
        "DEALTRACK_TODAY": page.today,
        **more,
    }
    command = ["bash", "-c", f"exec bash '{script}' < /dev/null"]
    _code, said = terminals.run(command, environment, work, (COLUMNS, 9999), (), PATIENCE)
    text = _BAR.sub("", said.decode().replace("\r\n", "\n")).replace(str(home), "~")
    parts = text.split(_MARK)[:-1]
    return [tuple(line.rstrip() for line in part.splitlines()) for part in parts]


def _timeless(line: str) -> str:
    """Return *line* with every moment as the same one; a bare day stays what it is."""
    return _MOMENT.sub("MOMENT", line)


def _doings(block: re.Match[str]) -> Iterator[Step | File]:
    mark = block["mark"] or ""
    if mark.startswith("file: "):
        yield File(mark.removeprefix("file: "), block["body"])
    elif block["kind"] == "console" and mark != "not run":
        yield from _steps(block["body"].splitlines())


def _steps(lines: list[str]) -> Iterator[Step]:
    command: list[str] = []
    output: list[str] = []
    for line in lines:
        if line.startswith("$ "):
            if command:
                yield Step(tuple(command), tuple(output))
            command, output = [line], []
        elif line.startswith("> ") and not output:
            command.append(line)
        else:
            output.append(line)
    if command:
        yield Step(tuple(command), tuple(output))


def _renewed(step: Step, output: tuple[str, ...]) -> tuple[str, ...]:
    return (*step.command, *(step.output if step.prints(output) else output))


def _spoken(doing: Step | File) -> str:
    """Return what the shell is told: a mark follows the output of every command."""
    match doing:
        case File(name, text):
            return f"cat > {name} <<'END OF FILE'\n{text}END OF FILE\n"
        case Step():
            keeping = f"kept=$?; printf '{_MARK}'; (exit $kept)"
            return f"{doing.source}\n{keeping}\n"
