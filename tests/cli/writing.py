"""What the tests of writing commands share: a ledger with one agreement, and its record."""

import json
from datetime import date
from pathlib import Path
from stat import S_IMODE
from typing import Any

from dealtrack.days import PartialDay
from dealtrack.model import Agreement, FollowUp, Trip
from tests.cli.home import TODAY, Answer, Home

DAY = date.fromisoformat(TODAY)

TRIP = """
[trip]
title = "Visit to Port City"
start = 2026-10-12
end = 2026-10-13

[[agreement]]
title = "Framework agreement"
parties = ["Our Zone (ours)", "Example Cloud (theirs)"]
signed = 2026-10-12

[[agreement.follow_up]]
task = "Hand in the report"
due = "trip.end+15d"
owner = "Li Sample"
"""
"""A trip file: trip T1, and agreement 1 with one follow-up."""


def begun(home: Home, *options: object) -> Home:
    """Return *home* with agreement 1, signed three weeks ago, and follow-up 1.1 due in two."""
    answer = home.run(
        *("log", "Framework agreement", "--party", "Our Zone (ours)"),
        *("--party", "Example Cloud (theirs)", "--signed", "2026-10-12"),
        *("--follow-up", "Send the annex @ +2w @ Li Sample", *options),
    )
    assert answer.code == 0, answer.err
    return home


def agreement(home: Home, id_: int = 1) -> Agreement:
    with home.store() as store:
        return store.agreements.get(id_)


def trip(home: Home, id_: int = 1) -> Trip:
    with home.store() as store:
        return store.trips.get(id_)


def task(home: Home, number: int = 1, id_: int = 1) -> FollowUp:
    return agreement(home, id_).follow_up(number)


def day(text: str) -> PartialDay:
    return PartialDay.read(text)


def saved(answer: Answer) -> dict[str, Any]:
    """Return the one JSON document that a writing command printed."""
    found: dict[str, Any] = json.loads(answer.out)
    assert found["schema"] == "dealtrack/saved/1"
    return found


def written(home: Home, text: str = TRIP, name: str = "trip.toml") -> Path:
    path = home.folder / name
    path.write_text(text, encoding="utf-8")
    return path


def editing(home: Home, *lines: str) -> Home:
    """Return *home* with an editor that is a shell script; its file is ``$1``."""
    script = home.folder / "editor.sh"
    script.write_text("\n".join(("#!/bin/sh", *lines)) + "\n", encoding="utf-8")
    script.chmod(0o700)
    return home.having(EDITOR=str(script))


def mode(path: Path) -> str:
    return oct(S_IMODE(path.stat().st_mode))


def files(home: Home) -> set[str]:
    """Return the names of everything in the home, hidden or not."""
    return {str(path.relative_to(home.folder)) for path in home.folder.rglob("*")}
