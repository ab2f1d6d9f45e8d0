"""The same tasks in other people's programs, where these are installed.

Each gets the tasks of a ledger in its own format and is asked what is overdue, or
the nearest question that it knows.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from benchmarks import ledgers
from benchmarks.timing import Case


class Task(NamedTuple):
    """A follow-up as these programs know it."""

    text: str
    due: date
    is_done: bool


class Ready(NamedTuple):
    """What to ask a program whose tasks are in place: options, and the environment."""

    overdue: tuple[str, ...]
    environment: Mapping[str, str]


class Peer(NamedTuple):
    """A program: its name, its command, and how tasks are put where it finds them."""

    name: str
    command: str
    fill: Callable[[Path, Sequence[Task]], Ready]


def tasks(agreements: int, today: date) -> list[Task]:
    """Return the follow-ups of a ledger, moved so that *today* is its day.

    These programs ask the clock; they cannot be told a day.
    """
    later = today - ledgers.TODAY
    return [
        Task(f"{f.task} {a.title}", f.due + later, not f.is_open(ledgers.TODAY))
        for a in ledgers.make(agreements).agreements
        for f in a.follow_ups
        if f.due
    ]


def cases(peer: Peer, folder: Path, known: Sequence[Task]) -> Iterator[Case]:
    """Yield what is timed of *peer*: its start, and the question."""
    program = shutil.which(peer.command)
    assert program, "only what is installed is timed"
    folder.mkdir()
    ready = peer.fill(folder, known)
    for name, words in (("start", ("--version",)), ("overdue", ready.overdue)):
        yield Case(name, partial(_words, [program, *words]), ready.environment)


def _words(words: list[str], _number: int) -> list[str]:
    return words


def _taskwarrior(folder: Path, known: Sequence[Task]) -> Ready:
    (folder / "rc").write_text("confirmation=off\nverbose=nothing\n")
    rows = [
        {
            "description": task.text,
            "status": "completed" if task.is_done else "pending",
            "entry": _utc(task.due - timedelta(days=30)),
            "due": _utc(task.due),
            **({"end": _utc(task.due)} if task.is_done else {}),
        }
        for task in known
    ]
    file = folder / "tasks.json"
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    environment = {**os.environ, "TASKRC": str(folder / "rc"), "TASKDATA": str(folder)}
    words = ["task", "import", str(file)]
    subprocess.run(words, env=environment, check=True, capture_output=True)
    return Ready(("overdue",), environment)


def _todoman(folder: Path, known: Sequence[Task]) -> Ready:
    office = folder / "lists" / "office"
    office.mkdir(parents=True)
    for number, task in enumerate(known):
        uid = UUID(int=number)
        (office / f"{uid}.ics").write_text(_calendar(task, str(uid)), encoding="utf-8")
    config = folder / "config.py"
    config.write_text(f"path = {str(folder / 'lists' / '*')!r}\ndate_format = '%Y-%m-%d'\n")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    return Ready(("-c", str(config), "list", "--due", "0"), environment)


def _calendar(task: Task, uid: str) -> str:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//benchmark//EN",
        "BEGIN:VTODO",
        f"UID:{uid}",
        f"DTSTAMP:{_utc(task.due)}",
        f"SUMMARY:{task.text}",
        f"DUE;VALUE=DATE:{task.due:%Y%m%d}",
        "STATUS:COMPLETED" if task.is_done else "STATUS:NEEDS-ACTION",
        "END:VTODO",
        "END:VCALENDAR",
    )
    return "\r\n".join(lines) + "\r\n"


def _hledger(folder: Path, known: Sequence[Task]) -> Ready:
    """Write a posting for each task, cleared if it is done."""
    journal = folder / "tasks.journal"
    rows = (f"{t.due} {'*' if t.is_done else '!'} {t.text}\n    (task)  1\n\n" for t in known)
    journal.write_text("".join(rows), encoding="utf-8")
    words = ("-f", str(journal), "register", "--pending", "--end", str(date.today()))
    return Ready(words, {**os.environ, "LC_ALL": "C.UTF-8"})


def _watson(folder: Path, known: Sequence[Task]) -> Ready:
    """Write an hour for each task that was due by now; the question is their report."""
    frames = []
    for number, task in enumerate(t for t in known if t.due < date.today()):
        start = int(datetime.combine(task.due, time(9)).timestamp())
        uid = UUID(int=number).hex
        frames.append([start, start + 3600, task.text, uid, [], start])
    (folder / "frames").write_text(json.dumps(frames, ensure_ascii=False), encoding="utf-8")
    first = min(t.due for t in known)
    words = ("report", "--no-pager", "--from", str(first), "--to", str(date.today()))
    return Ready(words, {**os.environ, "WATSON_DIR": str(folder)})


def _utc(day: date) -> str:
    return f"{day:%Y%m%d}T000000Z"


PEERS = (
    Peer("Taskwarrior", "task", _taskwarrior),
    Peer("todoman", "todo", _todoman),
    Peer("hledger", "hledger", _hledger),
    Peer("watson", "watson", _watson),
)
