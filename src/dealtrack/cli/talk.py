"""What is said after a change: what was understood, and what to do next."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from dealtrack.cli.run import Run
from dealtrack.days import spoken
from dealtrack.model import FollowUp, Kept
from dealtrack.model.codec import encode
from dealtrack.model.rules import find_warnings
from dealtrack.text import _
from dealtrack.text.hidden import visible


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of a writing command as JSON: the refs it touched, and the records."""

    schema: Literal["dealtrack/saved/1"] = "dealtrack/saved/1"
    refs: tuple[str, ...]
    records: tuple[Kept, ...]


def saved(run: Run, ref: str, record: Kept, lines: Sequence[str], hint: str = "") -> None:
    """Say that *record* was saved under *ref*: as JSON, as the bare ref, or in words."""
    if run.json:
        run.tell(encode(Saved(refs=(ref,), records=(record,))).decode())
    elif run.quiet:
        run.tell(ref)
    else:
        for line in lines:
            run.tell(visible(line))
        if hint and run.screen.is_terminal:
            run.say(hint)


def warn(run: Run, record: Kept) -> None:
    """Say what is odd about *record* though it was saved."""
    for warning in find_warnings(record, run.today):
        run.say(_("Note: {sentence}").format(sentence=visible(warning)))


def due_line(one: FollowUp, run: Run) -> str:
    """Return when *one* is due, in words: ``Due 2026-12-01, Tuesday, in 9 days``."""
    due = one.due_day(run.today)
    if due:
        return _("Due {day}").format(day=spoken(due, run.today))
    if one.due_text:
        return _("Due “{text}”: the day it counts from is not known yet").format(
            text=one.due_text
        )
    return _("No due day")


def joined(parts: Iterable[str]) -> str:
    """Return the parts that say something, with dots between them."""
    return " · ".join(part for part in parts if part)
