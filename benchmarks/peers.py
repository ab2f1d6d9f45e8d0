"""The same tasks in other people's programs, where these are installed.

Each gets the tasks of a ledger in its own format, is given one more, and is asked what
is overdue and what happened month by month, or the nearest question that it knows.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from benchmarks import ledgers
from benchmarks.timing import Case, compare

_NEW = "回访企业，了解设备采购进度"


class Task(NamedTuple):
    """A follow-up as these programs know it."""

    text: str
    due: date
    is_done: bool


class Ready(NamedTuple):
    """What to ask a program whose tasks are in place, and in which environment."""

    words: Mapping[str, tuple[str, ...]]
    environment: Mapping[str, str]


class Peer(NamedTuple):
    """A program: its name, its command, and how tasks are put where it finds them.

    It is not given more than the *most* tasks that it can take over in a few minutes.
    """

    name: str
    command: str
    fill: Callable[[Path, Sequence[Task]], Ready]
    most: int = 1_000_000


QUESTIONS = ("start", "add", "overdue", "month")


def tasks(agreements: int) -> list[Task]:
    """Return the follow-ups of a ledger, moved so that today is its day.

    These programs ask the clock; they cannot be told a day.
    """
    later = date.today() - ledgers.TODAY
    return [
        Task(f"{f.task} {a.title}", f.due + later, not f.is_open(ledgers.TODAY))
        for a in ledgers.make(agreements).agreements
        for f in a.follow_ups
        if f.due
    ]


def program(peer: Peer) -> str | None:
    """Return where the program of *peer* is, if it is installed."""
    folders = [os.environ.get("BENCH_PEERS", ""), os.environ.get("PATH", "")]
    return shutil.which(peer.command, path=os.pathsep.join(filter(None, folders)))


def measure(peer: Peer, folder: Path, known: Sequence[Task], rounds: int) -> dict[str, float]:
    """Return how many seconds each of `QUESTIONS` takes that *peer* knows an answer to."""
    if len(known) > peer.most:
        return {}
    folder.mkdir()
    ready = peer.fill(folder, known)
    asked = {"start": ("--version",), **ready.words}
    cases = [
        Case(name, partial(_words, [program(peer) or "", *words]), ready.environment)
        for name, words in asked.items()
    ]
    return {
        result.name: result.seconds
        for case in cases
        for result in compare([case], case, rounds, patience=10)
    }


def _words(words: list[str], _number: int) -> list[str]:
    return words


def _taskwarrior(folder: Path, known: Sequence[Task]) -> Ready:
    (folder / "rc").write_text("confirmation=off\nverbose=nothing\n")
    for status, name in (("pending", "pending.data"), ("completed", "completed.data")):
        those = (task for task in known if task.is_done is (status == "completed"))
        lines = (_task_line(number, task, status) for number, task in enumerate(those))
        (folder / name).write_text("".join(lines), encoding="utf-8")
    words = {
        "add": ("add", _NEW, f"due:{date.today()}"),
        "overdue": ("limit:20", "overdue"),
        "month": ("history.monthly",),
    }
    return Ready(words, {**os.environ, "TASKRC": str(folder / "rc"), "TASKDATA": str(folder)})


def _task_line(number: int, task: Task, status: str) -> str:
    values = {
        "description": task.text,
        "due": _seconds(task.due),
        **({"end": _seconds(task.due)} if task.is_done else {}),
        "entry": _seconds(task.due - timedelta(days=30)),
        "status": status,
        "uuid": UUID(int=number + task.is_done * (1 << 64)),
    }
    return "[" + " ".join(f'{key}:"{value}"' for key, value in values.items()) + "]\n"


def _todoman(folder: Path, known: Sequence[Task]) -> Ready:
    office = folder / "lists" / "office"
    office.mkdir(parents=True)
    for number, task in enumerate(known):
        uid = UUID(int=number)
        (office / f"{uid}.ics").write_text(_calendar(task, str(uid)), encoding="utf-8")
    config = folder / "config.py"
    config.write_text(f"path = {str(folder / 'lists' / '*')!r}\ndate_format = '%Y-%m-%d'\n")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    here = ("-c", str(config))
    words = {
        "add": (*here, "new", "--list", "office", "--due", str(date.today()), _NEW),
        "overdue": (*here, "list", "--due", "0"),
    }
    return Ready(words, environment)


def _calendar(task: Task, uid: str) -> str:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//benchmark//EN",
        "BEGIN:VTODO",
        f"UID:{uid}",
        f"DTSTAMP:{task.due:%Y%m%d}T000000Z",
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
    here = ("-f", str(journal))
    words = {
        "overdue": (*here, "register", "--pending", "--end", str(date.today())),
        "month": (*here, "register", "--monthly"),
    }
    return Ready(words, {**os.environ, "LC_ALL": "C.UTF-8"})


def _watson(folder: Path, known: Sequence[Task]) -> Ready:
    """Write an hour for each task that was due by now; listed are those of this month."""
    frames = []
    for number, task in enumerate(t for t in known if t.due < date.today()):
        start = int(datetime.combine(task.due, time(9)).timestamp())
        uid = UUID(int=number).hex
        frames.append([start, start + 3600, task.text, uid, [], start])
    (folder / "frames").write_text(json.dumps(frames, ensure_ascii=False), encoding="utf-8")
    today, first = date.today(), min(t.due for t in known)
    hour = ("--from", f"{today} 00:01", "--to", f"{today} 00:02")
    words = {
        "add": ("add", *hour, _NEW),
        "overdue": (
            "log",
            "--no-pager",
            "--from",
            str(today.replace(day=1)),
            "--to",
            str(today),
        ),
        "month": ("report", "--no-pager", "--from", str(first), "--to", str(today)),
    }
    return Ready(words, {**os.environ, "WATSON_DIR": str(folder)})


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


PEERS = (
    Peer("Taskwarrior", "task", _taskwarrior),
    Peer("todoman", "todo", _todoman, most=30_000),
    Peer("hledger", "hledger", _hledger),
    Peer("watson", "watson", _watson),
)
