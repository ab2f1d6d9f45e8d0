"""Do the whole series of faults, and write its figures into docs/explanation/reliability.md.

Run by ``make faults``; takes minutes.  The tests in tests/faults do the faults, a few
of them in every test run; here they do ``--scale`` times as many, and what came out is
kept in tests/faults/counts.json.  ``--page`` writes only the page, from those figures;
``--only test_network …`` does some of the tests, and keeps the figures of the others.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "tests" / "faults" / "counts.json"
PAGE = ROOT / "docs" / "explanation" / "reliability.md"
BEGIN, END = "<!-- figures: made by `make faults` -->\n", "<!-- end of figures -->"


class Series(NamedTuple):
    """Faults of one sort: of which promise, what is done, and which test does it."""

    promise: int
    done: str
    test: str


SERIES = {
    "kill-random": Series(1, "SIGKILL of a busy writer at a random moment", "test_killed"),
    "kill-random-commands": Series(
        1, "… and commands that had been acknowledged", "test_killed"
    ),
    "kill-each-call": Series(1, "SIGKILL before and after each call on a file", "test_killed"),
    "kill-system-call": Series(
        1, "SIGKILL at each system call on a file, by strace", "test_killed"
    ),
    "power-cut": Series(
        1, "Power cut after each call: every state the disk may be in", "test_power_cut"
    ),
    "call-fails-once": Series(1, "Each call on a file failing once", "test_failing_calls"),
    "call-fails-from-then-on": Series(
        1, "… and every later one as well: a disk that goes away", "test_failing_calls"
    ),
    "system-call": Series(
        1, "Each system call on a file failing, by strace", "test_failing_calls"
    ),
    "file-limit": Series(1, "No file may grow beyond some size", "test_failing_calls"),
    "full-disk": Series(1, "Commands on a disk that is full", "test_full_disk"),
    "stopped-SIGINT": Series(1, "Ctrl-C at a random moment", "test_stopped"),
    "stopped-each-call": Series(1, "Ctrl-C after each call on a file", "test_stopped"),
    "stopped-SIGTERM": Series(1, "SIGTERM at a random moment", "test_stopped"),
    "closed-pipe": Series(1, "A reader that closes the pipe", "test_stopped"),
    "read-only": Series(
        1, "Commands where the folder or a file may not be written or read", "test_surroundings"
    ),
    "places": Series(1, "Links, missing folders, other names", "test_surroundings"),
    "clock": Series(1, "Changes while the clock jumps back and forth", "test_surroundings"),
    "crowd": Series(2, "Records written by 20 processes at once", "test_crowd"),
    "crowd-commands": Series(2, "… and by 20 commands at once", "test_crowd"),
    "two-editors": Series(2, "Two people who edit at once", "test_crowd"),
    "locked": Series(2, "A ledger that another process holds", "test_crowd"),
    "reading-meanwhile": Series(
        2, "Readings while another process writes", "test_reading_meanwhile"
    ),
    "flip-ledger.json": Series(3, "A byte of the checkpoint changed", "test_damaged_bytes"),
    "flip-ledger.journal": Series(3, "A byte of the journal changed", "test_damaged_bytes"),
    "flip-year": Series(3, "A byte of a finished year changed", "test_damaged_bytes"),
    "flip-ledger.index": Series(3, "A byte of the index changed", "test_damaged_copies"),
    "flip-backup": Series(3, "A byte of a backup changed", "test_damaged_copies"),
    "flip-commands": Series(3, "Commands that meet a changed byte", "test_damaged_bytes"),
    "restore": Series(3, "`restore` after a changed byte", "test_restoring"),
    "restore-killed": Series(3, "SIGKILL of `restore` at each call", "test_restoring"),
    "cut-ledger.json": Series(3, "The checkpoint cut off", "test_damaged_bytes"),
    "cut-ledger.journal": Series(3, "The journal cut off", "test_damaged_bytes"),
    "cut-year": Series(3, "A finished year cut off", "test_damaged_bytes"),
    "cut-ledger.index": Series(3, "The index cut off", "test_damaged_copies"),
    "cut-backup": Series(3, "A backup cut off", "test_damaged_copies"),
    "cut-once": Series(
        7, "Connection cut before, during, after each statement of a change", "test_network"
    ),
    "cut-for-good": Series(7, "… and no server to be found any more", "test_network"),
    "cut-after-bytes": Series(
        7, "Connection cut after so many bytes, in either direction", "test_network"
    ),
    "silent": Series(7, "Server silent before, during, after each statement", "test_network"),
    "refused-for-a-while": Series(
        7, "Connection cut at COMMIT, and the next ones refused", "test_network"
    ),
    "commands-cut": Series(
        7, "Commands whose connection is cut or hangs", "test_network_commands"
    ),
    "reading-cut": Series(
        7, "Commands that read, cut at each statement", "test_network_commands"
    ),
    "stopped-on-a-server": Series(
        7, "Ctrl-C at each statement of a command", "test_network_commands"
    ),
    "failover": Series(
        7, "Changes of several writers while the primary is killed", "test_failover"
    ),
    "restarted": Series(7, "… while a server is killed and started again", "test_failover"),
    "office-crowd": Series(8, "Records written to a server at once", "test_office_crowd"),
    "office-same-record": Series(
        8, "Changes of the same record by many at once", "test_office_crowd"
    ),
    "office-numbers": Series(8, "Slips numbered by many at once", "test_office_crowd"),
    "office-deadlock": Series(
        8, "Deadlocks, and what could not be put in a row", "test_office_crowd"
    ),
    "office-held": Series(
        8, "Records held too long, and limits of an administrator", "test_office_crowd"
    ),
    "office-reading": Series(8, "Reading while others write", "test_office_crowd"),
}
"""Every series, in the order of the page; `tests.faults.counting` counts by these names."""


def main() -> int:
    """Do the series unless only the page is wanted; return the exit code of pytest."""
    asked = _asked()
    code = 0 if asked.page else _do(asked.scale, asked.processes, asked.only)
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    for line in table(figures):
        print(line)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_figures(text, figures), encoding="utf-8")
    return code


def with_figures(text: str, figures: Any) -> str:
    """Return the page *text* with the table of *figures* in its place."""
    before, _, rest = text.partition(BEGIN)
    _old, _, after = rest.partition(END)
    return "".join(
        (before, BEGIN, "\n", *(f"{ln}\n" for ln in table(figures)), "\n", END, after)
    )


def table(figures: Any) -> Iterator[str]:
    """Yield the lines of a table: how often each fault was done, and what came out."""
    counts: dict[str, dict[str, int]] = figures["counts"]
    total = sum(n for name, found in counts.items() for n in found.values())
    yield f"{total:,} in all, on {figures['system']}."
    yield ""
    yield "| Promise | What was done | Times | What came out | Test |"
    yield "|---:|---|---:|---|---|"
    for name, (promise, done, test) in SERIES.items():
        if found := counts.get(name):
            link = f"[{test}](../../tests/faults/{test}.py)"
            times = f"{sum(found.values()):,}"
            yield f"| {promise} | {done} | {times} | {_outcomes(found)} | {link} |"


def _outcomes(found: dict[str, int]) -> str:
    if len(found) == 1:
        return next(iter(found))
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return " · ".join(f"{outcome}: {times:,}" for outcome, times in ordered)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/reliability.py", description=__doc__)
    scale = "how many times as many faults as in a test run"
    parser.add_argument("--scale", type=int, default=20, help=scale)
    parser.add_argument("--processes", default="auto", help="as pytest -n")
    only = "the names of some of the tests"
    parser.add_argument("--only", nargs="+", default=[], metavar="TEST", help=only)
    parser.add_argument("--page", action="store_true", help="write only the page")
    return parser.parse_args()


def _do(scale: int, processes: str, only: Sequence[str]) -> int:
    with TemporaryDirectory(prefix="dealtrack-faults-") as name:
        kept = Path(name) / "counts"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", processes, *_tests(only)],
            cwd=ROOT,
            env={
                **os.environ,
                "DEALTRACK_FAULTS": str(scale),
                "DEALTRACK_FAULTS_COUNTS": str(kept),
            },
            check=False,
        )
        lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
        counts = _others(only) | _added_up([json.loads(line) for line in lines])
        figures = {"system": _system(Path(name)), "scale": scale, "counts": counts}
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    FIGURES.write_text(f"{text}\n", encoding="utf-8")
    return done.returncode


def _tests(only: Sequence[str]) -> list[str]:
    """Return what pytest is asked for."""
    return [f"tests/faults/{name}.py" for name in only] or ["tests/faults"]


def _others(only: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the figures so far of the tests that are not done."""
    if not only:
        return {}
    counts = json.loads(FIGURES.read_text(encoding="utf-8"))["counts"]
    return {n: found for n, found in counts.items() if SERIES[n].test not in only}


def _added_up(tests: Sequence[Any]) -> dict[str, dict[str, int]]:
    total: Counter[tuple[str, str]] = Counter()
    for series, outcome, times in (count for test in tests for count in test):
        total[series, outcome] += times
    found: dict[str, dict[str, int]] = {}
    for (series, outcome), times in sorted(total.items()):
        found.setdefault(series, {})[outcome] = times
    return found


def _system(folder: Path) -> str:
    """Say on what kind of system: Python, kernel, file system, cores."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    release = ".".join(platform.release().split(".")[:2]).partition("-")[0]
    return (
        f"{python}, {platform.system()} {release}, {_file_system(folder)}, "
        f"{os.cpu_count()} cores"
    )


def _file_system(folder: Path) -> str:
    words = ["stat", "--file-system", "--format=%T", str(folder)]
    try:
        said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return "a file system that does not say its name"
    return said.strip()


if __name__ == "__main__":
    sys.exit(main())
