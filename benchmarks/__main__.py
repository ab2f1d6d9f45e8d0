"""``python -m benchmarks``: time the commands and print one table of them.

Reading happens in a pipe unless it says otherwise.  The bare app prints a rich
table of 20 rows; `--version` is held against the same app printing one line.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.timing import Case, Result, compare, run

HERE = Path(__file__).parents[1]
TODAY = "2026-11-02"
"""The day of `benchmarks.ledgers`, which this process must not import: its memory
would count as that of the programs it starts."""

_START = "from {module} import {name}; raise SystemExit({name}())"
_DEALTRACK = [sys.executable, "-c", _START.format(module="dealtrack.cli.main", name="main")]
_BARE = [sys.executable, "-c", _START.format(module="benchmarks.bare", name="app")]

READING = ("overdue", "agenda", "show 17", "status", "month 2026-10", "list --all")


def main() -> None:
    """Measure and print."""
    asked = _asked()
    os.chdir(HERE)
    print(_machine(), end="\n\n")
    with TemporaryDirectory(prefix="dealtrack-bench-") as name:
        folder = Path(name)
        for line in _lines(folder, asked.sizes, asked.rounds):
            print(line, flush=True)
        print()
        for line in _peer_lines(folder, asked.sizes[0], asked.rounds):
            print(line, flush=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    sizes = "how many agreements the ledgers hold, such as 1000,10000"
    parser.add_argument("--sizes", type=_numbers, default=(1000, 10_000), help=sizes)
    parser.add_argument("--rounds", type=int, default=5, help="how often each command runs")
    return parser.parse_args()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


def _machine() -> str:
    cores = f"{os.cpu_count()} cores"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{python}, {platform.system()}, {cores}"


def _lines(folder: Path, sizes: Sequence[int], rounds: int) -> Iterator[str]:
    yield "| agreements | command | ms | × bare app | MB | KiB written |"
    yield "|---:|---|---:|---:|---:|---:|"
    surroundings = _environment(folder, folder / "nothing.json")
    line, table = (Case("", partial(_bare, rows), surroundings) for rows in (0, 20))
    run(table)
    yield from map(_row, compare([table._replace(name="bare app: a table")], table, rounds))
    first = [
        line._replace(name="bare app: a line"),
        Case("--version", partial(_words, "--version"), surroundings),
    ]
    yield from map(_row, compare(first, line, rounds))
    for size in sizes:
        cases = _cases(folder, size)
        yield from (_row(result, size) for result in compare(cases, table, rounds))


def _row(result: Result, size: int | None = None) -> str:
    return (
        f"| {f'{size:,}' if size else '–'} | {result.name} | {result.seconds * 1000:.0f} "
        f"| {result.ratio:.2f} | {result.peak / 1e6:.0f} | {_kib(result.written)} |"
    )


def _kib(size: float | None) -> str:
    return "" if size is None else f"{size / 1024:.1f}"


def _cases(folder: Path, size: int) -> list[Case]:
    """Return the commands to time on a ledger of so many agreements, which is made here."""
    read, changed = (_ledger(folder / f"{use}-{size}", size) for use in ("read", "write"))
    looking = _environment(folder, read)
    writing = _environment(folder, changed)
    cases = [Case(words, partial(_words, words), looking) for words in READING]
    terminal = Case("overdue", partial(_words, "overdue -n 20"), looking, on_terminal=True)
    chinese = terminal._replace(environment={**looking, "DEALTRACK_LANG": "zh"})
    return [
        cases[0],
        terminal._replace(name="overdue, 20 rows on a terminal"),
        chinese._replace(name="the same in Chinese"),
        *cases[1:],
        Case("done", _done, writing, folder=changed.parent),
        Case("log", partial(_words, "log 港口合作备忘录"), writing, folder=changed.parent),
    ]


def _ledger(folder: Path, size: int) -> Path:
    folder.mkdir()
    path = folder / "ledger.json"
    words = [sys.executable, "-m", "benchmarks.ledgers", str(size), str(path)]
    subprocess.run(words, check=True)
    return path


def _words(words: str, _number: int) -> list[str]:
    return [*_DEALTRACK, *words.split()]


def _done(number: int) -> list[str]:
    return [*_DEALTRACK, "done", f"{number + 1}.3"]  # every third follow-up is open


def _bare(rows: int, _number: int) -> list[str]:
    return [*_BARE, "--rows", str(rows)]


def _environment(folder: Path, ledger: Path) -> dict[str, str]:
    """Return the surroundings of a user who has chosen nothing but the ledger."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DEALTRACK_", "XDG_"))}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {
        "HOME": str(folder),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "DEALTRACK_LEDGER": str(ledger),
        "DEALTRACK_TODAY": TODAY,
        "DEALTRACK_LANG": "en",
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLUMNS": "100",
        "PAGER": "",
    }


def _peer_lines(folder: Path, agreements: int, rounds: int) -> Iterator[str]:
    from benchmarks import peers  # noqa: PLC0415 -- after the rest, because of its memory

    yield f"| on the tasks of {agreements:,} agreements | start, ms | overdue, ms |"
    yield "|---|---:|---:|"
    known: list[peers.Task] = []
    for peer in peers.PEERS:
        if not shutil.which(peer.command):
            yield f"| {peer.name} | not installed | |"
            continue
        known = known or peers.tasks(agreements, date.today())
        both = peers.cases(peer, folder / peer.command, known)
        yield f"| {peer.name} | {' | '.join(_milliseconds(both, rounds))} |"


def _milliseconds(cases: Iterable[Case], rounds: int) -> Iterator[str]:
    for case in cases:
        (result,) = compare([case], case, rounds)
        yield f"{result.seconds * 1000:.0f}"


if __name__ == "__main__":
    main()
